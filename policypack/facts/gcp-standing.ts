import { window } from "./cel";
import { grantableRoles } from "./cel-grants";
import type { Grant } from "./gcp-iam";
import { isAdminRole, isImpersonatingRole, isUncatalogued, onlySetsPolicy } from "./gcp-roles";
import { text } from "./values";

/** The expression of the condition; undefined when there is none, which is the same as one that is always true. */
export function expressionOf({ condition }: Grant): string | undefined {
    return text(condition.get("expression"))?.trim() || undefined;
}

/**
 * Until when a grant stands, in milliseconds since 1970; undefined when it lasts no longer than `limit` seconds. One that
 * has ended is over, and one that begins later is as long as it lasts.
 */
export function standingUntil(grant: Grant, limit: number, now: number): number | undefined {
    const { from, until } = window(expressionOf(grant) ?? "true");
    return until - Math.max(from, now) <= limit * 1_000 ? undefined : until;
}

/** Whether a condition lets the holder of a role hand out nothing but roles that make nobody an administrator. */
export function grantsOnlyHarmless(role: string, grant: Grant): boolean {
    return onlySetsPolicy(role) && handsOutOnlyHarmless(grant);
}

/** The same of what a custom role carries to set the policy of a project, a folder or an organization. */
export function handsOutOnlyHarmless(grant: Grant): boolean {
    const roles = grantableRoles(expressionOf(grant) ?? "");
    return roles !== undefined && [...roles].every(isHarmless);
}

/** Whether a role is known to make nobody an administrator, of anything or by way of a service account. */
function isHarmless(role: string): boolean {
    return role.startsWith("roles/") && !isAdminRole(role) && !isImpersonatingRole(role) && !isUncatalogued(role);
}
