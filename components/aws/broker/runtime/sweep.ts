import { activate, lengthen } from "./activate";
import { isEligible } from "./rights";
import { close, closeRole, denying, due } from "./close";
import { REVOKE, deniedGrant, deny, denyBefore, instantOf, isOld } from "./denies";
import { schedule, scheduledGrant } from "./ends";
import { type Grant, isOver, needsDeny } from "./grant";
import { type Event } from "./transitions";
import { revocation, revocationName } from "./revocation";
import type { Role } from "./role";
import { type World, change, changeRole, noted, notedRole } from "./world";

// Of an attempt to become active.
const LONGEST_START = 900_000;

/** What the sweep cannot mend, and somebody must look at. */
export interface Finding {
    readonly what: "foreign-policy" | "unknown-deny" | "no-role";
    readonly role: string;
    readonly name?: string;
}

/**
 * Mends whatever was left half done, grant by grant and role by role, whatever becomes of the others, and then fails if one
 * of them could not be mended. Everything that it does may have been done by somebody else a moment before.
 */
export async function sweep(world: World): Promise<readonly Finding[]> {
    const findings: Finding[] = [];
    const failed: string[] = [];
    const trying = async (what: string, act: () => Promise<unknown>) => {
        try {
            await act();
        } catch (error) {
            failed.push(what);
            const { name, message } = error as Error;
            world.log("ERROR", "not swept", { what, error: name === "Error" ? message : name });
        }
    };
    const entitlements = await world.store.entitlements();
    for (const { id } of await world.store.unsettled()) await trying(id, () => sweepGrant(id, world));
    await trying("schedules", () => sweepSchedules(world));
    for (const role of new Set(entitlements.map(({ roleArn }) => roleArn))) {
        await trying(role, async () => findings.push(...(await sweepRole(role, world))));
    }
    for (const finding of findings) world.log("WARN", "found", { ...finding });
    if (failed.length > 0) throw new Error(`Not swept: ${failed.join(", ")}.`);
    return findings;
}

async function sweepGrant(id: string, world: World): Promise<void> {
    // What the list says may be old.
    const read = await world.store.grant(id);
    if (!read) return;
    const grant = await noted(read, world, { isEnd: true });
    await goOn(grant, world);
    if (grant.trail.unsaid.length > 0) throw new Error(`${id} has something to say, and cannot.`);
}

async function goOn(grant: Grant, world: World): Promise<void> {
    const { id } = grant;
    const attempt = (event: Event) => change(id, () => event, world, { isEnd: true });
    const now = world.now();
    if (grant.review?.is === "due" && now >= grant.review.due) await attempt({ is: "overdue" });
    switch (grant.state) {
        case "requested":
            if (now >= grant.deadline) await attempt({ is: "expire" });
            return;
        case "approved":
            if (now >= grant.deadline) await attempt({ is: "expire" });
            else await activate(id, world);
            return;
        case "activating":
            if (now >= grant.endsAt!) return due(id, undefined, world);
            if (now >= grant.startedAt! + LONGEST_START) await attempt({ is: "fail", reason: "not scheduled in time" });
            else await activate(id, world);
            return;
        case "active":
            return sweepActive(grant, world);
        case "ending":
            await close(id, world);
            return;
        default:
            return sweepOver(grant, world);
    }
}

async function sweepActive(grant: Grant, world: World): Promise<void> {
    const { id } = grant;
    if (world.now() >= grant.endsAt!) return due(id, undefined, world);
    if ((await schedule(grant, grant.endsAt!, world.ends)) === undefined) throw new Error(`${id} has no schedule.`);
    const entitlement = await world.store.entitlement(grant.entitlement);
    // Whether somebody has left is not known where the directory does not answer: that fails, and ends nothing.
    const groups = entitlement && (await world.directory.groups(grant.requester));
    if (!entitlement || !isEligible(entitlement, grant.requester, groups)) {
        await change(id, () => ({ is: "end", by: "broker", why: "offboarded" }), world, { isEnd: true });
        await close(id, world);
    } else if (grant.extension?.isApproved) await lengthen(id, world);
    else if (grant.extension) await change(id, () => ({ is: "expire" }), world, { isEnd: true });
}

async function sweepOver(grant: Grant, world: World): Promise<void> {
    const { id, role, isRevoked } = grant;
    const { denies } = world;
    if (isRevoked && !needsDeny(grant, world.now())) {
        const name = revocationName(id);
        await denies.remove(role, name);
        if ((await denies.get(role, name)) !== undefined) throw new Error(`${name} is still there.`);
        await change(id, () => ({ is: "lift" }), world, { isEnd: true });
    } else if (isRevoked && !(await isDenied(grant, world))) {
        // Somebody has taken it away.
        world.log("ERROR", "a Deny was missing", { grant: id, role });
        await deny(grant, denying(world));
    }
    await close(id, world);
    await change(id, () => ({ is: "settle" }), world, { isEnd: true });
}

async function isDenied({ id, role, end }: Grant, { denies, store }: World): Promise<boolean> {
    const found = await denies.get(role, revocationName(id));
    if (found === revocation(id)) return true;
    // There was no room for its own: all sessions of the role that were made until it ended are denied.
    const { before } = await store.role(role);
    const names = (await denies.names(role)) ?? [];
    return before > end!.at && names.some((name) => (instantOf(name) ?? 0) >= before);
}

/** Of a grant that is over, and of one that there is not, nothing has to end any more. */
async function sweepSchedules(world: World): Promise<void> {
    const isNeeded = new Map<string, boolean>();
    for (const name of await world.ends.names()) {
        const id = scheduledGrant(name);
        if (!isNeeded.has(id)) {
            const grant = await world.store.grant(id);
            isNeeded.set(id, grant !== undefined && !isOver(grant));
        }
        if (!isNeeded.get(id)) await world.ends.remove(name);
    }
}

async function sweepRole(arn: string, world: World): Promise<readonly Finding[]> {
    const { denies, store } = world;
    const role = await notedRole(await store.role(arn), world);
    if (role.shut) await closeRole(role.id, world);
    const names = await denies.names(arn);
    if (!names) return [{ what: "no-role", role: arn }];
    const now = world.now();
    const findings: Finding[] = [];
    const strays: Record<string, number> = {};
    for (const name of names) {
        const id = deniedGrant(name);
        const instant = instantOf(name);
        if (instant !== undefined) {
            if (instant < role.before ? names.some((each) => (instantOf(each) ?? 0) >= role.before) : isOld(instant, now)) {
                await denies.remove(arn, name);
            }
        } else if (id !== undefined) {
            const grant = await store.grant(id);
            if (grant && grant.state !== "ending" && !needsDeny(grant, now)) await denies.remove(arn, name);
            if (grant) continue;
            // Its record may have been lost, and its sessions be alive.
            const since = role.strays[name] ?? now;
            if (isOld(since, now)) await denies.remove(arn, name);
            else strays[name] = since;
            findings.push({ what: "unknown-deny", role: arn, name });
        } else if (name.startsWith(REVOKE) || !world.settings.ownPolicies.includes(name)) {
            findings.push({ what: "foreign-policy", role: arn, name });
        }
    }
    const isCovered = names.some((name) => (instantOf(name) ?? 0) >= role.before);
    if (role.before > 0 && !isOld(role.before, now) && !isCovered) await denyBefore(arn, role.before, world);
    if (!isSameStrays(role, strays)) await changeRole(arn, { is: "strays", strays }, world);
    return findings;
}

function isSameStrays(role: Role, strays: Role["strays"]): boolean {
    return JSON.stringify(Object.entries(role.strays).sort()) === JSON.stringify(Object.entries(strays).sort());
}
