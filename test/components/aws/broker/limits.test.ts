import { describe, expect, test } from "vitest";
import { approve, end, extend, request } from "../../../../components/aws/broker/runtime/act";
import { close } from "../../../../components/aws/broker/runtime/close";
import { list } from "../../../../components/aws/broker/runtime/look";
import { sweep } from "../../../../components/aws/broker/runtime/sweep";
import { vend } from "../../../../components/aws/broker/runtime/vend";
import { WANTED, active, failing, fill, jo, kim, max, policyNames, sure, well } from "./acts";
import { HOUR, T0, after } from "./grants";
import { ENTITLEMENT, type Memory, memory } from "./memory";

/** Each limit, and one unit to either side of it. */

const SECOND = 1_000;
const LONGEST = ENTITLEMENT.maxDuration;

describe("requests are counted by the hours of the clock", () => {
    const many = async (m: Memory, at: number) => {
        m.time = at;
        for (let index = 0; index < m.world.settings.requestsPerHour; index++) {
            sure(await request(jo, { ...WANTED, token: `token-${index}` }, m.world));
        }
    };
    const again = (m: Memory) => request(jo, { ...WANTED, token: "token-x" }, m.world);
    // An hour that is wrong by a millisecond is wrong by minutes here, as hours are counted since 1970.
    const NOON = Date.parse("2026-01-15T12:00:00Z");

    test("of which the first millisecond counts, and the last", async () => {
        const m = memory();
        await many(m, NOON);
        m.time = NOON + HOUR - 1;
        expect(await again(m)).toEqual({ refused: "too-many" });
        m.time = NOON + HOUR;
        sure(await again(m));
    });

    test("and that of the hour before does not", async () => {
        const m = memory();
        await many(m, NOON - 1);
        m.time = NOON;
        sure(await again(m));
    });

    test("and the count is kept for an hour more, for whose clock is behind", async () => {
        const m = memory();
        await many(m, NOON);
        expect(new Set(m.counted.map(({ until }) => until))).toEqual(new Set([NOON + 2 * HOUR]));
    });
});

describe("what waits for approval", () => {
    const WAITS = memory().world.settings.requestTimeout * SECOND;
    const ENDS = [
        [WAITS - 1, "active"],
        [WAITS, "too-late"],
    ] as const;

    test("is approved until the last millisecond, and not after it", async () => {
        for (const [at, ends] of ENDS) {
            const m = memory();
            const { id } = sure(await request(jo, WANTED, m.world));
            m.time += at;
            const approved = await approve(max, { id }, m.world);
            expect("refused" in approved ? approved.refused : approved.state).toBe(ends);
        }
    });

    test("so also for more time", async () => {
        for (const [at, ends] of ENDS) {
            const m = memory({ ...ENTITLEMENT, maxDuration: 12 * 3_600 });
            const { id } = await active(m, { duration: 10 * 3_600 });
            sure(await extend(jo, { id, duration: 60, reason: "not done" }, m.world));
            m.time += at;
            const approved = await approve(max, { id }, m.world);
            expect("refused" in approved ? approved.refused : approved.state).toBe(ends);
        }
    });
});

test("an extension may be up to all that the entitlement allows, and no second more", async () => {
    const m = memory();
    const { id } = await active(m);
    const by = (duration: number) => extend(jo, { id, duration, reason: "not done" }, m.world);
    expect(await by(LONGEST - WANTED.duration + 1)).toEqual({ refused: "not-allowed", reasons: ["too-long"] });
    sure(await by(LONGEST - WANTED.duration));
    expect(sure(await approve(kim, { id }, m.world)).endsAt).toBe(T0 + LONGEST * SECOND);
});

describe("a role has room for 40 Denies", () => {
    const closed = async (others: number) => {
        const m = memory();
        const { id } = await active(m);
        sure(await vend(jo, { id }, m.world));
        fill(m, others);
        sure(await end(jo, { id }, m.world));
        sure(await close(id, m.world));
        return { own: `jit-revoke-${id}`, names: policyNames(m) };
    };

    test("of which the last is that of one grant", async () => {
        const { own, names } = await closed(39);
        expect(names).toContain(own);
        expect(names).toHaveLength(40);
    });

    test("and where they are there, all sessions are denied", async () => {
        const { own, names } = await closed(40);
        expect(names).not.toContain(own);
        expect(names).toContain(`jit-revoke-before-${T0 / SECOND + 1}`);
    });
});

describe("IAM shows a Deny late", () => {
    const late = async (looks: number) => {
        const m = memory();
        const { id } = await active(m);
        sure(await vend(jo, { id }, m.world));
        sure(await end(jo, { id }, m.world));
        const waits: number[] = [];
        let left = looks;
        const shown = m.world.denies;
        const denies = {
            ...shown,
            get: (role: string, name: string) => (left-- > 0 ? Promise.resolve(undefined) : shown.get(role, name)),
        };
        const sleep = (milliseconds: number) => Promise.resolve(void waits.push(milliseconds));
        const closing = close(id, { ...m.world, denies, sleep });
        return { waits, state: await closing.then(sure, (error: Error) => error.message) };
    };

    test.each([0, 1, 2, 3, 4])("by %i looks, and is waited for no longer than it takes", async (looks) => {
        const { waits, state } = await late(looks);
        expect(waits).toEqual([200, 500, 1_000, 2_000].slice(0, looks));
        expect(state).toMatchObject({ state: "revoked" });
    });

    test("and after 3.7 s it is not said to be there", async () => {
        expect((await late(5)).state).toMatch(/was not read back\.$/);
    });
});

test.each([
    [15 * 60 * SECOND - 1, "active"],
    [15 * 60 * SECOND, "failed"],
])(
    "what could not begin is tried again by the sweep for a quarter of an hour: after %i ms it is %s",
    async (later, state) => {
        const m = memory();
        const { id } = sure(await request(jo, WANTED, m.world));
        m.gate = failing(m, "ends.put");
        await expect(approve(max, { id }, m.world)).rejects.toThrow("ends.put failed");
        m.gate = well(m);
        m.time += later;
        await sweep(m.world);
        expect(m.grant(id).state).toBe(state);
    },
);

test("a sweep does not say that all is well where one thing could not be told", async () => {
    const m = memory();
    m.gate = failing(m, "notify");
    const { id } = sure(await request(jo, WANTED, m.world));
    expect(m.grant(id).trail.unsaid).toHaveLength(1);
    await expect(sweep(m.world)).rejects.toThrow(`Not swept: ${id}.`);
    m.gate = well(m);
    await sweep(m.world);
    expect(m.told.map(({ event }) => event)).toEqual(["request"]);
});

test("a list has the latest hundred of one's own, and all that one may decide on", async () => {
    const m = memory();
    const grants = Array.from({ length: 101 }, (_, index) => after([], { id: `g-${index}`, requester: jo.identity }));
    const of = () => Promise.resolve(grants);
    expect((await list(jo, {}, { ...m.world, store: { ...m.world.store, of } })).grants).toEqual(grants.slice(0, 100));
    const unsettled = of;
    expect((await list(max, {}, { ...m.world, store: { ...m.world.store, unsettled } })).grants).toEqual(grants);
});
