import type { PolicyDocument } from "@pulumi/aws/iam/documents";
import { type Input, Output } from "@pulumi/pulumi";
import { type Check, Refused } from "../../arguments";
import { duration, like } from "../../checks";
import type { OwnershipArgs } from "../../ownership";
import { type Given, exact, listed, members, names, object, oneOf } from "../../workloads";
import { fitting } from "../iam";
import * as documents from "./documents";

/** An object whose members may each come from another resource. */
type Inputs<Of> = Input<{ [Name in keyof Of]: Input<NonNullable<Of[Name]>> }>;

/** Who the workload is: exactly one of these. */
export interface WorkloadArgs {
    /**
     * A job of GitHub Actions: "acme/shop" as GitHub spells it, and the environment, branch or tag that the job is for. `ids`
     * are the numbers of owner and repository, as text: needed where the repository was made, renamed or moved since
     * 2026-07-15, and wherever immutable subjects were chosen.
     */
    github?: Inputs<{
        repository: string;
        ids?: Inputs<{ owner: string; repository: string }>;
        environment?: string;
        branch?: string;
        tag?: string;
    }>;
    /** A job of GitLab CI: "acme/shop", and the branch or tag; for a server of your own its host, and the audience of its tokens. */
    gitlab?: Inputs<{ project: string; branch?: string; tag?: string; host?: string; audience?: string }>;
    /** Runs of HCP Terraform; of both phases, "plan" and "apply", when none is named. */
    terraformCloud?: Inputs<{ organization: string; project: string; workspace: string; phases?: Input<string>[] }>;
    /** A service account of an EKS cluster, by EKS Pod Identity: the ARN of the cluster. */
    podIdentity?: Inputs<{ cluster: string; namespace: string; serviceAccount: string }>;
    /** A service account of a cluster, by the URL of the cluster's OIDC issuer. */
    irsa?: Inputs<{ issuer: string; namespace: string; serviceAccount: string }>;
    /** Tokens of any other OIDC issuer: its URL as the tokens have it, the exact subjects and audiences. */
    oidc?: Inputs<{ issuer: string; subjects: Input<string>[]; audiences: Input<string>[] }>;
    /** A certificate, by IAM Roles Anywhere: the ARN of the trust anchor, and the common name. */
    rolesAnywhere?: Inputs<{ trustAnchor: string; commonName: string }>;
    /** A service account of Google Cloud: its unique id, and the audience that it asks its tokens for. */
    gcp?: Inputs<{ uniqueId: string; audience: string }>;
    /** A managed identity of Azure: tenant, object id, and the audience of its tokens. */
    azure?: Inputs<{ tenant: string; objectId: string; audience: string }>;
}

export interface WorkloadRoleArgs extends OwnershipArgs {
    /**
     * Who may take the role, exactly one of: `github`, `gitlab`, `terraformCloud`, `podIdentity`, `irsa`, `oidc`,
     * `rolesAnywhere`, `gcp`, `azure`. Names are compared to the letter; none may hold a wildcard.
     */
    workload: WorkloadArgs;
    /**
     * ARN of the account's OIDC provider for the issuer, of which an account can have one only.
     * @default a provider that the component makes, where the issuer needs one
     */
    provider?: Input<string> | undefined;
    /**
     * How long a session lasts. AWS takes no less than "1h" for a role; with `rolesAnywhere`, from "15m" to "1h".
     * @default "1h"
     */
    maxDuration?: Input<string>;
    /**
     * ARNs of managed policies, each under a name of yours.
     * @default {}
     */
    policies?: Record<string, Input<string>>;
    /**
     * Policy documents, each under a name of yours.
     * @default {}
     */
    inlinePolicies?: Record<string, Input<string | PolicyDocument>>;
    /**
     * ARN of a permissions boundary.
     * @default none: what a deployment may do is not known here
     */
    permissionsBoundary?: Input<string>;
    /**
     * More tags.
     * @default {}
     */
    tags?: Input<Record<string, Input<string>>>;
}

export type Kind = keyof WorkloadArgs;

const SUBJECT = "aws-require-oidc-subject";
const AUDIENCE = "aws-require-oidc-audience";
const CERTIFICATE = "aws-require-certificate-condition";

/** A text of a form that stands for itself alone. */
function text(form: RegExp, what: string, example: string, rule = SUBJECT): Check<string> {
    const check = exact(form, what, example, rule);
    return (given, at) => {
        // Such as the subject of whoever comes, which is always equal to itself.
        if (!String(given).includes("${") || /[*?]/.test(String(given))) return check(given, at);
        const wrong = "has a policy variable, which AWS fills in with what the caller says.";
        throw new Refused(at, wrong, `${at}: ${example}`, rule);
    };
}

const number = text(/^[1-9]\d*$/, "number, as text", '"123456"');
const {
    repository,
    environment,
    branch,
    tag,
    project,
    host,
    name,
    phase,
    namespace,
    serviceAccount,
    guid,
    subject,
    issuer: url,
} = names(text);
const uniqueId = text(/^\d{18,24}$/, "unique id of a service account", '"104213456789012345678"');
const audience = text(/^[^\s]{1,255}$/, "audience", '"sts.amazonaws.com"', AUDIENCE);
const commonName = text(/^.{1,64}$/, "common name", '"backup.example.com"', CERTIFICATE);
const cluster = text(
    /^arn:aws[a-z-]*:eks:[a-z0-9-]+:\d{12}:cluster\/[\w-]+$/,
    "ARN of a cluster",
    '"arn:aws:eks:eu-west-1:123456789012:cluster/shop"',
);
const trustAnchor = text(
    /^arn:aws[a-z-]*:rolesanywhere:[a-z0-9-]+:\d{12}:trust-anchor\/[0-9a-f-]{36}$/,
    "ARN of a trust anchor",
    '"arn:aws:rolesanywhere:eu-west-1:123456789012:trust-anchor/0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"',
    CERTIFICATE,
);

/** An issuer without its scheme. Whether it ends in a slash is for its tokens to say. */
const issuer: Check<string> = (given, at) => {
    const found = url(given, at).slice("https://".length);
    if (!/^accounts\.google\.com\/?$/.test(found)) return found;
    // A provider for it would keep all its tokens out, those for other roles too.
    throw new Refused(at, "is known to AWS without a provider.", "workload: { gcp: { … } }", SUBJECT);
};

/** By kind, who comes, of what is told of a workload; throws Refused. */
const READERS: Readonly<Record<Kind, (given: Given, at: string) => documents.Federation>> = {
    github: (given, at) => {
        const context = members(given, at, { environment, branch, tag });
        oneOf(context, ["environment", "branch", "tag"], at, 'environment: "production"', SUBJECT);
        const ids = given.ids === undefined ? undefined : object(given.ids, `${at}.ids`, SUBJECT);
        return documents.github({
            repository: repository(given.repository, `${at}.repository`),
            ...context,
            ids: ids && {
                owner: number(ids.owner, `${at}.ids.owner`),
                repository: number(ids.repository, `${at}.ids.repository`),
            },
        });
    },
    gitlab: (given, at) => {
        const optional = members(given, at, { branch, tag, host, audience });
        oneOf(optional, ["branch", "tag"], at, 'branch: "main"', SUBJECT);
        return documents.gitlab({ project: project(given.project, `${at}.project`), ...optional });
    },
    terraformCloud: (given, at) =>
        documents.terraformCloud({
            organization: name("organization", '"acme"')(given.organization, `${at}.organization`),
            project: name("project", '"shop"')(given.project, `${at}.project`),
            workspace: name("workspace", '"shop-production"')(given.workspace, `${at}.workspace`),
            phases: listed(given.phases ?? ["plan", "apply"], phase, `${at}.phases`, '"apply"', SUBJECT),
        }),
    podIdentity: (given, at) =>
        documents.podIdentity({ cluster: cluster(given.cluster, `${at}.cluster`), ...account(given, at) }),
    irsa: (given, at) => documents.irsa({ issuer: issuer(given.issuer, `${at}.issuer`), ...account(given, at) }),
    oidc: (given, at) =>
        documents.oidc(
            issuer(given.issuer, `${at}.issuer`),
            listed(given.subjects, subject, `${at}.subjects`, '"job:orders"', SUBJECT),
            listed(given.audiences, audience, `${at}.audiences`, '"sts.amazonaws.com"', AUDIENCE),
        ),
    rolesAnywhere: (given, at) =>
        documents.rolesAnywhere({
            trustAnchor: trustAnchor(given.trustAnchor, `${at}.trustAnchor`),
            commonName: commonName(given.commonName, `${at}.commonName`),
        }),
    gcp: (given, at) =>
        documents.gcp({
            uniqueId: uniqueId(given.uniqueId, `${at}.uniqueId`),
            audience: audience(given.audience, `${at}.audience`),
        }),
    azure: (given, at) =>
        documents.azure({
            tenant: guid("tenant id in lower case")(given.tenant, `${at}.tenant`),
            objectId: guid("object id in lower case")(given.objectId, `${at}.objectId`),
            audience: audience(given.audience, `${at}.audience`),
        }),
};

/** Which of the kinds is given: exactly one. */
export const kindOf: Check<Kind> = (given, at) => {
    if (Output.isInstance(given)) throw new Refused(at, "is an output.", `${at}: { github: output }`, SUBJECT);
    const told = given === undefined ? {} : object(given, at, SUBJECT);
    const example = 'github: { repository: "acme/shop", environment: "production" }';
    return oneOf(told, Object.keys(READERS) as Kind[], at, example, SUBJECT);
};

/** Of what is told of a workload of that kind: who may come. */
export function federation(kind: Kind): Check<documents.Federation> {
    return (given, at) => {
        const found = READERS[kind](object(given, at, SUBJECT), at);
        fitting(documents.longestTrust(found), at, "fewer subjects, and a role for each of the others");
        return found;
    };
}

const providerArn = like(
    /^arn:aws[a-z-]*:iam::\d{12}:oidc-provider\/[^\s*?]+$/,
    "ARN of an OIDC provider",
    '"arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"',
);

/** Of { provider, workload }: the provider of the workload's issuer, if there is one. */
export function providerFor(kind: Kind): Check<string | undefined> {
    return (given, at) => {
        const { provider, workload } = given as { provider?: unknown; workload?: unknown };
        if (provider === undefined) return undefined;
        if (!needsProvider(kind)) throw new Refused(at, `is not for ${kind}, which needs none.`, "the arguments without it");
        const arn = providerArn(provider, at);
        const issuer = issuerOf(kind, workload);
        if (issuer === undefined || arn.endsWith(`:oidc-provider/${issuer}`)) return arn;
        throw new Refused(at, "is of another issuer.", `the ARN that ends in ":oidc-provider/${issuer}"`);
    };
}

/** Whether AWS knows such a workload only by a provider in the account. */
export function needsProvider(kind: Kind): boolean {
    return !["podIdentity", "rolesAnywhere", "gcp"].includes(kind);
}

/** What is wrong with the workload is said of the workload. */
function issuerOf(kind: Kind, workload: unknown): string | undefined {
    try {
        return federation(kind)(workload, "workload").issuer;
    } catch (error) {
        if (error instanceof Refused) return undefined;
        throw error;
    }
}

/** How long a session of such a workload lasts, in seconds. */
export function maxDuration(kind: Kind): Check<number> {
    return duration({
        byDefault: "1h",
        least: kind === "rolesAnywhere" ? "15m" : "1h",
        most: "1h",
        because: "a workload asks for its next session by itself",
        rule: "aws-max-session-duration",
    });
}

function account(given: Given, at: string): documents.ServiceAccount {
    return {
        namespace: namespace(given.namespace, `${at}.namespace`),
        serviceAccount: serviceAccount(given.serviceAccount, `${at}.serviceAccount`),
    };
}
