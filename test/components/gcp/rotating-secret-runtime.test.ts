import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { asks } from "../../../components/gcp/rotating-secret/runtime/message";
import { password } from "../../../components/gcp/rotating-secret/runtime/password";
import { type State, type Version, due, key } from "../../../components/gcp/rotating-secret/runtime/plan";
import { rotate } from "../../../components/gcp/rotating-secret/runtime/rotate";
import { secretsOf } from "../../../components/gcp/rotating-secret/runtime/secrets";
import type { Strategy } from "../../../components/gcp/rotating-secret/runtime/strategy";
import { type Google, type HeldSecret, google } from "../../harness/google";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.parse("2026-01-15T12:00:00Z");
const NAME = "projects/example/secrets/db-password";

describe("what is due", () => {
    const version = (number: number, created = NOW - 10 * DAY): Version => ({ number, created });
    const state = (aliases: Record<string, number>, versions: Version[], since: number | undefined = NOW - DAY): State => ({
        secret: { etag: "e", annotations: {}, aliases, since },
        versions,
    });
    const steps = (of: State, { newerThan = NOW - 31 * DAY, overlap = HOUR, now = NOW } = {}) =>
        due(of, { newerThan, overlap, now }).map(key);

    test.each<[string, State, string[], object?]>([
        ["a first value", state({}, []), ["add"]],
        ["nothing, when the current value is young and alone", state({ current: 1 }, [version(1)]), []],
        ["nothing a millisecond before", state({ current: 1 }, [version(1, NOW)]), [], { newerThan: NOW }],
        ["a new value a millisecond after", state({ current: 1 }, [version(1, NOW - 1)]), ["add"], { newerThan: NOW }],
        ["what was begun, before something new", state({ current: 1, pending: 2 }, [version(1), version(2)]), ["finish 2"]],
        [
            "what was begun, even if it is old",
            state({ current: 1, pending: 2 }, [version(1), version(2)]),
            ["finish 2"],
            { newerThan: NOW },
        ],
        ["a new value when somebody ended the pending one", state({ current: 1, pending: 2 }, [version(1, NOW)]), []],
        ["a new value when somebody ended the current one", state({ current: 1 }, []), ["add"]],
        [
            "what was begun when somebody ended the current one",
            state({ current: 1, pending: 2 }, [version(2)]),
            ["finish 2"],
        ],
        [
            "a value that somebody added, in place of a first one",
            state({}, [version(1), version(3), version(2)]),
            ["adopt 3", "end 1", "end 2"],
        ],
        [
            "no end of the previous value within the overlap",
            state({ current: 2, previous: 1 }, [version(1), version(2)], NOW - HOUR + 1),
            [],
        ],
        ["its end after the overlap", state({ current: 2, previous: 1 }, [version(1), version(2)], NOW - HOUR), ["end 1"]],
        [
            "its end after the overlap, by the age of the current one where nobody wrote down the promotion",
            {
                ...state({ current: 2, previous: 1 }, [version(1), version(2, NOW - HOUR)]),
                secret: { etag: "e", annotations: {}, aliases: { current: 2, previous: 1 }, since: undefined },
            },
            ["end 1"],
        ],
        [
            "its end at once when a third value is needed, as the other side knows two",
            state({ current: 2, previous: 1 }, [version(1), version(2)], NOW),
            ["end 1", "add"],
            { newerThan: NOW },
        ],
        ["no end of it while there is no current one", state({ current: 2, previous: 1 }, [version(1)]), ["add"]],
        [
            "no end of it for what was begun within the overlap",
            state({ current: 2, previous: 1, pending: 3 }, [version(1), version(2), version(3)], NOW),
            ["finish 3"],
            { newerThan: NOW },
        ],
        [
            "the end of one that nobody uses, after the overlap",
            state({ current: 1 }, [version(1), version(2, NOW - HOUR)]),
            ["end 2"],
        ],
        ["no end of one that was just added", state({ current: 1 }, [version(1), version(2, NOW - HOUR + 1)]), []],
        ["the end of one that a rollback left behind", state({ current: 1 }, [version(1), version(2)]), ["end 2"]],
        ["nothing of one that somebody went back to", state({ current: 1, previous: 1 }, [version(1), version(2, NOW)]), []],
        ["nothing of one that is current already", state({ current: 1, pending: 1 }, [version(1)]), []],
        ["nothing about aliases of others", state({ current: 1, theirs: 2 }, [version(1)]), []],
    ])("is %s", (_, of, expected, asked) => {
        expect(steps(of, asked)).toEqual(expected);
    });

    test("the current and the pending value are never ended", () => {
        const number = fc.integer({ min: 1, max: 6 });
        const at = fc.integer({ min: NOW - 40 * DAY, max: NOW });
        const states = fc.record({
            aliases: fc.dictionary(fc.constantFrom("current", "pending", "previous", "theirs"), number),
            versions: fc.uniqueArray(fc.record({ number, created: at }), { selector: ({ number }) => number }),
            since: fc.option(at, { nil: undefined }),
            newerThan: at,
        });
        fc.assert(
            fc.property(states, ({ aliases, versions, since, newerThan }) => {
                const found = due(state(aliases, versions, since), { newerThan, overlap: HOUR, now: NOW });
                for (const step of found) {
                    if (step.act !== "end") continue;
                    expect(step.version.number).not.toBe(aliases.current);
                    expect(step.version.number).not.toBe(aliases.pending);
                }
            }),
        );
    });
});

describe("a message", () => {
    const rotates = { eventType: "SECRET_ROTATE", secretId: "projects/123456789012/secrets/db-password" };
    const publishTime = "2026-01-15T12:00:00Z";
    test.each<[string, Parameters<typeof asks>[0], ReturnType<typeof asks>]>([
        ["of a rotation asks for one", { data: { message: { attributes: rotates, publishTime } } }, { at: NOW }],
        ["that comes by itself does too", { attributes: rotates, publishTime, data: "e30=" }, { at: NOW }],
        ["without an instant asks for a look", { attributes: rotates }, {}],
        ["of the schedule asks for a look", { attributes: { eventType: "TICK" } }, {}],
        ["of the secret's creation asks for a look", { attributes: { ...rotates, eventType: "SECRET_CREATE" } }, {}],
        [
            "about what we did ourselves asks for nothing",
            { attributes: { ...rotates, eventType: "SECRET_UPDATE" } },
            undefined,
        ],
        [
            "about another secret asks for nothing",
            { attributes: { ...rotates, secretId: "projects/1/secrets/x" } },
            undefined,
        ],
        ["of another's creation asks for nothing", { attributes: { eventType: "SECRET_CREATE" } }, undefined],
        ["that says nothing asks for nothing", {}, undefined],
    ])("%s", (_, event, asked) => {
        expect(asks(event, NAME)).toEqual(asked);
    });
});

test("a password is as long as asked, of letters that need no escaping, and never the same", async () => {
    const strategy = password(32);
    const made = await Promise.all(Array.from({ length: 50 }, () => strategy.create(undefined)));
    for (const each of made) expect(each).toMatch(/^[\w-]{32}$/);
    expect(new Set(made).size).toBe(50);
    expect(new Set(made.join("")).size).toBe(64);
});

/** What takes the value: it knows two at most, as most do. */
class OtherSide implements Strategy {
    readonly accepts: string[] = [];
    made = 0;
    fails: string | undefined;
    create = () => this.done("create").then(() => `value-${++this.made}`);
    set = async (pending: string, current: string | undefined) => {
        await this.done("set");
        const kept = this.accepts.filter((each) => each === current);
        this.accepts.splice(0, this.accepts.length, ...kept, pending);
    };
    test = async (pending: string) => {
        await this.done("test");
        if (!this.accepts.includes(pending)) throw new Error(`${pending} is not accepted`);
    };
    retire = async (current: string) => {
        await this.done("retire");
        this.accepts.splice(0, this.accepts.length, current);
    };
    private done(act: string): Promise<void> {
        return this.fails === act ? Promise.reject(new Error(`no ${act} of value-1 or value-2`)) : Promise.resolve();
    }
}

describe("a rotation", () => {
    let cloud: Google;
    let side: OtherSide;
    let lines: string[];
    beforeEach(async () => {
        cloud = await google();
        cloud.secrets.set(NAME, { etag: 1, aliases: {}, annotations: { theirs: "kept" }, versions: [] });
        side = new OtherSide();
        lines = [];
    });
    afterEach(() => cloud.close());

    const held = (): HeldSecret => cloud.secrets.get(NAME)!;
    const run = (askedAt?: number) =>
        rotate(askedAt, {
            secrets: secretsOf(NAME, { rootUrl: cloud.url }),
            strategy: side,
            longest: 30 * DAY + HOUR,
            overlap: HOUR,
            now: () => cloud.now,
            log: (entry) => lines.push(JSON.stringify(entry)),
        });
    const states = () => held().versions.map(({ state }) => state);
    const valueOf = (alias: string) => held().versions[Number(held().aliases[alias]) - 1]?.value;
    /** What must be so at every instant: who reads `current` reads what the other side takes. */
    const isReadable = () => {
        const { current } = held().aliases;
        if (current === undefined) return true;
        const version = held().versions[Number(current) - 1];
        return version?.state === "ENABLED" && side.accepts.includes(version.value);
    };

    test("of a new secret makes a first value, and makes it current", async () => {
        await run();
        expect(held()).toMatchObject({ aliases: { current: "1" }, annotations: { theirs: "kept" } });
        expect(side.accepts).toEqual(["value-1"]);
    });

    test("keeps the previous value for the overlap, and then ends it on both sides", async () => {
        await run();
        cloud.now += 30 * DAY;
        await run(cloud.now);
        expect(held().aliases).toEqual({ current: "2", previous: "1" });
        expect(states()).toEqual(["ENABLED", "ENABLED"]);
        expect(side.accepts).toEqual(["value-1", "value-2"]);
        const promoted = Date.parse(held().annotations["jit-guard-current-since"]!);
        cloud.now = promoted + HOUR - 1;
        await run();
        expect(states()).toEqual(["ENABLED", "ENABLED"]);
        cloud.now = promoted + HOUR;
        await run();
        expect(states()).toEqual(["DISABLED", "ENABLED"]);
        expect(side.accepts).toEqual(["value-2"]);
    });

    test("is done once, however often its message comes", async () => {
        await run();
        cloud.now += 30 * DAY;
        const asked = cloud.now;
        for (let delivery = 0; delivery < 3; delivery++) await run(asked);
        cloud.now += 2 * HOUR;
        await run(asked);
        expect(states()).toEqual(["DISABLED", "ENABLED"]);
    });

    test("goes on for years", async () => {
        for (let month = 0; month < 36; month++) {
            await run(cloud.now);
            cloud.now += 2 * HOUR;
            await run();
            cloud.now += 30 * DAY;
        }
        expect(side.accepts).toEqual(["value-36"]);
        expect(states()).toEqual([...Array<string>(34).fill("DESTROYED"), "DISABLED", "ENABLED"]);
    });

    test("is made up for when its message was lost", async () => {
        await run();
        cloud.now += 30 * DAY + HOUR - 10;
        await run();
        expect(states()).toEqual(["ENABLED"]);
        cloud.now += 20;
        await run();
        expect(valueOf("current")).toBe("value-2");
    });

    test("made twice ends a value that has leaked, at once and on both sides", async () => {
        await run();
        await run((cloud.now += 1_000));
        await run((cloud.now += 60_000));
        expect(states()).toEqual(["DISABLED", "ENABLED", "ENABLED"]);
        expect(side.accepts).toEqual(["value-2", "value-3"]);
        expect(valueOf("current")).toBe("value-3");
    });

    test("is made at once for a value that somebody disabled", async () => {
        await run();
        held().versions[0]!.state = "DISABLED";
        await run();
        expect(valueOf("current")).toBe("value-2");
    });

    test("takes over a value that somebody added", async () => {
        held().versions.push({ state: "ENABLED", value: "theirs", created: NOW });
        await run();
        expect(valueOf("current")).toBe("theirs");
    });

    test("finds its versions among many", async () => {
        await run();
        for (let each = 0; each < 7; each++) held().versions.push({ state: "ENABLED", value: "stray", created: NOW });
        cloud.now += DAY;
        await run();
        expect(states()).toEqual(["ENABLED", ...Array<string>(7).fill("DISABLED")]);
    });

    test("keeps aliases of others", async () => {
        held().versions.push({ state: "ENABLED", value: "theirs", created: NOW });
        held().aliases = { theirs: "1" };
        await run();
        expect(held().aliases).toEqual({ theirs: "1", current: "1" });
    });

    test.each(["create", "set", "test", "retire"])(
        "that fails to %s changes nothing for readers, and is made good",
        async (act) => {
            await run();
            cloud.now += 30 * DAY;
            const asked = cloud.now;
            side.fails = act;
            if (act !== "retire") {
                await expect(run(asked)).rejects.toThrow(/^Not done: (add|finish 2)\.$/);
                expect(valueOf("current")).toBe("value-1");
                expect(isReadable()).toBe(true);
            } else {
                await run(asked);
                cloud.now += 2 * HOUR;
                await expect(run()).rejects.toThrow(/^Not done: end 1\.$/);
                expect(states()).toEqual(["ENABLED", "ENABLED"]);
            }
            expect(lines.join()).toContain(`The strategy did not ${act}`);
            side.fails = undefined;
            await run(asked);
            cloud.now += 2 * HOUR;
            await run();
            expect(side.accepts).toEqual([valueOf("current")]);
            expect(lines.join()).not.toContain("value-1");
        },
    );

    test("ends what is over even while a new value cannot be set", async () => {
        await run();
        cloud.now += 30 * DAY;
        await run(cloud.now);
        side.fails = "set";
        cloud.now += 30 * DAY;
        await expect(run(cloud.now)).rejects.toThrow("Not done: finish 3.");
        expect(states()).toEqual(["DISABLED", "ENABLED", "ENABLED"]);
    });

    test("sets one value only when two deliveries run at once", async () => {
        await run();
        cloud.now += 30 * DAY;
        const asked = cloud.now;
        const both = await Promise.allSettled([run(asked), run(asked)]);
        expect(both.map(({ status }) => status)).toContain("fulfilled");
        await run(asked);
        cloud.now += 2 * HOUR;
        await run();
        expect(states().filter((state) => state === "ENABLED")).toHaveLength(1);
        expect(side.accepts).toEqual([valueOf("current")]);
    });

    test("does not write over what somebody else changed meanwhile", async () => {
        await run();
        cloud.now += 30 * DAY;
        cloud.meanwhile = (call) => {
            if (call.startsWith("PATCH")) held().etag++;
        };
        await expect(run(cloud.now)).rejects.toThrow("Not done: add.");
        expect(held().aliases).toEqual({ current: "1" });
    });

    describe("that is cut off", () => {
        // A rotation with a previous value to end has the most calls.
        const begin = async () => {
            await run();
            cloud.now += 30 * DAY;
            await run(cloud.now);
            cloud.now += 30 * DAY;
            cloud.calls.length = 0;
            return cloud.now;
        };
        const points = Array.from({ length: 18 }, (_, call) => call + 1);

        test("has no more calls than are tried here", async () => {
            await run(await begin());
            expect(cloud.calls.length).toBeLessThan(points.length);
            expect(cloud.calls.length).toBeGreaterThan(10);
        });

        test.each(points.flatMap((call) => [[call, "before"] as const, [call, "after"] as const]))(
            "at call %i, %s it is done, ends right and locks nobody out",
            async (call, when) => {
                const asked = await begin();
                let always = true;
                cloud.meanwhile = () => (always &&= isReadable());
                cloud.breaks = { call, when };
                await run(asked).catch(() => undefined);
                cloud.breaks = undefined;
                // The message comes again, and then the schedule.
                await run(asked);
                cloud.now += 2 * HOUR;
                await run();
                expect(always).toBe(true);
                expect(states().filter((state) => state === "ENABLED")).toHaveLength(1);
                expect(held().aliases.pending).toBeUndefined();
                expect(side.accepts).toEqual([valueOf("current")]);
                expect(valueOf("current")).not.toBe("value-2");
                expect(lines.join()).not.toMatch(/value-\d/);
            },
        );
    });

    test("logs no value, and no request with one, when Secret Manager refuses it", async () => {
        const error = await secretsOf("projects/example/secrets/gone", { rootUrl: cloud.url })
            .add("value-of-nobody")
            .catch((thrown: unknown) => thrown);
        expect(error).toEqual(new Error("Secret Manager did not add: 404."));
        expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain("value-of-nobody");
        expect((error as Error).cause).toBeUndefined();
    });
});
