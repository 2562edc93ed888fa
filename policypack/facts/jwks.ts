import { type Value, json, list, text } from "./values";

// NIST SP 800-131A; Google takes RSA and elliptic curves.
const SHORTEST_RSA = 2_048;

/** What is wrong with one key of a JSON Web Key Set (RFC 7517), by which tokens are to be verified; undefined when nothing is. */
export function keyFault(key: Value): string | undefined {
    const kind = text(key.get("kty"));
    if (kind === "oct" || !key.get("k").absent) return "is a shared secret, by which whoever verifies can sign";
    // RFC 7518, 6.2.2 and 6.3.2.
    if (["d", "p", "q", "dp", "dq", "qi"].some((part) => !key.get(part).absent)) return "holds the private part";
    const modulus = text(key.get("n"));
    if (kind !== "RSA" || modulus === undefined) return undefined;
    const bits = bitsOf(Buffer.from(modulus, "base64url"));
    return bits < SHORTEST_RSA ? `has ${bits} bits, fewer than ${SHORTEST_RSA}` : undefined;
}

/** The keys of a set; none when it is absent. */
export function keysOf(set: Value): readonly Value[] {
    return set.absent ? [] : list(json(set).get("keys"));
}

function bitsOf(number: Buffer): number {
    const from = number.findIndex((byte) => byte > 0);
    return from < 0 ? 0 : (number.length - from) * 8 - Math.clz32(number[from]!) + 24;
}
