import rule from "../../../../policypack/gcp/static-keys/no-legacy-abac";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const cluster = (enableLegacyAbac: unknown) => [{ type: "gcp:container/cluster:Cluster", inputs: { enableLegacyAbac } }];

describeRule(rule, {
    denies: { "legacy authorization": { given: cluster(true), says: ["The cluster uses legacy authorization."] } },
    allows: {
        "the default": { given: cluster(undefined) },
        "one that switches it off": { given: cluster("false") },
    },
    cannotDecide: {
        "a flag that is not known yet": {
            given: cluster(UNKNOWN),
            says: ["`enableLegacyAbac` is not known before the deployment."],
        },
    },
});
