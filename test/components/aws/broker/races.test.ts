import { describe, expect, test, vi } from "vitest";
import { approve, end, extend, request } from "../../../../components/aws/broker/runtime/act";
import { panic } from "../../../../components/aws/broker/runtime/emergency";
import { vend } from "../../../../components/aws/broker/runtime/vend";
import { close, closeRole } from "../../../../components/aws/broker/runtime/close";
import type { Denies } from "../../../../components/aws/broker/runtime/denies";
import { isRefusal } from "../../../../components/aws/broker/runtime/grant";
import { roleId } from "../../../../components/aws/broker/runtime/role";
import { sweep } from "../../../../components/aws/broker/runtime/sweep";
import { WANTED, active, flaws, jo, kim, max, person, policyNames, sec, sure } from "./acts";
import { HOUR, MINUTE, ROLE, T0 } from "./grants";
import { ENTITLEMENT, type Memory, memory } from "./memory";

/** What comes between two calls, case by case; the interleavings find more, and what they found is here by name. */

/** Does something once, before the call of that name that comes after so many of them. */
function between(m: Memory, call: string, act: () => Promise<unknown>, after = 0): void {
    let left = after;
    const open = m.gate;
    m.gate = {
        ...open,
        before: async (name) => {
            if (name !== call || left-- > 0) return;
            m.gate = open;
            await act();
        },
    };
}

/** The call takes effect, and its answer is lost, once. */
function lost(m: Memory, call: string): void {
    const open = m.gate;
    m.gate = {
        ...open,
        after: (name) => {
            if (name !== call) return Promise.resolve();
            m.gate = open;
            return Promise.reject(new Error("lost"));
        },
    };
}

describe("a credential is handed to nobody", () => {
    const ending = async (m: Memory, id: string) => {
        sure(await end(sec, { id }, m.world));
        sure(await close(id, m.world));
    };

    test.each([
        ["before it is made", "sts.assume", 0],
        ["after it was made", "store.role", 1],
        ["at the last look", "store.grant", 2],
    ])("whose grant ends %s", async (_, call, after) => {
        const m = memory();
        const { id } = await active(m);
        m.calls.length = 0;
        between(m, call, () => ending(m, id), after);
        expect(await vend(jo, { id }, m.world)).toEqual({ refused: "not-active" });
        expect(m.calls).toContain("sts.assume");
        expect(m.issued.map((each) => m.isUsable(each))).toEqual([false]);
        expect(policyNames(m)).toEqual([`jit-revoke-${id}`]);
    });

    test("whose role is shut while it is made", async () => {
        const m = memory();
        const { id } = await active(m);
        between(m, "sts.assume", () => panic(sec, { role: ROLE, reason: "stolen" }, m.world));
        expect(await vend(jo, { id }, m.world)).toEqual({ refused: "not-active" });
        await closeRole(roleId(ROLE), m.world);
        expect(m.issued.map((each) => m.isUsable(each))).toEqual([false]);
    });

    test("that is asked for a minute after it was written down", async () => {
        for (const [later, refused] of [
            [MINUTE, undefined],
            [MINUTE + 1, "try-again"],
        ] as const) {
            const m = memory();
            const { id } = await active(m);
            between(m, "notify", () => Promise.resolve((m.time += later)));
            const vended = await vend(jo, { id }, m.world);
            expect(isRefusal(vended) ? vended.refused : undefined).toBe(refused);
            expect(m.issued).toHaveLength(refused ? 0 : 1);
        }
    });

    test("that lives longer than was written down", async () => {
        const m = memory();
        const { id } = await active(m, { duration: 3 * 3_600 });
        between(m, "sts.assume", () => Promise.resolve((m.time += 5 * MINUTE + 1)));
        expect(await vend(jo, { id }, m.world)).toEqual({ refused: "try-again" });
        between(m, "sts.assume", () => Promise.resolve((m.time += 5 * MINUTE)));
        sure(await vend(jo, { id }, m.world));
    });
});

describe("an answer that is lost changes nothing for whoever asks again", () => {
    test.each(["store.put", "ends.put", "bucket.put"])("%s", async (call) => {
        const m = memory();
        lost(m, call === "ends.put" ? "none" : call);
        if (call !== "ends.put") await expect(request(jo, WANTED, m.world)).rejects.toThrow("lost");
        const { id } = sure(await request(jo, WANTED, m.world));
        lost(m, call);
        await expect(approve(max, { id }, m.world)).rejects.toThrow("lost");
        // What was approved is, and goes on by whoever comes first.
        sure(await vend(jo, { id }, m.world));
        lost(m, call === "ends.put" ? "none" : call);
        await end(jo, { id }, m.world).catch(() => undefined);
        expect(sure(await end(jo, { id }, m.world)).state).toBe("ending");
        expect(sure(await close(id, m.world)).state).toBe("revoked");
        expect([m.grants.size, m.schedules.size, m.grant(id).approvals.length]).toEqual([1, 1, 1]);
        await sweep(m.world);
        expect(await flaws(m)).toEqual([undefined]);
    });

    test("of a Deny", async () => {
        const m = memory();
        const { id } = await active(m);
        sure(await vend(jo, { id }, m.world));
        sure(await end(jo, { id }, m.world));
        lost(m, "denies.put");
        await expect(close(id, m.world)).rejects.toThrow("lost");
        expect(sure(await close(id, m.world)).state).toBe("revoked");
        expect(policyNames(m)).toEqual([`jit-revoke-${id}`]);
    });
});

test("a Deny that is written when its time is over goes with the next sweep", async () => {
    const m = memory();
    const { id } = await active(m);
    sure(await vend(jo, { id }, m.world));
    sure(await end(jo, { id }, m.world));
    // This one was held up for hours.
    const { denies } = m.world;
    const late: (() => Promise<unknown>)[] = [];
    const slow = {
        ...denies,
        put: (...of: Parameters<Denies["put"]>) => new Promise<boolean>(() => late.push(() => denies.put(...of))),
    };
    void close(id, { ...m.world, denies: slow });
    await vi.waitFor(() => expect(late).toHaveLength(1));
    for (let hours = 3; hours > 0; hours--) {
        await sweep(m.world);
        m.time += HOUR;
    }
    expect([m.grant(id).isSettled, policyNames(m)]).toEqual([true, []]);
    await late[0]!();
    expect(policyNames(m)).toEqual([`jit-revoke-${id}`]);
    await sweep(m.world);
    expect(policyNames(m)).toEqual([]);
});

describe("one is first", () => {
    const leads = Array.from({ length: 64 }, (_, index) => person(`person:lead${index}`));
    const entitlement = { ...ENTITLEMENT, approvers: [leads.map(({ identity }) => identity)] };

    test("of 64 approvers", async () => {
        const m = memory(entitlement);
        const { id } = sure(await request(jo, WANTED, m.world));
        const outcomes = await Promise.all(leads.map((who) => approve(who, { id }, m.world)));
        expect(outcomes.filter((each) => !isRefusal(each))).toHaveLength(1);
        expect([m.grant(id).approvals.length, m.schedules.size]).toEqual([1, 1]);
    });

    test("of 64 approvers of whom 20 are needed, each counts once", async () => {
        const m = memory({ ...entitlement, required: [20] });
        const { id } = sure(await request(jo, WANTED, m.world));
        const outcomes = await Promise.all([...leads, ...leads].map((who) => approve(who, { id }, m.world)));
        expect(outcomes.filter((each) => !isRefusal(each))).toHaveLength(20);
        expect(new Set(m.grant(id).approvals.map(({ by }) => by)).size).toBe(20);
    });

    test("of 64 who ask the same", async () => {
        const m = memory(entitlement);
        const outcomes = await Promise.all(leads.map(() => request(jo, WANTED, m.world)));
        expect(new Set(outcomes.map((each) => sure(each).id)).size).toBe(1);
        expect(m.grants.size).toBe(1);
        expect(await flaws(m)).toEqual([undefined]);
    });

    test("of 64 who end it, and 64 sweeps", async () => {
        const m = memory(entitlement);
        const { id } = sure(await request(jo, WANTED, m.world));
        sure(await approve(leads[0]!, { id }, m.world));
        sure(await vend(jo, { id }, m.world));
        const outcomes = await Promise.allSettled(
            leads.flatMap((who) => [end(who, { id }, m.world).then(() => close(id, m.world)), sweep(m.world)]),
        );
        expect(outcomes.filter(({ status }) => status === "rejected")).toEqual([]);
        expect(m.grant(id)).toMatchObject({ state: "revoked", isRevoked: true });
        expect(m.told.filter(({ event }) => event === "closed").length).toBeGreaterThan(0);
        expect(policyNames(m)).toEqual([`jit-revoke-${id}`]);
        expect(await flaws(m)).toEqual([undefined]);
    });

    test("of an approval and an end", async () => {
        const m = memory();
        const { id } = sure(await request(jo, WANTED, m.world));
        between(m, "ends.put", () => end(jo, { id }, m.world));
        expect(sure(await approve(max, { id }, m.world)).state).toBe("ended");
        expect(await vend(jo, { id }, m.world)).toEqual({ refused: "not-active" });
        await sweep(m.world);
        expect(m.schedules.size).toBe(0);
    });

    test("of an extension and the end that it would put off", async () => {
        const m = memory();
        const { id } = await active(m);
        sure(await extend(jo, { id, duration: 600, reason: "more" }, m.world));
        between(m, "ends.put", () => Promise.resolve((m.time = T0 + HOUR)));
        expect(await approve(kim, { id }, m.world)).toEqual({ refused: "past-end" });
        await sweep(m.world);
        expect(m.grant(id).state).toBe("ended");
        await sweep(m.world);
        expect(m.schedules.size).toBe(0);
    });
});
