import { isLimited, scalar } from "./aws-trust-conditions";
import { tests } from "./iam-condition";
import { matches } from "./iam-pattern";
import { type Bound, type Claims, type Issuer, boundOf } from "./trust-policy";
import type { Value } from "./values";

// What the text before the first wildcard must name, by how a subject begins: else it stands for all customers of the
// issuer, or for all projects of an organisation.
const NAMED: readonly (readonly [start: RegExp, named: RegExp])[] = [
    // GitHub: repo:OWNER/REPOSITORY:… and, where the subject is customised, claims in any order.
    [/^repo:/, /^repo:[^/]+\/[^/:]+:/],
    [/^repository_owner(_id)?:/, /:(repository|repository_id|job_workflow_ref):[^:]+:/],
    // GitLab: project_path:GROUP/PROJECT:…
    [/^project_path:/, /^project_path:[^:]+:/],
    // HCP Terraform: organization:NAME:project:NAME:…, Buildkite: organization:NAME:pipeline:NAME:…
    [/^organization:/, /^organization:[^:]+:(project|pipeline):[^:]+:/],
    // Pulumi: pulumi:deploy:org:NAME:project:NAME:… and pulumi:environments:org:NAME:env:NAME
    [/^pulumi:/, /^pulumi:[^:]+:org:[^:]+:[^:]+:[^:]+:/],
    // Kubernetes: system:serviceaccount:NAMESPACE:NAME
    [/^system:/, /^system:serviceaccount:[^:]+:/],
    // CircleCI: org/ID/project/ID/user/ID, from an issuer of the organisation
    [/^org\//, /^org\/[^/]+\/project\/[^/]+\//],
    // Vercel: owner:TEAM:project:NAME:environment:NAME
    [/^owner:/, /^owner:[^:]+:project:[^:]+:/],
    // Spacelift: space:ID:stack:ID:…, where a space is what a project is elsewhere
    [/^space:/, /^space:[^:]+:/],
    // Bitbucket: {REPOSITORY}:{STEP} or {REPOSITORY}:{ENVIRONMENT}:{STEP}, from an issuer of the workspace
    [/^\{/, /^\{[^{}]+\}/],
    // Azure DevOps: sc://ORGANISATION/PROJECT/CONNECTION
    [/^sc:/, /^sc:\/\/[^/]+\/[^/]+\//],
    // Any other: a name, and not only a word such as "org" that says which kind of name follows.
    [/^/, /^([^:/]+[:/]+[^:/]|.*[^a-z_:/])/i],
];

// A subject of GitHub may be made of any claims, and an environment or a branch of that name anybody has.
const OF_GITHUB = /(^|:)((repo|repository):[^/:]+\/[^/:]+:|repository_id:[^:]+:|(job_)?workflow_ref:[^/:]+\/[^/:]+\/)/;

/** Whether a value for the subject leaves open who it is. Without a wildcard it is one subject. */
export function isWideSubject(value: string, pattern: boolean): boolean {
    const wildcard = pattern ? value.search(/[*?]/) : -1;
    if (wildcard < 0) return false;
    const before = value.slice(0, wildcard);
    return !NAMED.find(([start]) => start.test(before))?.[1].test(before);
}

function isWildcard(value: string, pattern: boolean): boolean {
    return pattern && /[*?]/.test(value);
}

function startsWithWildcard(value: string, pattern: boolean): boolean {
    return pattern && /^[*?]/.test(value);
}

/** As `isWideSubject`, of a subject that GitHub has issued. */
export function isWideGithubSubject(value: string, pattern: boolean): boolean {
    const wildcard = pattern ? value.search(/[*?]/) : -1;
    return !OF_GITHUB.test(wildcard < 0 ? `${value}:` : value.slice(0, wildcard));
}

const SUBJECT: Claims = { sub: isWideSubject };
// Of the claims of GitHub that AWS reads since 2026, those that name a repository, or a workflow in one.
const GITHUB: Claims = {
    sub: isWideGithubSubject,
    repository: isWildcard,
    repository_id: isWildcard,
    job_workflow_ref: (value, pattern) => pattern && !/^[^/*?]+\/[^/*?]+\//.test(value),
};
// The identities of a pool are its users, so to let in all who signed in is what such a role is for; guests did not.
const COGNITO: Claims = {
    sub: isWildcard,
    amr: (value, pattern) => value === "unauthenticated" || isWildcard(value, pattern),
};

const COGNITO_ISSUER = "cognito-identity.amazonaws.com";
const SUBJECTS: Readonly<Record<string, Claims>> = {
    // A number, so that one with a wildcard is of nobody in particular.
    "accounts.google.com": { sub: isWildcard },
    [COGNITO_ISSUER]: COGNITO,
    "graph.facebook.com": { id: isWildcard },
    "www.amazon.com": { user_id: isWildcard },
};

/** How a condition bounds whose tokens of an issuer it lets in. */
export function subjectBound(condition: Value, issuer: Issuer): Bound {
    const bound = boundOf(condition, issuer, subjectClaims(issuer));
    if (issuer.name !== COGNITO_ISSUER || bound.by !== "enough") return bound;
    // All pools of all accounts are of one issuer, and anyone can sign in to a pool of their own.
    const isOfPool = isLimited(condition, { [`${COGNITO_ISSUER}:aud`]: isWildcard });
    return isOfPool || boundOf(condition, issuer, { sub: isWildcard }).by === "enough" ? bound : { by: "nothing" };
}

/** The claims by which one of these must say whose token it is. */
export function subjectClaims({ name }: Issuer): Claims {
    if (name === undefined) return { ...GITHUB, ...COGNITO, ...SUBJECT };
    if (isGithub({ name })) return GITHUB;
    // Fly: ORGANISATION:APPLICATION:MACHINE, without a word that says so.
    if (/^oidc\.fly\.io(\/|$)/.test(name)) return { sub: (value, pattern) => pattern && !/^[^:*?]+:[^:*?]+:/.test(value) };
    return Object.hasOwn(SUBJECTS, name) ? SUBJECTS[name]! : SUBJECT;
}

/** Whether the issuer is GitHub Actions, of github.com, of an enterprise there or of a server of one's own. */
export function isGithub({ name = "" }: Issuer): boolean {
    return /(^|\.)actions\.githubusercontent\.com(\/|$)|\/_services\/token$/.test(name);
}

/** Whether the tokens of the issuer say for which pool they are, which is said with the subject. */
export function isCognito({ name }: Issuer): boolean {
    return name === COGNITO_ISSUER;
}

const AUDIENCES: Readonly<Record<string, Claims>> = {
    // `aud` is the party that asked for the token, where that differs from the one it was asked for, which is `oaud`.
    "accounts.google.com": { aud: startsWithWildcard, oaud: startsWithWildcard },
    "graph.facebook.com": { app_id: startsWithWildcard },
    "www.amazon.com": { app_id: startsWithWildcard },
};

/** The claims by which one of these must say for whom the token was issued. */
export function audienceClaims({ name = "" }: Issuer): Claims {
    return Object.hasOwn(AUDIENCES, name) ? AUDIENCES[name]! : { aud: startsWithWildcard };
}

// Of the claims of GitHub, those that a pull request has as any other run of the repository has.
const OF_ANY_RUN = /:(sub|aud|iss|repository|repository_id|repository_owner|repository_owner_id|enterprise|enterprise_id)$/;

/** By which value a condition lets in pull requests to a repository of GitHub; undefined when it does not. */
export function pullRequestSubject(condition: Value, issuer: Issuer): string | undefined {
    if (!isGithub(issuer) || subjectBound(condition, issuer).by !== "enough") return undefined;
    const lines = tests(condition).filter(({ key }) => key.startsWith(`${issuer.name?.toLowerCase()}:`));
    if (lines.some(({ key }) => !OF_ANY_RUN.test(key))) return undefined;
    const subjects = lines.filter(({ key }) => key.endsWith(":sub"));
    // Whoever leaves some subjects out has thought of these.
    if (subjects.some(({ operator }) => operator.includes("not"))) return undefined;
    const found = subjects.map(({ operator, values }) =>
        values
            .filter((value) => !value.unknown)
            .map(scalar)
            .find((subject) => {
                const [start] = /^repo:[^/]+\/[^/:]+:/.exec(subject) ?? [];
                if (start === undefined) return false;
                const pullRequest = `${start}pull_request`;
                return operator === "stringlike" ? matches(subject, pullRequest) : subject === pullRequest;
            }),
    );
    return found.includes(undefined) ? undefined : found[0];
}
