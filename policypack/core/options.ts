import * as v from "valibot";
import { lasting, ownDuration } from "../facts/duration";

/** One setting of a rule. Its type, JSON schema, default and docs are stated once, here. */
export interface Option<T> {
    readonly description: string;
    /** As it is written in a configuration. */
    readonly default: unknown;
    /** What may be written, for people. */
    readonly accepts: string;
    /** For CrossGuard and editors. */
    readonly json: { readonly type: "integer" | "boolean" | "array" | "string"; readonly [keyword: string]: unknown };
    /** From what is written to what the rule gets. */
    readonly schema: v.GenericSchema<unknown, T>;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- an option of any value type, as the constraint of a generic
export type Options = Readonly<Record<string, Option<any>>>;
export type ValuesOf<O extends Options> = { readonly [K in keyof O]: O[K] extends Option<infer T> ? T : never };

export function integer(of: { description: string; default: number; minimum: number; maximum: number }): Option<number> {
    const accepts = `a whole number from ${of.minimum} to ${of.maximum}`;
    return {
        description: of.description,
        default: of.default,
        accepts,
        json: { type: "integer", minimum: of.minimum, maximum: of.maximum },
        schema: v.pipe(
            v.number(accepts),
            v.integer(accepts),
            v.minValue(of.minimum, accepts),
            v.maxValue(of.maximum, accepts),
        ),
    };
}

export function flag(of: { description: string; default: boolean }): Option<boolean> {
    const accepts = "true or false";
    return { ...of, accepts, json: { type: "boolean" }, schema: v.boolean(accepts) };
}

export function names(of: { description: string; default: readonly string[] }): Option<readonly string[]> {
    const accepts = "a list of texts";
    return {
        ...of,
        accepts,
        json: { type: "array", items: { type: "string" } },
        schema: v.array(v.string(accepts), accepts),
    };
}

/** A length of time, written "15m", "1h" or "90d"; the rule gets seconds. */
export function duration(of: { description: string; default: string; minimum: string; maximum: string }): Option<number> {
    const [minimum, maximum] = [seconds(of.minimum), seconds(of.maximum)];
    const accepts = `a duration such as "${of.default}", from ${lasting(minimum)} to ${lasting(maximum)}`;
    return {
        description: of.description,
        default: of.default,
        accepts,
        json: { type: "string", pattern: "^[0-9]{1,9}[dhms]$" },
        schema: v.pipe(
            v.string(accepts),
            v.check((written) => ownDuration(written) !== undefined, accepts),
            v.transform(seconds),
            v.minValue(minimum, accepts),
            v.maxValue(maximum, accepts),
        ),
    };
}

/** What the rule gets when nothing is configured. */
export function defaultsOf<O extends Options>(options: O): ValuesOf<O> {
    return Object.fromEntries(
        Object.entries(options).map(([key, option]) => [key, v.parse(option.schema, option.default)]),
    ) as ValuesOf<O>;
}

function seconds(written: string): number {
    const parsed = ownDuration(written);
    if (parsed === undefined) throw new Error(`"${written}" is no duration.`);
    return parsed;
}
