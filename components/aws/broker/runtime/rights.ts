import { isAmong, levelsOf } from "./approvals";
import type { Grant, Refusal } from "./grant";
import type { Asked, Entitlement } from "./policy";
import { isSame, narrowed } from "./scope";
import type { World } from "./world";

/** Who may do what, as it is at this moment. */

/** What needs no other service comes first: it must be enough when nothing else answers. */
export async function rightToEnd(
    by: string,
    grant: Grant,
    world: World,
): Promise<"requester" | "approver" | "security" | undefined> {
    if (by === grant.requester) return "requester";
    if (isAmong(world.settings.security, by, [])) return "security";
    if (grant.approvals.some((each) => each.by === by)) return "approver";
    if (await isApprover(by, grant, world)) return "approver";
    return (await isSecurity(by, world)) ? "security" : undefined;
}

export async function maySee(identity: string, grant: Grant, world: World): Promise<boolean> {
    if (await rightToEnd(identity, grant, world)) return true;
    return isReviewer(identity, grant, world);
}

export async function isReviewer(identity: string, { breakGlass }: Grant, { directory }: World): Promise<boolean> {
    return isAmong(breakGlass?.reviewers ?? [], identity, (await directory.groups(identity)) ?? []);
}

export async function isApprover(identity: string, { entitlement: name }: Grant, world: World): Promise<boolean> {
    const entitlement = await world.store.entitlement(name);
    return entitlement !== undefined && (await levelsNow(entitlement, identity, world)).length > 0;
}

/** Whoever has left is at none, also where an entitlement still names them. */
export async function levelsNow(
    entitlement: Entitlement,
    identity: string,
    { directory }: World,
): Promise<readonly number[]> {
    const groups = await directory.groups(identity);
    return groups ? levelsOf(entitlement, identity, groups) : [];
}

export async function isSecurity(identity: string, { settings, directory }: World): Promise<boolean> {
    if (isAmong(settings.security, identity, [])) return true;
    return isAmong(settings.security, identity, (await directory.groups(identity)) ?? []);
}

export function isEligible(
    { eligible }: Entitlement,
    identity: string,
    groups: readonly string[] | undefined,
): groups is readonly string[] {
    return groups !== undefined && isAmong(eligible, identity, groups);
}

type Standing = Pick<Grant, "requester" | "isAgent" | "asked" | "role" | "scopes" | "startedAt" | "endsAt"> & {
    readonly extension?: { readonly endsAt: number };
};

/** Whether the entitlement still is what was asked for, and the policy still says yes to its requester. */
export async function isAllowed(
    moment: "request" | "approve" | "vend",
    grant: Standing,
    entitlement: Entitlement,
    world: World,
    approver?: { readonly identity: string; readonly groups: readonly string[] },
): Promise<{ readonly reasons: readonly string[] } | Refusal> {
    const { requester, isAgent, asked, startedAt, endsAt } = grant;
    const groups = await world.directory.groups(requester);
    if (!isEligible(entitlement, requester, groups)) return { refused: "not-entitled" };
    const scopes = narrowed(entitlement.scopes, asked.resources);
    if (entitlement.roleArn !== grant.role || !isSame(scopes, grant.scopes)) return { refused: "entitlement-changed" };
    const end = (moment !== "vend" && grant.extension?.endsAt) || endsAt;
    const duration = end === undefined || startedAt === undefined ? asked.duration : Math.floor((end - startedAt) / 1_000);
    const all: Asked = { ...asked, duration, requester, isAgent, groups };
    const { allowed, reasons } = world.decide(moment, entitlement, all, world.now(), approver);
    return allowed ? { reasons } : { refused: "not-allowed", reasons };
}
