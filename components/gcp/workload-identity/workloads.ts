import { type Check, Refused } from "../../arguments";
import { like, required } from "../../checks";
import type { Kind } from "./arguments";
import * as documents from "./documents";

/** Readers of what is told of a workload, by its kind. */

type Given = Readonly<Record<string, unknown>>;

export const SUBJECT = "gcp-require-provider-condition";
const NUMBER = "gcp-require-immutable-claim";
const AUDIENCE = "gcp-no-foreign-audience";
const KEYS = "gcp-no-forgeable-token";

/** A text of a form that stands for itself alone. */
function exact(form: RegExp, what: string, example: string, rule = SUBJECT): Check<string> {
    const [present, formed] = [required(example, rule), like(form, what, example, rule)];
    return (given, at) => {
        const found = present(given, at);
        if (!/[*?]/.test(found)) return formed(found, at);
        throw new Refused(at, "has a wildcard: nobody could say whom it lets in.", `${at}: ${example}`, rule);
    };
}

const repository = exact(/^[\w.-]+\/[\w.-]+$/, "repository with its owner", '"acme/shop"');
const number = exact(/^[1-9]\d*$/, "number, as text", '"123456"', NUMBER);
const environment = exact(/^\S(.*\S)?$/, "environment", '"production"');
const branch = exact(/^(?!refs\/)[^\s:\\~^[]+$/, 'branch without "refs/heads/"', '"main"');
const tag = exact(/^(?!refs\/)[^\s:\\~^[]+$/, 'tag without "refs/tags/"', '"v1.2.0"');
const project = exact(/^[\w.-]+(\/[\w.-]+)+$/, "project with its group", '"acme/shop"');
const host = exact(/^[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?$/, "host", '"gitlab.example.com"');
const name = (what: string, example: string) => exact(/^[^\s:]+( [^\s:]+)*$/, what, example);
const phase = exact(/^(plan|apply)$/, "phase", '"apply"');
const namespace = exact(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, "namespace", '"orders"');
const serviceAccount = exact(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, "service account", '"reader"');
const account = exact(/^\d{12}$/, "number of an account, as text", '"123456789012"');
const role = exact(/^[\w+=,.@-]{1,64}$/, "name of a role without its path", '"orders"');
const guid = (what: string) =>
    exact(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, what, '"0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"');
const subject = exact(/^\S(.{0,253}\S)?$/, "subject", '"job:orders"');
const audience = exact(/^\S{1,256}$/, "audience", '"api://acme-google"', AUDIENCE);
const commonName = exact(/^.{1,64}$/, "common name", '"backup.example.com"');
const certificate = exact(
    /^\s*-----BEGIN CERTIFICATE-----\s[\sA-Za-z0-9+/=]+-----END CERTIFICATE-----\s*$/,
    "single certificate as PEM",
    'readFileSync("authority.pem", "utf8")',
);
const issuer = exact(
    /^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?(\/[\w.~-]+)*\/?$/,
    "https address of an issuer, without query",
    '"https://issuer.example.com"',
);

/** Public keys, and no others: with any other whoever has this text could make tokens. */
const jwks: Check<string> = (given, at) => {
    const example = 'what "kubectl get --raw /openid/v1/jwks" prints';
    const refuse = (wrong: string) => new Refused(at, wrong, example, KEYS);
    if (typeof given !== "string") throw refuse("is no text.");
    const keys = keysIn(given);
    if (!keys) throw refuse("is no JSON with a list of keys.");
    if (!keys.every(({ kty }) => kty === "RSA" || kty === "EC")) throw refuse("has a key that is not RSA or EC.");
    if (keys.some((key) => "d" in key)) throw refuse("has a private key.");
    return given;
};

function keysIn(written: string): readonly Given[] | undefined {
    try {
        const { keys } = (JSON.parse(written) ?? {}) as { keys?: unknown };
        const isList = Array.isArray(keys) && keys.length > 0 && keys.every((key) => typeof key === "object" && key);
        return isList ? (keys as Given[]) : undefined;
    } catch {
        return undefined;
    }
}

function audiences(given: unknown, at: string): string[] {
    const found = listed(given, audience, at, '"api://acme-google"', AUDIENCE);
    if (found.length <= 10) return found;
    throw new Refused(at, `has ${found.length}, of which Google takes 10.`, "at most 10", AUDIENCE);
}

/** By kind, who comes; throws Refused. */
export const READERS: Readonly<Record<Kind, (given: Given, at: string) => documents.Identity>> = {
    github: (given, at) => {
        const context = members(given, at, { environment, branch, tag });
        one(context, ["environment", "branch", "tag"], at, 'environment: "production"');
        return documents.github({
            repository: repository(given.repository, `${at}.repository`),
            ...context,
            ids: ids(given, at, { owner: number, repository: number }),
        });
    },
    gitlab: (given, at) => {
        const optional = members(given, at, { branch, tag, host, audience });
        one(optional, ["branch", "tag"], at, 'branch: "main"');
        return documents.gitlab({
            project: project(given.project, `${at}.project`),
            ...optional,
            ids: ids(given, at, { project: number }),
        });
    },
    terraformCloud: (given, at) =>
        documents.terraformCloud({
            organization: name("organization", '"acme"')(given.organization, `${at}.organization`),
            project: name("project", '"shop"')(given.project, `${at}.project`),
            workspace: name("workspace", '"shop-production"')(given.workspace, `${at}.workspace`),
            ids: ids(given, at, {
                organization: exact(/^org-\w+$/, "id of an organization", '"org-8XkzJpQ2mZ7Vt1Ya"', NUMBER),
                workspace: exact(/^ws-\w+$/, "id of a workspace", '"ws-4HtRbW9cLe3Nq6Ds"', NUMBER),
            }),
            phases: listed(given.phases ?? ["plan", "apply"], phase, `${at}.phases`, '"apply"'),
        }),
    kubernetes: (given, at) =>
        documents.kubernetes({
            issuer: issuer(given.issuer, `${at}.issuer`),
            namespace: namespace(given.namespace, `${at}.namespace`),
            serviceAccount: serviceAccount(given.serviceAccount, `${at}.serviceAccount`),
            ...members(given, at, { jwks }),
        }),
    aws: (given, at) =>
        documents.aws({
            account: account(given.account, `${at}.account`),
            role: role(given.role, `${at}.role`),
        }),
    azure: (given, at) =>
        documents.azure({
            tenant: guid("tenant id in lower case")(given.tenant, `${at}.tenant`),
            objectId: guid("object id in lower case")(given.objectId, `${at}.objectId`),
            audience: audience(given.audience, `${at}.audience`),
        }),
    oidc: (given, at) =>
        documents.oidc({
            issuer: issuer(given.issuer, `${at}.issuer`),
            subjects: listed(given.subjects, subject, `${at}.subjects`, '"job:orders"'),
            ...(given.audiences !== undefined && { audiences: audiences(given.audiences, `${at}.audiences`) }),
            ...members(given, at, { jwks }),
        }),
    x509: (given, at) =>
        documents.x509({
            trustAnchors: listed(given.trustAnchors, certificate, `${at}.trustAnchors`, "authority"),
            commonName: commonName(given.commonName, `${at}.commonName`),
        }),
};

export function object(given: unknown, at: string, rule = SUBJECT): Given {
    if (typeof given === "object" && given !== null && !Array.isArray(given)) return given as Given;
    throw new Refused(at, "is no object.", `${at}: { … }`, rule);
}

/** The one of the names that is there. */
export function one<Name extends string>(given: Given, names: readonly Name[], at: string, example: string): Name {
    const [found, ...more] = names.filter((each) => given[each] !== undefined);
    if (found !== undefined && more.length === 0) return found;
    const wrong = found === undefined ? `has none of ${names.join(", ")}.` : `has ${[found, ...more].join(" and ")}.`;
    throw new Refused(at, wrong, `${at}: { ${example} }`, SUBJECT);
}

/** What stays when a name is given up, and taken by somebody else. */
function ids<Name extends string>({ ids }: Given, at: string, checks: Readonly<Record<Name, Check<string>>>) {
    if (ids === undefined) {
        const names = Object.keys(checks).join(", ");
        throw new Refused(`${at}.ids`, "is missing: names can be taken over.", `${at}.ids: { ${names} }`, NUMBER);
    }
    const given = object(ids, `${at}.ids`, NUMBER);
    const read = Object.entries<Check<string>>(checks).map(([key, check]) => [key, check(given[key], `${at}.ids.${key}`)]);
    return Object.fromEntries(read) as { [Key in Name]: string };
}

/** Those of the members that are there. */
function members<Name extends string>(given: Given, at: string, checks: Readonly<Record<Name, Check<string>>>) {
    const there = Object.entries<Check<string>>(checks).filter(([key]) => given[key] !== undefined);
    return Object.fromEntries(there.map(([key, check]) => [key, check(given[key], `${at}.${key}`)])) as {
        [Key in Name]?: string;
    };
}

function listed(given: unknown, check: Check<string>, at: string, example: string, rule = SUBJECT): string[] {
    const refuse = (wrong: string) => new Refused(at, wrong, `${at}: [${example}]`, rule);
    if (given === undefined) throw refuse("is missing.");
    if (!Array.isArray(given)) throw refuse("is not a list.");
    if (given.length === 0) throw refuse("has 0 of at least 1.");
    return given.map((each, index) => check(each, `${at}[${index}]`));
}
