import { type Auditing, say } from "./audit";
import type { Denies } from "./denies";
import type { Ends } from "./ends";
import { type Grant, type Refusal, isRefusal } from "./grant";
import { type Event, transition } from "./transitions";
import type { decide } from "./policy";
import { type Role, type RoleEvent, changedRole } from "./role";
import type { Store } from "./store";
import type { Trail } from "./trail";
import type { Sts } from "./sts";

/** All that the broker can see and do. */
export interface World extends Auditing {
    readonly store: Store;
    readonly ends: Ends;
    readonly denies: Denies;
    readonly sts: Sts;
    readonly tasks: Tasks;
    readonly directory: Directory;
    readonly decide: typeof decide;
    readonly settings: Settings;
    /** In milliseconds since 1970. */
    readonly now: () => number;
    readonly sleep: (milliseconds: number) => Promise<void>;
}

export interface Settings {
    /** Who may end any grant and shut any role: canonical identities, and "group:<id>". */
    readonly security: readonly string[];
    /** How long a request waits for approval, in seconds. */
    readonly requestTimeout: number;
    /** How many requests somebody may make in an hour. */
    readonly requestsPerHour: number;
    /** Names of the inline policies that the roles are declared with. */
    readonly ownPolicies: readonly string[];
}

export interface Directory {
    /** Ids of the groups of somebody; undefined: there is nobody of that name any more. */
    groups(identity: string): Promise<readonly string[] | undefined>;
}

/** What is done after the end of a grant. Each may be called again. */
export interface Tasks {
    rotate(secret: string, grant: Grant): Promise<void>;
    call(target: string, grant: Grant): Promise<void>;
    "terminate-sessions"(role: string, grant: Grant): Promise<void>;
}

const TRIES = 200;
// An item of the table has room for 400 KB.
const MOST_UNSAID = 50;

/** What decides on what was read; it may look things up. */
export type Deciding = (grant: Grant) => Event | Refusal | Promise<Event | Refusal>;

export interface Changing {
    /** An end waits for nothing, and for no audit either: what could not be said is said later. */
    readonly isEnd?: boolean;
}

/** Reads a grant, decides, and writes if nobody else has written meanwhile; if somebody has, reads and decides again. */
export async function change(id: string, deciding: Deciding, world: World, how: Changing = {}): Promise<Grant | Refusal> {
    for (let tries = 0; tries < TRIES; tries++) {
        const read = await world.store.grant(id);
        if (!read) return { refused: "no-such-grant" };
        const grant = { ...read, trail: await said(read.trail, world, how) };
        const event = await deciding(grant);
        if (isRefusal(event)) return event;
        const changed = transition(grant, event, world.now());
        if (isRefusal(changed)) return changed;
        if (await world.store.put(changed)) return noted(changed, world, how);
    }
    throw new Error(`${id} changes too often.`);
}

/** Says what a grant has to say, and notes that it is said. */
export async function noted(grant: Grant, world: World, how: Changing = {}): Promise<Grant> {
    const trail = await said(grant.trail, world, how);
    if (trail.unsaid.length === grant.trail.unsaid.length) return grant;
    const next = { ...grant, version: grant.version + 1, trail };
    // Whoever has changed it meanwhile has said it, too.
    return (await world.store.put(next)) ? next : { ...grant, trail };
}

export async function changeRole(arn: string, event: RoleEvent, world: World): Promise<Role | Refusal> {
    for (let tries = 0; tries < TRIES; tries++) {
        const read = await world.store.role(arn);
        const trail = await said(read.trail, world, { isEnd: true });
        const changed = changedRole({ ...read, trail }, event, world.now());
        if (isRefusal(changed)) return changed;
        if (await world.store.putRole(changed)) return notedRole(changed, world);
    }
    throw new Error(`${arn} changes too often.`);
}

export async function notedRole(role: Role, world: World): Promise<Role> {
    const trail = await said(role.trail, world, { isEnd: true });
    if (trail.unsaid.length === role.trail.unsaid.length) return role;
    const next = { ...role, version: role.version + 1, trail };
    return (await world.store.putRole(next)) ? next : { ...role, trail };
}

async function said(trail: Trail, world: World, { isEnd = false }: Changing): Promise<Trail> {
    if (trail.unsaid.length === 0) return trail;
    try {
        const left = await say(trail, world);
        if (left.unsaid.length > MOST_UNSAID && !isEnd) throw new Error("Nobody can be told.");
        return left;
    } catch (error) {
        if (!isEnd) throw error;
        const { name } = error as Error;
        world.log("ERROR", "not said", { entries: trail.unsaid.length, error: name });
        return trail;
    }
}
