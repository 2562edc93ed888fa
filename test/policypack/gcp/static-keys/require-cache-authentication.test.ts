import rule from "../../../../policypack/gcp/static-keys/require-cache-authentication";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const of = (type: string, inputs: Record<string, unknown>) => [{ type: `gcp:${type}`, inputs }];
const says = ["Clients are let in without signing in."];

describeRule(rule, {
    denies: {
        "a Redis instance by default": { given: of("redis/instance:Instance", {}), says },
        "a Redis instance that switches it off": { given: of("redis/instance:Instance", { authEnabled: "false" }), says },
        "a Redis cluster by default": { given: of("redis/cluster:Cluster", {}), says },
        "a Redis cluster that switches it off": {
            given: of("redis/cluster:Cluster", { authorizationMode: "AUTH_MODE_DISABLED" }),
            says,
        },
        "a Valkey instance by default": { given: of("memorystore/instance:Instance", {}), says },
    },
    allows: {
        "a Redis instance with AUTH": { given: of("redis/instance:Instance", { authEnabled: true }) },
        "a Redis cluster with IAM": { given: of("redis/cluster:Cluster", { authorizationMode: "AUTH_MODE_IAM_AUTH" }) },
        "a Valkey instance with IAM": { given: of("memorystore/instance:Instance", { authorizationMode: "IAM_AUTH" }) },
    },
    cannotDecide: {
        "a flag that is not known yet": {
            given: of("redis/instance:Instance", { authEnabled: UNKNOWN }),
            says: ["`authEnabled` is not known before the deployment."],
        },
    },
});
