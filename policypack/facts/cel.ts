import { type Comparison, type Node, type Reading, pathOf, read, tree } from "./cel-tree";
import { instant } from "./duration";

/** A span that holds every instant at which a condition can be true: milliseconds since 1970, or infinite where there is no limit. */
export interface Window {
    readonly from: number;
    readonly until: number;
}

const ALWAYS: Window = { from: -Infinity, until: Infinity };
const NEVER: Window = { from: Infinity, until: -Infinity };
const DAY = 86_400_000;
// The end of the year 9999, after which CEL has no instants.
const LAST = 253_402_300_800_000;
const MIRRORED = { "<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!=" } as const;
const NEGATED = { "<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "==" } as const;

/** The last instant at which a Google IAM condition can be true; infinite unless that is certain. */
export function until(expression: string): number {
    return window(expression).until;
}

/** The span in which a Google IAM condition can be true. Wider than the truth wherever something is not understood. */
export function window(expression: string): Window {
    const root = tree(expression);
    return root ? read(root, true, SPAN) : ALWAYS;
}

/** The span in which a node can be true, or, with `wanted` false, in which it can be false. */
const SPAN: Reading<Window> = {
    both,
    either,
    never: NEVER,
    always: ALWAYS,
    leaf(node, wanted) {
        if (node.kind !== "compare") return undefined;
        const operator = wanted ? node.operator : NEGATED[node.operator];
        return compared(node.left, operator, node.right) ?? compared(node.right, MIRRORED[operator], node.left);
    },
};

function both(a: Window, b: Window): Window {
    const span = { from: Math.max(a.from, b.from), until: Math.min(a.until, b.until) };
    return span.from > span.until ? NEVER : span;
}

function either(a: Window, b: Window): Window {
    return { from: Math.min(a.from, b.from), until: Math.max(a.until, b.until) };
}

/** The span of a comparison whose left side is the time of the request, or its year. */
function compared(left: Node, operator: Comparison, right: Node): Window | undefined {
    const clock = moment(left);
    const limit = moment(right);
    if (clock?.running && limit && !limit.running) return spanBy(operator, limit.at - clock.at, limit.at - clock.at);
    return comparedYear(left, operator, right);
}

function comparedYear(left: Node, operator: Comparison, right: Node): Window | undefined {
    if (left.kind !== "call" || left.name !== "getFullYear" || !left.on || pathOf(left.on) !== "request.time")
        return undefined;
    if (right.kind !== "literal" || typeof right.value !== "bigint" || right.value < 1000n || right.value > 9998n)
        return undefined;
    const [zone] = left.given;
    if (zone && !(zone.kind === "literal" && typeof zone.value === "string" && isZone(zone.value))) return undefined;
    // Anywhere on Earth the year turns within a day of UTC.
    const slack = zone ? DAY : 0;
    const year = Number(right.value);
    const [start, end] = [Date.UTC(year, 0), Date.UTC(year + 1, 0)];
    // "< Y" ends where Y starts, "<= Y" where it ends.
    return spanBy(operator, (operator === ">" ? end : start) - slack, (operator === "<" ? start : end) + slack);
}

function spanBy(operator: Comparison, from: number, until: number): Window {
    if (Math.abs(from) > LAST || Math.abs(until) > LAST) return ALWAYS;
    switch (operator) {
        case "<":
        case "<=":
            return { from: -Infinity, until: Math.ceil(until) };
        case ">":
        case ">=":
            return { from: Math.floor(from), until: Infinity };
        case "==":
            return { from: Math.floor(from), until: Math.ceil(until) };
        case "!=":
            return ALWAYS;
    }
}

/** A fixed instant, or the time of the request, with durations added. */
function moment(node: Node): { readonly running: boolean; readonly at: number } | undefined {
    if (pathOf(node) === "request.time") return { running: true, at: 0 };
    if (node.kind === "sum") {
        const [start, length] = [moment(node.left), milliseconds(node.right)];
        return start && length !== undefined ? { ...start, at: start.at + node.sign * length } : undefined;
    }
    const at = instant(soleText(node, "timestamp") ?? "");
    return at === undefined ? undefined : { running: false, at };
}

const MILLISECONDS = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1, us: 1e-3, ns: 1e-6 } as const;

/** Milliseconds of `duration("1h30m")`. */
function milliseconds(node: Node): number | undefined {
    const match = /^(-?)((?:\d{1,12}(?:\.\d{1,9})?(?:h|ms|m|us|s|ns))+)$/.exec(soleText(node, "duration") ?? "");
    if (!match) return undefined;
    const parts = [...(match[2] ?? "").matchAll(/([\d.]+)([a-z]+)/g)];
    const length = parts.reduce(
        (sum, [, count, unit]) => sum + Number(count) * MILLISECONDS[unit as keyof typeof MILLISECONDS],
        0,
    );
    return match[1] ? -length : length;
}

/** The text in `name("text")`. */
function soleText(node: Node, name: string): string | undefined {
    if (node.kind !== "call" || node.name !== name || node.on || node.given.length !== 1) return undefined;
    const [given] = node.given;
    return given?.kind === "literal" && typeof given.value === "string" ? given.value : undefined;
}

function isZone(written: string): boolean {
    return /^([A-Za-z_]+(\/[\w+-]+){0,2}|[+-]?([01]\d|2[0-3]):[0-5]\d)$/.test(written);
}
