import { ACTIONS } from "./aws-action-names";
import { type Choices, from, until } from "./iam-condition";
import { matches } from "./iam-pattern";
import { type Listing, type Statement, statements } from "./iam-policy";
import { type Value, each, readable, text } from "./values";

/** What several policies together allow, and for how long. */

/** One statement, as far as it touches the actions that the facts ask for. `Origin` is what the caller knows it by. */
export interface Entry<Origin> {
    readonly allows: boolean;
    readonly covers: ReadonlySet<string>;
    /** The services of which it names every action at once: "s3" for "s3:*". */
    readonly services: ReadonlySet<string>;
    readonly resources: Patterns;
    readonly condition: Value;
    /** Where it stands in its resource. */
    readonly path: string;
    readonly origin: Origin;
}

/** What a Listing says. What is not known yet is one thing of the program: one of those that the document was made from. */
interface Patterns {
    readonly inverted: boolean;
    readonly patterns: readonly string[];
}

/**
 * The statements of a policy document that touch ACTIONS; `madeFrom` are URNs. What cannot be read is left out: the rules
 * that judge one document say so.
 */
export function entries<Origin>(
    document: Value,
    origin: Origin,
    madeFrom: readonly string[] = [],
): readonly Entry<Origin>[] {
    const read = each([document], (of) => statements(of));
    return readable(read).flatMap((statement) => entry(statement, origin, madeFrom));
}

function entry<Origin>(statement: Statement, origin: Origin, madeFrom: readonly string[]): readonly Entry<Origin>[] {
    const read = each([statement], ({ allows, actions, resources, condition, path }) => {
        const covers = covered(actions);
        if (covers.size === 0) return [];
        const services = servicesIn(actions);
        return [{ allows, covers, services, resources: patternsOf(resources, madeFrom), condition, path, origin }];
    });
    return readable(read);
}

function patternsOf({ inverted, values }: Listing, madeFrom: readonly string[]): Patterns {
    const patterns = values.flatMap((value) => (value.unknown ? madeFrom : [text(value) ?? ""]));
    return { inverted, patterns };
}

function covered({ inverted, values }: Listing): ReadonlySet<string> {
    const listed = new Set(values.filter((value) => !value.unknown).flatMap((value) => [...actionsLike(text(value) ?? "")]));
    return inverted ? new Set(ACTIONS.filter((action) => !listed.has(action))) : listed;
}

function servicesIn({ inverted, values }: Listing): ReadonlySet<string> {
    const named = values.flatMap((value) => (value.unknown ? [] : (/^([^:*?]+):\*+$/.exec(text(value) ?? "")?.[1] ?? [])));
    return new Set(inverted ? [] : named.map((service) => service.toLowerCase()));
}

const KNOWN: ReadonlySet<string> = new Set(ACTIONS);
const LIKE = new Map<string, ReadonlySet<string>>();

/** The ACTIONS that fit a pattern. Kept, as a stack writes a few dozen patterns thousands of times. */
function actionsLike(written: string): ReadonlySet<string> {
    // AWS does not tell cases apart in actions.
    const pattern = written.toLowerCase();
    if (!/[*?]/.test(pattern)) return KNOWN.has(pattern) ? new Set([pattern]) : new Set();
    const kept = LIKE.get(pattern) ?? new Set(ACTIONS.filter((action) => matches(pattern, action)));
    if (LIKE.size < 10_000) LIKE.set(pattern, kept);
    return kept;
}

/** All that bears on what a principal may do. Without a boundary, nothing but its own policies limits it. */
export interface Rights<Origin> {
    readonly identity: readonly Entry<Origin>[];
    readonly boundary?: readonly Entry<Origin>[] | undefined;
}

export interface Request {
    /** One of ACTIONS. */
    readonly action: string;
    readonly resource: string;
    readonly choices?: Choices;
}

/** The last instant at which a request may be allowed, in milliseconds since 1970, and the statement that allows it then. */
export interface Allowance<Origin> {
    readonly until: number;
    readonly by?: Entry<Origin>;
}

export function allowance<Origin>({ identity, boundary }: Rights<Origin>, request: Request): Allowance<Origin> {
    const granted = longest(identity, request);
    if (granted.until === -Infinity) return granted;
    const limits = [
        deniedFrom(identity, request),
        ...(boundary ? [longest(boundary, request).until, deniedFrom(boundary, request)] : []),
    ];
    return { ...granted, until: Math.min(granted.until, ...limits) };
}

function longest<Origin>(among: readonly Entry<Origin>[], request: Request): Allowance<Origin> {
    let found: Allowance<Origin> = { until: -Infinity };
    for (const by of among) {
        if (!by.allows || !concerns(by, request)) continue;
        const end = ending(until, by, request);
        if (end > found.until) found = { until: end, by };
    }
    return found;
}

function deniedFrom<Origin>(among: readonly Entry<Origin>[], request: Request): number {
    return among
        .filter((by) => !by.allows && concerns(by, request))
        .map((by) => ending(from, by, request))
        .reduce((a, b) => Math.min(a, b), Infinity);
}

function concerns<Origin>({ covers, resources }: Entry<Origin>, { action, resource }: Request): boolean {
    return covers.has(action) && resources.patterns.some((pattern) => names(pattern, resource)) !== resources.inverted;
}

// An ARN of fewer than six parts is completed: "arn:aws:sqs" is "arn:aws:sqs:*:*:*".
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
function names(pattern: string, resource: string): boolean {
    if (matches(pattern, resource)) return true;
    const missing = 6 - pattern.split(":").length;
    return pattern.startsWith("arn:") && missing > 0 && matches(pattern + ":*".repeat(missing), resource);
}

/** A condition that cannot be read bounds nothing, and denies nothing. */
function ending<Origin>(of: typeof until, { condition }: Entry<Origin>, { choices }: Request): number {
    const [end = Infinity] = readable(each([condition], (written) => [of(written, choices)]));
    return end;
}
