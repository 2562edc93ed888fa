import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { describe, expect, test } from "vitest";
import { approve, end, extend, request } from "../../../../components/aws/broker/runtime/act";
import { vend } from "../../../../components/aws/broker/runtime/vend";
import { ask } from "../../../../components/aws/broker/runtime/ask";
import { close, due } from "../../../../components/aws/broker/runtime/close";
import { scheduler } from "../../../../components/aws/broker/runtime/ends";
import { sweep } from "../../../../components/aws/broker/runtime/sweep";
import { WANTED, active, failing, flaws, jo, max, objectsOf, sec, sure, well } from "./acts";
import { APPROVER, HOUR, MINUTE, OTHER, REQUESTER, ROLE, T0 } from "./grants";
import { ENTITLEMENT, type Memory, memory, proven } from "./memory";

/** How other systems fail, case by case: what was found by reading them. What their users reported is in reported.test.ts. */

describe("1 an end passes no gate of a request", () => {
    test.each<[string, (m: Memory) => void]>([
        ["the requester is not eligible any more", (m) => m.entitlements.set("dba-prod", { ...ENTITLEMENT, eligible: [] })],
        ["the cap was lowered", (m) => m.entitlements.set("dba-prod", { ...ENTITLEMENT, maxDuration: 60 })],
        [
            "its policies forbid all",
            (m) => m.entitlements.set("dba-prod", { ...ENTITLEMENT, policies: "forbid (principal, action, resource);" }),
        ],
        ["its policies are broken", (m) => m.entitlements.set("dba-prod", { ...ENTITLEMENT, policies: "nonsense" })],
        ["the entitlement is gone", (m) => m.entitlements.delete("dba-prod")],
        ["the role is shut", (m) => m.roles.set("r-x", "{}")],
    ])("%s", async (_, change) => {
        for (const who of [jo, max, sec]) {
            const m = memory();
            const { id } = await active(m);
            sure(await vend(jo, { id }, m.world));
            change(m);
            sure(await end(who, { id }, m.world));
            expect(sure(await close(id, m.world)).state).toBe("revoked");
            expect(m.isUsable(m.issued[0]!)).toBe(false);
        }
    });
});

test("2 the duration is measured by this entitlement, and by no other of the requester's", async () => {
    const m = memory(ENTITLEMENT, { ...ENTITLEMENT, name: "long", maxDuration: 12 * 3_600 });
    const wanted = { ...WANTED, duration: 12 * 3_600 };
    expect(await request(jo, wanted, m.world)).toEqual({ refused: "not-allowed", reasons: ["too-long"] });
    expect(sure(await request(jo, { ...wanted, entitlement: "long" }, m.world)).state).toBe("requested");
});

test("3 when the write after the schedule fails there is an end, no credential, and the sweep goes on", async () => {
    const m = memory();
    const { id } = sure(await request(jo, WANTED, m.world));
    m.gate = {
        ...m.gate,
        before: (name) =>
            name === "store.put" && m.schedules.size > 0 ? Promise.reject(new Error("down")) : Promise.resolve(),
    };
    await expect(approve(max, { id }, m.world)).rejects.toThrow("down");
    expect([m.grant(id).state, m.schedules.size]).toEqual(["activating", 1]);
    await expect(vend(jo, { id }, m.world)).rejects.toThrow("down");
    expect(m.issued).toEqual([]);
    m.gate = well(m);
    await sweep(m.world);
    expect(m.grant(id)).toMatchObject({ state: "active", endsAt: T0 + HOUR });
});

test("4 nothing is said to be revoked before its Deny is read back", async () => {
    const m = memory();
    const { id } = await active(m);
    sure(await vend(jo, { id }, m.world));
    sure(await end(jo, { id }, m.world));
    const world = { ...m.world, denies: { ...m.world.denies, put: () => Promise.resolve(true) } };
    await expect(close(id, world)).rejects.toThrow(`jit-revoke-${id} was not read back.`);
    expect(m.grant(id).state).toBe("ending");
    expect(sure(await close(id, m.world)).state).toBe("revoked");
});

test("5 the end is scheduled, and read back, before a grant is active", async () => {
    const m = memory();
    const { id } = sure(await request(jo, WANTED, m.world));
    const states: string[] = [];
    m.gate = {
        before: (name) => Promise.resolve(void (name === "ends.put" && states.push(m.grant(id).state))),
        after: (name) => Promise.resolve(void (name === "ends.at" && states.push(m.grant(id).state))),
    };
    sure(await approve(max, { id }, m.world));
    expect(states).toEqual(["activating", "activating", "activating"]);
    // What cannot be scheduled is not given.
    m.gate = failing(m, "ends.put");
    const other = sure(await request(jo, { ...WANTED, token: "token-2" }, m.world));
    await expect(approve(max, { id: other.id }, m.world)).rejects.toThrow("ends.put failed");
    m.time += 15 * MINUTE;
    await sweep(m.world);
    expect(m.grant(other.id).state).toBe("failed");
});

test("6 of two approvals in one second each has its end", async () => {
    const m = memory();
    const ids = await Promise.all(["token-1", "token-2"].map(async (token) => (await active(m, { token })).id));
    expect([...m.schedules.values()].map(({ grant }) => grant).sort()).toEqual(ids.sort());
});

test("7 an extension takes no schedule away, and a failure in it leaves the first end", async () => {
    const m = memory();
    const { id } = await active(m);
    m.calls.length = 0;
    sure(await extend(jo, { id, duration: 600, reason: "more" }, m.world));
    m.gate = failing(m, "ends.put", 1);
    await expect(approve(max, { id }, m.world)).rejects.toThrow("ends.put failed");
    expect(m.grant(id).endsAt).toBe(T0 + HOUR);
    expect([...m.schedules.values()].map((each) => each.end)).toEqual([T0 + HOUR]);
    await sweep(m.world);
    expect(m.grant(id).endsAt).toBe(T0 + HOUR + 10 * MINUTE);
    expect([...m.schedules.values()].map((each) => each.end)).toEqual([T0 + HOUR, T0 + HOUR + 10 * MINUTE]);
    expect(m.calls).not.toContain("ends.remove");
});

test("8 an end is tried as often as can be, and what comes to nothing is kept", async () => {
    const sent: unknown[] = [];
    const client = new SchedulerClient({ region: "eu-west-1" });
    client.send = ((command: { input: unknown }) => Promise.resolve(void sent.push(command.input))) as never;
    const target = { group: "ends", target: "arn:end", role: "arn:role", deadLetters: "arn:queue" };
    await scheduler(client, target).put("g-a.1", { schema: 1, grant: "g-a", end: T0 });
    expect(sent).toEqual([
        expect.objectContaining({
            ScheduleExpression: "at(2026-01-15T12:00:00)",
            ScheduleExpressionTimezone: "UTC",
            FlexibleTimeWindow: { Mode: "OFF" },
            Target: {
                Arn: "arn:end",
                RoleArn: "arn:role",
                Input: JSON.stringify({ schema: 1, grant: "g-a", end: T0 }),
                DeadLetterConfig: { Arn: "arn:queue" },
                RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 },
            },
        }),
    ]);
});

test("9 nobody approves their own, whatever lists and groups they are in", async () => {
    const m = memory({ ...ENTITLEMENT, approvers: [[REQUESTER], ["group:leads", OTHER]], required: [1, 1] });
    m.groups.set(REQUESTER, ["leads"]);
    const { id } = sure(await request(jo, WANTED, m.world));
    expect(await approve(jo, { id }, m.world)).toEqual({ refused: "self-approval" });
    expect(m.grant(id).approvals).toEqual([]);
});

test("10 the reason is in the audit to the letter, and the cap is the server's", async () => {
    const m = memory();
    const reason = 'INC-1: fix db: "quoted" \\ {}';
    const { id } = sure(await request(jo, { ...WANTED, reason }, m.world));
    const { entry } = JSON.parse(objectsOf(m, id)[0]!) as { entry: string };
    expect(JSON.parse(entry)).toMatchObject({ details: { asked: { reason } } });
    const tooLong = { ...WANTED, token: "token-2", duration: 4 * 3_600 + 1 };
    expect(await request(jo, tooLong, m.world)).toEqual({ refused: "not-allowed", reasons: ["too-long"] });
});

test("11 an approval counts once: not again after an end", async () => {
    const m = memory();
    const { id } = await active(m);
    sure(await end(sec, { id }, m.world));
    await close(id, m.world);
    expect(await approve(max, { id }, m.world)).toEqual({ refused: "not-pending" });
    expect(sure(await request(jo, WANTED, m.world)).state).toBe("revoked");
    expect(await vend(jo, { id }, m.world)).toEqual({ refused: "not-active" });
});

test("12 at approval the requester is judged again", async () => {
    const m = memory();
    const { id } = sure(await request(jo, WANTED, m.world));
    m.entitlements.set("dba-prod", { ...ENTITLEMENT, eligible: [OTHER] });
    expect(await approve(max, { id }, m.world)).toEqual({ refused: "not-entitled" });
    m.entitlements.set("dba-prod", { ...ENTITLEMENT, maxDuration: 60 });
    expect(await approve(max, { id }, m.world)).toEqual({ refused: "not-allowed", reasons: ["too-long"] });
    m.entitlements.set("dba-prod", ENTITLEMENT);
    m.groups.set(REQUESTER, undefined);
    expect(await approve(max, { id }, m.world)).toEqual({ refused: "not-entitled" });
    expect(m.grant(id).state).toBe("requested");
});

test("13 an end in time waits for nothing to spread, and an early one says by when it is certain", async () => {
    const m = memory();
    const { id } = await active(m);
    sure(await vend(jo, { id }, m.world));
    // Nothing of the broker runs any more.
    expect(m.isUsable(m.issued[0]!, T0 + HOUR - 1)).toBe(true);
    expect(m.isUsable(m.issued[0]!, T0 + HOUR)).toBe(false);
    sure(await end(jo, { id }, m.world));
    await close(id, m.world);
    const iam = {
        userArn: "arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Dba_0123456789abcdef/jo@example.com",
        userId: "AROA00000000000000001:jo@example.com",
    };
    const body = JSON.stringify({ act: "status", id });
    const asked = {
        headers: proven(iam, body),
        requestContext: { http: { method: "POST" }, authorizer: { iam } },
        body,
    };
    expect(JSON.parse((await ask(asked, m.world)).body)).toMatchObject({
        grant: { state: "revoked", goneBy: T0 + 5 * MINUTE },
    });
});

test("14, 19 an approver decides on what was asked for, and cannot write anything else into it", async () => {
    const m = memory();
    const { id } = sure(await request(jo, { ...WANTED, duration: 600 }, m.world));
    const iam = {
        userArn: "arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Lead_0123456789abcdef/max@example.com",
        userId: "AROA00000000000000001:max@example.com",
    };
    const requestContext = { http: { method: "POST" }, authorizer: { iam } };
    const asked = { requestContext, body: JSON.stringify({ act: "approve", id, duration: 7_200 }) };
    expect((await ask(asked, m.world)).statusCode).toBe(400);
    expect(sure(await approve(max, { id }, m.world)).endsAt).toBe(T0 + 600_000);
});

describe("15 what fails at the end is tried until it is done", () => {
    test.each(["denies.put", "denies.get", "denies.names", "store.put", "store.grant"])("%s", async (call) => {
        const m = memory();
        const { id } = await active(m);
        sure(await vend(jo, { id }, m.world));
        sure(await end(jo, { id }, m.world));
        m.gate = failing(m, call);
        await expect(close(id, m.world)).rejects.toThrow(`${call} failed`);
        await expect(sweep(m.world)).rejects.toThrow("Not swept");
        m.gate = well(m);
        await sweep(m.world);
        expect(m.grant(id).state).toBe("revoked");
        expect(m.isUsable(m.issued[0]!)).toBe(false);
    });

    test("the audit keeps no grant from its end, and gets what it missed", async () => {
        for (const call of ["bucket.put", "mac", "notify"]) {
            const m = memory();
            const { id } = await active(m);
            sure(await vend(jo, { id }, m.world));
            m.gate = failing(m, call);
            sure(await end(jo, { id }, m.world));
            expect(sure(await close(id, m.world)).state).toBe("revoked");
            m.gate = well(m);
            await sweep(m.world);
            expect(await flaws(m)).toEqual([undefined]);
            expect(new Set(m.told.map(({ event }) => event))).toContain("closed");
        }
    });

    test("but nothing is given that is not in the audit", async () => {
        for (const call of ["bucket.put", "mac"]) {
            const m = memory();
            const { id } = await active(m);
            m.gate = failing(m, call);
            await expect(vend(jo, { id }, m.world)).rejects.toThrow(`${call} failed`);
            expect(m.issued).toEqual([]);
        }
    });

    test("one grant that cannot be ended keeps no other from its end", async () => {
        const m = memory(ENTITLEMENT, { ...ENTITLEMENT, name: "two", roleArn: `${ROLE}-2` });
        const [one, two] = [await active(m), await active(m, { entitlement: "two" })];
        for (const { id } of [one, two]) {
            sure(await vend(jo, { id }, m.world));
            sure(await end(jo, { id }, m.world));
        }
        m.refuses = (name) => name.startsWith("jit-revoke") && !name.includes(two.id);
        await expect(sweep(m.world)).rejects.toThrow(one.id);
        expect([one, two].map(({ id }) => m.grant(id).state)).toEqual(["ending", "revoked"]);
    });
});

test("16 nobody has to be looked up for an end: not the requester, and not in the directory", async () => {
    for (const who of [jo, max, sec]) {
        const m = memory();
        const { id } = await active(m);
        sure(await vend(jo, { id }, m.world));
        m.groups.set(REQUESTER, undefined);
        m.gate = failing(m, "directory");
        sure(await end(who, { id }, m.world));
        expect(sure(await close(id, m.world)).state).toBe("revoked");
    }
});

test("17 instants are numbers, also over New Year", async () => {
    const m = memory();
    m.time = Date.parse("2026-12-31T23:30:00Z");
    const { id } = await active(m);
    m.time = Date.parse("2027-01-01T00:29:59Z");
    sure(await vend(jo, { id }, m.world));
    await expect(due(id, m.grant(id).endsAt, m.world)).rejects.toThrow("is not due yet");
    m.time += 1_000;
    await due(id, m.grant(id).endsAt, m.world);
    expect(m.grant(id).state).toBe("ended");
});

test("18 no credential reaches past the end", async () => {
    const m = memory();
    const { id } = await active(m);
    for (const at of [0, 30 * MINUTE, HOUR - 1_000, HOUR - 1]) {
        m.time = T0 + at;
        sure(await vend(jo, { id }, m.world));
        expect(m.isUsable(m.issued.at(-1)!, T0 + HOUR - 1)).toBe(true);
        expect(m.isUsable(m.issued.at(-1)!, T0 + HOUR)).toBe(false);
    }
    m.time = T0 + HOUR;
    expect(await vend(jo, { id }, m.world)).toEqual({ refused: "past-end" });
});

test("19 a group is that group, and no other that has its name in it", async () => {
    const m = memory({ ...ENTITLEMENT, eligible: ["group:dba"], approvers: [["group:leads"]] });
    m.groups.set(REQUESTER, ["dba-readers", "xdba", "group:dba", "DBA"]);
    expect(await request(jo, WANTED, m.world)).toEqual({ refused: "not-entitled" });
    m.groups.set(REQUESTER, ["dba"]);
    const { id } = sure(await request(jo, WANTED, m.world));
    m.groups.set(APPROVER, ["leads-emea"]);
    expect(await approve(max, { id }, m.world)).toEqual({ refused: "no-such-grant" });
});
