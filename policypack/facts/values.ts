/** What the cloud documents of a resource are read from: values that are known, not known yet, or not what they should be. */

/** Read, but not known before the deployment. */
export class Unknown extends Error {
    override readonly name = "Unknown";
    constructor(
        readonly path: string,
        why = "is not known before the deployment",
    ) {
        super(`\`${path}\` ${why}.`);
    }
}

/** Read, but of another kind than the cloud takes. The value itself is never part of the message. */
export class Malformed extends Error {
    override readonly name = "Malformed";
    constructor(
        readonly path: string,
        readonly expected: string,
    ) {
        super(`\`${path}\` is not ${expected}.`);
    }
}

export type Unreadable = Unknown | Malformed;

export function isUnreadable(thing: unknown): thing is Unreadable {
    return thing instanceof Unknown || thing instanceof Malformed;
}

// The engine's wire format: sdk/nodejs/runtime/rpc.ts and, for the typed unknowns, @pulumi/policy/proxy.ts.
export const SIGNATURE = "4dabf18193072939515e22adb298388d";
export const SECRET = "1b47061264138c4ac30d75fd1eb44270";
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** In the place of a secret that an engine has written down encrypted, or not at all. */
export const SEALED = "b9b40f32-2a3e-4c5c-8f0e-6f0a1d1c7a55";
const UNKNOWNS: ReadonlySet<unknown> = new Set([
    UNKNOWN,
    SEALED,
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** A value together with the place where it stands, so that whatever is said of it can name that place. */
export class Value {
    /** As it came: secret marks and unknowns within included. For readers of this file only. */
    readonly raw: unknown;
    /** Marked as secret by the program. Only the offline preview can see the mark. */
    readonly secret: boolean;

    constructor(
        raw: unknown,
        readonly path: string,
        secret = false,
    ) {
        // A secret may wrap a secret.
        while (isRecord(raw) && raw[SIGNATURE] === SECRET) {
            raw = raw.value;
            secret = true;
        }
        this.raw = raw;
        this.secret = secret;
    }

    /** Not written at all: the cloud's default holds. */
    get absent(): boolean {
        return this.raw === undefined || this.raw === null;
    }

    get unknown(): boolean {
        return (
            UNKNOWNS.has(this.raw) ||
            (typeof this.raw === "string" && this.raw.length > UNKNOWN.length && this.raw.includes(UNKNOWN))
        );
    }

    /** The bare value; undefined when absent. Throws when unknown. */
    known(): unknown {
        if (this.raw === SEALED) throw new Unknown(this.path, "is a secret, whose value was not read");
        if (this.unknown) throw new Unknown(this.path);
        return this.raw ?? undefined;
    }

    /** The member of that name; absent when this is. Throws when this is unknown or no object. */
    get(key: string): Value {
        const object = record(this);
        // The names in some objects are the program's, and say anything.
        const shown = /^[\w:.-]{1,64}$/.test(key) ? key : "…";
        return new Value(
            object && Object.hasOwn(object, key) ? object[key] : undefined,
            this.path ? `${this.path}.${shown}` : shown,
            this.secret,
        );
    }
}

/** Each reader gives undefined when the value is absent, and throws Unknown or Malformed when it cannot be read. */
export function number(value: Value): number | undefined {
    const known = value.known();
    if (known === undefined) return undefined;
    // The engine hands over numbers as text where a program wrote them so; the cloud takes both.
    const parsed = typeof known === "string" && /^-?\d+(\.\d+)?$/.test(known) ? Number(known) : known;
    if (typeof parsed !== "number" || !Number.isFinite(parsed)) throw new Malformed(value.path, "a number");
    return parsed;
}

export function text(value: Value): string | undefined {
    const known = value.known();
    if (known === undefined) return undefined;
    if (typeof known !== "string") throw new Malformed(value.path, "a text");
    return known;
}

export function flag(value: Value): boolean | undefined {
    const known = value.known();
    if (known === undefined) return undefined;
    if (known === "true" || known === true) return true;
    if (known === "false" || known === false) return false;
    throw new Malformed(value.path, "true or false");
}

/** The elements of a list; none when it is absent. */
export function list(value: Value): readonly Value[] {
    const known = value.known();
    if (known === undefined) return [];
    if (!Array.isArray(known)) throw new Malformed(value.path, "a list");
    return known.map((element, index) => new Value(element, `${value.path}[${index}]`, value.secret));
}

/** The elements of a list, or the one thing that stands where a list may stand, as in IAM documents. */
export function oneOrMany(value: Value): readonly Value[] {
    return Array.isArray(value.known()) || value.absent ? list(value) : [value];
}

/** As `oneOrMany`, but a list not known yet is one element not known yet, for readers to whom it may not matter. */
export function elements(value: Value): readonly Value[] {
    return value.unknown ? [value] : oneOrMany(value);
}

/** The members of an object, by name; none when it is absent. */
export function members(value: Value): readonly (readonly [string, Value])[] {
    return Object.keys(record(value) ?? {}).map((key) => [key, value.get(key)] as const);
}

/** A document that may be written as an object or as JSON text. One unknown within the text hides nothing else of it. */
export function json(value: Value): Value {
    const parsed = typeof value.raw === "string" ? parse(value.raw) : undefined;
    if (isRecord(parsed)) return new Value(parsed, value.path, value.secret);
    const known = value.known();
    if (known === undefined || isRecord(known)) return value;
    throw new Malformed(value.path, "a JSON document");
}

/**
 * What `body` yields for each item; then what could not be read of any, so that one unreadable item hides nothing of
 * its siblings.
 */
export function* each<T, F>(items: Iterable<T>, body: (item: T) => Iterable<F>): Generator<F | Unreadable> {
    const unreadable: Unreadable[] = [];
    for (const item of items) {
        try {
            yield* body(item);
        } catch (error) {
            if (!isUnreadable(error)) throw error;
            unreadable.push(error);
        }
    }
    yield* unreadable;
}

/** What `read` gives, or undefined when that cannot be known yet. For a fact that only sharpens a finding. */
export function ifKnown<T>(read: () => T): T | undefined {
    try {
        return read();
    } catch (error) {
        if (error instanceof Unknown) return undefined;
        throw error;
    }
}

/** Of what was read, all that could be: for a join, where the rules that judge one resource say what could not. */
export function readable<T>(read: Iterable<T | Unreadable>): readonly T[] {
    return [...read].filter((one): one is T => !isUnreadable(one));
}

/** Whether it can be read, and is so. */
export function surely(is: () => boolean): boolean {
    return readable(each([is], (of) => [of()])).includes(true);
}

/** The input of the resource that a value stands in. */
export function inputOf({ path }: Value): string {
    return path.split(/[.[]/)[0] ?? "";
}

/** The text, if there is one. To join resources by: what cannot be read, or is empty, is the name of nothing. */
export function legible(read: () => Value): string | undefined {
    const [found] = each([read], (of) => [text(of())]);
    return typeof found === "string" && found !== "" ? found : undefined;
}

function record(value: Value): Record<string, unknown> | undefined {
    const known = value.known();
    if (known === undefined || isRecord(known)) return known;
    throw new Malformed(value.path || "The resource", "an object");
}

export function isRecord(thing: unknown): thing is Record<string, unknown> {
    return typeof thing === "object" && thing !== null && !Array.isArray(thing);
}

function parse(textual: string): unknown {
    try {
        return JSON.parse(textual);
    } catch {
        return undefined;
    }
}

/** Every text that the program marked as secret, so that none is repeated in a message. */
export function secretTexts(raw: unknown): readonly string[] {
    const found: string[] = [];
    // A list and not recursion: how deep an input nests is the program's choice.
    const left: { raw: unknown; secret: boolean }[] = [{ raw, secret: false }];
    for (let next = left.pop(); next; next = left.pop()) {
        if (typeof next.raw === "string" && next.secret) found.push(next.raw);
        // What json() reads out of a text, marks included.
        const raw = typeof next.raw === "string" && next.raw.startsWith("{") ? parse(next.raw) : next.raw;
        if (typeof raw !== "object" || raw === null) continue;
        const secret = next.secret || (raw as Record<string, unknown>)[SIGNATURE] === SECRET;
        for (const inner of Object.values(raw)) left.push({ raw: inner, secret });
    }
    return found;
}
