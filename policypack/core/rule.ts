import { type Unreadable, type Value, each, isUnreadable } from "../facts/values";
import type { Control } from "./controls";
import type { Options, ValuesOf } from "./options";

/** A resource as the engine shows it before it is created. */
export interface Resource {
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    readonly inputs: Value;
    /** URNs of the resources that each input was made from, for joins while names and ARNs are still unknown. */
    readonly sources: Readonly<Record<string, readonly string[]>>;
}

/** One thing wrong with one resource. */
export interface Finding {
    /** What is wrong here, in one sentence. Numbers and public identifiers only, the latter through `quote()`. */
    readonly message: string;
    /** The input at fault, dotted: "policy.Statement[1]". */
    readonly path?: string;
    /** What at that place is at fault, where several things can be: an action, a member, a role. */
    readonly part?: string;
    /** The resource at fault, in a stack rule. */
    readonly resource?: Resource;
}

export const SEVERITIES = ["low", "medium", "high", "critical"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Resources by type token and inputs, as a program would declare them. */
export type Example = readonly {
    readonly type: string;
    readonly name?: string;
    readonly inputs: Readonly<Record<string, unknown>>;
    /** Which other example each input is made from, by name. */
    readonly sources?: Readonly<Record<string, readonly string[]>>;
}[];

interface Described<O extends Options> {
    /** Cloud, then file name. Public and permanent. */
    readonly name: `${string}-${"no" | "require" | "max"}-${string}`;
    readonly severity: Severity;
    /** What the rule demands. */
    readonly description: string;
    /** Why it matters. */
    readonly rationale: string;
    /** What to write instead. */
    readonly remedy: string;
    /** Most specific first, OWASP NHI leading. */
    readonly controls: readonly [Control, ...Control[]];
    /** Ids of other scanners' checks that this one replaces, such as "Checkov CKV_AWS_274". */
    readonly replaces: readonly string[];
    readonly options: O;
    /** Type tokens of the resources that the rule judges. */
    readonly on: readonly [string, ...string[]];
    /** Shown in the docs, and run by the contract test. */
    readonly examples: { readonly denied: Example; readonly allowed: Example };
}

/** What could not be read of one resource among several. */
export interface Unread {
    readonly unread: Unreadable;
    readonly resource: Resource;
}

/** What a check yields, or throws: what is wrong, and what it could not read. */
export type Outcome = Finding | Unreadable | Unread;

export interface ResourceRule<O extends Options = Options> extends Described<O> {
    readonly judges: "resource";
    check(resource: Resource, options: ValuesOf<O>, now: Date): Iterable<Outcome>;
    /**
     * Inputs that satisfy the rule, as a tree to lay over those of the resource, for CrossGuard's level "remediate". Only
     * where such a value is safe for every program; asked for only when the check found something wrong.
     */
    remediate?(resource: Resource, options: ValuesOf<O>): Readonly<Record<string, unknown>>;
}

export interface StackRule<O extends Options = Options> extends Described<O> {
    readonly judges: "stack";
    /** Type tokens of further resources that the check needs to see. */
    readonly beside: readonly string[];
    /** The resources of the types in `on` and `beside`, in the order of their URNs. */
    check(resources: readonly Resource[], options: ValuesOf<O>, now: Date): Iterable<Outcome>;
}

export type Rule<O extends Options = Options> = ResourceRule<O> | StackRule<O>;

type Written<R, O extends Options> = Omit<R, "judges" | "options" | "replaces" | "beside"> & {
    readonly options?: O;
    readonly replaces?: readonly string[];
};

/** A rule that one resource is enough to decide: it fails first and points best. */
export function resourceRule<O extends Options = Record<never, never>>(rule: Written<ResourceRule<O>, O>): ResourceRule<O> {
    return { options: {} as O, replaces: [], ...rule, judges: "resource" };
}

/** A rule that must see several resources together. */
export function stackRule<O extends Options = Record<never, never>>(
    rule: Written<StackRule<O>, O> & { readonly beside?: readonly string[] },
): StackRule<O> {
    return { options: {} as O, replaces: [], beside: [], ...rule, judges: "stack" };
}

/** What `body` yields for each of these resources; what it cannot read of one is said of that one, and hides no other. */
export function* eachResource(
    resources: Iterable<Resource>,
    body: (resource: Resource) => Iterable<Finding | Unreadable>,
): Generator<Outcome> {
    for (const resource of resources) {
        for (const outcome of each([resource], body)) yield isUnreadable(outcome) ? { unread: outcome, resource } : outcome;
    }
}
