/** What the claims of an issuer say whose tokens those are. */
interface Claims {
    /** Each value is one repository, project, workspace or person. */
    readonly workload: readonly string[];
    /** Each value is all that a tenant has. */
    readonly tenant: readonly string[];
    /** Names that a tenant may give up and another may take, with the claim that stays. */
    readonly renamed: Readonly<Record<string, string>>;
}

/**
 * Issuers that sign tokens for everyone's tenants under one URL; from their own documentation, 2026-09. Left out because
 * each tenant has a URL of its own: Azure DevOps, Bitbucket, CircleCI, a tenant of Entra ID, Fly, Spacelift, Vercel in
 * team mode, GitHub for an enterprise that asked for it, clusters.
 */
const SHARED: Readonly<Record<string, Claims>> = {
    "accounts.google.com": { workload: ["sub", "email"], tenant: ["hd"], renamed: { email: "sub" } },
    "agent.buildkite.com": {
        workload: ["sub", "pipeline_id"],
        tenant: ["organization_id", "organization_slug"],
        renamed: { organization_slug: "organization_id" },
    },
    "api.pulumi.com/oidc": pulumi(),
    "api.pulumi.com/oidc/v2": pulumi(),
    "app.eu.terraform.io": terraform(),
    "app.terraform.io": terraform(),
    // The audience of these tokens is an identity pool, whose name AWS gives.
    "cognito-identity.amazonaws.com": { workload: ["sub"], tenant: ["aud"], renamed: {} },
    // Confidential Space: what runs, as whom, and in whose project. Anyone can start one.
    "confidentialcomputing.googleapis.com": {
        workload: [
            "sub",
            "google_service_accounts",
            "submods.container.image_digest",
            "submods.container.image_id",
            "submods.container.image_reference",
            "submods.container.image_signatures",
        ],
        tenant: ["submods.gce.project_id", "submods.gce.project_number"],
        renamed: {},
    },
    "gitlab.com": {
        workload: ["sub", "project_id", "project_path"],
        tenant: ["namespace_id", "namespace_path"],
        renamed: { namespace_path: "namespace_id", project_path: "project_id" },
    },
    // The tenants of Entra ID that are everyone's: any of work and school, or all personal accounts.
    ...entra("common", "consumers", "organizations", "9188040d-6c67-4c5b-b112-36a304b66dad"),
    "oidc.vercel.com": {
        workload: ["sub", "project_id"],
        tenant: ["owner", "owner_id"],
        renamed: { owner: "owner_id" },
    },
    "token.actions.githubusercontent.com": {
        // Not job_workflow_ref: anyone may call a public reusable workflow.
        workload: ["sub", "repository", "repository_id", "workflow_ref"],
        tenant: ["repository_owner", "repository_owner_id", "enterprise", "enterprise_id"],
        renamed: {
            enterprise: "enterprise_id",
            repository: "repository_id",
            repository_owner: "repository_owner_id",
        },
    },
};

/** Claims of all tokens of an account of AWS, or of a tenant of Entra ID, which have an issuer of their own. */
const OF_OWN_TENANT: readonly string[] = ["account", "aws_account", "tid"];
const OF_TENANT: ReadonlySet<string> = new Set([...OF_OWN_TENANT, ...Object.values(SHARED).flatMap(({ tenant }) => tenant)]);
/** Claims whose values whoever starts a job chooses, or has in common with other jobs. */
const OF_ANY_JOB: ReadonlySet<string> = new Set([
    ...["aud", "iss", "nbf", "iat", "exp"],
    ...["base_ref", "environment", "event_name", "head_ref", "ref", "ref_protected", "ref_type"],
    ...["repository_visibility", "run_attempt", "run_number", "runner_environment", "workflow"],
    ...["deployment_tier", "environment_protected", "pipeline_source", "ref_path"],
    ...["terraform_project_name", "terraform_run_phase", "terraform_workspace_name"],
    ...["build_branch", "build_tag", "pipeline_slug", "step_key"],
]);
// Of these, the names that nobody gives to what they have computed themselves.
const TELLING: readonly string[] = ["aud", "base_ref", "event_name", "head_ref", "ref", "ref_type"];

/** The claims of which one names the tenant, for an issuer that many tenants share; undefined for any other. */
export function tenantClaims(issuer: string): readonly string[] | undefined {
    const claims = claimsOf(issuer);
    return claims && [...claims.workload, ...claims.tenant];
}

/** Whether the values of a claim each are one workload, or may be: of an issuer of one's own little is known. */
export function namesWorkload(claim: string, issuer: string): boolean {
    const claims = claimsOf(issuer);
    // Of one tenant, who calls a certain reusable workflow is a workload: its steps are fixed.
    if (claim === "job_workflow_ref") return true;
    return claims ? claims.workload.includes(claim) : !OF_TENANT.has(claim) && !OF_ANY_JOB.has(claim);
}

/** Whose a value of that claim, or of an attribute with its name, is: that of a whole tenant, of any job, or of one that cannot be told. */
export function width(claim: string, isName = false): "tenant" | "any job" | undefined {
    if (OF_TENANT.has(claim) && !(isName && claim === "owner")) return "tenant";
    return (isName ? TELLING.includes(claim) : OF_ANY_JOB.has(claim)) ? "any job" : undefined;
}

/** The claim of the issuer that stays with a tenant whose name, which this claim holds, others can take. */
export function lastingClaim(claim: string, issuer: string): string | undefined {
    const renamed = claimsOf(issuer)?.renamed ?? {};
    return Object.hasOwn(renamed, claim) ? renamed[claim] : undefined;
}

/** Whether the audience of a token names the tenant, as at this issuer nobody can choose it. At Pulumi's second version one can. */
export function audienceNamesTenant(issuer: string): boolean {
    return ["api.pulumi.com/oidc", "cognito-identity.amazonaws.com"].includes(bare(issuer));
}

function claimsOf(issuer: string): Claims | undefined {
    const name = bare(issuer);
    return Object.hasOwn(SHARED, name) ? SHARED[name] : undefined;
}

function bare(issuer: string): string {
    return issuer
        .trim()
        .toLowerCase()
        .replace(/^https?:\/\//, "")
        .replace(/:443(?=\/|$)/, "")
        .replace(/\/+$/, "");
}

function pulumi(): Claims {
    const organization = "https://pulumi.com/org";
    return {
        workload: ["sub"],
        tenant: [organization, `${organization}_id`],
        renamed: { [organization]: `${organization}_id` },
    };
}

function terraform(): Claims {
    return {
        workload: ["sub", "terraform_full_workspace", "terraform_project_id", "terraform_workspace_id"],
        tenant: ["terraform_organization_id", "terraform_organization_name"],
        renamed: {
            terraform_full_workspace: "terraform_workspace_id",
            terraform_organization_name: "terraform_organization_id",
        },
    };
}

function entra(...tenants: readonly string[]): Readonly<Record<string, Claims>> {
    const claims: Claims = { workload: ["sub", "oid"], tenant: ["tid"], renamed: {} };
    const urls = tenants.flatMap((tenant) => [
        `login.microsoftonline.com/${tenant}`,
        `login.microsoftonline.com/${tenant}/v2.0`,
        `sts.windows.net/${tenant}`,
    ]);
    return Object.fromEntries(urls.map((url) => [url, claims]));
}
