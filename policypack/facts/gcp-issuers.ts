/**
 * Issuers that sign tokens for everyone's tenants under one URL, with the claims that name the tenant; from their own
 * documentation, 2026-09. Left out because each tenant has a URL of its own: Bitbucket, CircleCI, Azure DevOps, Entra
 * ID, Vercel in team mode, clusters.
 */
const TENANT_CLAIMS: Readonly<Record<string, readonly string[]>> = {
    "accounts.google.com": ["sub", "email", "hd"],
    "agent.buildkite.com": ["sub", "organization_id", "organization_slug", "pipeline_id"],
    "api.pulumi.com/oidc": ["sub", "https://pulumi.com/org", "https://pulumi.com/org_id"],
    "app.eu.terraform.io": terraform(),
    "app.terraform.io": terraform(),
    "gitlab.com": ["sub", "namespace_id", "namespace_path", "project_id", "project_path"],
    "oidc.vercel.com": ["sub", "owner", "owner_id", "project_id"],
    // Not job_workflow_ref: anyone may call a public reusable workflow.
    "token.actions.githubusercontent.com": [
        "sub",
        "repository",
        "repository_id",
        "repository_owner",
        "repository_owner_id",
        "enterprise",
        "enterprise_id",
        "workflow_ref",
    ],
};

/** The claims of which one names the tenant, for an issuer that many tenants share; undefined for any other. */
export function tenantClaims(issuer: string): readonly string[] | undefined {
    const bare = issuer
        .trim()
        .toLowerCase()
        .replace(/^https:\/\//, "")
        .replace(/:443(?=\/|$)/, "")
        .replace(/\/+$/, "");
    return Object.hasOwn(TENANT_CLAIMS, bare) ? TENANT_CLAIMS[bare] : undefined;
}

function terraform(): readonly string[] {
    const named = ["organization_id", "organization_name", "project_id", "workspace_id", "full_workspace"];
    return ["sub", ...named.map((name) => `terraform_${name}`)];
}
