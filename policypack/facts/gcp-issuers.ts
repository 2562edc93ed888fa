/**
 * Issuers that sign tokens for everyone's tenants under one URL, with the claims that name the tenant; from their own
 * documentation, 2026-09. Left out because each tenant has a URL of its own: Bitbucket, CircleCI, Azure DevOps, Entra
 * ID, Vercel in team mode, clusters.
 */
const TENANT_CLAIMS: Readonly<Record<string, readonly string[]>> = {
    "accounts.google.com": ["sub", "email", "hd"],
    "agent.buildkite.com": ["sub", "organization_id", "organization_slug", "pipeline_id"],
    "api.pulumi.com/oidc": pulumi(),
    "api.pulumi.com/oidc/v2": pulumi(),
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
    const name = bare(issuer);
    return Object.hasOwn(TENANT_CLAIMS, name) ? TENANT_CLAIMS[name] : undefined;
}

/** Whether the audience of a token names the tenant, as at this issuer nobody can choose it. At its second version one can. */
export function audienceNamesTenant(issuer: string): boolean {
    return bare(issuer) === "api.pulumi.com/oidc";
}

function bare(issuer: string): string {
    return issuer
        .trim()
        .toLowerCase()
        .replace(/^https:\/\//, "")
        .replace(/:443(?=\/|$)/, "")
        .replace(/\/+$/, "");
}

function pulumi(): readonly string[] {
    return ["sub", "https://pulumi.com/org", "https://pulumi.com/org_id"];
}

function terraform(): readonly string[] {
    const named = ["organization_id", "organization_name", "project_id", "workspace_id", "full_workspace"];
    return ["sub", ...named.map((name) => `terraform_${name}`)];
}
