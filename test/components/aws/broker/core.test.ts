import { describe, expect, test } from "vitest";
import { approve, denyRequest, end, extend, request } from "../../../../components/aws/broker/runtime/act";
import { list, status } from "../../../../components/aws/broker/runtime/look";
import { panic, reopen } from "../../../../components/aws/broker/runtime/emergency";
import { vend } from "../../../../components/aws/broker/runtime/vend";
import { close, closeRole } from "../../../../components/aws/broker/runtime/close";
import { ended } from "../../../../components/aws/broker/runtime/ended";
import { GRACE, type Grant } from "../../../../components/aws/broker/runtime/grant";
import { unknownRole } from "../../../../components/aws/broker/runtime/role";
import { sweep } from "../../../../components/aws/broker/runtime/sweep";
import { WANTED, active, fill, flaws, jo, kim, max, person, policyNames, sec, sure } from "./acts";
import { HOUR, MINUTE, OTHER, ROLE, T0 } from "./grants";
import { ENTITLEMENT, memory } from "./memory";

describe("the story of a grant", () => {
    test("request, approval by another, credentials, early end, denial after it, and nothing left", async () => {
        const m = memory();
        const { id } = sure(await request(jo, WANTED, m.world));
        expect(m.grant(id).state).toBe("requested");
        expect(await approve(jo, { id }, m.world)).toEqual({ refused: "self-approval" });
        expect(sure(await approve(max, { id }, m.world))).toMatchObject({ state: "active", endsAt: T0 + HOUR });
        const { credentials } = sure(await vend(jo, { id }, m.world));
        expect(credentials.expiration).toBe(T0 + HOUR);
        expect(m.isUsable(m.issued[0]!)).toBe(true);

        m.time += 10 * MINUTE;
        expect(sure(await end(max, { id }, m.world)).state).toBe("ending");
        expect(sure(await close(id, m.world))).toMatchObject({ state: "revoked", end: { why: "approver" } });
        expect(policyNames(m)).toEqual([`jit-revoke-${id}`]);
        expect(m.isUsable(m.issued[0]!)).toBe(false);
        expect(await vend(jo, { id }, m.world)).toEqual({ refused: "not-active" });

        m.time = T0 + HOUR + GRACE - 1;
        await sweep(m.world);
        expect(policyNames(m)).toHaveLength(1);
        m.time += 1;
        await sweep(m.world);
        expect(policyNames(m)).toEqual([]);
        expect(m.schedules.size).toBe(0);
        expect(m.grant(id).isSettled).toBe(true);
        expect(await flaws(m)).toEqual([undefined]);
        expect(m.told.map(({ event }) => event)).toEqual([
            "request",
            "approve",
            "activate",
            "scheduled",
            "vend",
            "end",
            "closed",
            "lift",
        ]);
    });

    test("an end in time needs nobody: the credential has it in it, and the schedule only tells of it", async () => {
        const m = memory();
        const { id } = await active(m, { duration: 300 });
        sure(await vend(jo, { id }, m.world));
        expect(m.issued[0]!.duration).toBe(900);
        expect(m.isUsable(m.issued[0]!, T0 + 299_999)).toBe(true);
        expect(m.isUsable(m.issued[0]!, T0 + 300_000)).toBe(false);
        m.time = T0 + 300_000;
        await ended(m.schedules.values().next().value!, m.world);
        expect(m.grant(id)).toMatchObject({ state: "ended", end: { why: "due", isEarly: false } });
        expect(policyNames(m)).toEqual([]);
    });

    test("a grant of hours is a lease: each credential lives an hour at most, and policy is asked each time", async () => {
        const m = memory();
        const { id } = await active(m, { duration: 3 * 3_600 });
        sure(await vend(jo, { id }, m.world));
        m.time += 50 * MINUTE;
        sure(await vend(jo, { id }, m.world));
        expect(m.issued.map(({ duration }) => duration)).toEqual([3_600, 3_600]);
        m.entitlements.set("dba-prod", { ...ENTITLEMENT, maxDuration: 3_600 });
        expect(await vend(jo, { id }, m.world)).toEqual({ refused: "not-allowed", reasons: ["too-long"] });
        m.entitlements.set("dba-prod", { ...ENTITLEMENT, eligible: [] });
        expect(await vend(jo, { id }, m.world)).toEqual({ refused: "not-entitled" });
        m.entitlements.delete("dba-prod");
        expect(await vend(jo, { id }, m.world)).toEqual({ refused: "not-entitled" });
    });

    test("what was approved is what is given: a changed entitlement needs another request", async () => {
        const m = memory();
        const { id } = sure(await request(jo, WANTED, m.world));
        m.entitlements.set("dba-prod", { ...ENTITLEMENT, scopes: [{ actions: ["*"], resources: ["*"] }] });
        expect(await approve(max, { id }, m.world)).toEqual({ refused: "entitlement-changed" });
        m.entitlements.set("dba-prod", ENTITLEMENT);
        sure(await approve(max, { id }, m.world));
        m.entitlements.set("dba-prod", { ...ENTITLEMENT, roleArn: `${ROLE}-2` });
        expect(await vend(jo, { id }, m.world)).toEqual({ refused: "entitlement-changed" });
    });

    test("the same request again is the same grant, whatever has become of it; another one needs another token", async () => {
        const m = memory();
        const { id } = await active(m);
        expect(sure(await request(jo, WANTED, m.world))).toMatchObject({ id, state: "active" });
        expect(await request(jo, { ...WANTED, duration: 60 }, m.world)).toEqual({ refused: "token-used" });
        expect(sure(await request(max, WANTED, m.world)).id).not.toBe(id);
        expect(sure(await request(jo, { ...WANTED, token: "token-2" }, m.world)).id).not.toBe(id);
    });

    test("resources that are asked for are all that the session gets", async () => {
        const m = memory();
        const resources = ["arn:aws:rds:eu-west-1:123456789012:db:prod"];
        const { id } = sure(await request(jo, { ...WANTED, resources }, m.world));
        sure(await approve(max, { id }, m.world));
        sure(await vend(jo, { id }, m.world));
        expect(JSON.parse(m.issued[0]!.policy)).toMatchObject({ Statement: [{ Resource: resources[0] }, {}, {}] });
        const other = { ...WANTED, token: "token-2", resources: ["arn:aws:rds:eu-west-1:999999999999:db:prod"] };
        expect(await request(jo, other, m.world)).toEqual({ refused: "not-allowed", reasons: ["not-in-scope"] });
    });

    test("what does not fit into a session policy is refused when it is asked for", async () => {
        const resources = Array.from(
            { length: 40 },
            (_, index) => `arn:aws:rds:eu-west-1:123456789012:db:${index}-a-long-name`,
        );
        const m = memory({ ...ENTITLEMENT, scopes: [{ actions: ["rds:*"], resources }] });
        expect(await request(jo, WANTED, m.world)).toEqual({ refused: "not-allowed", reasons: ["scope-too-large"] });
    });

    test("somebody who asks too often is refused, and others are not", async () => {
        const m = memory();
        for (let index = 0; index < 100; index++) sure(await request(jo, { ...WANTED, token: `token-${index}` }, m.world));
        expect(await request(jo, { ...WANTED, token: "token-x" }, m.world)).toEqual({ refused: "too-many" });
        sure(await request(max, WANTED, m.world));
        m.time += HOUR;
        sure(await request(jo, { ...WANTED, token: "token-x" }, m.world));
    });

    test("an extension is approved by others, and puts the end off", async () => {
        const m = memory();
        const { id } = await active(m);
        const more = { id, duration: 1_800, reason: "not done" };
        expect(sure(await extend(jo, more, m.world))).toMatchObject({ endsAt: T0 + HOUR, extension: { isApproved: false } });
        expect(await approve(jo, { id }, m.world)).toEqual({ refused: "self-approval" });
        expect(sure(await approve(kim, { id }, m.world)).endsAt).toBe(T0 + 90 * MINUTE);
        expect([...m.schedules.values()].map((each) => each.end)).toEqual([T0 + HOUR, T0 + 90 * MINUTE]);
        // The first schedule comes, and ends nothing.
        m.time = T0 + HOUR;
        await ended({ grant: id, end: T0 + HOUR }, m.world);
        expect(m.grant(id).state).toBe("active");
        expect(await extend(max, more, m.world)).toEqual({ refused: "no-such-grant" });
        const tooLong = { ...more, duration: 4 * 3_600 };
        expect(await extend(jo, tooLong, m.world)).toEqual({ refused: "not-allowed", reasons: ["too-long"] });
    });
});

describe("who may", () => {
    test("approve: whoever the entitlement names, by name or group, and nobody else", async () => {
        const m = memory();
        const { id } = sure(await request(jo, WANTED, m.world));
        expect(await approve(sec, { id }, m.world)).toEqual({ refused: "no-such-grant" });
        expect(await approve(max, { id: "g-abcdefghijklmnopqrstuvwxya" }, m.world)).toEqual({ refused: "no-such-grant" });
        expect(await denyRequest(sec, { id, reason: "no" }, m.world)).toEqual({ refused: "no-such-grant" });
        m.groups.set(sec.identity, ["leads"]);
        sure(await approve(sec, { id }, m.world));
        const second = sure(await request(jo, { ...WANTED, token: "token-2" }, m.world));
        expect(sure(await denyRequest(kim, { id: second.id, reason: "no" }, m.world)).state).toBe("denied");
    });

    test("end: the requester, approvers and security, and to others there is no such grant", async () => {
        for (const who of [jo, max, kim, sec]) {
            const m = memory();
            const { id } = await active(m);
            expect(await end(person("person:eve@example.com"), { id }, m.world)).toEqual({ refused: "no-such-grant" });
            expect(sure(await end(who, { id }, m.world)).state).toBe("ending");
        }
    });

    test("see: the same, and reviewers", async () => {
        const m = memory({
            ...ENTITLEMENT,
            required: [],
            breakGlass: { reviewWithin: 3_600, reviewers: [OTHER] },
            approvers: [],
        });
        const { id } = sure(await request(jo, WANTED, m.world));
        for (const who of [jo, kim, sec]) expect(sure(await status(who, { id }, m.world)).id).toBe(id);
        expect(await status(max, { id }, m.world)).toEqual({ refused: "no-such-grant" });
        expect((await list(kim, {}, m.world)).grants).toHaveLength(1);
        expect((await list(max, {}, m.world)).grants).toHaveLength(0);
        expect((await list(jo, {}, m.world)).grants).toHaveLength(1);
    });

    test("request: whoever is eligible; of the others nobody learns which entitlements there are", async () => {
        const m = memory();
        const eve = person("person:eve@example.com");
        expect(await request(eve, WANTED, m.world)).toEqual({ refused: "not-entitled" });
        expect(await request(eve, { ...WANTED, entitlement: "none" }, m.world)).toEqual({ refused: "not-entitled" });
        m.groups.set(eve.identity, ["dba"]);
        sure(await request(eve, WANTED, m.world));
        m.groups.set(jo.identity, undefined);
        expect(await request(jo, WANTED, m.world)).toEqual({ refused: "not-entitled" });
    });

    test("panic: security", async () => {
        const m = memory();
        expect(await panic(max, { role: ROLE, reason: "no" }, m.world)).toEqual({ refused: "not-allowed" });
        expect(await reopen(max, { role: ROLE, reason: "no" }, m.world)).toEqual({ refused: "not-allowed" });
        expect(await panic(sec, { role: `${ROLE}-2`, reason: "no" }, m.world)).toEqual({ refused: "no-such-role" });
    });
});

describe("a panic", () => {
    test("shuts the role, denies all of its sessions, and ends all of its grants, until somebody opens it", async () => {
        const m = memory();
        const one = await active(m);
        const two = await active(m, { token: "token-2" });
        const three = sure(await request(jo, { ...WANTED, token: "token-3" }, m.world));
        for (const { id } of [one, two]) sure(await vend(jo, { id }, m.world));
        m.time += 1_500;
        sure(await panic(sec, { role: ROLE, reason: "stolen laptop" }, m.world));
        expect(await vend(jo, { id: one.id }, m.world)).toEqual({ refused: "shut" });
        expect(await request(jo, { ...WANTED, token: "token-4" }, m.world)).toEqual({ refused: "shut" });

        const key = { dynamodb: { SequenceNumber: "1", Keys: { pk: { S: unknownRole(ROLE).id } } } };
        expect(await ended({ Records: [key] }, m.world)).toEqual({ batchItemFailures: [] });
        expect([one, two, three].map(({ id }) => m.grant(id).state)).toEqual(["revoked", "revoked", "ended"]);
        expect(policyNames(m).sort()).toEqual(
            [`jit-revoke-${one.id}`, `jit-revoke-${two.id}`, `jit-revoke-before-${T0 / 1_000 + 2}`].sort(),
        );
        expect(m.issued.map((each) => m.isUsable(each))).toEqual([false, false]);

        sure(await reopen(sec, { role: ROLE, reason: "found" }, m.world));
        m.time += 1_000;
        const four = await active(m, { token: "token-4" });
        sure(await vend(jo, { id: four.id }, m.world));
        expect(m.isUsable(m.issued[2]!)).toBe(true);
        m.time += 3 * HOUR;
        await sweep(m.world);
        expect(policyNames(m)).toEqual([]);
    });

    test("that lasts for hours denies what can still be there, and gives nothing", async () => {
        const m = memory();
        const { id } = await active(m, { duration: 4 * 3_600 });
        sure(await panic(sec, { role: ROLE, reason: "stolen laptop" }, m.world));
        for (const denies of [1, 1, 0, 0]) {
            await sweep(m.world);
            expect(policyNames(m)).toHaveLength(denies);
            m.time += 40 * MINUTE;
        }
        expect(await vend(jo, { id }, m.world)).toEqual({ refused: "not-active" });
        expect(await request(jo, { ...WANTED, token: "token-2" }, m.world)).toEqual({ refused: "shut" });
    });

    test("ends what it can where one grant does not end, and comes again for that one", async () => {
        const m = memory();
        const [one, two] = [await active(m), await active(m, { token: "token-2" })];
        sure(await panic(sec, { role: ROLE, reason: "stolen laptop" }, m.world));
        const { store } = m.world;
        const put = (grant: Grant) => (grant.id === one.id ? Promise.reject(new Error("down")) : store.put(grant));
        const closing = closeRole(unknownRole(ROLE).id, { ...m.world, store: { ...store, put } });
        await expect(closing).rejects.toThrow(`Not ended: ${one.id}.`);
        expect([one, two].map(({ id }) => m.grant(id).state)).toEqual(["active", "revoked"]);
        await closeRole(unknownRole(ROLE).id, m.world);
        expect(m.grant(one.id).state).toBe("revoked");
    });

    test("is made good by the sweep where nobody has heard of it", async () => {
        const m = memory();
        const { id } = await active(m);
        sure(await vend(jo, { id }, m.world));
        sure(await panic(sec, { role: ROLE, reason: "stolen laptop" }, m.world));
        await sweep(m.world);
        expect(m.grant(id)).toMatchObject({ state: "revoked", end: { why: "panic", by: sec.identity } });
        expect(m.isUsable(m.issued[0]!)).toBe(false);
    });
});

describe("where there is no room for one Deny more", () => {
    const prepared = async () => {
        const m = memory();
        const { id } = await active(m);
        const other = await active(m, { token: "token-2" });
        for (const each of [id, other.id]) sure(await vend(jo, { id: each }, m.world));
        m.time += 5_000;
        sure(await end(jo, { id }, m.world));
        return { m, id, other };
    };

    test("all sessions until now are denied, and the other grant gets one that works", async () => {
        const { m, id, other } = await prepared();
        fill(m, 40);
        expect(sure(await close(id, m.world)).state).toBe("revoked");
        expect(policyNames(m)).toHaveLength(41);
        expect(m.isUsable(m.issued[0]!)).toBe(false);
        m.time += 1_000;
        sure(await vend(jo, { id: other.id }, m.world));
        await sweep(m.world);
        expect(m.issued.map((each) => m.isUsable(each))).toEqual([false, false, true]);
    });

    test("so also where IAM has less room than we thought", async () => {
        const { m, id } = await prepared();
        m.refuses = (name) => name === `jit-revoke-${id}`;
        expect(sure(await close(id, m.world)).state).toBe("revoked");
        expect(policyNames(m)).toEqual([`jit-revoke-before-${T0 / 1_000 + 6}`]);
        expect(m.isUsable(m.issued[0]!)).toBe(false);
    });

    test("nothing is said to be over where there is room for nothing", async () => {
        const { m, id } = await prepared();
        m.refuses = () => true;
        await expect(close(id, m.world)).rejects.toThrow("was not read back");
        expect(m.grant(id).state).toBe("ending");
        m.refuses = () => false;
        expect(sure(await close(id, m.world)).state).toBe("revoked");
    });
});
