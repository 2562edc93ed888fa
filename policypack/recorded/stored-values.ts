import { SEALED, SECRET, SIGNATURE, UNKNOWN, isRecord } from "../facts/values";

/** How an engine writes values down: SerializePropertyValue in pkg/resource/stack/deployment.go. */

const REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e";
const BYTES = "803fd3297a5875dc03ca845dda5d2a98";
const FLOAT = "8ad145fe-0d11-4827-bfd7-1abcbf086f5c";
// What `pulumi preview --json` prints for a secret: pkg/backend/display/json.go.
const SECRET_SHOWN = "[secret]";
// Where a provider notes which inputs it filled in by itself.
const NOTES = "__defaults";

/** Inputs or outputs as rules read values. */
export function properties(stored: Readonly<Record<string, unknown>>): Record<string, unknown> {
    return Object.fromEntries(
        Object.entries(stored).flatMap(([key, value]) => (key === NOTES ? [] : [[key, readable(value)]])),
    );
}

/** Whether nothing of it is told. */
export function isSealed(raw: unknown): boolean {
    return isRecord(raw) && raw[SIGNATURE] === SECRET && raw.value === SEALED;
}

function readable(stored: unknown): unknown {
    if (stored === SECRET_SHOWN) return secret(SEALED);
    if (Array.isArray(stored)) return stored.map(readable);
    if (!isRecord(stored)) return stored;
    switch (stored[SIGNATURE]) {
        case SECRET:
            return secret(typeof stored.plaintext === "string" ? plaintext(stored.plaintext) : SEALED);
        case REFERENCE:
            return referent(stored);
        case BYTES:
            return Buffer.from(String(stored.value), "base64").toString("utf8");
        case FLOAT:
            return /^[0-9a-f]{16}$/.test(String(stored.value))
                ? Buffer.from(String(stored.value), "hex").readDoubleBE()
                : NaN;
        default:
            return properties(stored);
    }
}

function secret(value: unknown): Record<string, unknown> {
    return { [SIGNATURE]: SECRET, value };
}

/** JSON in text, as `pulumi stack export --show-secrets` writes it. */
function plaintext(text: string): unknown {
    try {
        return readable(JSON.parse(text));
    } catch {
        return SEALED;
    }
}

/** The id of a resource; a component has none, and a resource that does not exist yet an empty one. */
function referent({ id, urn }: Readonly<Record<string, unknown>>): unknown {
    return id === undefined || id === null ? urn : id || UNKNOWN;
}
