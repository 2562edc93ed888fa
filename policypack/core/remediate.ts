import { SECRET, SIGNATURE, Value, isRecord, isUnreadable, secretTexts } from "../facts/values";
import { type Judgement, judge } from "./judge";
import type { Resource, Rule } from "./rule";

/** The inputs of a resource after a rule of level "remediate" has put them right. */
export interface Remediation {
    readonly inputs: Readonly<Record<string, unknown>>;
    /** What was wrong before. */
    readonly faults: readonly Judgement[];
    /** What was set, in words that tell no text of the program. */
    readonly changes: readonly string[];
}

/** What `rule` sets in the inputs of a resource that violates it; undefined when it is content, cannot tell, or cannot set it. */
export function remediate(
    rule: Rule,
    resource: Resource,
    options: Readonly<Record<string, unknown>>,
    now: Date,
): Remediation | undefined {
    if (rule.judges !== "resource" || !rule.remediate) return undefined;
    // What cannot be read is not a known fault, and is left for the check to deny.
    const faults = [...judge(rule, [resource], options, now)].filter(({ kind, unread }) => kind === "violation" && !unread);
    if (faults.length === 0) return undefined;
    try {
        const secrets = secretTexts(resource.inputs.raw);
        const changes: string[] = [];
        const inputs = laid(resource.inputs.raw, rule.remediate(resource, options), "", (path, from, to) =>
            changes.push(
                `\`${path}\` ${from === undefined ? "is set" : `changes from ${kindOf(from)}`} to ${shown(to, secrets)}`,
            ),
        );
        return changes.length > 0 ? { inputs: inputs as Remediation["inputs"], faults, changes } : undefined;
    } catch (error) {
        if (isUnreadable(error) || error instanceof CannotLay) return undefined;
        throw error;
    }
}

/** An object of inputs was to go where something else stands, known or not. */
class CannotLay extends Error {}

function laid(
    under: unknown,
    over: unknown,
    path: string,
    say: (path: string, from: unknown, to: unknown) => void,
): unknown {
    // What replaces a secret is kept as one.
    if (isRecord(under) && under[SIGNATURE] === SECRET) return { ...under, value: laid(under.value, over, path, say) };
    if (!isRecord(over)) {
        if (JSON.stringify(under) !== JSON.stringify(over)) say(path, under ?? undefined, over);
        return over;
    }
    if ((under ?? undefined) !== undefined && !isPlain(under)) throw new CannotLay();
    if (!isPlain(under) && Object.keys(over).length === 0) say(path, undefined, over);
    const merged = Object.entries(over).map(([key, value]) => {
        const inner = isPlain(under) && Object.hasOwn(under, key) ? under[key] : undefined;
        return [key, laid(inner, value, path ? `${path}.${key}` : key, say)] as const;
    });
    return Object.fromEntries([...Object.entries(under ?? {}), ...merged]);
}

/** No asset, archive or other thing with a signature. */
function isPlain(raw: unknown): raw is Record<string, unknown> {
    return (
        isRecord(raw) &&
        !Object.hasOwn(raw, SIGNATURE) &&
        [Object.prototype, null].includes(Object.getPrototypeOf(raw) as null)
    );
}

function kindOf(raw: unknown): string {
    if (new Value(raw, "").unknown) return "a value not known yet";
    if (Array.isArray(raw)) return "a list";
    return { string: "a text", number: "a number", boolean: "true or false" }[typeof raw as string] ?? "an object";
}

/** Numbers, flags and the words of an API; no text that could be the program's own. */
function shown(value: unknown, secrets: readonly string[]): string {
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "another list";
    if (isRecord(value)) return "an empty object";
    const word =
        typeof value === "string" && /^[\w.-]{1,40}$/.test(value) && !secrets.some((secret) => secret.includes(value));
    return word ? `"${value}"` : "another text";
}
