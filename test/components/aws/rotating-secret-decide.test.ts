import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rules } from "../../../components/aws/rotating-secret/documents";
import {
    type Described,
    type Key,
    type UsedKey,
    before,
    endOf,
    endPolicy,
    ended,
    isStale,
    labelled,
    standing,
    toMakeRoom,
} from "../../../components/aws/rotating-secret/runtime/decide";

const [HOUR, DAY] = [3_600, 86_400];
const NOW = Date.parse("2026-01-15T12:00:00Z");
const ago = (seconds: number, milliseconds = 0) => new Date(NOW - seconds * 1_000 - milliseconds);
const now = new Date(NOW);

const secret = (VersionIdsToStages?: Record<string, string[]>, RotationEnabled?: boolean): Described => ({
    VersionIdsToStages,
    RotationEnabled,
});

describe("a rotation", () => {
    test.each<[string, Described, "open" | "over"]>([
        ["may go on", secret({ a: ["AWSCURRENT"], t: ["AWSPENDING"] }, true), "open"],
        ["may go on when it is the first", secret({ t: ["AWSPENDING"] }, true), "open"],
        ["may go on when its value is current from the start", secret({ t: ["AWSCURRENT", "AWSPENDING"] }, true), "open"],
        ["is over when its value is current", secret({ t: ["AWSCURRENT"], a: ["AWSPREVIOUS"] }, true), "over"],
        ["is over even if no other may begin", secret({ t: ["AWSCURRENT"] }, false), "over"],
        ["is over when its value has other labels, too", secret({ t: ["theirs", "AWSCURRENT"] }, true), "over"],
    ])("%s", (_, described, expected) => {
        expect(standing(described, "t")).toBe(expected);
    });

    test.each<[string, Described, string]>([
        ["of a version that there is not", secret({ a: ["AWSCURRENT"] }, true), "Version t is none of the secret."],
        ["of a secret without versions", secret(undefined, true), "Version t is none of the secret."],
        ["that was switched off", secret({ t: ["AWSPENDING"] }, false), "Rotation of the secret is not enabled."],
        ["that was never switched on", secret({ t: ["AWSPENDING"] }), "Rotation of the secret is not enabled."],
        [
            "that was given up",
            secret({ a: ["AWSCURRENT"], t: ["AWSPREVIOUS"] }, true),
            "Version t of the secret is not AWSPENDING.",
        ],
        [
            "that another took the place of",
            secret({ u: ["AWSPENDING"], t: [] }, true),
            "Version t of the secret is not AWSPENDING.",
        ],
    ])("is refused %s", (_, described, message) => {
        expect(() => standing(described, "t")).toThrow(new Error(message));
    });

    test.each<[string, Described, string | undefined]>([
        ["the current value", secret({ a: ["AWSCURRENT"], p: ["AWSPREVIOUS"], t: ["AWSPENDING"] }), "a"],
        ["the previous value, once it is current itself", secret({ t: ["AWSCURRENT"], p: ["AWSPREVIOUS"] }), "p"],
        ["the previous value, while it is both", secret({ t: ["AWSCURRENT", "AWSPENDING"], p: ["AWSPREVIOUS"] }), "p"],
        ["nothing, when it is the first", secret({ t: ["AWSPENDING"] }), undefined],
        ["nothing, when it is the first and current", secret({ t: ["AWSCURRENT"] }), undefined],
        ["nothing, when there is nothing", secret(), undefined],
    ])("comes after %s", (_, described, expected) => {
        expect(before(described, "t")).toBe(expected);
    });

    test("never comes after itself", () => {
        const label = fc.constantFrom("AWSCURRENT", "AWSPENDING", "AWSPREVIOUS");
        // Each label is on one version at most, and AWSPREVIOUS is never on the current one.
        const labels = fc.dictionary(label, fc.constantFrom("t", "u", "v"));
        fc.assert(
            fc.property(labels, (at) => {
                fc.pre(at.AWSCURRENT !== at.AWSPREVIOUS);
                const stages: Record<string, string[]> = {};
                for (const [name, version] of Object.entries(at)) (stages[version] ??= []).push(name);
                expect(before(secret(stages), "t")).not.toBe("t");
                for (const name of ["AWSCURRENT", "AWSPENDING", "AWSPREVIOUS"]) {
                    expect(labelled(secret(stages), name)).toBe(at[name]);
                }
            }),
        );
    });
});

const key = (id: string, made: Date = ago(DAY), used = false): UsedKey => ({ id, made, used });

describe("what makes room for a key", () => {
    test.each<[string, UsedKey[], string | undefined, string | undefined]>([
        ["nothing, where there is none", [], undefined, undefined],
        ["nothing, where there is one", [key("a", ago(0), true)], "a", undefined],
        ["nothing, where there is one that nobody knows", [key("x")], "a", undefined],
        ["the other one", [key("a", ago(9), true), key("p", ago(99), true)], "a", "p"],
        ["the other one, even if it is newer", [key("a", ago(99)), key("x", ago(9), true)], "a", "x"],
        ["the other one, whatever their order", [key("p", ago(99)), key("a", ago(9))], "a", "p"],
        ["the newer of two that were never used", [key("x", ago(99)), key("y", ago(98))], undefined, "y"],
        ["the newer of two that were never used, whatever their order", [key("y", ago(98)), key("x", ago(99))], "a", "y"],
        ["the one that was never used", [key("x", ago(99)), key("u", ago(9), true)], undefined, "x"],
        ["the one that was never used, when that of the secret is gone", [key("u", ago(99), true), key("x")], "a", "x"],
    ])("is %s", (_, keys, current, expected) => {
        expect(toMakeRoom(keys, current)).toBe(expected);
    });

    test.each([undefined, "a"])("is none of two in use, where that of the secret is %s", (current) => {
        expect(() => toMakeRoom([key("u", ago(1), true), key("v", ago(2), true)], current)).toThrow(
            new Error("The user has two keys in use, and neither is in the secret. Delete the one that may go."),
        );
    });

    test("is never the key of the secret, nor one in use that nobody knows", () => {
        const keys = fc.uniqueArray(
            fc.record({
                id: fc.constantFrom("a", "b", "c"),
                made: fc.integer({ min: 0, max: 9 }).map((at) => ago(at)),
                used: fc.boolean(),
            }),
            { selector: ({ id }) => id, maxLength: 2 },
        );
        fc.assert(
            fc.property(keys, fc.option(fc.constantFrom("a", "b", "c"), { nil: undefined }), (found, current) => {
                const isKnown = found.some(({ id }) => id === current);
                let gone: string | undefined;
                try {
                    gone = toMakeRoom(found, current);
                } catch {
                    expect(isKnown || found.some(({ used }) => !used)).toBe(false);
                    return;
                }
                expect(gone === undefined).toBe(found.length < 2);
                if (gone === undefined) return;
                expect(gone).not.toBe(current);
                if (!isKnown) expect(found.find(({ id }) => id === gone)!.used).toBe(false);
            }),
        );
    });
});

describe("the keys that end", () => {
    const OVERLAP = 6 * HOUR;
    const over = (keys: Key[], since: Date, pending?: string) => ended(keys, { current: "a", since, pending }, OVERLAP, now);
    const old = ago(DAY);

    test.each<[string, Key[], Date, string | undefined, string[]]>([
        ["are none within the overlap", [key("a", ago(60)), key("p", old)], ago(OVERLAP, -1), undefined, []],
        ["are the previous one from its end on", [key("a", ago(60)), key("p", old)], ago(OVERLAP), undefined, ["p"]],
        ["are the previous one after its end", [key("a", ago(60)), key("p", old)], ago(OVERLAP, 1), undefined, ["p"]],
        ["are never the pending one", [key("a", old), key("n", old)], old, "n", []],
        ["are never the current one", [key("a", old)], old, undefined, []],
        ["are not one that was just made", [key("a", old), key("x", ago(OVERLAP, -1))], old, undefined, []],
        ["are one that could not be stored", [key("a", old), key("x", ago(OVERLAP))], old, undefined, ["x"]],
        ["are all that the secret does not know", [key("x", old), key("y", old)], old, undefined, ["x", "y"]],
        ["are none where there are none", [], old, undefined, []],
    ])("%s", (_, keys, since, pending, expected) => {
        expect(over(keys, since, pending)).toEqual(expected);
    });

    test("are the same ones ever after", () => {
        const at = fc.integer({ min: 0, max: 3 * OVERLAP }).map((seconds) => ago(seconds));
        const keys = fc.uniqueArray(fc.record({ id: fc.constantFrom("a", "b", "n"), made: at, used: fc.boolean() }), {
            selector: ({ id }) => id,
        });
        fc.assert(
            fc.property(keys, at, fc.nat(OVERLAP), (found, since, later) => {
                const held = { current: "a", since, pending: "n" };
                const first = ended(found, held, OVERLAP, now);
                const second = ended(found, held, OVERLAP, new Date(NOW + later * 1_000));
                expect(second).toEqual(expect.arrayContaining(first));
                for (const id of second) expect(["a", "n"]).not.toContain(id);
            }),
        );
    });
});

describe("the end of a key", () => {
    test.each([
        ["a day of rotation, which comes within a day", { rotateEvery: DAY, overlap: HOUR }, DAY + DAY + HOUR],
        ["thirty days", { rotateEvery: 30 * DAY, overlap: DAY }, 30 * DAY + DAY + DAY],
        ["ninety days", { rotateEvery: 90 * DAY, overlap: 7 * DAY }, 90 * DAY + DAY + 7 * DAY],
        ["hours, which come within an hour", { rotateEvery: 4 * HOUR, overlap: HOUR }, 4 * HOUR + HOUR + HOUR],
        ["an hour more than a day", { rotateEvery: 25 * HOUR, overlap: 2 * HOUR }, 25 * HOUR + HOUR + 2 * HOUR],
        ["an hour less than a day", { rotateEvery: 23 * HOUR, overlap: 90 * 60 }, 23 * HOUR + HOUR + 90 * 60],
    ])("is exact for %s", (_, lifetimes, seconds) => {
        expect(endOf(now, lifetimes)).toBe(NOW + seconds * 1_000);
        expect(endPolicy(endOf(now, lifetimes))).toContain(
            `"${new Date(NOW + seconds * 1_000).toISOString().replace(".000", "")}"`,
        );
    });

    test.each([
        ["not within the overlap", ago(HOUR, -1), false],
        ["not at its end", ago(HOUR), false],
        ["a millisecond after", ago(HOUR, 1), true],
        ["not when it was just made", now, false],
    ])("is too near for a pending key: %s", (_, made, expected) => {
        expect(isStale(made, HOUR, now)).toBe(expected);
    });

    test("comes after the next rotation, however late that is and however long the key was pending", () => {
        const hours = fc.integer({ min: 4, max: 90 * 24 });
        fc.assert(
            fc.property(
                hours,
                fc.integer({ min: HOUR, max: 7 * DAY }),
                fc.nat(8 * DAY * 1_000),
                (every, overlap, waited) => {
                    const rotateEvery = every * HOUR;
                    const promoted = NOW + waited;
                    if (isStale(now, overlap, new Date(promoted))) return;
                    const window = "automaticallyAfterDays" in rules(rotateEvery) ? DAY : HOUR;
                    const next = promoted + (rotateEvery + window) * 1_000;
                    expect(endOf(now, { rotateEvery, overlap })).toBeGreaterThanOrEqual(next);
                    // And it is the first such instant.
                    expect(endOf(now, { rotateEvery, overlap })).toBe(NOW + (rotateEvery + window + overlap) * 1_000);
                },
            ),
        );
    });
});
