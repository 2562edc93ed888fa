import { setImmediate } from "node:timers/promises";
import { approve, denyRequest, end, extend, request, review } from "../../../../components/aws/broker/runtime/act";
import { panic, reopen } from "../../../../components/aws/broker/runtime/emergency";
import { vend } from "../../../../components/aws/broker/runtime/vend";
import { flaw } from "../../../../components/aws/broker/runtime/audit";
import { close, closeRole } from "../../../../components/aws/broker/runtime/close";
import { deniedGrant, instantOf } from "../../../../components/aws/broker/runtime/denies";
import { ended } from "../../../../components/aws/broker/runtime/ended";
import { GRACE, type Grant, isOver, isRefusal, needsDeny } from "../../../../components/aws/broker/runtime/grant";
import { type Caller, canonical } from "../../../../components/aws/broker/runtime/identity";
import type { Entitlement } from "../../../../components/aws/broker/runtime/policy";
import { type Role, roleId } from "../../../../components/aws/broker/runtime/role";
import { sweep } from "../../../../components/aws/broker/runtime/sweep";
import type { World } from "../../../../components/aws/broker/runtime/world";
import { HOUR, MINUTE, ROLE } from "./grants";
import { ENTITLEMENT, type Issued, type Memory, memory } from "./memory";

/**
 * Many acts at once, call by call: each waits before each of its calls until it is let go on, fails there, or is never heard of
 * again. What must hold is checked after each call.
 */

const SSO = (set: string, name: string) =>
    `arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_${set}_0123456789abcdef/${name}`;
const called = (arn: string) => canonical(arn, `AROA00000000000000001:${arn.split("/").at(-1)}`)!;

/** The first three are one person, the next two another. */
export const CALLERS: readonly Caller[] = [
    called(SSO("Dba", "jo@example.com")),
    called(SSO("Admin", "Jo@Example.COM")),
    called(SSO("DBA", "JO@example.com")),
    called(SSO("Dba", "max@example.com")),
    called(SSO("Lead", "Max@example.com")),
    called(SSO("Lead", "kim@example.com")),
    called("arn:aws:sts::123456789012:assumed-role/agent/one"),
    called("arn:aws:sts::123456789012:assumed-role/agent/two"),
    called(SSO("Sec", "sec@example.com")),
];

const PEOPLE = [...new Set(CALLERS.map(({ identity }) => identity))];
const [JO] = PEOPLE;
const OTHER_ROLE = `${ROLE}-2`;
const BASE: Entitlement = { ...ENTITLEMENT, eligible: PEOPLE, approvers: [PEOPLE] };
export const ENTITLEMENTS: readonly Entitlement[] = [
    BASE,
    {
        ...BASE,
        name: "two",
        roleArn: OTHER_ROLE,
        approvers: [PEOPLE, PEOPLE],
        required: [1, 1],
        onEnd: { rotate: ["secret"] },
    },
    { ...BASE, name: "glass", required: [], breakGlass: { reviewWithin: 7_200, reviewers: PEOPLE }, approvers: [] },
];

export type How = "go" | "fail" | "fail after" | "die" | "die after";
export const ACTS = [
    ...["request", "approve", "vend", "extend", "end", "deny", "review", "close", "sweep", "panic", "reopen", "close role"],
] as const;
export type Command =
    /** Somebody begins to do something about one of the grants. */
    | { readonly do: "act"; readonly act: string; readonly who: number; readonly grant: number; readonly amount: number }
    /** One of those that wait goes on. */
    | { readonly do: "step"; readonly which: number; readonly how: How }
    /** All that wait go on to their end. */
    | { readonly do: "rest" }
    | { readonly do: "jump"; readonly by: number }
    /** The broker's clock goes wrong by so much. */
    | { readonly do: "skew"; readonly to: number }
    /** A schedule comes, if it is due, and comes again or not; or is lost. */
    | { readonly do: "fire"; readonly which: number; readonly how: "once" | "again" | "never" }
    | { readonly do: "leave" | "come back" };

interface Waiting {
    readonly call: string;
    readonly on: (how: How) => void;
}

export class Run {
    readonly m: Memory = memory(...ENTITLEMENTS);
    readonly handed: { readonly session: Issued; readonly at: number }[] = [];
    private readonly waiting: Waiting[] = [];
    private dieAfter = false;
    private failAfter = false;
    private checked = "";
    /** What was wrong when an act came to its end. */
    private wrong: unknown;

    constructor() {
        this.m.policies.get(ROLE)!.set("own", '{"Statement":[]}');
        this.m.gate = {
            before: (call) =>
                new Promise((go, fail) => {
                    const on = (how: How) => {
                        this.dieAfter = how === "die after";
                        this.failAfter = how === "fail after";
                        if (how === "fail") fail(new Error(`${call} failed`));
                        else if (how !== "die") go();
                    };
                    this.waiting.push({ call, on });
                }),
            after: (call) => {
                if (this.failAfter) return Promise.reject(new Error(`${call} failed after all`));
                return this.dieAfter ? new Promise(() => {}) : Promise.resolve();
            },
        };
    }

    async run(commands: readonly Command[]): Promise<void> {
        for (const command of commands) {
            await this.command(command);
            this.check();
        }
        await this.quiet();
    }

    private async command(command: Command): Promise<void> {
        const { m } = this;
        switch (command.do) {
            case "act":
                this.begin(command);
                return void (await setImmediate());
            case "step": {
                if (this.waiting.length === 0) return;
                const [{ on }] = this.waiting.splice(command.which % this.waiting.length, 1) as [Waiting];
                on(command.how);
                return void (await setImmediate());
            }
            case "rest":
                for (let left = 300; this.waiting.length > 0 && left > 0; left--) {
                    await this.command({ do: "step", which: left, how: "go" });
                    this.check();
                }
                return;
            case "jump":
                m.time += command.by;
                return;
            case "skew":
                m.skew = command.to;
                return;
            case "fire": {
                const due = [...m.schedules].filter(([, { end }]) => end <= m.time);
                if (due.length === 0) return;
                const [name, signal] = due[command.which % due.length]!;
                if (command.how !== "again") m.schedules.delete(name);
                if (command.how !== "never") this.start(ended(signal, m.world));
                return void (await setImmediate());
            }
            case "leave":
                return void m.groups.set(JO!, undefined);
            case "come back":
                return void m.groups.delete(JO!);
        }
    }

    private begin({ act, who, grant, amount }: Extract<Command, { do: "act" }>): void {
        const { world } = this.m;
        const caller = CALLERS[who % CALLERS.length]!;
        const ids = [...this.m.grants.keys()];
        const id = ids[grant % Math.max(ids.length, 1)] ?? "g-abcdefghijklmnopqrstuvwxyz";
        const role = grant % 2 === 0 ? ROLE : OTHER_ROLE;
        const reason = "because";
        const acts: Readonly<Record<string, (world: World) => Promise<unknown>>> = {
            request: (world) => {
                const { name: entitlement } = ENTITLEMENTS[grant % ENTITLEMENTS.length]!;
                return request(caller, { entitlement, token: `token-${who % 2}`, reason, duration: amount }, world);
            },
            approve: (world) => approve(caller, { id }, world),
            vend: (world) => this.vend(caller, id, world),
            extend: (world) => extend(caller, { id, duration: amount, reason }, world),
            end: (world) => end(caller, { id }, world),
            deny: (world) => denyRequest(caller, { id, reason }, world),
            review: (world) => review(caller, { id, outcome: "in-order", reason }, world),
            close: (world) => close(id, world),
            sweep: (world) => sweep(world),
            panic: (world) => panic(CALLERS.at(-1)!, { role, reason }, world),
            reopen: (world) => reopen(CALLERS.at(-1)!, { role, reason }, world),
            "close role": (world) => closeRole(roleId(role), world),
        };
        this.start(acts[act]!(world));
    }

    private start(act: Promise<unknown>): void {
        act.catch((error: unknown) => {
            // Calls fail here, and acts with them; but what is no failure of a call is one of the code.
            if (error instanceof TypeError || error instanceof ReferenceError) this.wrong ??= error;
            if (error instanceof Wrong) this.wrong ??= error;
        });
    }

    /** Whoever is handed a credential is the requester of a grant that is active at that moment. */
    private async vend(caller: Caller, id: string, world: World): Promise<void> {
        const vended = await vend(caller, { id }, world);
        if (isRefusal(vended)) return;
        const grant = this.m.grant(id);
        const session = this.m.issued[Number(vended.credentials.accessKeyId.slice(4)) - 1]!;
        assert(session.id === id && session.role === grant.role, "the credential is of another grant");
        assert(grant.requester === caller.identity, "the credential is handed to another");
        assert(grant.state === "active", `a credential is handed out while the grant is ${grant.state}`);
        const dead = Math.min(session.expiration, literalEnd(session));
        assert(dead < grant.credentialsUntil + GRACE - 5 * MINUTE, "the credential lives longer than is written down");
        this.handed.push({ session, at: this.m.time });
    }

    /** What must hold at every moment. */
    check(): void {
        if (this.wrong) throw this.wrong as Error;
        const { m } = this;
        // Nothing can have become wrong.
        const now = `${m.writes} ${m.time}`;
        if (now === this.checked) return;
        this.checked = now;
        const grants = [...m.grants.values()].map((text) => JSON.parse(text) as Grant);
        for (const grant of grants) this.checkGrant(grant);
        for (const [role, policies] of m.policies) {
            const record = [...m.roles.values()].map((text) => JSON.parse(text) as Role).find(({ arn }) => arn === role);
            for (const name of policies.keys()) {
                const of = deniedGrant(name);
                if (of !== undefined) {
                    const { end, state } = m.grant(of);
                    assert(
                        end?.isEarly === true && ["ending", "revoked"].includes(state),
                        `a grant that is ${state} is denied`,
                    );
                }
                const instant = instantOf(name);
                assert(instant === undefined || instant <= (record?.before ?? 0), "more is denied than was decided");
            }
        }
    }

    private checkGrant(grant: Grant): void {
        const { m } = this;
        const { id, state, endsAt, credentialsUntil, trail, approvals, requester } = grant;
        if (state === "active" && m.time < endsAt!) {
            assert(
                [...m.schedules.values()].some((due) => due.grant === id && due.end === endsAt),
                "an active grant has no end",
            );
        }
        const sessions = m.issued.filter((each) => each.id === id);
        for (const session of sessions) {
            // Clocks are apart by two minutes at most, and an act dies of waiting after one.
            const dead = Math.min(session.expiration, literalEnd(session));
            const late = this.handed.some((each) => each.session === session) ? 5 * MINUTE : HOUR;
            assert(dead <= credentialsUntil + late, "a credential lives longer than is written down");
            // In time it ends by the clock of AWS, and early once it is said.
            const at = grant.end?.isEarly === true ? m.time : Math.max(m.time, endsAt ?? 0);
            if (!isOver(grant) || m.time >= credentialsUntil + GRACE - 5 * MINUTE) continue;
            assert(!m.isUsable(session, at), `a grant is ${state}, and usable`);
        }
        if (needsDeny(grant, m.time + 5 * MINUTE) && grant.isRevoked) {
            const names = [...m.policies.get(grant.role)!.keys()];
            assert(
                names.some((name) => deniedGrant(name) === id || (instantOf(name) ?? 0) > grant.end!.at),
                "a Deny is missing",
            );
        }
        for (const { by } of [...approvals, ...(grant.extension?.approvals ?? [])]) {
            assert(by !== requester, "somebody approved their own request");
        }
        assert(new Set(approvals.map(({ by }) => by)).size === approvals.length, "somebody approved twice");
        const { required } = ENTITLEMENTS.find(({ name }) => name === grant.entitlement)!;
        const enough = required.reduce((sum, each) => sum + each, 0);
        assert(
            approvals.length >= enough || !["activating", "active", "ending", "revoked"].includes(state),
            "too few approved",
        );
        const sealed = this.objectsOf(id);
        const said = sealed.length;
        assert(said >= trail.length - trail.unsaid.length, "an entry is neither in the bucket nor in the table");
        const vends = sealed.filter((object) => object.includes('\\"event\\":\\"vend\\"')).length;
        assert(vends >= sessions.length, "a credential was made before it was told");
    }

    /** What has happened in this run: events of entries, and refusals. */
    reached(): ReadonlySet<string> {
        const told = this.m.told.map(({ event, state }) => `${event}: ${state}`);
        return new Set([...told, ...(this.handed.length > 0 ? ["handed"] : [])]);
    }

    private objectsOf(id: string): readonly string[] {
        const keys = [...this.m.objects.keys()].filter((key) => key.includes(id)).sort();
        return keys.map((key) => this.m.objects.get(key)!);
    }

    /** All that is under way dies or goes on; then nothing fails any more, and sweeps are all that comes. */
    private async quiet(): Promise<void> {
        const { m } = this;
        this.waiting.splice(0);
        m.gate = { before: () => Promise.resolve(), after: () => Promise.resolve() };
        m.skew = 0;
        const swept = async (later: number) => {
            m.time += later;
            await sweep(m.world);
            this.check();
        };
        await swept(5 * MINUTE);
        for (const [id, text] of m.grants) {
            const { review: due, requester } = JSON.parse(text) as Grant;
            if (due?.is === "done" || !due) continue;
            await end(
                CALLERS.find(({ identity }) => identity === requester)!,
                { id },
                m.world,
            );
            await close(id, m.world);
            const other = CALLERS.find(({ identity }) => identity !== requester)!;
            const reviewed = await review(other, { id, outcome: "in-order", reason: "seen" }, m.world);
            assert(!isRefusal(reviewed), "a review is refused");
        }
        for (const role of [ROLE, OTHER_ROLE]) await reopen(CALLERS.at(-1)!, { role, reason: "over" }, m.world);
        for (const later of [HOUR, 4 * HOUR, 9 * HOUR, 2 * HOUR]) await swept(later);
        for (const text of m.grants.values()) {
            const grant = JSON.parse(text) as Grant;
            assert(grant.isSettled, `a grant that is ${grant.state} is never settled`);
            const found = await flaw(this.objectsOf(grant.id), grant.trail, m.world.mac);
            assert(found === undefined, found ?? "");
        }
        for (const text of m.roles.values()) {
            const { id, trail } = JSON.parse(text) as Role;
            assert((await flaw(this.objectsOf(id), trail, m.world.mac)) === undefined, "the trail of a role has a flaw");
        }
        assert(m.schedules.size === 0, "a schedule is left");
        const left = [...m.policies.values()].flatMap((policies) => [...policies.keys()]).filter((name) => name !== "own");
        assert(left.length === 0, `a Deny is left: ${left.join()}`);
    }
}

class Wrong extends Error {}

function assert(is: boolean, otherwise: string): void {
    if (!is) throw new Wrong(otherwise);
}

function literalEnd({ policy }: Issued): number {
    return Date.parse(/"aws:CurrentTime":"([^"]+)"/.exec(policy)![1]!);
}
