import { oneOf, quoted } from "../cel";

/** Who comes, as a provider of a workload identity pool says it. */
export interface Identity {
    /** Where its tokens, signatures or certificates come from. */
    readonly source: Source;
    /** What is true of it, and of no other workload of that source: CEL on `assertion`. */
    readonly exact: string;
    /** What it is called in logs: CEL on `assertion`. */
    readonly subject: string;
    /** All that `subject` can be, or as long as the longest. */
    readonly subjects: readonly string[];
}

/** One of these, as a provider takes it. */
export interface Source {
    readonly oidc?: { issuerUri: string; allowedAudiences?: string[]; jwksJson?: string };
    readonly aws?: { accountId: string };
    readonly x509?: { trustStore: { trustAnchors: { pemCertificate: string }[] } };
}

/** What tokens of an issuer say, claim by claim; without audiences they must be for the provider. */
interface Tokens {
    readonly issuer: string;
    readonly subjects: readonly string[];
    /** Of claims beside the subject, the one value that each may have. */
    readonly claims?: Readonly<Record<string, string>>;
    readonly audiences?: readonly string[] | undefined;
    readonly jwks?: string | undefined;
}

/** Tokens of an OIDC issuer with one of these subjects. */
export function oidc({ issuer, subjects, claims = {}, audiences, jwks }: Tokens): Identity {
    const others = Object.entries(claims).map(([claim, value]) => oneOf(`assertion.${claim}`, [value]));
    return {
        source: {
            oidc: {
                issuerUri: issuer,
                ...(audiences && { allowedAudiences: [...audiences] }),
                ...(jwks !== undefined && { jwksJson: jwks }),
            },
        },
        exact: [oneOf("assertion.sub", subjects), ...others].join(" && "),
        subject: "assertion.sub",
        subjects,
    };
}

/** A branch, or else a tag. */
interface Ref {
    readonly branch?: string | undefined;
    readonly tag?: string | undefined;
}

export interface Github extends Ref {
    readonly repository: string;
    readonly ids: { readonly owner: string; readonly repository: string };
    readonly environment?: string | undefined;
}

/**
 * A job of GitHub Actions. All tokens have the numbers as claims; the subject names them too, or not yet:
 * https://docs.github.com/actions/reference/security/oidc#immutable-subject-claims
 */
export function github({ repository, ids, environment, branch, tag }: Github): Identity {
    const [owner, name] = repository.split("/");
    const ref = branch !== undefined ? `heads/${branch}` : `tags/${tag}`;
    // A job for an environment is known by that alone. GitHub writes the separator of subjects so.
    const context = environment !== undefined ? `environment:${environment.replaceAll(":", "%3A")}` : `ref:refs/${ref}`;
    return oidc({
        issuer: "https://token.actions.githubusercontent.com",
        subjects: [repository, `${owner}@${ids.owner}/${name}@${ids.repository}`].map((named) => `repo:${named}:${context}`),
        claims: { repository_owner_id: ids.owner, repository_id: ids.repository },
    });
}

export interface Gitlab extends Ref {
    readonly project: string;
    readonly ids: { readonly project: string };
    readonly host?: string | undefined;
    readonly audience?: string | undefined;
}

/** A job of GitLab CI. https://docs.gitlab.com/ci/secrets/id_token_authentication/#token-payload */
export function gitlab({ project, ids, branch, tag, host = "gitlab.com", audience }: Gitlab): Identity {
    const [kind, ref] = branch !== undefined ? ["branch", branch] : ["tag", tag];
    return oidc({
        issuer: `https://${host}`,
        subjects: [`project_path:${project}:ref_type:${kind}:ref:${ref}`],
        claims: { project_id: ids.project },
        audiences: audience === undefined ? undefined : [audience],
    });
}

export interface TerraformCloud {
    readonly organization: string;
    readonly project: string;
    readonly workspace: string;
    readonly ids: { readonly organization: string; readonly workspace: string };
    readonly phases: readonly string[];
}

/** Runs of HCP Terraform. https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/workload-identity-tokens */
export function terraformCloud({ organization, project, workspace, ids, phases }: TerraformCloud): Identity {
    const run = `organization:${organization}:project:${project}:workspace:${workspace}`;
    return oidc({
        issuer: "https://app.terraform.io",
        subjects: phases.map((phase) => `${run}:run_phase:${phase}`),
        claims: { terraform_organization_id: ids.organization, terraform_workspace_id: ids.workspace },
    });
}

export interface ServiceAccount {
    readonly issuer: string;
    readonly namespace: string;
    readonly serviceAccount: string;
    readonly jwks?: string | undefined;
}

/** A service account of a cluster. https://cloud.google.com/iam/docs/workload-identity-federation-with-kubernetes */
export function kubernetes({ issuer, namespace, serviceAccount, jwks }: ServiceAccount): Identity {
    return oidc({ issuer, subjects: [`system:serviceaccount:${namespace}:${serviceAccount}`], jwks });
}

export interface AwsRole {
    readonly account: string;
    readonly role: string;
}

/** A role of AWS, whatever its sessions are called. https://cloud.google.com/iam/docs/workload-identity-federation-with-other-clouds#aws */
export function aws({ account, role }: AwsRole): Identity {
    const sessions = `arn:aws:sts::${account}:assumed-role/${role}/`;
    return {
        source: { aws: { accountId: account } },
        exact: `${oneOf("assertion.account", [account])} && assertion.arn.startsWith(${quoted(sessions)})`,
        // The number of the role, and the session: an ARN can be longer than a subject.
        subject: "assertion.userid",
        subjects: [`AROA${"x".repeat(17)}:${"x".repeat(64)}`],
    };
}

export interface ManagedIdentity {
    readonly tenant: string;
    readonly objectId: string;
    readonly audience: string;
}

/** A managed identity of Azure. Its issuer ends in a slash. */
export function azure({ tenant, objectId, audience }: ManagedIdentity): Identity {
    return oidc({ issuer: `https://sts.windows.net/${tenant}/`, subjects: [objectId], audiences: [audience] });
}

export interface Certificate {
    readonly trustAnchors: readonly string[];
    readonly commonName: string;
}

/** A certificate of one's own authority. https://cloud.google.com/iam/docs/workload-identity-federation-with-x509-certificates */
export function x509({ trustAnchors, commonName }: Certificate): Identity {
    return {
        source: { x509: { trustStore: { trustAnchors: trustAnchors.map((pemCertificate) => ({ pemCertificate })) } } },
        exact: oneOf("assertion.subject.dn.cn", [commonName]),
        subject: "assertion.subject.dn.cn",
        subjects: [commonName],
    };
}

/** What is written before the subjects of a provider that shares a pool, so that no two workloads have the same. */
export function before(provider: string): string {
    return `${provider}::`;
}

/**
 * What Google keeps of a token. Grants go by `workload`: it holds none of the characters that subjects may have, is one for
 * all of them, and is not given to what a wider condition would let in.
 */
export function mapping({ subject, exact }: Identity, provider: string, isShared: boolean): Record<string, string> {
    return {
        "google.subject": isShared ? `${quoted(before(provider))} + ${subject}` : subject,
        "attribute.workload": `${exact} ? ${quoted(provider)} : "other"`,
    };
}

/** What tokens must be true of to be taken: it is that workload, and what else is demanded. */
export function condition({ exact }: Identity, more?: string): string {
    return more === undefined ? exact : `${exact} && (${more})`;
}

/** The workload as the member of a grant, of the name and the id of its provider: "projects/1/locations/global/workloadIdentityPools/p/providers/q". */
export function principalSet(provider: string, id: string): string {
    const [pool] = provider.split("/providers/");
    return `principalSet://iam.googleapis.com/${pool}/attribute.workload/${id}`;
}

/** For whom tokens must be, when nothing else is said. https://cloud.google.com/iam/docs/reference/rest/v1/projects.locations.workloadIdentityPools.providers#oidc */
export function audience(provider: string): string {
    return `https://iam.googleapis.com/${provider}`;
}
