import { type End, attempt, latest, soonest } from "./access-reading";
import type { Held, Principal } from "./aws-principals";
import { type Test, from, instants, tests, until } from "./iam-condition";
import { type Listing, type Statement, statements } from "./iam-policy";
import { admits, isForAnyone, principals } from "./trust-policy";
import { Malformed, type Unreadable, type Value, each, isUnreadable, list, readable, text } from "./values";

/** From when and until when policies let somebody do something. Infinite where they write no limit. */
export interface Span {
    readonly from: number;
    readonly until: End;
}

const ALWAYS: Span = { from: -Infinity, until: Infinity };
const NEVER: Span = { from: Infinity, until: -Infinity };
// What AWS tells people to attach to who must do nothing more.
const DENY_ALL = "AWSDenyAll";

/** While both hold. */
export function both(a: Span, b: Span): Span {
    return { from: Math.max(a.from, b.from), until: soonest([a.until, b.until]) };
}

/** Whether there is certainly no instant in it. */
export function isEmpty({ from, until }: Span): boolean {
    return typeof until === "number" && from >= until;
}

/** While a role can be taken; undefined when its trust lets in nobody. */
export function trustSpan(trust: Value): Span | undefined {
    if (trust.absent) return { ...ALWAYS, until: new Malformed(trust.path, "an IAM policy document") };
    const allowed = allowedIn([trust]);
    return allowed && both(allowed, undeniedIn([trust], locksAll));
}

/** While a principal may do something. One without any policy may be given some elsewhere. */
export function permissionSpan({ resource, held, elsewhere, groups, boundary }: Principal): Span {
    const inline = attempt(() => (resource ? list(resource.inputs.get("inlinePolicies")) : []));
    const own = heldSpan([...held, ...groups.flatMap((group) => group.held)], {
        unread: isUnreadable(inline) ? [inline] : [],
        isMore: elsewhere === true || groups.some((group) => group.elsewhere),
    });
    return boundary === undefined || boundary === "elsewhere" ? own : both(own, heldSpan(boundary));
}

function heldSpan(
    held: readonly Held[],
    { unread = [], isMore = false }: { unread?: readonly Unreadable[]; isMore?: boolean } = {},
): Span {
    if (held.some(({ managed }) => managed === DENY_ALL)) return NEVER;
    const documents = held.map(({ document }) => document);
    // What AWS manages has no end, and is known here in part only.
    const isLasting = isMore || held.some(({ managed }) => managed !== undefined);
    const allowed = isLasting ? ALWAYS : (allowedIn(documents, unread) ?? ALWAYS);
    return both(allowed, undeniedIn(documents, deniesAll));
}

/** From the first to the last instant at which one of the statements allows something; undefined when none does at any. */
function allowedIn(documents: readonly Value[], unread: readonly Unreadable[] = []): Span | undefined {
    const allowing = each(documents, (document) =>
        each(statements(document), ({ allows, condition }) =>
            allows ? [{ from: opensAt(condition), until: until(condition) }] : [],
        ),
    );
    const spans = [...unread, ...allowing].map((one): Span => (isUnreadable(one) ? { ...ALWAYS, until: one } : one));
    if (spans.length === 0) return undefined;
    return {
        from: spans.map((span) => span.from).reduce((a, b) => Math.min(a, b)),
        until: latest(spans.map((span) => span.until)),
    };
}

/** While none of the statements certainly denies everything. */
function undeniedIn(documents: readonly Value[], isOfAll: (statement: Statement) => boolean): Span {
    const denying = each(documents, (document) =>
        each(statements(document), (statement) => {
            if (statement.allows || !isOfAll(statement)) return [];
            return [{ from: holdsUntil(statement.condition), until: from(statement.condition) }];
        }),
    );
    return readable(denying).reduce(both, ALWAYS);
}

function deniesAll({ actions, resources }: Statement): boolean {
    return isAll(actions) && isAll(resources);
}

function isAll({ inverted, values }: Listing): boolean {
    return !inverted && values.some((value) => !value.unknown && text(value) === "*");
}

const TAKING = ["sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity"];

/** Whether a Deny of a trust is for whoever it may be. */
function locksAll(statement: Statement): boolean {
    return (
        !statement.principal.absent &&
        principals(statement).some(isForAnyone) &&
        TAKING.every((action) => admits(statement, action))
    );
}

/** The first instant at which a Condition may hold; infinitely early unless it is certain that it begins. */
function opensAt(condition: Value): number {
    return tests(condition)
        .map((test) => instants(test, /^(date|numeric)(greaterthan|greaterthanequals|equals)$/)?.reduce(earlier))
        .reduce<number>((last, start) => Math.max(last, start ?? -Infinity), -Infinity);
}

/** The instant up to which a Condition certainly holds; infinite when it always does, infinitely early when nothing is certain. */
function holdsUntil(condition: Value): number {
    return tests(condition).map(certainUntil).reduce(earlier, Infinity);
}

function certainUntil(test: Test): number {
    // A session may be older than what it is compared with.
    if (test.key === "aws:tokenissuetime") return -Infinity;
    const ends = instants(test, /^(date|numeric)(lessthan|lessthanequals)$/);
    return ends?.reduce((a, b) => Math.max(a, b)) ?? -Infinity;
}

function earlier(a: number, b: number): number {
    return Math.min(a, b);
}
