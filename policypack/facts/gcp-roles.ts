/** Takes no condition, by Google's conditions overview; the newer admin and writer do. */
const LEGACY: ReadonlySet<string> = new Set(["roles/owner", "roles/editor"]);

/**
 * Roles that change anything, or that change who may. Of Google's predefined roles as of 2026-08-22: the basic roles
 * that write, and those that carry a permission to set the policy of a project, folder or organization, to edit roles,
 * deny policies, access boundaries, organization policies, service accounts' policies, identity pools or entitlements.
 * Left out: roles of service agents, and the hundreds of administrators of one service.
 */
const ADMIN: ReadonlySet<string> = new Set([
    ...LEGACY,
    "roles/admin",
    "roles/writer",
    "roles/assuredworkloads.admin",
    "roles/assuredworkloads.editor",
    "roles/iam.admin",
    "roles/iam.denyAdmin",
    "roles/iam.organizationRoleAdmin",
    "roles/iam.principalAccessBoundaryAdmin",
    "roles/iam.roleAdmin",
    "roles/iam.securityAdmin",
    "roles/iam.serviceAccountAdmin",
    "roles/iam.workforcePoolAdmin",
    "roles/iam.workloadIdentityPoolAdmin",
    "roles/orgpolicy.policyAdmin",
    "roles/privilegedaccessmanager.admin",
    "roles/resourcemanager.folderAdmin",
    "roles/resourcemanager.folderIamAdmin",
    "roles/resourcemanager.organizationAdmin",
    "roles/resourcemanager.projectIamAdmin",
    "roles/securityposture.admin",
    "roles/securityposture.postureDeployer",
]);

export function isAdminRole(role: string): boolean {
    return ADMIN.has(role);
}

export function isLegacyBasicRole(role: string): boolean {
    return LEGACY.has(role);
}
