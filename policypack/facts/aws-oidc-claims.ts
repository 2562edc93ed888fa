import type { Claims, Issuer } from "./trust-policy";

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
    // Any other: a name, and not only a word such as "org" that says which kind of name follows.
    [/^/, /^([^:/]+[:/]+[^:/]|.*[^a-z_:/])/i],
];

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

const SUBJECT: Claims = { sub: isWideSubject };
// Of the claims of GitHub that AWS reads since 2026, those that name a repository, or a workflow in one.
const GITHUB: Claims = {
    ...SUBJECT,
    repository: isWildcard,
    repository_id: isWildcard,
    job_workflow_ref: (value, pattern) => pattern && !/^[^/*?]+\/[^/*?]+\//.test(value),
};
// The identities of a pool are its users, so to let in all who signed in is what such a role is for; guests did not.
const COGNITO: Claims = { ...SUBJECT, amr: (value, pattern) => value === "unauthenticated" || isWildcard(value, pattern) };

const SUBJECTS: Readonly<Record<string, Claims>> = {
    "cognito-identity.amazonaws.com": COGNITO,
    "graph.facebook.com": { id: isWildcard },
    "www.amazon.com": { user_id: isWildcard },
};

/** The claims by which one of these must say whose token it is. */
export function subjectClaims({ name }: Issuer): Claims {
    if (name === undefined) return { ...GITHUB, ...COGNITO };
    return SUBJECTS[name] ?? (/(^|\.)actions\.githubusercontent\.com(\/|$)/.test(name) ? GITHUB : SUBJECT);
}

const AUDIENCES: Readonly<Record<string, Claims>> = {
    // `aud` is the party that asked for the token, where that differs from the one it was asked for, which is `oaud`.
    "accounts.google.com": { aud: startsWithWildcard, oaud: startsWithWildcard },
    "graph.facebook.com": { app_id: startsWithWildcard },
    "www.amazon.com": { app_id: startsWithWildcard },
};

/** The claims by which one of these must say for whom the token was issued. */
export function audienceClaims({ name = "" }: Issuer): Claims {
    return AUDIENCES[name] ?? { aud: startsWithWildcard };
}
