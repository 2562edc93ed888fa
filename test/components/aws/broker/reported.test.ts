import { describe, expect, test } from "vitest";
import { approve, denyRequest, end, extend, request } from "../../../../components/aws/broker/runtime/act";
import { close } from "../../../../components/aws/broker/runtime/close";
import { ended } from "../../../../components/aws/broker/runtime/ended";
import { GRACE } from "../../../../components/aws/broker/runtime/grant";
import { list } from "../../../../components/aws/broker/runtime/look";
import { grantIn } from "../../../../components/aws/broker/runtime/store";
import { sweep } from "../../../../components/aws/broker/runtime/sweep";
import { vend } from "../../../../components/aws/broker/runtime/vend";
import { WANTED, active, failing, jo, kim, max, person, policyNames, sure, well } from "./acts";
import { APPROVER, HOUR, OTHER, REQUESTER, ROLE, T0 } from "./grants";
import { ENTITLEMENT, memory } from "./memory";

/**
 * What users of other systems reported, class by class. Of the others: what a component grants and protects is in broker.test.ts
 * and documents.test.ts (over-powered orchestrators, records that go with the infrastructure), what it leaves alone in
 * jit-role.test.ts (programs that wipe grants), and rotation in rotating-secret-moto.test.ts (leftovers of a rotation).
 */

test("a session outlives no revocation", async () => {
    const m = memory();
    const { id } = await active(m);
    for (let count = 0; count < 3; count++) sure(await vend(jo, { id }, m.world));
    sure(await end(jo, { id }, m.world));
    expect(sure(await close(id, m.world)).state).toBe("revoked");
    expect(m.issued.map((session) => m.isUsable(session))).toEqual([false, false, false]);
});

test("the end of one grant takes nothing of another of the same person and role", async () => {
    const m = memory();
    const [one, two] = [await active(m, { duration: 600 }), await active(m, { token: "token-2" })];
    for (const { id } of [one, two]) sure(await vend(jo, { id }, m.world));
    m.time += 600_000;
    await ended({ grant: one.id, end: m.time }, m.world);
    await sweep(m.world);
    expect(m.isUsable(m.issued[1]!)).toBe(true);
    expect(m.grant(two.id).state).toBe("active");
});

test.each<[string, (id: string) => unknown]>([
    ["without the end", (grant) => ({ grant })],
    ["of a later version", (grant) => ({ schema: 7, grant, end: "soon", more: {} })],
    ["that is the id alone", (grant) => grant],
    ["whose end was another", (grant) => ({ schema: 1, grant, end: 0 })],
])("a schedule of another version is good enough: one %s", async (_, signal) => {
    const m = memory();
    const { id } = await active(m);
    m.time += HOUR;
    await ended(signal(id) as never, m.world);
    expect(m.grant(id).state).toBe("ended");
});

test.each([[undefined], [null], [{}], [{ grant: "x" }], [1]])("a signal that names no grant fails: %j", async (signal) => {
    await expect(ended(signal as never, memory().world)).rejects.toThrow("The signal names no grant.");
});

test("a record of an earlier form can be ended", () => {
    const { approvals: _, onEnd: __, credentialsUntil: ___, trail: ____, ...old } = grantIn({ id: "g-a", state: "active" })!;
    expect(grantIn({ ...old, pk: "g-a", open: "grant" })).toMatchObject({
        approvals: [],
        credentialsUntil: 0,
        onEnd: [],
    });
});

test("schedules that are lost are made again, and those of nothing are taken away", async () => {
    const m = memory();
    const { id } = await active(m);
    m.schedules.clear();
    m.schedules.set("g-abcdefghijklmnopqrstuvwxyz.1", { schema: 1, grant: "g-abcdefghijklmnopqrstuvwxyz", end: 1_000 });
    await sweep(m.world);
    expect([...m.schedules.values()]).toEqual([{ schema: 1, grant: id, end: T0 + HOUR }]);
});

test("a schedule that somebody has changed is made anew", async () => {
    const m = memory();
    const { id } = await active(m);
    const [name, due] = [...m.schedules][0]!;
    m.schedules.set(name, { ...due, end: T0 + 100 * HOUR });
    await sweep(m.world);
    expect([...m.schedules]).toEqual([[name, { schema: 1, grant: id, end: T0 + HOUR }]]);
});

test("whoever leaves has nothing from the next sweep on; while the directory is silent nobody has left", async () => {
    const m = memory();
    const { id } = await active(m);
    sure(await vend(jo, { id }, m.world));
    m.gate = failing(m, "directory");
    await expect(sweep(m.world)).rejects.toThrow("Not swept");
    expect(m.grant(id).state).toBe("active");
    m.gate = well(m);
    m.groups.set(REQUESTER, undefined);
    await sweep(m.world);
    expect(m.grant(id)).toMatchObject({ state: "revoked", end: { why: "offboarded", by: "broker" } });
    expect(m.isUsable(m.issued[0]!)).toBe(false);
});

test("whoever has left approves nothing", async () => {
    const m = memory();
    const { id } = sure(await request(jo, WANTED, m.world));
    m.groups.set(APPROVER, undefined);
    expect(await approve(max, { id }, m.world)).toEqual({ refused: "no-such-grant" });
});

test("an approval of somebody who has left meanwhile does not count", async () => {
    const m = memory({ ...ENTITLEMENT, required: [2] });
    const { id } = sure(await request(jo, WANTED, m.world));
    sure(await approve(max, { id }, m.world));
    m.groups.set(APPROVER, undefined);
    expect(sure(await approve(kim, { id }, m.world)).state).toBe("requested");
});

test("people are told of every change, also where the teller was down", async () => {
    const m = memory();
    m.gate = failing(m, "notify");
    const { id } = await active(m);
    expect(m.told).toEqual([]);
    await expect(sweep(m.world)).rejects.toThrow(`Not swept: ${id}.`);
    m.gate = well(m);
    sure(await end(jo, { id }, m.world));
    expect(m.told.map(({ event }) => event)).toEqual(["request", "approve", "activate", "scheduled", "end"]);
});

test("a Deny that somebody takes away is put back, and one of nothing goes when no session can be left", async () => {
    const m = memory();
    const { id } = await active(m);
    sure(await vend(jo, { id }, m.world));
    sure(await end(jo, { id }, m.world));
    await close(id, m.world);
    const stray = "jit-revoke-g-abcdefghijklmnopqrstuvwxyz";
    m.policies.set(ROLE, new Map([[stray, '{"Statement":[]}']]));
    const found = await sweep(m.world);
    expect(found).toEqual([{ what: "unknown-deny", role: ROLE, name: stray }]);
    expect(policyNames(m)).toEqual([stray, `jit-revoke-${id}`]);
    m.time += HOUR + GRACE - 1;
    await sweep(m.world);
    expect(policyNames(m)).toContain(stray);
    m.time += 1;
    await sweep(m.world);
    await sweep(m.world);
    expect(policyNames(m)).toEqual([]);
});

test("a policy that nobody declared is found", async () => {
    const m = memory();
    m.policies.get(ROLE)!.set("own", '{"Statement":[]}').set("backdoor", '{"Statement":[]}');
    expect(await sweep(m.world)).toEqual([{ what: "foreign-policy", role: ROLE, name: "backdoor" }]);
});

test("what an entitlement wants after an end is done once, and again until it is", async () => {
    const m = memory({ ...ENTITLEMENT, onEnd: { rotate: ["secret-a", "secret-b"], terminateSessions: true } });
    const { id } = await active(m);
    sure(await vend(jo, { id }, m.world));
    sure(await end(jo, { id }, m.world));
    m.gate = failing(m, "tasks.rotate", 1);
    await expect(close(id, m.world)).rejects.toThrow("Not done after");
    // It is over all the same.
    expect(m.grant(id).state).toBe("revoked");
    await sweep(m.world);
    await sweep(m.world);
    expect(m.done).toEqual([`terminate-sessions ${ROLE} ${id}`, `rotate secret-b ${id}`, `rotate secret-a ${id}`]);
});

test("somebody else's object in the place of an entry is no entry, and stops what would follow", async () => {
    const m = memory();
    const { id } = sure(await request(jo, WANTED, m.world));
    m.objects.set(`grant/${id}/000001.json`, "{}");
    await expect(approve(max, { id }, m.world)).rejects.toThrow("is not what was told");
    expect(m.issued).toEqual([]);
    sure(await end(person(OTHER), { id }, m.world));
    expect(m.grant(id).state).toBe("ended");
    // Every sweep fails until somebody has looked.
    await expect(sweep(m.world)).rejects.toThrow(`Not swept: ${id}.`);
});

test("an end that fails is not said to have come about", async () => {
    const m = memory();
    const { id } = await active(m);
    sure(await vend(jo, { id }, m.world));
    expect(await end(person("person:eve@example.com"), { id }, m.world)).toEqual({ refused: "no-such-grant" });
    expect(m.grant(id).state).toBe("active");
    m.gate = failing(m, "store.put");
    await expect(end(jo, { id }, m.world)).rejects.toThrow("store.put failed");
    expect(m.grant(id).state).toBe("active");
    m.gate = failing(m, "denies.put");
    expect(sure(await end(jo, { id }, m.world)).state).toBe("ending");
    await expect(close(id, m.world)).rejects.toThrow();
    expect(m.grant(id)).toMatchObject({ state: "ending" });
    expect(m.grant(id).closedAt).toBeUndefined();
});

test("two clicks are one approval, and one end", async () => {
    const m = memory();
    const { id } = sure(await request(jo, WANTED, m.world));
    const clicks = await Promise.all([approve(max, { id }, m.world), approve(max, { id }, m.world)]);
    expect(clicks.filter((each) => "state" in each)).toHaveLength(1);
    expect([m.schedules.size, m.grant(id).approvals.length]).toEqual([1, 1]);
});

test("no form lets anybody have more time than the entitlement gives", async () => {
    const m = memory();
    const most = ENTITLEMENT.maxDuration;
    const longer = { ...WANTED, token: "token-2", duration: most + 1 };
    expect(await request(jo, longer, m.world)).toEqual({ refused: "not-allowed", reasons: ["too-long"] });
    const { id } = await active(m, { duration: most });
    const more = { id, duration: 1, reason: "not done" };
    expect(await extend(jo, more, m.world)).toEqual({ refused: "not-allowed", reasons: ["too-long"] });
});

describe("where nobody approves", () => {
    test("a request does not hang: it expires, and can be made again", async () => {
        const m = memory();
        const { id, deadline } = sure(await request(jo, WANTED, m.world));
        m.time = deadline;
        await sweep(m.world);
        expect(m.grant(id).state).toBe("expired");
        expect(sure(await request(jo, { ...WANTED, token: "token-2" }, m.world)).state).toBe("requested");
    });

    test("whoever cannot be told of it finds it all the same", async () => {
        const m = memory();
        m.gate = failing(m, "notify");
        const { id } = sure(await request(jo, WANTED, m.world));
        expect((await list(max, {}, m.world)).grants.map((grant) => grant.id)).toEqual([id]);
        expect(sure(await approve(max, { id }, m.world)).state).toBe("active");
    });

    test("emergency access needs nobody, if the entitlement says so", async () => {
        const m = memory({ ...ENTITLEMENT, required: [], breakGlass: { reviewWithin: 3_600, reviewers: [APPROVER] } });
        expect(sure(await request(jo, WANTED, m.world))).toMatchObject({ state: "active", review: { is: "due" } });
    });
});

test("approvers are as many as they are: they are in the table, and in no setting of a function", async () => {
    const many = Array.from({ length: 1_000 }, (_, index) => `person:lead-${index}@example.com`);
    const m = memory({ ...ENTITLEMENT, approvers: [many], required: [2] });
    const { id } = sure(await request(jo, WANTED, m.world));
    sure(await approve(person(many[0]!), { id }, m.world));
    expect(sure(await approve(person(many[999]!), { id }, m.world)).state).toBe("active");
    expect(JSON.stringify(m.world.settings).length).toBeLessThan(4_096);
});

test("all that waits for an approver is listed", async () => {
    const m = memory();
    for (let index = 0; index < 100; index++) {
        sure(await request(jo, { ...WANTED, token: `token-${index}` }, m.world));
    }
    const others = { ...WANTED, token: "token-of-another" };
    sure(await request({ identity: "role:123456789012/agent", isAgent: true }, others, m.world));
    expect((await list(kim, {}, m.world)).grants).toHaveLength(101);
});

test("eligibility is what the directory says now", async () => {
    const m = memory();
    const lee = person("person:lee@example.com");
    expect(await request(lee, WANTED, m.world)).toEqual({ refused: "not-entitled" });
    m.groups.set(lee.identity, ["dba"]);
    expect(sure(await request(lee, WANTED, m.world)).state).toBe("requested");
});

test("a grant is of single resources, where these are asked for", async () => {
    const m = memory();
    const orders = "arn:aws:rds:eu-west-1:123456789012:db:orders";
    const { id } = sure(await request(jo, { ...WANTED, resources: [orders] }, m.world));
    sure(await approve(max, { id }, m.world));
    sure(await vend(jo, { id }, m.world));
    expect(m.issued[0]!.policy).toContain(`"Resource":"${orders}"`);
    expect(m.issued[0]!.policy).not.toContain("db:*");
});

test("a request that is denied says why, and to whom it matters", async () => {
    const m = memory();
    const { id } = sure(await request(jo, WANTED, m.world));
    sure(await denyRequest(max, { id, reason: "not this week" }, m.world));
    expect(m.told.at(-1)).toMatchObject({ event: "deny", by: APPROVER, details: { reason: "not this week" } });
});

test("a role that is new, and cannot be taken yet, is said to be that, and can be asked for again", async () => {
    const m = memory();
    const { id } = await active(m);
    const { sts } = m.world;
    const world = { ...m.world, sts: { ...sts, assume: () => Promise.resolve(undefined) } };
    expect(await vend(jo, { id }, world)).toEqual({ refused: "not-assumable" });
    expect(sure(await vend(jo, { id }, m.world)).credentials.accessKeyId).toBe("ASIA1");
});
