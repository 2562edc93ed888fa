import { describe, expect, test } from "vitest";
import { remediate } from "../../../policypack/core/remediate";
import type { Resource } from "../../../policypack/core/rule";
import { parseOptions } from "../../../policypack/core/settings";
import { rules } from "../../../policypack/rules";
import { NOW, resources, run } from "../../harness/describe-rule";

/** What a rule gives as safe inputs is what it asks for, and keeps the rest of the resource. */

const INSTANCE = "gcp:compute/instance:Instance";
const KEY = "gcp:kms/cryptoKey:CryptoKey";
const CASES: readonly [string, string, Record<string, unknown>, Record<string, unknown>, object?][] = [
    ["gcp-require-key-rotation", KEY, { keyRing: "shop" }, { keyRing: "shop", rotationPeriod: "7776000s" }],
    ["gcp-require-key-rotation", KEY, { rotationPeriod: "2592000s" }, { rotationPeriod: "86400s" }, { limit: "1d" }],
    [
        "gcp-require-os-login",
        INSTANCE,
        { metadata: { "enable-oslogin": "FALSE", foo: "bar" } },
        { metadata: { "enable-oslogin": "TRUE", foo: "bar" } },
    ],
    [
        "gcp-require-os-login",
        "gcp:compute/projectMetadata:ProjectMetadata",
        { metadata: { foo: "bar" } },
        { metadata: { foo: "bar", "enable-oslogin": "TRUE", "enable-oslogin-2fa": "TRUE" } },
        { secondFactor: true },
    ],
    [
        "gcp-require-os-login",
        "gcp:compute/projectMetadataItem:ProjectMetadataItem",
        { key: "enable-oslogin", value: "FALSE" },
        { key: "enable-oslogin", value: "TRUE" },
    ],
    ["gcp-no-project-ssh-key", INSTANCE, {}, { metadata: { "block-project-ssh-keys": "TRUE" } }],
    ["gcp-no-legacy-abac", "gcp:container/cluster:Cluster", { enableLegacyAbac: true }, { enableLegacyAbac: false }],
    [
        "gcp-max-entitlement-duration",
        "gcp:privilegedaccessmanager/entitlement:entitlement",
        { maxRequestDuration: "604800s" },
        { maxRequestDuration: "43200s" },
    ],
    [
        "gcp-max-workforce-session",
        "gcp:iam/workforcePool:WorkforcePool",
        { sessionDuration: "7200s" },
        { sessionDuration: "3600s" },
    ],
    [
        "gcp-max-iap-session",
        "gcp:iap/settings:Settings",
        { accessSettings: { reauthSettings: { method: "LOGIN", maxAge: "604800s" } } },
        { accessSettings: { reauthSettings: { method: "LOGIN", maxAge: "43200s" } } },
    ],
];

describe("safe inputs", () => {
    test.each(CASES)("%s of %s %j", (name, type, inputs, expected, options = {}) => {
        const rule = rules.find((one) => one.name === name)!;
        const [resource] = resources([{ type, inputs }]) as [Resource];
        const done = remediate(rule, resource, parseOptions(rule, { ...options }, "test"), NOW);

        expect(done?.inputs).toEqual(expected);
        expect(run(rule, { given: [{ type, inputs: expected }], options: { ...options } })).toEqual([]);
    });
});
