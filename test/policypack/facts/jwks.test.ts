import { expect, test } from "vitest";
import { keyFault, keysOf } from "../../../policypack/facts/jwks";
import { Malformed, UNKNOWN, Unknown, Value } from "../../../policypack/facts/values";

const fault = (key: object) => keyFault(new Value(key, "key"));

test("keys that cannot be read", () => {
    expect(() => fault({ kty: 1 })).toThrow(Malformed);
    expect(() => fault({ kty: "RSA", n: UNKNOWN })).toThrow(Unknown);
    expect(() => keysOf(new Value({ keys: {} }, "set"))).toThrow(Malformed);
});

test("an empty number", () => {
    expect(fault({ kty: "RSA", n: "" })).toBe("has 0 bits, fewer than 2048");
    expect(fault({ kty: "RSA", n: "AAAA" })).toBe("has 0 bits, fewer than 2048");
    expect(fault({ kty: "RSA", n: "AQ" })).toBe("has 1 bits, fewer than 2048");
});

test("private parts of any kind", () => {
    for (const part of ["d", "p", "q", "dp", "dq", "qi"]) {
        expect(fault({ kty: "RSA", [part]: "AQ" })).toBe("holds the private part");
    }
});

test("sets of keys", () => {
    expect(keysOf(new Value(undefined, "set"))).toEqual([]);
    expect(keysOf(new Value('{"keys":[{"kty":"EC"}]}', "set"))).toHaveLength(1);
    expect(keysOf(new Value({ keys: [{}, {}] }, "set"))).toHaveLength(2);
});
