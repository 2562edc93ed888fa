import { DeleteRoleCommand, ListRolePoliciesCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { CreateScheduleCommand, ListSchedulesCommand } from "@aws-sdk/client-scheduler";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { approve, end, extend, request, review } from "../../../../components/aws/broker/runtime/act";
import { panic } from "../../../../components/aws/broker/runtime/emergency";
import { vend } from "../../../../components/aws/broker/runtime/vend";
import { flaw } from "../../../../components/aws/broker/runtime/audit";
import { close } from "../../../../components/aws/broker/runtime/close";
import { ended } from "../../../../components/aws/broker/runtime/ended";
import { type Grant, GRACE, type Refusal, isRefusal } from "../../../../components/aws/broker/runtime/grant";
import type { Caller } from "../../../../components/aws/broker/runtime/identity";
import type { Entitlement } from "../../../../components/aws/broker/runtime/policy";
import { sweep } from "../../../../components/aws/broker/runtime/sweep";
import type { Credentials } from "../../../../components/aws/broker/runtime/sts";
import type { World } from "../../../../components/aws/broker/runtime/world";
import { type Limits, startLimits } from "../../../harness/aws-limits";
import { type Moto, moto, startMoto } from "../../../harness/moto";
import { deliver } from "../../../harness/schedules";
import { HOUR, MINUTE, T0 } from "./grants";
import { BUCKET, GROUP, type Placed, iamOf, place } from "./place";

const person = (name: string): Caller => ({ identity: `person:${name}@example.com`, isAgent: false });
const [jo, max, kim] = [person("jo"), person("max"), person("kim")];
const ROLE = "arn:aws:iam::123456789012:role/jit/dba";
const APPROVERS = Array.from({ length: 64 }, (_, index) => person(`lead${index}`));
const ENTITLEMENT: Entitlement = {
    name: "dba-prod",
    roleArn: ROLE,
    maxDuration: 4 * 3_600,
    defaultDuration: 3_600,
    agentMaxDuration: 3_600,
    eligible: [jo.identity],
    approvers: [[max.identity, kim.identity, ...APPROVERS.map(({ identity }) => identity)]],
    required: [1],
    scopes: [{ actions: ["rds:*"], resources: ["*"] }],
};
const GLASS: Entitlement = {
    ...ENTITLEMENT,
    name: "glass",
    required: [],
    approvers: [],
    breakGlass: { reviewWithin: 86_400, reviewers: [kim.identity] },
};
const ELSEWHERE: Entitlement = { ...ENTITLEMENT, name: "elsewhere", roleArn: "arn:aws:iam::999999999999:role/jit/dba" };
const WANTED = { entitlement: "dba-prod", token: "token-1", reason: "INC-1: fix db", duration: 3_600 };

const sure = <Of extends object>(of: Of): Exclude<Of, Refusal> => {
    if (isRefusal(of)) throw new Error(JSON.stringify(of));
    return of as Exclude<Of, Refusal>;
};

describe.skipIf(!moto)("the broker, on moto behind the limits of AWS", () => {
    let server: Moto;
    let limits: Limits;
    let at = T0;
    let placed: Placed;
    let world: World;

    beforeAll(async () => {
        server = await startMoto();
        limits = await startLimits(server.endpoint, () => at);
    });
    afterAll(async () => {
        await limits.stop();
        await server.stop();
    });
    beforeEach(async () => {
        at = T0;
        limits.refused.length = 0;
        placed = await place(
            { ...server.client, endpoint: limits.endpoint, moto: server.endpoint },
            [ENTITLEMENT, GLASS, ELSEWHERE],
            () => at,
        );
        ({ world } = placed);
    });
    afterEach(() => server.reset());

    const denies = async (RoleName = "dba") =>
        (await placed.iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames ?? [];
    const schedules = async () =>
        ((await placed.scheduler.send(new ListSchedulesCommand({ GroupName: GROUP }))).Schedules ?? []).map(
            ({ Name }) => Name!,
        );
    const comes = (how?: Parameters<typeof deliver>[4], on = world) =>
        deliver(placed.scheduler, GROUP, at, (input) => ended(JSON.parse(input) as { grant: string }, on), how);
    const grant = async (id: string): Promise<Grant> => (await world.store.grant(id))!;
    const who = async ({ accessKeyId, secretAccessKey, sessionToken }: Credentials) => {
        const sts = new STSClient({
            ...server.client,
            endpoint: limits.endpoint,
            credentials: { accessKeyId, secretAccessKey, sessionToken },
        });
        return sts.send(new GetCallerIdentityCommand()).then(
            ({ Arn }) => Arn,
            (error: Error) => error.name,
        );
    };
    async function flawOf(id: string): Promise<string | undefined> {
        const { Contents = [] } = await placed.s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: `grant/${id}/` }));
        const objects = await Promise.all(
            Contents.map(async ({ Key }) =>
                (await placed.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }))).Body!.transformToString(),
            ),
        );
        return flaw(objects, (await grant(id)).trail, world.mac);
    }
    async function active(wanted: Partial<typeof WANTED> = {}): Promise<string> {
        const { id } = sure(await request(jo, { ...WANTED, ...wanted }, world));
        expect(sure(await approve(max, { id }, world)).state).toBe("active");
        return id;
    }

    test("the story: request, approval by another, credentials, use, early end, denial after it, and nothing left", async () => {
        const { id } = sure(await request(jo, WANTED, world));
        expect(await approve(jo, { id }, world)).toEqual({ refused: "self-approval" });
        expect(sure(await approve(max, { id }, world)).state).toBe("active");
        expect(await schedules()).toEqual([`${id}.${(T0 + HOUR) / 1_000}`]);
        const { credentials } = sure(await vend(jo, { id }, world));
        expect(credentials.expiration).toBe(T0 + HOUR);
        expect(await who(credentials)).toBe(`arn:aws:sts::123456789012:assumed-role/dba/${id}`);

        at += 10 * MINUTE;
        sure(await end(jo, { id }, world));
        expect(await who(credentials)).toContain("assumed-role");
        expect(sure(await close(id, world)).state).toBe("revoked");
        expect(await denies()).toEqual([`jit-revoke-${id}`]);
        expect(await who(credentials)).toBe("AccessDenied");

        at = T0 + HOUR + GRACE;
        await sweep(world);
        expect([await denies(), await schedules()]).toEqual([[], []]);
        expect(await grant(id)).toMatchObject({ state: "revoked", isSettled: true });
        expect(await world.store.unsettled()).toEqual([]);
        expect(await flawOf(id)).toBeUndefined();
        expect(limits.refused).toEqual(["GetCallerIdentity AccessDenied"]);
    });

    test("another grant of the same person lives on", async () => {
        const [one, two] = [await active(), await active({ token: "token-2" })];
        const [first, second] = [sure(await vend(jo, { id: one }, world)), sure(await vend(jo, { id: two }, world))];
        sure(await end(jo, { id: one }, world));
        await close(one, world);
        expect(await who(first.credentials)).toBe("AccessDenied");
        expect(await who(second.credentials)).toContain(two);
    });

    test("five minutes are five minutes, although STS gives fifteen at least", async () => {
        const id = await active({ duration: 300 });
        const { credentials } = sure(await vend(jo, { id }, world));
        at = T0 + 299_000;
        expect(await who(credentials)).toContain(id);
        at = T0 + 300_000;
        expect(await who(credentials)).toBe("AccessDenied");
    });

    test.each(["once", "twice", "late", "never"] as const)("the schedule comes %s, and the end is the end", async (how) => {
        const id = await active();
        const { credentials } = sure(await vend(jo, { id }, world));
        at = T0 + HOUR;
        expect(await comes(() => how)).toEqual([]);
        expect(await who(credentials)).toBe("ExpiredToken");
        const isDone = how === "once" || how === "twice";
        expect((await grant(id)).state).toBe(isDone ? "ended" : "active");
        expect(await vend(jo, { id }, world)).toEqual({ refused: isDone ? "not-active" : "past-end" });
        at += 5 * MINUTE;
        await sweep(world);
        await comes();
        await sweep(world);
        expect(await grant(id)).toMatchObject({ state: "ended", isSettled: true });
        expect([await denies(), await schedules()]).toEqual([[], []]);
        expect(await flawOf(id)).toBeUndefined();
    });

    test("an extension has its schedule before the end moves, and the first one stays", async () => {
        const id = await active();
        sure(await extend(jo, { id, duration: 3_600, reason: "not done" }, world));
        sure(await approve(kim, { id }, world));
        expect(await schedules()).toHaveLength(2);
        at = T0 + HOUR;
        await comes();
        expect((await grant(id)).state).toBe("active");
        expect(sure(await vend(jo, { id }, world)).credentials.expiration).toBe(T0 + 2 * HOUR);
        at = T0 + 2 * HOUR;
        await comes();
        expect((await grant(id)).state).toBe("ended");
    });

    test("break-glass needs nobody, and is reviewed; while its review is overdue there is no other", async () => {
        const wanted = { ...WANTED, entitlement: "glass" };
        const { id, state } = sure(await request(jo, wanted, world));
        expect(state).toBe("active");
        sure(await end(jo, { id }, world));
        await close(id, world);
        at += 24 * HOUR;
        await sweep(world);
        expect((await grant(id)).review?.is).toBe("overdue");
        expect(await request(jo, { ...wanted, token: "token-2" }, world)).toEqual({ refused: "review-overdue" });
        sure(await review(kim, { id, outcome: "in-order", reason: "seen" }, world));
        sure(await request(jo, { ...wanted, token: "token-2" }, world));
    });

    test("a role of another account is denied there, and not the one of the same name here", async () => {
        const { id } = sure(await request(jo, { ...WANTED, entitlement: "elsewhere" }, world));
        sure(await approve(max, { id }, world));
        const { credentials } = sure(await vend(jo, { id }, world));
        expect(await who(credentials)).toBe(`arn:aws:sts::999999999999:assumed-role/dba/${id}`);
        sure(await end(jo, { id }, world));
        expect(sure(await close(id, world))).toMatchObject({ state: "revoked", isRevoked: true });
        expect(await who(credentials)).toBe("AccessDenied");
        expect(await denies()).toEqual([]);
        const there = await iamOf("999999999999", { ...server.client, moto: server.endpoint });
        const { PolicyNames } = await there.send(new ListRolePoliciesCommand({ RoleName: "dba" }));
        expect(PolicyNames).toEqual([`jit-revoke-${id}`]);
    });

    test("a role that is gone keeps no grant from its end", async () => {
        const id = await active();
        sure(await vend(jo, { id }, world));
        await placed.iam.send(new DeleteRoleCommand({ RoleName: "dba" }));
        sure(await end(jo, { id }, world));
        expect(sure(await close(id, world))).toMatchObject({ state: "revoked", isRevoked: false });
    });

    test("a panic ends all of a role", async () => {
        const ids = [await active(), await active({ token: "token-2" })];
        const given = await Promise.all(ids.map(async (id) => sure(await vend(jo, { id }, world))));
        sure(await panic(person("sec"), { role: ROLE, reason: "stolen laptop" }, world));
        await sweep(world).catch(() => undefined);
        expect(await Promise.all(given.map(({ credentials }) => who(credentials)))).toEqual([
            "AccessDenied",
            "AccessDenied",
        ]);
        expect(await Promise.all(ids.map(async (id) => (await grant(id)).state))).toEqual(["revoked", "revoked"]);
    });

    test("the limits are those of AWS: what is refused there is refused here", async () => {
        const config = { ...server.client, endpoint: limits.endpoint };
        const sts = new STSClient(config);
        const [G, id] = ["g-abcdefghijklmnopqrstuvwxyz", "g-abcdefghijklmnopqrstuvwxyz.1"];
        const assume = (more: object) =>
            sts.send(new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: G, SourceIdentity: G, ...more }));
        const schedule = (more: object) =>
            placed.scheduler.send(
                new CreateScheduleCommand({
                    Name: id,
                    GroupName: GROUP,
                    ScheduleExpression: "at(2026-01-15T12:00:01)",
                    FlexibleTimeWindow: { Mode: "OFF" },
                    Target: { Arn: "arn:aws:lambda:eu-west-1:123456789012:function:end", RoleArn: ROLE },
                    ...more,
                }),
            );
        const put = (PolicyName: string, length: number) =>
            placed.iam.send(
                new PutRolePolicyCommand({
                    RoleName: "dba",
                    PolicyName,
                    PolicyDocument: JSON.stringify({
                        Version: "2012-10-17",
                        Statement: [{ Effect: "Allow", Action: "s3:*", Resource: `arn:aws:s3:::${"a".repeat(length)}` }],
                    }),
                }),
            );
        await assume({ DurationSeconds: 3_600 });
        await expect(assume({ DurationSeconds: 3_601 })).rejects.toThrow("MaxSessionDuration");
        await expect(assume({ DurationSeconds: 899 })).rejects.toThrow("900 s");
        await expect(assume({ Policy: `"${"a".repeat(2_047)}"` })).rejects.toThrow("2,048");
        await expect(assume({ SourceIdentity: undefined })).rejects.toThrow("Not authorized");
        await expect(assume({ SourceIdentity: "a b" })).rejects.toThrow("A name is not one.");
        await expect(assume({ RoleArn: `${ROLE}-2` })).rejects.toThrow("Not authorized");
        await schedule({});
        await expect(schedule({ ScheduleExpression: "at(2026-01-15T12:00:00)" })).rejects.toThrow("past");
        await expect(schedule({ ScheduleExpression: "at(soon)" })).rejects.toThrow("Invalid");
        await expect(schedule({ Name: "a".repeat(65) })).rejects.toThrow("64");
        await put("one", 6_000);
        await expect(put("two", 6_000)).rejects.toThrow("10,240");
        await put("one", 9_000);
    });

    test("killed between any two calls, nothing stays open", async () => {
        const story = async (token: string, on: World) => {
            const { id } = sure(await request(jo, { ...WANTED, token }, on));
            sure(await approve(max, { id }, on));
            sure(await vend(jo, { id }, on));
            sure(await end(jo, { id }, on));
            sure(await close(id, on));
        };
        const whole = mortal(world, Infinity);
        await story("token-whole", whole.world);
        expect(whole.calls()).toBeGreaterThan(20);
        for (let calls = 0; calls < whole.calls(); calls++) {
            const victim = mortal(world, calls);
            await expect(Promise.race([story(`token-${calls}`, victim.world), victim.death])).rejects.toThrow("killed");
        }
        const ids = (await world.store.of(jo.identity)).map(({ id }) => id);
        expect(ids.length).toBeGreaterThan(whole.calls() - 10);
        for (const each of await Promise.all(ids.map(grant))) {
            if (each.state === "active") expect(await world.ends.at(`${each.id}.${each.endsAt! / 1_000}`)).toBe(each.endsAt);
            if (each.isRevoked) expect(await denies()).toContain(`jit-revoke-${each.id}`);
        }
        // What is over is over also for whoever had got a credential.
        at += 5 * MINUTE;
        await sweep(world);
        const states = new Map<string, number>();
        for (const { id, state } of await Promise.all(ids.map(grant))) {
            states.set(state, (states.get(state) ?? 0) + 1);
            const isDenied = (await denies()).includes(`jit-revoke-${id}`);
            expect(isDenied).toBe(state === "revoked");
        }
        // None waits in between.
        expect([...states.keys()].sort()).toEqual(["active", "requested", "revoked"]);
        for (const later of [HOUR, 9 * HOUR, 5 * MINUTE]) {
            at += later;
            await sweep(world);
        }
        expect([await denies(), await schedules(), await world.store.unsettled()]).toEqual([[], [], []]);
        expect(new Set(await Promise.all(ids.map(flawOf)))).toEqual(new Set([undefined]));
    }, 600_000);

    test("of 64 approvers at once one wins, and there is one end", async () => {
        const { id } = sure(await request(jo, WANTED, world));
        const outcomes = await Promise.all(APPROVERS.map((who) => approve(who, { id }, world)));
        const won = outcomes.filter((each) => !isRefusal(each));
        const lost = outcomes.filter(isRefusal).map(({ refused }) => refused);
        expect([won.length, new Set(lost)]).toEqual([1, new Set(["not-pending"])]);
        expect((await grant(id)).approvals).toHaveLength(1);
        expect(await schedules()).toHaveLength(1);
        expect(await flawOf(id)).toBeUndefined();
    });

    test("of 64 revokers at once one wins, and there is one Deny", async () => {
        const id = await active();
        const { credentials } = sure(await vend(jo, { id }, world));
        const outcomes = await Promise.all(
            APPROVERS.map(async (who) => {
                sure(await end(who, { id }, world));
                return sure(await close(id, world));
            }),
        );
        expect(new Set(outcomes.map(({ state }) => state))).toEqual(new Set(["revoked"]));
        expect(await denies()).toEqual([`jit-revoke-${id}`]);
        expect(await who(credentials)).toBe("AccessDenied");
        const { trail } = await grant(id);
        // request, approve, activate, scheduled, vend, end, closed
        expect(trail.length).toBe(7);
        expect(await flawOf(id)).toBeUndefined();
    });

    test("64 approvers and 64 revokers at once, and who vends between them: nothing is left open", async () => {
        const ids = await Promise.all(
            [1, 2, 3, 4].map(async (n) => sure(await request(jo, { ...WANTED, token: `token-${n}` }, world)).id),
        );
        const given: Credentials[] = [];
        await Promise.all(
            APPROVERS.flatMap((caller, index) => {
                const id = ids[index % ids.length]!;
                return [
                    approve(caller, { id }, world),
                    vend(jo, { id }, world).then((vended) => !isRefusal(vended) && given.push(vended.credentials)),
                    // Not at once, or nothing would ever be approved.
                    (async () => {
                        if (index < ids.length * 2) await until(async () => (await grant(id)).state === "active");
                        await end(caller, { id }, world);
                        await close(id, world);
                    })(),
                ];
            }),
        );
        const grants = await Promise.all(ids.map(grant));
        const revoked = grants.filter(({ isRevoked }) => isRevoked).map(({ id }) => `jit-revoke-${id}`);
        expect((await denies()).sort()).toEqual(revoked.sort());
        expect(await Promise.all(given.map(who))).toEqual(given.map(() => "AccessDenied"));
        at += 2 * HOUR;
        await sweep(world);
        await sweep(world);
        expect([await denies(), await schedules(), await world.store.unsettled()]).toEqual([[], [], []]);
    }, 600_000);
});

// To die between two that only look is to die before the first.
const LOOKS = /^(get|names|at|grant|of|unsettled|role|roleOf|entitlement|entitlements)$/;

/** A world in which whoever lives in it dies after so many calls that have an effect. */
function mortal(world: World, most: number): { readonly world: World; readonly death: Promise<never>; calls(): number } {
    let calls = 0;
    let die: (error: Error) => void;
    const death = new Promise<never>((_, reject) => (die = reject));
    death.catch(() => {});
    const counted =
        <In extends readonly unknown[]>(call: (...given: In) => unknown) =>
        (...given: In) => {
            if (calls++ < most) return call(...given);
            die(new Error("killed"));
            return new Promise(() => {});
        };
    const all = <Of extends object>(ports: Of): Of =>
        Object.fromEntries(
            Object.entries(ports).map(([name, call]: [string, (...given: unknown[]) => unknown]) => [
                name,
                LOOKS.test(name) ? call : counted(call.bind(ports)),
            ]),
        ) as Of;
    const mortals: World = {
        ...world,
        store: all(world.store),
        ends: all(world.ends),
        denies: all(world.denies),
        sts: all(world.sts),
        bucket: all(world.bucket),
        tasks: all(world.tasks),
        notify: counted(world.notify) as World["notify"],
    };
    return { world: mortals, death, calls: () => calls };
}

async function until(is: () => Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < 100 && !(await is()); tries++) await new Promise((resolve) => setTimeout(resolve, 20));
}
