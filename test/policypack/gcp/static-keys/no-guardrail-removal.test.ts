import rule from "../../../../policypack/gcp/static-keys/no-guardrail-removal";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const KEYS = "iam.disableServiceAccountKeyCreation";
const policy = (spec: unknown, constraint = KEYS) => [
    {
        type: "gcp:orgpolicy/policy:Policy",
        inputs: { parent: "projects/example", name: `projects/example/policies/${constraint}`, spec },
    },
];
const old = (inputs: object, type = "projects/organizationPolicy:OrganizationPolicy") => [
    { type: `gcp:${type}`, inputs: { constraint: `constraints/${KEYS}`, ...inputs } },
];
const condition = { expression: "resource.matchTag('123456789012/keys', 'allowed')" };
const says = ["This turns `iam.disableServiceAccountKeyCreation` off."];

describeRule(rule, {
    denies: {
        "a rule that does not enforce it": { given: policy({ rules: [{ enforce: "FALSE" }] }), says },
        "the same as a flag": { given: policy({ rules: [{ enforce: false }] }), says },
        "a reset to the default of Google": { given: policy({ reset: true }), says },
        "the managed constraint": {
            given: policy({ rules: [{ enforce: "FALSE" }] }, "iam.managed.disableServiceAccountKeyCreation"),
            says: ["This turns `iam.managed.disableServiceAccountKeyCreation` off."],
        },
        "a list that allows every domain": {
            given: policy({ rules: [{ allowAll: "TRUE" }] }, "iam.allowedPolicyMemberDomains"),
            says: ["This turns `iam.allowedPolicyMemberDomains` off."],
        },
        "the old resource of a project": { given: old({ booleanPolicy: { enforced: false } }), says },
        "the old resource of a folder, restored": {
            given: old({ restorePolicy: { default: true } }, "folder/organizationPolicy:OrganizationPolicy"),
            says,
        },
        "the old resource of an organization, without the prefix": {
            given: old({ constraint: KEYS, booleanPolicy: { enforced: "false" } }, "organizations/policy:Policy"),
            says,
        },
        "an old list that allows every provider": {
            given: old({ constraint: "iam.workloadIdentityPoolProviders", listPolicy: { allow: { all: true } } }),
            says: ["This turns `iam.workloadIdentityPoolProviders` off."],
        },
        "a rule that does not enforce it, beside one that is not known yet": {
            given: policy({ rules: [UNKNOWN, { enforce: "FALSE" }] }),
            says,
        },
    },
    allows: {
        "a policy that enforces it": { given: policy({ rules: [{ enforce: "TRUE" }] }) },
        "an exception for tagged resources": {
            given: policy({ rules: [{ enforce: "TRUE" }, { enforce: "FALSE", condition }] }),
        },
        "another constraint": { given: policy({ rules: [{ enforce: "FALSE" }] }, "compute.disableSerialPortAccess") },
        "a name that is a member of every object": { given: policy({ rules: [{ enforce: "FALSE" }] }, "constructor") },
        "a list of named domains": {
            given: policy({ rules: [{ values: { allowedValues: ["C0abc"] } }] }, "iam.allowedPolicyMemberDomains"),
        },
        "a list that denies all": { given: policy({ rules: [{ denyAll: "TRUE" }] }, "iam.workloadIdentityPoolProviders") },
    },
    cannotDecide: {
        "a flag that is not known yet": {
            given: policy({ rules: [{ enforce: UNKNOWN }] }),
            says: ["`spec.rules[0].enforce` is not known before the deployment."],
        },
    },
});
