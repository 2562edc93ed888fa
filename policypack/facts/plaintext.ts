import type { Finding, Resource } from "../core/rule";
import { namedCredential } from "./credential-names";
import { type Credential, credential, credentials } from "./credentials";
import { Malformed, UNKNOWN, type Unreadable, Unknown, Value, isUnreadable } from "./values";

/** A credential in plain text: where, and what of it is known. */
export interface Plaintext {
    readonly path: string;
    /** "holds a password" */
    readonly what: string;
    /** From 1, in a script of several lines. */
    readonly line?: number;
}

/** How the inputs of a cloud name a secret that stands elsewhere. */
export interface Dialect {
    /** What stands below these members is the name of a secret, or encrypted. */
    readonly references: ReadonlySet<string>;
    /** The types of a setting whose value is the name of a secret. */
    readonly stores?: ReadonlySet<string>;
    /** A text that may be marked as secret, but is the name of one. */
    readonly harmless: RegExp;
    /** Not known as a whole, such a member hides what programs put credentials in. */
    readonly settings?: RegExp;
}

interface Reading {
    /** What the root is called. */
    readonly name?: string;
    /** The type of the resource that made what is not known yet. */
    readonly made?: string | undefined;
    /** A document that is often not known before the deployment; of any other input that is said. */
    readonly mayBeUnknown?: boolean;
}

/** What credentials stand in plain text in an input, each once. */
export function* plaintextsIn(input: Value, dialect: Dialect, reading: Reading): Generator<Plaintext | Unreadable> {
    const { made, mayBeUnknown = false } = reading;
    if (["number", "boolean"].includes(typeof input.raw)) throw new Malformed(input.path, "a text, a list or an object");
    if (input.secret || !wholly(input)) yield* within(input, dialect, reading);
    else if (made !== undefined) yield madeFrom(made, input);
    else if (!mayBeUnknown) throw new Unknown(input.path);
}

/** What credentials stand in a value without the mark of a secret, where the mark is what keeps them. */
export function* unmarked(value: Value, name: string, dialect: Dialect): Generator<Plaintext | Unreadable> {
    yield* within(value, dialect, { name, markKeeps: true });
}

// Resources whose outputs are credentials.
const GENERATORS = [
    "random:index/randomPassword:RandomPassword",
    "gcp:serviceaccount/key:Key",
    "gcp:storage/hmacKey:HmacKey",
    "aws:iam/accessKey:AccessKey",
];

/**
 * The type of the resource that made a credential which goes into this input, for a value that is not known yet. Seen
 * where the inputs of a single resource come with their sources: in the offline preview.
 */
export function generatorOf({ sources }: Resource, input: string): string | undefined {
    const types = (sources[input] ?? []).map((urn) => urn.split("::")[2]?.split("$").at(-1));
    return GENERATORS.find((type) => types.includes(type));
}

interface Place {
    readonly value: Value;
    readonly name: string;
    /** Within JSON text. */
    readonly inText: boolean;
}

/** The texts of a value, however it nests: a list and not recursion, as the depth is the program's choice. */
function* within(
    root: Value,
    dialect: Dialect,
    { made, name: named = "", markKeeps = false }: Reading & { readonly markKeeps?: boolean },
): Generator<Plaintext | Unreadable> {
    const left: Place[] = [{ value: root, name: named, inText: false }];
    for (let next = left.pop(); next; next = left.pop()) {
        const { value, name } = next;
        if (value.absent) continue;
        if (value.secret) {
            if (!markKeeps && !isHarmless(value, dialect))
                yield { path: value.path, what: "holds a value that the program marks as secret" };
        } else if (wholly(value)) {
            if (namedCredential(name) === undefined) {
                if (dialect.settings?.test(name)) yield new Unknown(value.path);
            } else if (made !== undefined) yield madeFrom(made, value);
            else yield new Unknown(value.path);
        } else if (typeof value.raw === "string") {
            const inner = parsed(value.raw);
            if (inner === undefined) yield* ofText(value.path, value.raw, name);
            else left.push({ value: new Value(inner, value.path), name, inText: true });
        } else if (typeof value.raw === "object") for (const one of placesIn(next, dialect).reverse()) left.push(one);
    }
}

function madeFrom(type: string, { path }: Value): Plaintext {
    return { path, what: `is made from a \`${type}\`` };
}

/** The members of an object or a list. `{ name, value }` is one setting, as `{ [name]: value }` is. */
function placesIn({ value, name, inText }: Place, { references, stores }: Dialect): Place[] {
    if (Array.isArray(value.raw)) {
        const list: readonly unknown[] = value.raw;
        return list.map((one, index) => ({
            value: new Value(one, `${value.path}[${index}]`),
            name: flagBefore(list, index) ?? name,
            inText,
        }));
    }
    // The members of a text may be the program's own, and mean anything.
    const keys = Object.keys(value.raw as object).filter((key) => inText || !references.has(key));
    const own = new Map(keys.map((key) => [key.toLowerCase(), key]));
    const of = (lower: string) => (own.has(lower) ? value.get(own.get(lower)!).raw : undefined);
    const type = of("type");
    if (typeof type === "string" && stores?.has(type)) return [];
    const named = [of("name"), of("key"), of("id")].find((written) => typeof written === "string");
    return keys.map((key) => {
        // A parameter's default stands for the parameter.
        const stands = /^(?:value|stringValue|default)$/i.test(key);
        return { value: value.get(key), name: stands ? (named ?? name) : key, inText };
    });
}

/** `["--password", "…"]`: an argument is named by the flag before it. */
function flagBefore(list: readonly unknown[], index: number): string | undefined {
    const before = list[index - 1];
    return typeof before === "string" && /^--[\w-]{1,64}$/.test(before) ? before : undefined;
}

function* ofText(path: string, written: string, name: string): Generator<Plaintext | Unreadable> {
    const text = decoded(written).replaceAll(UNKNOWN, "${unknown}");
    const isScript = text.includes("\n");
    let found = false;
    for (const { kind, at } of isScript ? credentials(text) : single(text, name)) {
        found = true;
        yield { path, what: `holds ${kind}`, ...(isScript && { line: text.slice(0, at).split("\n").length }) };
    }
    const mayHold = isScript || namedCredential(name) !== undefined;
    if (!found && mayHold && written.includes(UNKNOWN)) yield new Unknown(path);
}

function single(text: string, name: string): readonly Credential[] {
    const kind = credential(text, name);
    return kind === undefined ? [] : [{ kind, at: 0 }];
}

/** Marked, but nothing that can be used: empty, the place of a secret, a number. */
function isHarmless({ raw }: Value, { harmless }: Dialect): boolean {
    if (typeof raw === "string") return raw.trim() === "" || harmless.test(raw);
    return typeof raw === "number" || typeof raw === "boolean";
}

/** Not known, with no text around it that is. */
function wholly({ unknown, raw }: Value): boolean {
    return unknown && !(typeof raw === "string" && raw.length > UNKNOWN.length);
}

function parsed(text: string): unknown {
    if (!/^\s*[[{]/.test(text)) return undefined;
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

/** User data is often written in base64; what is no text then is none before either. */
function decoded(text: string): string {
    if (text.length < 24 || !/^[A-Za-z0-9+/\s]+(?:={1,2}\s*)?$/.test(text)) return text;
    const plain = Buffer.from(text, "base64").toString("utf8");
    // eslint-disable-next-line no-control-regex -- what a script does not hold
    return /[\u0000-\u0008\ufffd]/.test(plain) ? text : plain;
}

/** What is found in plain text, as a rule says it. */
export function* inPlainText(found: Iterable<Plaintext | Unreadable>): Generator<Finding | Unreadable> {
    for (const one of found) {
        if (isUnreadable(one)) {
            yield one;
            continue;
        }
        const { path, what, line } = one;
        const where = line === undefined ? `\`${path}\`` : `\`${path}\`, line ${line},`;
        yield { message: `${where} ${what}, in plain text.`, path, ...(line !== undefined && { part: `line ${line}` }) };
    }
}
