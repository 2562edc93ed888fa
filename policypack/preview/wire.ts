import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { SECRET, SIGNATURE, UNKNOWN, isRecord as isObject } from "../facts/values";

export { isObject };

/** Property values as they travel between program and engine. The signatures are those of sdk/nodejs/runtime/rpc.ts. */
export type Properties = Record<string, unknown>;

const REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e";
const FILES: ReadonlySet<unknown> = new Set(["c44067f5952c0a294b673a41bacd8c17", "0def7320c3a5731c473e5ecbe6d01bc7"]);
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/**
 * Stands for an unknown text where the program needs a text to go on: an invoke that it awaits. The SDK takes it for an
 * ordinary text, and rules take any text with the sentinel in it for unknown.
 */
export const UNKNOWN_TEXT = `${UNKNOWN}?`;

export function toPlain(struct: Struct | undefined): Properties {
    return struct ? struct.toJavaScript() : {};
}

export function toStruct(properties: Properties): Struct {
    return Struct.fromJavaScript(sendable(properties) as Parameters<typeof Struct.fromJavaScript>[0]);
}

export function secret(value: unknown): Properties {
    return { [SIGNATURE]: SECRET, value };
}

/** What rules read: no reference and no output value survives, and what is not known is the sentinel. */
export function flatten(raw: unknown): unknown {
    return rewrite(raw, (object) => (object[SIGNATURE] === REFERENCE ? referent(object) : object));
}

/** What goes back to the program, which may not understand references. */
export function echo(raw: Properties, references: boolean): Properties {
    return (references ? rewrite(raw, (object) => object) : flatten(raw)) as Properties;
}

/** What a transform is given: secrets and unknowns as output values, since it must not see them as plain ones. */
export function withOutputs(raw: unknown): unknown {
    if (raw === UNKNOWN) return { [SIGNATURE]: OUTPUT };
    if (Array.isArray(raw)) return raw.map(withOutputs);
    if (!isObject(raw) || raw[SIGNATURE] === OUTPUT) return raw;
    if (raw[SIGNATURE] === SECRET) return { [SIGNATURE]: OUTPUT, value: raw.value, secret: true };
    return raw[SIGNATURE] === undefined ? mapValues(raw, withOutputs) : raw;
}

/** The same with the URNs that the value was made from. */
export function withDependencies(raw: unknown, urns: readonly string[]): unknown {
    if (urns.length === 0) return raw;
    if (isObject(raw) && raw[SIGNATURE] === OUTPUT) {
        return { ...raw, dependencies: [...new Set([...urnsOf(raw.dependencies), ...urns])] };
    }
    return { [SIGNATURE]: OUTPUT, value: raw, dependencies: urns };
}

/** The URNs that output values within name as what they were made from. */
export function dependencies(raw: unknown): readonly string[] {
    const found = new Set<string>();
    visit(raw, (object) => {
        if (object[SIGNATURE] === OUTPUT) for (const urn of urnsOf(object.dependencies)) found.add(urn);
    });
    return [...found];
}

/** The value without any secret mark. */
export function withoutSecrets(raw: unknown): unknown {
    if (Array.isArray(raw)) return raw.map(withoutSecrets);
    if (!isObject(raw)) return raw;
    return raw[SIGNATURE] === SECRET ? withoutSecrets(raw.value) : mapValues(raw, withoutSecrets);
}

/** The objects of a list; none when it is no list. */
export function objectsIn(list: unknown): readonly Properties[] {
    return Array.isArray(list) ? list.filter(isObject) : [];
}

export function mapValues(object: Properties, change: (value: unknown) => unknown): Properties {
    return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

function rewrite(raw: unknown, change: (object: Properties) => unknown): unknown {
    if (raw === UNKNOWN_TEXT) return UNKNOWN;
    if (Array.isArray(raw)) return raw.map((element) => rewrite(element, change));
    if (!isObject(raw)) return raw;
    if (raw[SIGNATURE] === OUTPUT) {
        const value = raw.value === undefined ? UNKNOWN : rewrite(raw.value, change);
        return raw.secret === true ? secret(value) : value;
    }
    const changed = change(raw);
    if (changed !== raw) return changed;
    const rewritten = mapValues(raw, (value) => rewrite(value, change));
    // The SDK sends its own marks of assets and archives along.
    if (FILES.has(raw[SIGNATURE])) for (const mark of ["__pulumiAsset", "__pulumiArchive"]) delete rewritten[mark];
    return rewritten;
}

function referent(reference: Properties): unknown {
    // A component has no id at all; a resource that does not exist yet has an empty one.
    return reference.id === undefined || reference.id === null ? reference.urn : reference.id || UNKNOWN;
}

function urnsOf(list: unknown): readonly string[] {
    return Array.isArray(list) ? list.filter((urn) => typeof urn === "string") : [];
}

function visit(raw: unknown, see: (object: Properties) => void): void {
    if (Array.isArray(raw)) for (const element of raw) visit(element, see);
    if (!isObject(raw)) return;
    see(raw);
    for (const value of Object.values(raw)) visit(value, see);
}

// The protobuf library refuses undefined, which an answer made here may hold.
function sendable(raw: unknown): unknown {
    if (Array.isArray(raw)) return raw.map((element) => sendable(element) ?? null);
    if (!isObject(raw)) return raw;
    return Object.fromEntries(
        Object.entries(raw)
            .filter(([, value]) => value !== undefined)
            .map(([key, value]) => [key, sendable(value)]),
    );
}
