import type { Resource } from "../core/rule";
import { awsPrincipals } from "./access-aws";
import { awsKeys } from "./access-aws-keys";
import { awsSecrets } from "./access-aws-secrets";
import { gcpEntitlements, gcpFederation, gcpSecrets } from "./access-gcp";
import { gcpGrants } from "./access-gcp-grants";
import { gcpKeys } from "./access-gcp-keys";
import { type Family, type Way, ending } from "./access-reading";
import { isUnreadable, secretTexts } from "./values";
import { named } from "./words";

/** One way in that a program declares, and the time for which it is open. */
export interface Access {
    readonly urn: string;
    readonly kind: "role" | "key" | "secret" | "entitlement" | "grant" | "session";
    /** What it opens and to whom, in public words: "`roles/owner` on project `shop-prod` for `user:jo@example.com`". */
    readonly what: string;
    /** Milliseconds since 1970; absent: since it is made. */
    readonly from?: number;
    /** Milliseconds since 1970, "never" when nothing ends it, "unknown" when that cannot be read before the deployment. */
    readonly until: number | "never" | "unknown";
    /** Why it ends then, or does not, in a few words: "trust window", "a condition", "rotated every 30 d", "no end is written". */
    readonly because: string;
    /** Seconds that one use of it lasts at most: a role session, an activated entitlement; the interval of rotation for a secret. */
    readonly each?: number;
}

const FAMILIES: readonly (Family & { readonly kind: Access["kind"] })[] = [
    { kind: "role", ...awsPrincipals },
    { kind: "key", ...awsKeys },
    { kind: "secret", ...awsSecrets },
    { kind: "grant", ...gcpGrants },
    { kind: "entitlement", ...gcpEntitlements },
    { kind: "key", ...gcpKeys },
    { kind: "secret", ...gcpSecrets },
    { kind: "role", ...gcpFederation },
];

/** Type tokens that `accesses` looks at. */
export const ACCESS_TYPES: ReadonlySet<string> = new Set(FAMILIES.flatMap(({ types, beside }) => [...types, ...beside]));

/** All that `resources` open, in the order of their URNs. Never throws: what cannot be read is "unknown". */
export function accesses(resources: readonly Resource[], now: Date): readonly Access[] {
    const found = FAMILIES.flatMap(({ kind, types, beside, read }) => {
        const own = new Set(types);
        const seen = new Set([...types, ...beside]);
        const joined = resources.filter(({ type }) => seen.has(type));
        let reader: ReturnType<typeof read> | undefined;
        return joined
            .filter(({ type }) => own.has(type))
            .flatMap((resource) =>
                guarded(kind, resource, () => (reader ??= read(joined, now.getTime()))(resource))
                    .filter(isEverOpen)
                    .map((way) => ({ urn: resource.urn, ...way, what: withoutSecrets(way.what, resource) })),
            );
    });
    return found.sort((a, b) => (a.urn < b.urn ? -1 : a.urn > b.urn ? 1 : 0));
}

function guarded(kind: Access["kind"], { name }: Resource, read: () => Iterable<Way>): readonly Way[] {
    try {
        return [...read()];
    } catch (error) {
        const what = `${kind} ${named(name, "of the program")}`;
        if (isUnreadable(error)) return [{ kind, what, ...ending(error, "") }];
        // Only the kind of the error: its text may hold an input.
        const thrown = error instanceof Error ? error.constructor.name : typeof error;
        return [{ kind, what, until: "unknown", because: `it could not be read (${thrown})` }];
    }
}

function isEverOpen({ from, until }: Way): boolean {
    return from === undefined || typeof until !== "number" || from <= until;
}

/** Quotations that repeat a text which the program marked as secret are taken out. */
function withoutSecrets(what: string, { inputs }: Resource): string {
    const secrets = secretTexts(inputs.raw);
    if (secrets.length === 0) return what;
    return what.replace(/`([^`]+)`/g, (quoted, inner: string) =>
        secrets.some((secret) => secret.includes(inner) || isWithin(secret, inner)) ? "(a secret, not shown)" : quoted,
    );
}

/** Some identifiers get their kind before them: "serviceAccount:…". Of a secret as short as a word nothing could be said. */
function isWithin(secret: string, shown: string): boolean {
    return secret.length > 3 && shown.includes(secret);
}
