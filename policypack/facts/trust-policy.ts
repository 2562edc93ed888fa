import { scalar } from "./aws-trust-conditions";
import { type Test, tests } from "./iam-condition";
import { matches } from "./iam-pattern";
import type { Statement } from "./iam-policy";
import { Malformed, Unknown, type Value, elements, members, text } from "./values";

const KINDS = ["AWS", "Service", "Federated", "CanonicalUser"] as const;

/** Whom a statement names. "anyone" is `"*"`, and all that a NotPrincipal leaves. */
export interface Principal {
    readonly kind: (typeof KINDS)[number] | "anyone";
    readonly who: Value;
}

export function principals({ path, principal, notPrincipal }: Statement): readonly Principal[] {
    if (principal.absent && notPrincipal.absent) throw new Malformed(path, "a statement with a Principal");
    if (principal.absent) return [{ kind: "anyone", who: notPrincipal }];
    if (principal.known() === "*") return [{ kind: "anyone", who: principal }];
    return members(principal).flatMap(([name, named]) => {
        const kind = KINDS.find((known) => known === name);
        if (!kind) throw new Malformed(principal.path, `"*" or an object of ${KINDS.join(", ")}`);
        return elements(named).map((who) => ({ kind, who }));
    });
}

/** An issuer of OIDC tokens, such as "token.actions.githubusercontent.com"; no name when it is not known yet, or any. */
export interface Issuer {
    readonly name?: string;
}

const ACTION = "sts:assumerolewithwebidentity";

/** Whether an Allow names whoever it may be. */
export function isForAnyone({ kind, who }: Principal): boolean {
    return kind === "anyone" || (kind === "AWS" && !who.unknown && text(who) === "*");
}

/** The principals of the kind that an Allow lets in by this action; none when one of the three is certainly otherwise. */
export function admitted(statement: Statement, kind: Principal["kind"], action: string): readonly Principal[] {
    const named = () => principals(statement).filter((principal) => principal.kind === kind);
    const lets = all([() => named().length > 0, () => statement.allows, () => admits(statement, action)]);
    return lets ? named() : [];
}

/** The issuers whose tokens a statement lets in. */
export function oidcIssuers(statement: Statement): readonly Issuer[] {
    const issuers = () =>
        principals(statement).flatMap((principal) =>
            // Who may also come without a token is nobody's to judge by claims.
            principal.kind === "anyone" && admits(statement, "sts:assumerole") ? [] : issuersOf(principal),
        );
    const lets = all([() => issuers().length > 0, () => statement.allows, () => admits(statement, ACTION)]);
    return lets ? issuers() : [];
}

function issuersOf({ kind, who }: Principal): readonly Issuer[] {
    if (kind === "anyone") return [{}];
    if (kind !== "Federated") return [];
    if (who.unknown) return [{}];
    const written = text(who) ?? "";
    if (written === "*") return [{}];
    // Four issuers are known to AWS by name and need no provider: accounts.google.com and the like.
    const [, name] = /^arn:[^:]*:iam::[^:]*:oidc-provider\/(.+)$/.exec(written) ?? /^(?!arn:)(.+)$/.exec(written) ?? [];
    return name === undefined ? [] : [{ name }];
}

/** Whether the statement is of this action, given in lower case. */
export function admits({ actions: { inverted, values } }: Statement, action: string): boolean {
    return any(values.map((value) => () => matches((text(value) ?? "").toLowerCase(), action))) !== inverted;
}

/** How the statement bounds a claim of the issuer's tokens: not at all, by a value that too many fit, or well. */
export type Bound =
    { readonly by: "nothing" } | { readonly by: "too little"; readonly value: string } | { readonly by: "enough" };

/** By claim: whether a value, or with `pattern` a value with wildcards in it, lets too many in. */
export type Claims = Readonly<Record<string, (value: string, pattern: boolean) => boolean>>;

// What these say is untrue for a token without the claim. StringNotEquals and its like let in all but a few.
const BOUNDING: ReadonlySet<string> = new Set(["stringequals", "stringequalsignorecase", "stringlike"]);

/** The best of what a condition says of any of these claims, and of that the first value that lets in too many. */
export function boundOf(condition: Value, issuer: Issuer, claims: Claims): Bound {
    const lines = tests(condition).flatMap((test) =>
        Object.entries(claims)
            .filter(([claim]) => isBounding(test) && isClaim(test.key, issuer, claim))
            .map(([, lets]) => {
                const isWide = (value: Value) => lets(scalar(value), test.operator === "stringlike");
                // The values of a line are alternatives, so each must be narrow.
                const isNarrow = () => all(test.values.map((value) => () => !isWide(value)));
                return { isNarrow, wide: () => test.values.filter((value) => !value.unknown && isWide(value)) };
            }),
    );
    if (any(lines.map(({ isNarrow }) => isNarrow))) return { by: "enough" };
    const [wide] = lines.flatMap((line) => line.wide());
    return wide ? { by: "too little", value: scalar(wide) } : { by: "nothing" };
}

// ForAllValues: and …IfExists are true for a token without the claim.
function isBounding({ operator, set, ifExists }: Test): boolean {
    return BOUNDING.has(operator) && set !== "forallvalues" && !ifExists;
}

function isClaim(key: string, { name }: Issuer, claim: string): boolean {
    return name === undefined ? key.endsWith(`:${claim}`) : key === `${name.toLowerCase()}:${claim}`;
}

/** False when one of them is certainly false, whatever cannot be known of the others. */
export function all(reads: readonly (() => boolean)[]): boolean {
    return !any(reads.map((read) => () => !read()));
}

/** True when one of them is certainly true, whatever cannot be known of the others. */
export function any(reads: readonly (() => boolean)[]): boolean {
    let unknown: Unknown | undefined;
    for (const read of reads) {
        try {
            if (read()) return true;
        } catch (error) {
            if (!(error instanceof Unknown)) throw error;
            unknown ??= error;
        }
    }
    if (unknown) throw unknown;
    return false;
}
