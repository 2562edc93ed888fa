import type { Resource } from "../core/rule";
import { claimPassed, claimsRead, exactClaims, fixedClaims } from "./cel-claims";
import { namesWorkload, tenantClaims, width } from "./gcp-issuers";
import { Unknown, type Value, each, ifKnown, isUnreadable, legible, text } from "./values";

export const PROVIDER = "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider";
export const POOL = "gcp:iam/workloadIdentityPool:WorkloadIdentityPool";

const SUBJECT = "google.subject";

/** Whether a provider lets in only tokens that have a fixed value in a claim for which `test` holds; so when it lets in nobody. */
export function isFixed(provider: Value, test: (claim: string) => boolean): boolean {
    return isOneOf(fixedClaims, provider, test);
}

/** Whether a provider lets in only workloads that its condition names, and not all of a tenant. */
export function isForNamedWorkloads(provider: Value): boolean {
    return isOneOf(exactClaims, provider, (claim) => namesWorkload(claim, issuerOf(provider)));
}

/**
 * As `isForNamedWorkloads`, of all providers of a pool: one that is known to let in more decides, and one that cannot be
 * read is no good name. Throws when it depends on what is not known yet.
 */
export function areForNamedWorkloads(providers: readonly Resource[]): boolean {
    const found = [...each(providers, ({ inputs }) => [isForNamedWorkloads(inputs)])];
    if (found.length === 0 || found.includes(false)) return false;
    for (const one of found) if (one instanceof Unknown) throw one;
    return !found.some(isUnreadable);
}

/** Whether what a provider takes for the subject is the same for many workloads. */
export function isSubjectShared(provider: Value): boolean {
    const mapping = text(provider.get("attributeMapping").get(SUBJECT));
    // Without one an AWS provider takes the ARN, and no other is accepted.
    const claims = mapping === undefined ? undefined : claimsRead(mapping);
    if (!claims) return false;
    return claims.every((claim) => width(bare(claim)) !== undefined || bare(claim) === "assertion");
}

/** How wide a set of identities is that have one value of an attribute, by the providers of its pool that are known. */
export function widthOfAttribute(attribute: string, providers: readonly Resource[]): "tenant" | "any job" | undefined {
    if (providers.length === 0) return width(attribute, true);
    const found = [...each(providers, ({ inputs }) => [widthBy(inputs, attribute)])];
    if (found.includes("any job")) return "any job";
    if (found.includes("tenant")) return "tenant";
    for (const one of found) if (isUnreadable(one)) throw one;
    return undefined;
}

function widthBy(provider: Value, attribute: string): "tenant" | "any job" | undefined {
    const expression = text(provider.get("attributeMapping").get(`attribute.${attribute}`));
    // That of an AWS provider without a mapping is the role.
    if (expression === undefined) return width(attribute, true);
    const claim = claimPassed(expression);
    return claim === undefined ? undefined : width(bare(claim));
}

export function issuerOf(provider: Value): string {
    return text(provider.get("oidc").get("issuerUri")) ?? "";
}

/** Identities of a pool, as the member of a grant. */
export interface Federated {
    readonly of: "workload" | "workforce";
    readonly pool: string;
    /** All of the pool, all of one cluster, those with a value of an attribute; undefined for any others. */
    readonly all?: "pool" | "cluster";
    readonly attribute?: string;
}

const MEMBER =
    /^principal(?:Set)?:\/\/[^/]+\/(?:projects\/[^/]+\/)?locations\/[^/]+\/(?:(workload)Identity|workforce)Pools\/([^/]+)\/(.+)$/;

/** What a member of a grant stands for, if for identities of a pool. */
export function federated(member: string): Federated | undefined {
    const [, workload, pool, which] = MEMBER.exec(member) ?? [];
    if (pool === undefined || which === undefined) return undefined;
    const [, attribute] = /^attribute\.([^/]+)\//.exec(which) ?? [];
    return {
        of: workload ? "workload" : "workforce",
        pool,
        ...(which === "*" && { all: "pool" }),
        ...(which.startsWith("kubernetes.cluster/") && { all: "cluster" }),
        ...(attribute !== undefined && { attribute }),
    };
}

/** Which of the providers in a program are of one pool: by its name, or by what an input of a resource was made from. */
export function providersOf(resources: readonly Resource[]): {
    readonly ofPool: (name: string) => readonly Resource[];
    /** Undefined when the input was made from no pool of the program. */
    readonly ofSources: (urns: readonly string[]) => readonly Resource[] | undefined;
} {
    const pools = resources.filter(({ type }) => type === POOL);
    const providers = resources.filter(({ type }) => type === PROVIDER);
    const isOf = (provider: Resource, name: string | undefined, urn: string | undefined) =>
        (name !== undefined && nameOf(provider) === name) ||
        (urn !== undefined && (provider.sources.workloadIdentityPoolId ?? []).includes(urn));
    return {
        ofPool(name) {
            const pool = pools.find((one) => nameOf(one) === name);
            return providers.filter((provider) => isOf(provider, name, pool?.urn));
        },
        ofSources(urns) {
            const made = pools.filter(({ urn }) => urns.includes(urn));
            const direct = providers.filter(({ urn }) => urns.includes(urn));
            if (made.length + direct.length === 0) return undefined;
            return providers.filter(
                (provider) => direct.includes(provider) || made.some((pool) => isOf(provider, nameOf(pool), pool.urn)),
            );
        },
    };
}

/** Whether two providers are of one pool, as far as can be told. */
export function isSamePool(a: Resource, b: Resource): boolean {
    const [ours, theirs] = [a, b].map(({ inputs, sources }) => ({
        made: sources.workloadIdentityPoolId ?? [],
        name: legible(() => inputs.get("workloadIdentityPoolId")),
        project: legible(() => inputs.get("project")),
    })) as [Pool, Pool];
    if (ours.made.some((urn) => theirs.made.includes(urn))) return true;
    return ours.name !== undefined && ours.name === theirs.name && ours.project === theirs.project;
}

interface Pool {
    readonly made: readonly string[];
    readonly name: string | undefined;
    readonly project: string | undefined;
}

/** The claim that is the subject as it comes from an issuer that is one's own, and so may be that of another such issuer too. */
export function plainSubject(provider: Value): string | undefined {
    const issuer = issuerOf(provider);
    if (issuer === "" || tenantClaims(issuer)) return undefined;
    return claimPassed(text(provider.get("attributeMapping").get(SUBJECT)) ?? "");
}

function nameOf({ inputs }: Resource): string | undefined {
    return legible(() => inputs.get("workloadIdentityPoolId"));
}

function isOneOf(of: typeof fixedClaims, provider: Value, test: (claim: string) => boolean): boolean {
    const mapping = (attribute: string) => text(provider.get("attributeMapping").get(attribute));
    const condition = text(provider.get("attributeCondition")) ?? "";
    const claims = of(condition, (attribute) => ifKnown(() => mapping(attribute)));
    if (!claims || claims.some((claim) => test(bare(claim)))) return true;
    // An attribute that is left may stand for any claim, when its mapping is not known yet.
    for (const claim of claims) if (!claim.startsWith("assertion.")) mapping(claim);
    return false;
}

function bare(claim: string): string {
    return claim.replace(/^assertion\./, "");
}
