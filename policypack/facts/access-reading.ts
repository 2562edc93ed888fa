import type { Access } from "./access";
import type { Resource } from "../core/rule";
import { timestamp } from "./duration";
import { type Unreadable, type Value, each, inputOf, isUnreadable, legible } from "./values";
import { named } from "./words";

/** What the readers of ways in have in common. */

/** A way in, of the resource that is read. */
export type Way = Omit<Access, "urn">;

/** Readers of some types that are joined with each other and with what is beside them. */
export interface Family {
    readonly types: readonly string[];
    readonly beside: readonly string[];
    /** `resources` are all of those types. What is yielded is of one of `types`. */
    readonly read: (resources: readonly Resource[], now: number) => (resource: Resource) => Iterable<Way>;
}

/** Milliseconds since 1970, infinite where nothing ends; or why that cannot be read. */
export type End = number | Unreadable;

export const NO_END = "no end is written";
// https://tc39.es/ecma262/#sec-time-values-and-time-range: no calendar reaches further.
const FURTHEST = 8.64e15;

export function attempt<T>(read: () => T): T | Unreadable {
    const [found] = each([read], (of) => [of()]);
    return found as T | Unreadable;
}

/** The last of these ends. One that is not known may be later than all but "never". */
export function latest(ends: readonly End[]): End {
    const known = ends.filter((end) => typeof end === "number").reduce((a, b) => Math.max(a, b), -Infinity);
    return known === Infinity ? known : (ends.find(isUnreadable) ?? known);
}

/** The first of these ends. One that is not known can only be sooner. */
export function soonest(ends: readonly End[]): End {
    const known = ends.filter((end) => typeof end === "number").reduce((a, b) => Math.min(a, b), Infinity);
    return known < Infinity ? known : (ends.find(isUnreadable) ?? known);
}

/** How a way in ends. `never` says why where it does not. */
export function ending(end: End, because: string, never: string = NO_END): Pick<Way, "until" | "because"> {
    if (isUnreadable(end)) return { until: "unknown", because: end.message.replace(/\.$/, "") };
    if (end > FURTHEST) return { until: "never", because: never };
    return { until: Math.max(end, -FURTHEST), because };
}

/** Since the last of these instants, as far as there are any. */
export function since(...starts: readonly (number | undefined)[]): Pick<Way, "from"> {
    const from = starts.reduce<number>((a, b) => Math.max(a, b ?? -Infinity), -Infinity);
    return Number.isFinite(from) ? { from } : {};
}

/** When the cloud made it, by an output that a state holds; nothing before a deployment. */
export function madeAt(inputs: Value, output: string): number | undefined {
    const at = attempt(() => timestamp(inputs.get(output)));
    return isUnreadable(at) ? undefined : at;
}

/** How long one use lasts; nothing where that cannot be read. */
export function lasts(read: () => number | undefined): Pick<Way, "each"> {
    const seconds = attempt(read);
    return typeof seconds === "number" && seconds > 0 ? { each: seconds } : {};
}

/** The name that the program gave a resource. */
export function nameIn(urn: string): string {
    return urn.slice(urn.lastIndexOf("::") + 2);
}

/** What an input names, by the one resource that it was made from or by what it says; undefined where neither looks like a name. */
export function nameBy({ sources }: Resource, value: Value): string | undefined {
    const [made, ...others] = sources[inputOf(value)] ?? [];
    const name = made !== undefined && others.length === 0 ? nameIn(made) : legible(() => value);
    return named(name ?? "", "") || undefined;
}

/** "a, b and 3 others"; the most that a line of a page can hold. */
export function some(words: readonly string[]): string {
    const all = [...new Set(words)];
    if (all.length <= MOST) return all.length < 2 ? all.join("") : `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
    return `${all.slice(0, MOST - 1).join(", ")} and ${all.length - MOST + 1} others`;
}

const MOST = 4;
