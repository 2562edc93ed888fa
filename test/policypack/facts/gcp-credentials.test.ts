import { expect, test } from "vitest";
import { credentialKind } from "../../../policypack/facts/gcp-credentials";
import { Malformed, Value } from "../../../policypack/facts/values";

const kindOf = (written: unknown) => credentialKind(new Value(written, "credentials"));

test.each([
    ["lasting", { type: "service_account" }],
    ["lasting", { private_key: "x" }],
    ["lasting", { type: "authorized_user" }],
    ["lasting", { type: "external_account_authorized_user", refresh_token: "x" }],
    ["lasting", { type: "impersonated_service_account", source_credentials: { type: "authorized_user" } }],
    ["federated", { type: "external_account" }],
    ["federated", {}],
])("%s: %j", (kind, document) => {
    expect(kindOf(JSON.stringify(document))).toBe(kind);
    expect(kindOf(`\n ${JSON.stringify(document, undefined, 2)}`)).toBe(kind);
});

test("what is no document is a file, or nothing", () => {
    expect(kindOf("key.json")).toBe("file");
    expect(kindOf(" ")).toBeUndefined();
    expect(kindOf(undefined)).toBeUndefined();
});

test("a document that cannot be read", () => {
    expect(() => kindOf("{")).toThrow(Malformed);
    expect(() => kindOf('{"type": 1}')).toThrow(Malformed);
    expect(() => kindOf('{"source_credentials": "x"}')).toThrow(Malformed);
});
