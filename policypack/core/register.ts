import { instant, lasting } from "../facts/duration";
import { matches } from "../facts/iam-pattern";
import { Malformed, Unknown, type Unreadable, type Value, members, text } from "../facts/values";
import { nearest } from "./nearest";
import type { Finding } from "./rule";

/** What may stand in a field of a register; its JSON schema, and what to write, are derived from it. */
export interface Field {
    /** What it says, for people and editors. */
    readonly description: string;
    readonly required: boolean;
    /** What to write, as in a message: `owner: payments@example.com`. */
    readonly example: string;
    readonly json: Readonly<Record<string, unknown>>;
    /** What is wrong with a text that stands there. */
    readonly fault?: (written: string) => string | undefined;
}

export type Fields = Readonly<Record<string, Field>>;

/** What is wrong with the fields of an entry, one by one. What is absent, unknown or of another kind is said, never thrown. */
export function* fieldFaults(entry: Value, fields: Fields, name = `\`${entry.path}\``): Generator<Finding | Unreadable> {
    let written: ReturnType<typeof members>;
    try {
        written = members(entry);
    } catch (error) {
        if (error instanceof Unknown) yield error;
        else yield fault(entry.path, `${name} is not an object of fields such as \`${exampleOf(fields)}\`.`);
        return;
    }
    for (const [key, { path }] of written) {
        if (Object.hasOwn(fields, key)) continue;
        const near = nearest(key, Object.keys(fields), 1)[0];
        yield fault(path, `\`${path}\` is not known. Did you mean \`${near}\`? If not, remove it.`);
    }
    for (const [key, field] of Object.entries(fields)) {
        const value = entry.get(key);
        const write = `Write for example \`${field.example}\``;
        if (value.unknown) yield new Unknown(value.path);
        else if (value.absent || value.raw === "") {
            if (field.required) yield fault(value.path, `${name} has no \`${key}\`. ${write}.`);
        } else if (!isOfKind(value.raw, field))
            yield fault(value.path, `\`${value.path}\` is not ${kindOf(field)}. ${write}.`);
        else {
            const wrong = typeof value.raw === "string" ? field.fault?.(value.raw) : undefined;
            if (wrong !== undefined) yield fault(value.path, `\`${value.path}\` ${wrong}. ${write}.`);
        }
    }
}

export function fault(path: string, message: string): Finding {
    return { message, path };
}

/** The JSON schema of an entry, for editors. */
export function schemaOf(fields: Fields): Readonly<Record<string, unknown>> {
    const properties = Object.entries(fields).map(
        ([key, { description, json }]) => [key, { description, ...json }] as const,
    );
    return {
        type: "object",
        additionalProperties: false,
        required: Object.keys(fields).filter((key) => fields[key]!.required),
        properties: Object.fromEntries(properties),
    };
}

/** Milliseconds since 1970 of an instant, or of the first of a day in UTC. */
export function day(written: string): number | undefined {
    return instant(/^\d{4}-\d\d-\d\d$/.test(written) ? `${written}T00:00:00Z` : written);
}

/** The same of a field; undefined where it is absent or no day. */
export function dayOf(value: Value): number | undefined {
    const written = legibleText(value);
    return written === undefined ? undefined : day(written);
}

/** The text of a field; undefined where it is absent or none. Its fault was said by `fieldFaults`. */
export function legibleText(value: Value): string | undefined {
    try {
        return text(value) || undefined;
    } catch (error) {
        if (error instanceof Unknown || error instanceof Malformed) return undefined;
        throw error;
    }
}

/** Milliseconds. */
export const DAYS = 86_400_000;

/** Whole days from now to an end, the last one begun counted. */
export function daysLeft(expires: number, now: Date): number {
    return Math.ceil((expires - now.getTime()) / DAYS);
}

/** What holds for the time between `opened` and `expires`. */
export interface Term {
    /** What happened on the day that `opened` names. */
    readonly opened: string;
    /** Most days, and of what. */
    readonly longest: number;
    readonly of: string;
    /** What is wrong where it has ended; nothing where that is none. */
    readonly ended: (path: string, at: string) => string | undefined;
}

/** What is wrong with the term of an entry. What is no day was said by `fieldFaults`. */
export function* termFaults(entry: Value, term: Term, now: Date): Generator<Finding> {
    const [opened, expires] = [dayOf(entry.get("opened")), dayOf(entry.get("expires"))];
    const [from, to] = [entry.get("opened").path, entry.get("expires").path];
    if (opened !== undefined && opened > now.getTime()) {
        yield fault(from, `\`${from}\` is not reached yet. Write the day on which it was ${term.opened}.`);
    }
    if (expires === undefined) return;
    if (opened !== undefined && expires <= opened) {
        yield fault(to, `\`${to}\` is not after \`opened\`. Write when it ends.`);
        return;
    }
    if (opened !== undefined && expires - opened > term.longest * DAYS) {
        const latest = new Date(opened + term.longest * DAYS).toISOString().slice(0, 10);
        const allows = `is ${lasting((expires - opened) / 1_000)} after \`opened\`, and ${term.of} allows ${term.longest} d`;
        yield fault(to, `\`${to}\` ${allows}. Write \`expires: "${latest}"\` or earlier.`);
    }
    const ended = expires <= now.getTime() ? term.ended(to, new Date(expires).toISOString()) : undefined;
    if (ended !== undefined) yield fault(to, ended);
}

export const DAY: Pick<Field, "json" | "fault"> = {
    json: { type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\d(T\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d))?$" },
    fault: (written) => (day(written) === undefined ? "is no day, and no instant with its zone" : undefined),
};

const PERSON = /^[\w.+=@/ -]{2,128}$/;

export const WHO: Pick<Field, "json" | "fault"> = {
    json: { type: "string", pattern: PERSON.source },
    fault: (written) => (PERSON.test(written) ? undefined : "is no e-mail address or name of a team"),
};

/** One spelling of a person: "Jo+work@Example.com" is "jo@example.com". */
export function person(written: string): string {
    const bare = written.trim().toLowerCase().replace(/\s+/g, " ");
    return bare.replace(/^@/, "").replace(/\+[^@]*(?=@)/, "");
}

/** Whether a finding's place or part is the one that is named; `*` is any run of characters. */
export function isPart(named: string, { path = "", part = "" }: Pick<Finding, "path" | "part">): boolean {
    return [path, part, `${path}: ${part}`].some((one) => one !== "" && matches(named, one));
}

function isOfKind(raw: unknown, { json: { type } }: Field): boolean {
    if (type === "object") return typeof raw === "object" && raw !== null && !Array.isArray(raw);
    if (type === "integer") return Number.isInteger(raw) && (raw as number) >= 1;
    return typeof raw === type;
}

function kindOf({ json: { type } }: Field): string {
    return (
        { string: "a text", boolean: "true or false", integer: "a whole number from 1" }[type as string] ??
        "an object of fields"
    );
}

function exampleOf(fields: Fields): string {
    return Object.values(fields).find(({ required }) => required)?.example ?? "";
}
