import rule from "../../../../policypack/gcp/unbounded-ttl/no-token-lifetime-extension";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const EXTENSION = "iam.allowServiceAccountCredentialLifetimeExtension";
const policy = (spec: unknown, constraint = EXTENSION) => [
    { type: "gcp:orgpolicy/policy:Policy", inputs: { name: `organizations/1/policies/${constraint}`, spec } },
];
const old = (listPolicy: unknown) => [
    { type: "gcp:organizations/policy:Policy", inputs: { orgId: "1", constraint: `constraints/${EXTENSION}`, listPolicy } },
];
const ONE = "A service account may have tokens of twelve hours.";
const ALL = "Every service account may have tokens of twelve hours.";

describeRule(rule, {
    denies: {
        "a service account that is named": {
            given: policy({ rules: [{ values: { allowedValues: ["batch@example.iam.gserviceaccount.com"] } }] }),
            says: [ONE],
        },
        "every service account": { given: policy({ rules: [{ allowAll: "TRUE" }] }), says: [ALL] },
        "one in the old resource": {
            given: old({ allow: { values: ["batch@example.iam.gserviceaccount.com"] } }),
            says: [ONE],
        },
        "all in the old resource": { given: old({ allow: { all: true } }), says: [ALL] },
    },
    allows: {
        "a policy that allows nobody": { given: policy({ rules: [{ denyAll: "TRUE" }] }) },
        "a reset to the default, which allows nobody": { given: policy({ reset: true }) },
        "another constraint": { given: policy({ rules: [{ allowAll: "TRUE" }] }, "gcp.resourceLocations") },
    },
    cannotDecide: {
        "values that are not known yet": {
            given: policy({ rules: [{ values: { allowedValues: UNKNOWN } }] }),
            says: ["`spec.rules[0].values.allowedValues` is not known before the deployment."],
        },
        "a name that is not known yet": {
            given: [{ type: "gcp:orgpolicy/policy:Policy", inputs: { name: UNKNOWN } }],
            says: ["`name` is not known before the deployment."],
        },
    },
});
