import { catalogueDate, permissionsOf } from "./gcp-role-catalogue";
import { Unknown } from "./values";

/** Takes no condition, by Google's conditions overview; the newer admin and writer do. */
const LEGACY: ReadonlySet<string> = new Set(["roles/owner", "roles/editor"]);

/** Those that write, the newer ones included, which are not in the catalogue. */
const BASIC: ReadonlySet<string> = new Set([...LEGACY, "roles/admin", "roles/writer"]);

// An administrator whose decisive permissions the catalogue does not hold.
const ALSO_ADMIN: ReadonlySet<string> = new Set([...BASIC, "roles/iam.workforcePoolAdmin"]);

export const SET_POLICY: ReadonlySet<string> = new Set([
    "resourcemanager.folders.setIamPolicy",
    "resourcemanager.organizations.setIamPolicy",
    "resourcemanager.projects.setIamPolicy",
]);

// Who has one of these changes who may do what. Left out: billing.accounts.setIamPolicy, as who pays is another matter,
// and a billing account takes no condition and no entitlement, so that its administrator can have no end.
const RULES_ACCESS: ReadonlySet<string> = new Set([
    ...SET_POLICY,
    "iam.denypolicies.delete",
    "iam.googleapis.com/workloadIdentityPoolProviders.update",
    "iam.principalaccessboundarypolicies.update",
    "iam.roles.update",
    "iam.serviceAccounts.setIamPolicy",
    "iam.workloadIdentityPools.create",
    "orgpolicy.policy.set",
    "privilegedaccessmanager.entitlements.create",
]);

// Who has one of these acts as a service account.
const IMPERSONATES: ReadonlySet<string> = new Set([
    "iam.serviceAccountKeys.create",
    "iam.serviceAccounts.actAs",
    "iam.serviceAccounts.getAccessToken",
    "iam.serviceAccounts.getOpenIdToken",
    "iam.serviceAccounts.implicitDelegation",
    "iam.serviceAccounts.signBlob",
    "iam.serviceAccounts.signJwt",
    "storage.hmacKeys.create",
]);

/**
 * Whether a predefined role changes anything, or changes who may: by the permissions it carries, not by its name. Not the
 * hundreds of administrators of one service.
 */
export function isAdminRole(role: string): boolean {
    return ALSO_ADMIN.has(role) || carries(role, RULES_ACCESS);
}

/** Whether a predefined role lets its holder act as service accounts. An admin role may too. */
export function isImpersonatingRole(role: string): boolean {
    return carries(role, IMPERSONATES);
}

/** Whether all that makes an admin of the holder of a role is setting the policy of projects, folders or organizations. */
export function onlySetsPolicy(role: string): boolean {
    const held = [...(permissionsOf(role) ?? [])];
    const mattering = held.filter((permission) => RULES_ACCESS.has(permission) || IMPERSONATES.has(permission));
    return !ALSO_ADMIN.has(role) && mattering.length > 0 && mattering.every((permission) => SET_POLICY.has(permission));
}

/** Whether a role changes anything, of whatever service. */
export function isBasicRole(role: string): boolean {
    return BASIC.has(role);
}

export function isLegacyBasicRole(role: string): boolean {
    return LEGACY.has(role);
}

/** A role that Google keeps for its own accounts. */
export function isServiceAgentRole(role: string): boolean {
    return /^roles\/[\w.]*serviceAgent(V2Ext)?$/i.test(role);
}

/** Whether a role is one that the user wrote. */
export function isCustomRole(role: string): boolean {
    return /^(projects|organizations)\/[^/]+\/roles\/[^/]+$/.test(role);
}

/** A predefined role that the catalogue does not hold: neither known to be harmless nor known to be none. */
export class Uncatalogued extends Unknown {
    constructor(path: string) {
        super(path);
        this.message = `\`${path}\` is no predefined role of Google's that was known on ${catalogueDate()}.`;
    }
}

/** Whether a role is written as a predefined one, and is not in the catalogue. */
export function isUncatalogued(role: string): boolean {
    return role.startsWith("roles/") && !ALSO_ADMIN.has(role) && permissionsOf(role) === undefined;
}

function carries(role: string, permissions: ReadonlySet<string>): boolean {
    const held = permissionsOf(role);
    return held !== undefined && [...permissions].some((permission) => held.has(permission));
}
