import { createHmac, randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { Due } from "../../../../components/aws/broker/runtime/ends";
import type { Grant } from "../../../../components/aws/broker/runtime/grant";
import { type Entitlement, decide } from "../../../../components/aws/broker/runtime/policy";
import { type Role, unknownRole } from "../../../../components/aws/broker/runtime/role";
import { type Entry, hashOf } from "../../../../components/aws/broker/runtime/trail";
import type { Session as Asked, Named } from "../../../../components/aws/broker/runtime/sts";
import type { World } from "../../../../components/aws/broker/runtime/world";
import { type Called, PROOF, type Proof } from "../../../../components/client/identity-request";
import { type Session, isUsable } from "../../../harness/sessions";
import { APPROVER, OTHER, REQUESTER, ROLE, T0 } from "./grants";

/** AWS as far as the broker sees it, in memory: each call takes effect at once and as a whole, or not at all. */

export type Issued = Asked & Session;

/** Waits before and after each call; one that fails, fails the call. */
export interface Gate {
    before(call: string): Promise<void>;
    after(call: string): Promise<void>;
}

export interface Memory {
    readonly world: World;
    readonly grants: Map<string, string>;
    readonly roles: Map<string, string>;
    readonly entitlements: Map<string, Entitlement>;
    readonly schedules: Map<string, Due>;
    /** By role, and by name. A role that is not here is not there. */
    readonly policies: Map<string, Map<string, string>>;
    readonly objects: Map<string, string>;
    readonly issued: Issued[];
    readonly told: Entry[];
    readonly logged: Readonly<Record<string, unknown>>[];
    readonly done: string[];
    /** What was counted, and until when that is kept. */
    readonly counted: { readonly what: string; readonly until: number }[];
    /** Groups of whom the directory knows; the others it knows without groups. */
    readonly groups: Map<string, readonly string[] | undefined>;
    /** Names of calls, as they came, and how many of them had an effect. */
    readonly calls: string[];
    writes: number;
    /** AWS's clock, and how far the broker's is from it. */
    time: number;
    skew: number;
    gate: Gate;
    /** Whether IAM has no room for a policy of that name. */
    refuses: (name: string) => boolean;
    grant(id: string): Grant;
    isUsable(session: Issued, at?: number): boolean;
}

export const ENTITLEMENT: Entitlement = {
    name: "dba-prod",
    roleArn: ROLE,
    maxDuration: 4 * 3_600,
    defaultDuration: 3_600,
    agentMaxDuration: 3_600,
    eligible: [REQUESTER, APPROVER, "role:123456789012/agent", "group:dba"],
    approvers: [[APPROVER, OTHER, REQUESTER, "group:leads"]],
    required: [1],
    scopes: [{ actions: ["rds:*"], resources: ["arn:aws:rds:eu-west-1:123456789012:db:*"] }],
};

const LOOKS =
    /^(store\.(grant|of|unsettled|role|roleOf|entitlement|entitlements|address)|.*\.(get|at|names|identify)|mac|directory|notify)$/;
const OPEN: Gate = { before: () => Promise.resolve(), after: () => Promise.resolve() };

export function memory(...entitlements: readonly Entitlement[]): Memory {
    const all = entitlements.length > 0 ? entitlements : [ENTITLEMENT];
    const m: Memory = {
        world: undefined as never,
        grants: new Map(),
        roles: new Map(),
        entitlements: new Map(all.map((each) => [each.name, each])),
        schedules: new Map(),
        policies: new Map(all.map(({ roleArn }) => [roleArn, new Map<string, string>()])),
        objects: new Map(),
        issued: [],
        told: [],
        logged: [],
        done: [],
        counted: [],
        groups: new Map(),
        calls: [],
        writes: 0,
        time: T0,
        skew: 0,
        gate: OPEN,
        refuses: () => false,
        grant: (id) => JSON.parse(m.grants.get(id)!) as Grant,
        isUsable: (session, at = m.time) => isUsable(session, m.policies.get(session.role), at),
    };
    return Object.assign(m, { world: worldOf(m) });
}

/** Where the broker is. */
export const HOST = "abc123.lambda-url.eu-west-1.on.aws";

/** A proof as STS would find it right: here the token says who has signed, and for which call. */
export function proven(by: object, body: string, broker = HOST): Record<string, string> {
    const nonce = randomUUID();
    const token = Buffer.from(JSON.stringify({ by, called: { broker, nonce, body: hashOf(body) } })).toString("base64url");
    const signature = hashOf(token);
    const authorization = `AWS4-HMAC-SHA256 Credential=A/B/C, SignedHeaders=host, Signature=${signature}`;
    const proof: Proof = { authorization, date: "20260115T120000Z", token, nonce };
    return { [PROOF]: Buffer.from(JSON.stringify(proof)).toString("base64url") };
}

function signedBy({ body, ...called }: Omit<Called, "region">, { token = "" }: Proof): Named | undefined {
    const { by, called: signed } = JSON.parse(Buffer.from(token, "base64url").toString()) as {
        by: { userArn?: unknown; userId?: unknown };
        called: object;
    };
    const isSigned = isDeepStrictEqual(signed, { ...called, body: hashOf(body) });
    return isSigned ? { arn: by.userArn, userId: by.userId } : undefined;
}

function worldOf(m: Memory): World {
    const port =
        <In extends readonly unknown[], Out>(name: string, effect: (...given: In) => Out) =>
        async (...given: In): Promise<Awaited<Out>> => {
            m.calls.push(name);
            await m.gate.before(name);
            if (!LOOKS.test(name)) m.writes++;
            const out = await effect(...given);
            await m.gate.after(name);
            return out;
        };
    const read = <Of>(map: Map<string, string>, key: string) => {
        const text = map.get(key);
        return text === undefined ? undefined : (JSON.parse(text) as Of);
    };
    const write = (map: Map<string, string>, record: Grant | Role, first: number) => {
        const before = read<Grant | Role>(map, record.id);
        if (before ? before.version !== record.version - 1 : record.version !== first) return false;
        map.set(record.id, JSON.stringify(record));
        return true;
    };
    const grants = () => [...m.grants.values()].map((text) => JSON.parse(text) as Grant);
    const task = (does: string) =>
        port(`tasks.${does}`, (target: string, { id }: Grant) => void m.done.push(`${does} ${target} ${id}`));
    return {
        store: {
            grant: port("store.grant", (id: string) => read<Grant>(m.grants, id)),
            put: port("store.put", (grant: Grant) => write(m.grants, grant, 0)),
            unsettled: port("store.unsettled", () => grants().filter(({ isSettled }) => !isSettled)),
            of: port("store.of", (requester: string) => grants().filter((each) => each.requester === requester)),
            role: port("store.role", (arn: string) => read<Role>(m.roles, unknownRole(arn).id) ?? unknownRole(arn)),
            roleOf: port("store.roleOf", (id: string) => read<Role>(m.roles, id)),
            putRole: port("store.putRole", (role: Role) => write(m.roles, role, 1)),
            entitlement: port("store.entitlement", (name: string) => m.entitlements.get(name)),
            entitlements: port("store.entitlements", () => [...m.entitlements.values()]),
            address: port("store.address", () => HOST),
            count: port("store.count", (what: string, until: number) => {
                m.counted.push({ what, until });
                return m.counted.filter((each) => each.what === what).length;
            }),
        },
        ends: {
            put: port("ends.put", (name: string, due: Due) => {
                if (due.end <= m.time) throw new Error("ValidationException");
                if (!m.schedules.has(name)) m.schedules.set(name, due);
            }),
            at: port("ends.at", (name: string) => m.schedules.get(name)?.end),
            remove: port("ends.remove", (name: string) => void m.schedules.delete(name)),
            names: port("ends.names", () => [...m.schedules.keys()]),
        },
        denies: {
            put: port("denies.put", (role: string, name: string, document: string) => {
                const policies = m.policies.get(role);
                if (!policies) return undefined;
                if (m.refuses(name)) return false;
                policies.set(name, document);
                return true;
            }),
            get: port("denies.get", (role: string, name: string) => m.policies.get(role)?.get(name)),
            remove: port("denies.remove", (role: string, name: string) => void m.policies.get(role)?.delete(name)),
            names: port("denies.names", (role: string) => {
                const policies = m.policies.get(role);
                return policies && [...policies.keys()];
            }),
        },
        sts: {
            assume: port("sts.assume", (session: Asked) => {
                const expiration = m.time + session.duration * 1_000;
                m.issued.push({ ...session, issuedAt: m.time, expiration });
                return { accessKeyId: `ASIA${m.issued.length}`, secretAccessKey: "s", sessionToken: "t", expiration };
            }),
            identify: port("sts.identify", (called: Omit<Called, "region">, proof: Proof) => signedBy(called, proof)),
        },
        bucket: {
            put: port("bucket.put", (key: string, body: string) => {
                if (m.objects.has(key)) return false;
                m.objects.set(key, body);
                return true;
            }),
            get: port("bucket.get", (key: string) => m.objects.get(key)),
        },
        mac: port("mac", (text: string) => createHmac("sha256", "key").update(text).digest("base64")),
        notify: port("notify", (entry: Entry) => void m.told.push(entry)),
        tasks: { rotate: task("rotate"), call: task("call"), "terminate-sessions": task("terminate-sessions") },
        directory: { groups: port("directory", (who: string) => (m.groups.has(who) ? m.groups.get(who) : [])) },
        decide,
        settings: {
            security: ["person:sec@example.com", "group:security"],
            requestTimeout: 8 * 3_600,
            requestsPerHour: 100,
            ownPolicies: ["own"],
        },
        now: () => m.time + m.skew,
        sleep: () => Promise.resolve(),
        log: (level, message, more) => void m.logged.push({ level, message, ...more }),
    };
}
