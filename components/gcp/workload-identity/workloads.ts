import { type Check, Refused } from "../../arguments";
import { type Given, exact, listed, members, names, object, oneOf } from "../../workloads";
import type { Kind } from "./arguments";
import * as documents from "./documents";

/** Readers of what is told of a workload, by its kind. */

export const SUBJECT = "gcp-require-provider-condition";
const NUMBER = "gcp-require-immutable-claim";
const AUDIENCE = "gcp-no-foreign-audience";
const KEYS = "gcp-no-forgeable-token";

const text = (form: RegExp, what: string, example: string, rule = SUBJECT) => exact(form, what, example, rule);

const number = text(/^[1-9]\d*$/, "number, as text", '"123456"', NUMBER);
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
    issuer,
} = names(text);
const account = text(/^\d{12}$/, "number of an account, as text", '"123456789012"');
const role = text(/^[\w+=,.@-]{1,64}$/, "name of a role without its path", '"orders"');
const audience = text(/^\S{1,256}$/, "audience", '"api://acme-google"', AUDIENCE);
const commonName = text(/^.{1,64}$/, "common name", '"backup.example.com"');
const certificate = text(
    /^\s*-----BEGIN CERTIFICATE-----\s[\sA-Za-z0-9+/=]+-----END CERTIFICATE-----\s*$/,
    "single certificate as PEM",
    'readFileSync("authority.pem", "utf8")',
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
        oneOf(context, ["environment", "branch", "tag"], at, 'environment: "production"', SUBJECT);
        return documents.github({
            repository: repository(given.repository, `${at}.repository`),
            ...context,
            ids: ids(given, at, { owner: number, repository: number }),
        });
    },
    gitlab: (given, at) => {
        const optional = members(given, at, { branch, tag, host, audience });
        oneOf(optional, ["branch", "tag"], at, 'branch: "main"', SUBJECT);
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
                organization: text(/^org-\w+$/, "id of an organization", '"org-8XkzJpQ2mZ7Vt1Ya"', NUMBER),
                workspace: text(/^ws-\w+$/, "id of a workspace", '"ws-4HtRbW9cLe3Nq6Ds"', NUMBER),
            }),
            phases: listed(given.phases ?? ["plan", "apply"], phase, `${at}.phases`, '"apply"', SUBJECT),
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
            subjects: listed(given.subjects, subject, `${at}.subjects`, '"job:orders"', SUBJECT),
            ...(given.audiences !== undefined && { audiences: audiences(given.audiences, `${at}.audiences`) }),
            ...members(given, at, { jwks }),
        }),
    x509: (given, at) =>
        documents.x509({
            trustAnchors: listed(given.trustAnchors, certificate, `${at}.trustAnchors`, "authority", SUBJECT),
            commonName: commonName(given.commonName, `${at}.commonName`),
        }),
};

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
