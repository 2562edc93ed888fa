import { type Document, type Statement, document } from "../iam";

/** Who comes, as the trust policy of a role says it. */
export interface Federation {
    /** An OIDC issuer without its scheme, as it stands before the claim in a condition key; none for a service of AWS. */
    readonly issuer?: string;
    /** Whom the trust names, where that needs no provider in the account. */
    readonly principal?: { readonly Federated: string } | { readonly Service: string };
    readonly actions: readonly string[];
    /** What must be said, and be one of these values, to the letter. */
    readonly equals: Readonly<Record<string, readonly string[]>>;
    /** For whom the tokens are issued, which a provider in the account must list. */
    readonly audiences?: readonly string[];
    /** Where EKS is told to hand out the role. */
    readonly pod?: { readonly clusterName: string; readonly namespace: string; readonly serviceAccount: string };
}

const WEB_IDENTITY = ["sts:AssumeRoleWithWebIdentity"];

/** Tokens of an OIDC issuer with one of these subjects, issued for one of these audiences. */
export function oidc(issuer: string, subjects: readonly string[], audiences: readonly string[]): Federation {
    return {
        issuer,
        actions: WEB_IDENTITY,
        audiences,
        equals: { [`${issuer}:sub`]: subjects, [`${issuer}:aud`]: audiences },
    };
}

/** A branch, or else a tag. */
export interface Ref {
    readonly branch?: string | undefined;
    readonly tag?: string | undefined;
}

export interface Github extends Ref {
    readonly repository: string;
    /** The numbers of owner and repository, which subjects name since 2026-07-15. */
    readonly ids?: { readonly owner: string; readonly repository: string } | undefined;
    readonly environment?: string | undefined;
}

/**
 * A job of GitHub Actions. AWS reads no claim for the id of the owner, but subjects have it:
 * https://docs.github.com/actions/reference/security/oidc#immutable-subject-claims
 */
export function github({ repository, ids, environment, branch, tag }: Github): Federation {
    const [owner, name] = repository.split("/");
    const named = ids ? `${owner}@${ids.owner}/${name}@${ids.repository}` : repository;
    const ref = branch !== undefined ? `heads/${branch}` : `tags/${tag}`;
    // A job for an environment is known by that alone. GitHub writes the separator of subjects so.
    const context = environment !== undefined ? `environment:${environment.replaceAll(":", "%3A")}` : `ref:refs/${ref}`;
    return oidc("token.actions.githubusercontent.com", [`repo:${named}:${context}`], ["sts.amazonaws.com"]);
}

export interface Gitlab extends Ref {
    readonly project: string;
    readonly host?: string | undefined;
    readonly audience?: string | undefined;
}

/** A job of GitLab CI. https://docs.gitlab.com/ci/secrets/id_token_authentication/#token-payload */
export function gitlab({ project, branch, tag, host = "gitlab.com", audience = `https://${host}` }: Gitlab): Federation {
    const [kind, ref] = branch !== undefined ? ["branch", branch] : ["tag", tag];
    return oidc(host, [`project_path:${project}:ref_type:${kind}:ref:${ref}`], [audience]);
}

export interface TerraformCloud {
    readonly organization: string;
    readonly project: string;
    readonly workspace: string;
    readonly phases: readonly string[];
}

/** Runs of HCP Terraform. https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/aws-configuration */
export function terraformCloud({ organization, project, workspace, phases }: TerraformCloud): Federation {
    const run = `organization:${organization}:project:${project}:workspace:${workspace}`;
    return oidc(
        "app.terraform.io",
        phases.map((phase) => `${run}:run_phase:${phase}`),
        ["aws.workload.identity"],
    );
}

export interface ServiceAccount {
    readonly namespace: string;
    readonly serviceAccount: string;
}

/** A service account of Kubernetes, by the issuer of its cluster. https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html */
export function irsa({ issuer, namespace, serviceAccount }: ServiceAccount & { readonly issuer: string }): Federation {
    return oidc(issuer, [`system:serviceaccount:${namespace}:${serviceAccount}`], ["sts.amazonaws.com"]);
}

/**
 * A service account of an EKS cluster. The tags are set by EKS, and no pod can change them:
 * https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
 */
export function podIdentity({
    cluster,
    namespace,
    serviceAccount,
}: ServiceAccount & { readonly cluster: string }): Federation {
    return {
        principal: { Service: "pods.eks.amazonaws.com" },
        actions: ["sts:AssumeRole", "sts:TagSession"],
        equals: {
            "aws:SourceAccount": [cluster.split(":")[4]!],
            "aws:RequestTag/eks-cluster-arn": [cluster],
            "aws:RequestTag/kubernetes-namespace": [namespace],
            "aws:RequestTag/kubernetes-service-account": [serviceAccount],
        },
        pod: { clusterName: cluster.slice(cluster.indexOf("/") + 1), namespace, serviceAccount },
    };
}

export interface Certificate {
    readonly trustAnchor: string;
    readonly commonName: string;
}

/** A certificate, by IAM Roles Anywhere. https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html */
export function rolesAnywhere({ trustAnchor, commonName }: Certificate): Federation {
    return {
        principal: { Service: "rolesanywhere.amazonaws.com" },
        actions: ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"],
        equals: { "aws:SourceArn": [trustAnchor], "aws:PrincipalTag/x509Subject/CN": [commonName] },
    };
}

export interface GoogleAccount {
    readonly uniqueId: string;
    readonly audience: string;
}

/**
 * A service account of Google Cloud. AWS calls `aud` the party that asked for the token (azp), here the account itself,
 * and `oaud` the audience that it asked for:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
export function gcp({ uniqueId, audience }: GoogleAccount): Federation {
    return {
        // AWS knows this issuer by name, and takes no token of it once the account has a provider for it.
        principal: { Federated: "accounts.google.com" },
        actions: WEB_IDENTITY,
        equals: {
            "accounts.google.com:sub": [uniqueId],
            "accounts.google.com:aud": [uniqueId],
            "accounts.google.com:oaud": [audience],
        },
    };
}

export interface ManagedIdentity {
    readonly tenant: string;
    readonly objectId: string;
    readonly audience: string;
}

/** A managed identity of Azure. Its issuer ends in a slash, and so do the ARN of the provider and the key. */
export function azure({ tenant, objectId, audience }: ManagedIdentity): Federation {
    return oidc(`sts.windows.net/${tenant}/`, [objectId], [audience]);
}

/** The trust policy. Whom it names may be known later than all else, and is given apart. */
export function trust({ actions, equals }: Federation): Statement {
    return { Effect: "Allow", Action: actions, Condition: { StringEquals: equals } };
}

/** The trust policy with the longest ARN that its provider can have. */
export function longestTrust(who: Federation): Document {
    const Principal = who.principal ?? { Federated: `arn:aws-us-gov:iam::123456789012:oidc-provider/${who.issuer}` };
    return document({ ...trust(who), Principal });
}
