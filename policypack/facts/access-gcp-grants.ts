import type { Resource } from "../core/rule";
import { placeShown } from "./access-gcp-words";
import { type Family, NO_END, type Way, attempt, ending, nameIn, since, some } from "./access-reading";
import { type Window, window } from "./cel";
import { pathsOpenTo } from "./gcp-escalation";
import { type Holding, JOINED, holdersIn, permissionsHeld } from "./gcp-holders";
import { type Grant, eachGrant, membersOf, roleOf } from "./gcp-iam";
import { GRANTING, ON_CONTAINERS, ON_SERVICE_ACCOUNTS } from "./gcp-iam-types";
import { isPublic, isServiceAgent } from "./gcp-members";
import {
    SET_POLICY,
    isAdminRole,
    isImpersonatingRole,
    isLegacyBasicRole,
    isServiceAgentRole,
    isUncatalogued,
} from "./gcp-roles";
import { expressionOf, grantsOnlyHarmless, handsOutOnlyHarmless } from "./gcp-standing";
import { quote } from "./quote";
import { type Unreadable, each, inputOf, isUnreadable, legible } from "./values";
import { named } from "./words";

/**
 * Grants of Google Cloud that make an administrator, of a project and what is above it, or that let somebody act as a
 * service account; and of all others those that a condition ends. The narrow ones that stand are the ordinary ones.
 */

const ACT_AS = "iam.serviceAccounts.actAs";
type Role = string | undefined | Unreadable;

export const gcpGrants: Family = {
    types: GRANTING,
    beside: JOINED,
    read(resources) {
        const custom = customIn(resources);
        return function* (resource) {
            const read = each([resource.inputs], (inputs) => eachGrant(inputs, (grant) => ofGrant(resource, grant, custom)));
            for (const found of read) {
                if (!isUnreadable(found)) yield found;
                else if (isPrivilegedPlace(resource))
                    yield { kind: "grant", what: `roles on ${placeShown(resource)}`, ...ending(found, "") };
            }
        };
    },
};

function* ofGrant(resource: Resource, grant: Grant, custom: ReturnType<typeof customIn>): Generator<Way> {
    const role = attempt(() => roleOf(resource, grant));
    const holding = custom(resource, grant);
    const open = attempt(() => window(expressionOf(grant) ?? "true"));
    if (!isPrivileged(resource, grant, role, holding) && !isTimed(open)) return;
    const who = whom(resource, grant, role);
    if (who === "") return;
    const granted = {
        kind: "grant",
        what: `${roleShown(resource, grant, holding)} on ${placeShown(resource)} for ${who}`,
    } as const;
    if (typeof role === "string" && isLegacyBasicRole(role) && attempt(() => !grant.condition.absent) !== false) {
        yield { ...granted, ...ending(Infinity, "", "Google takes no condition on a basic role") };
        return;
    }
    if (isUnreadable(open)) {
        yield { ...granted, ...ending(open, "") };
        return;
    }
    // Never true, so that it opens nothing.
    if (open.from > open.until) return;
    const isConditional = attempt(() => expressionOf(grant)) !== undefined;
    yield {
        ...granted,
        ...since(open.from),
        ...ending(open.until, "a condition", isConditional ? "a condition that never ends it" : NO_END),
    };
}

function isTimed(open: Window | Unreadable): boolean {
    return isUnreadable(open) || Number.isFinite(open.from) || Number.isFinite(open.until);
}

function isPrivilegedPlace({ type }: Resource): boolean {
    return ON_CONTAINERS.includes(type) || ON_SERVICE_ACCOUNTS.includes(type);
}

function isPrivileged(resource: Resource, grant: Grant, role: Role, holding: Holding | undefined): boolean {
    if (!isPrivilegedPlace(resource)) return false;
    if (holding) return raises(holding);
    // What is not known may be any role. What is custom and of another program is not known to be more than narrow.
    if (isUnreadable(role)) return true;
    if (role === undefined || role === "") return false;
    if (isUncatalogued(role)) return ON_CONTAINERS.includes(resource.type);
    if (isImpersonatingRole(role) && !isAdminRole(role)) return true;
    return isAdminRole(role) && attempt(() => grantsOnlyHarmless(role, grant)) !== true;
}

/** Whether a custom role of the program lets its holder raise its own rights. */
function raises(holding: Holding): boolean {
    const held = permissionsHeld(holding);
    const isLimited = attempt(() => handsOutOnlyHarmless(holding.grant)) === true;
    const usable = isLimited ? new Set([...held].filter((one) => !SET_POLICY.has(one))) : held;
    return pathsOpenTo(usable).some(({ tier }) => tier === "direct" || (tier === "passrole" && usable.has(ACT_AS)));
}

/** The grants of custom roles of the program. */
function customIn(resources: readonly Resource[]): (on: Resource, grant: Grant) => Holding | undefined {
    const seen = resources.filter((resource) => JOINED.includes(resource.type) || isPrivilegedPlace(resource));
    const found = new Map<string, Holding>();
    const key = (on: Resource, { role }: Grant) => `${on.urn} ${role.path}`;
    for (const { holds } of holdersIn(seen))
        for (const holding of holds) if (holding.custom) found.set(key(holding.on, holding.grant), holding);
    return (on, grant) => found.get(key(on, grant));
}

function roleShown(resource: Resource, { role }: Grant, holding: Holding | undefined): string {
    if (holding?.custom) return `the custom role ${named(holding.custom.name, "of the program")}`;
    const written = legible(() => role);
    return written === undefined ? "a role not known yet" : quote("role", written);
}

/** Who is granted the role, in words; none when that is nobody, or only who it is meant for: accounts that Google runs. */
function whom(resource: Resource, grant: Grant, role: Role): string {
    const members = attempt(() => membersOf(grant));
    if (isUnreadable(members)) return "somebody not known yet";
    const isMeant = typeof role === "string" && (!isAdminRole(role) || isServiceAgentRole(role) || role === "roles/editor");
    const made = (resource.sources[inputOf(grant.members)] ?? []).map((urn) => named(nameIn(urn), ""));
    const unnamed =
        inputOf(grant.members) === "policyData" || made.length === 0 || made.includes("") ? undefined : some(made);
    return some(
        members.flatMap((member) => {
            if (member === undefined)
                return [unnamed === undefined ? "somebody not known yet" : `${unnamed} of the program`];
            if (isMeant && isServiceAgent(member)) return [];
            return [isPublic(member) ? `anyone (${quote("member", member)})` : quote("member", member)];
        }),
    );
}
