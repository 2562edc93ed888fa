import { describe, expect, test } from "vitest";
import { constraintOf, said } from "../../../policypack/facts/gcp-org-policies";
import { UNKNOWN } from "../../../policypack/facts/values";
import { resources } from "../../harness/describe-rule";

const policy = (inputs: Record<string, unknown>) => resources([{ type: "gcp:orgpolicy/policy:Policy", inputs }])[0]!;
const old = (inputs: Record<string, unknown>) =>
    resources([{ type: "gcp:projects/organizationPolicy:OrganizationPolicy", inputs }])[0]!;

test.each([
    ["of a policy", policy({ name: "projects/p/policies/iam.x" })],
    ["of an old policy", old({ constraint: "constraints/iam.x" })],
    ["of an old policy without the prefix", old({ constraint: "iam.x" })],
])("the constraint %s", (_, resource) => {
    expect(constraintOf(resource)).toBe("iam.x");
});

describe("what a policy says", () => {
    const rule = (written: unknown) => policy({ spec: { rules: [written] } });
    const at = "spec.rules[0]";

    test.each([
        ["on", rule({ enforce: "TRUE" }), [{ says: "on", path: `${at}.enforce` }]],
        ["off", rule({ enforce: "FALSE" }), [{ says: "off", path: `${at}.enforce` }]],
        ["allows all", rule({ allowAll: "TRUE" }), [{ says: "allows all", path: `${at}.allowAll` }]],
        ["denies all", rule({ denyAll: "TRUE" }), [{ says: "denies all", path: `${at}.denyAll` }]],
        ["nothing", rule({ allowAll: "FALSE" }), []],
        [
            "allows values",
            rule({ values: { allowedValues: ["a"], deniedValues: ["b"] } }),
            [{ says: "allows", value: "a", path: `${at}.values.allowedValues[0]` }],
        ],
        ["nothing under a condition", rule({ enforce: "FALSE", condition: { expression: "x" } }), []],
        ["nothing in a trial run", policy({ dryRunSpec: { rules: [{ enforce: "FALSE" }] } }), []],
        ["the default", policy({ spec: { reset: true } }), [{ says: "default", path: "spec.reset" }]],
        [
            "off, in the old form",
            old({ booleanPolicy: { enforced: false } }),
            [{ says: "off", path: "booleanPolicy.enforced" }],
        ],
        [
            "on, in the old form",
            old({ booleanPolicy: { enforced: true } }),
            [{ says: "on", path: "booleanPolicy.enforced" }],
        ],
        [
            "denies all, in the old form",
            old({ listPolicy: { deny: { all: true } } }),
            [{ says: "denies all", path: "listPolicy.deny.all" }],
        ],
        [
            "the default, in the old form",
            old({ restorePolicy: { default: true } }),
            [{ says: "default", path: "restorePolicy.default" }],
        ],
    ])("%s", (_, resource, expected) => {
        expect([...said(resource)]).toEqual(expected);
    });

    test("what is not known yet hides nothing of the rest", () => {
        const outcomes = [...said(policy({ spec: { reset: UNKNOWN, rules: [UNKNOWN, { enforce: "FALSE" }] } }))];
        expect(outcomes).toEqual([
            { says: "off", path: "spec.rules[1].enforce" },
            expect.objectContaining({ path: "spec.rules[0]" }),
            expect.objectContaining({ path: "spec.reset" }),
        ]);
    });
});
