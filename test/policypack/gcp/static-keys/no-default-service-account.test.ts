import rule from "../../../../policypack/gcp/static-keys/no-default-service-account";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const OWN = "web@example.iam.gserviceaccount.com";
const COMPUTE = "123456789012-compute@developer.gserviceaccount.com";
const machine = (serviceAccount: unknown, type = "gcp:compute/instance:Instance") => [
    { type, inputs: { machineType: "e2-small", serviceAccount } },
];
const pool = (nodeConfig: unknown) => [{ type: "gcp:container/nodePool:NodePool", inputs: { cluster: "shop", nodeConfig } }];
const cluster = (inputs: object) => [{ type: "gcp:container/cluster:Cluster", inputs: { ...inputs } }];
const FULL = ["logging-write", "https://www.googleapis.com/auth/cloud-platform"];

describeRule(rule, {
    denies: {
        "a machine that names no account": {
            given: machine({ scopes: ["logging-write"] }),
            says: ["The machine runs as the default service account."],
        },
        "a machine with access to every API": {
            given: machine({ scopes: FULL }),
            says: ["The machine runs as the default service account, with access to every API."],
        },
        "a machine that names the default account": {
            given: machine({ email: COMPUTE, scopes: ["cloud-platform"] }),
            says: ["The machine runs as the default service account, with access to every API."],
        },
        "a template whose scopes are not known yet": {
            given: machine({ scopes: UNKNOWN }, "gcp:compute/instanceTemplate:InstanceTemplate"),
            says: ["The machine runs as the default service account."],
        },
        "a regional template": {
            given: machine({ email: "default", scopes: [] }, "gcp:compute/regionInstanceTemplate:RegionInstanceTemplate"),
            says: ["The machine runs as the default service account."],
        },
        "a node pool that names no account": {
            given: pool({ oauthScopes: FULL }),
            says: ["The node pool runs as the default service account, with access to every API."],
        },
        "a node pool that says nothing of its nodes": {
            given: pool(undefined),
            says: ["The node pool runs as the default service account."],
        },
        // Prowler looks at the first one only.
        "the second node pool within a cluster": {
            given: cluster({ nodePools: [{ nodeConfig: { serviceAccount: OWN } }, { name: "spot" }] }),
            says: ["The node pool runs as the default service account."],
        },
        "the default node pool of a cluster": {
            given: cluster({ initialNodeCount: 3 }),
            says: ["The default node pool runs as the default service account."],
        },
        "node pools that the autoscaler makes": {
            given: cluster({ removeDefaultNodePool: true, clusterAutoscaling: { enabled: true } }),
            says: ["A node pool that the autoscaler makes runs as the default service account."],
        },
    },
    allows: {
        "a machine without any account": { given: machine(undefined) },
        "a machine with an account of its own": { given: machine({ email: OWN, scopes: ["cloud-platform"] }) },
        "an account that the program makes": { given: machine({ email: UNKNOWN, scopes: ["cloud-platform"] }) },
        "an account of its own whose name ends alike": {
            given: machine({ email: "my-compute@example.iam.gserviceaccount.com", scopes: [] }),
        },
        "a node pool with an account of its own": { given: pool({ serviceAccount: OWN }) },
        "a node pool with an account that the program makes": { given: pool({ serviceAccount: UNKNOWN }) },
        "a default node pool that is removed": { given: cluster({ initialNodeCount: 1, removeDefaultNodePool: true }) },
        "a cluster of Autopilot": { given: cluster({ enableAutopilot: true }) },
        "an autoscaler that is off": {
            given: cluster({ removeDefaultNodePool: true, clusterAutoscaling: { enabled: false } }),
        },
    },
    cannotDecide: {
        "nodes that are not known yet": {
            given: pool(UNKNOWN),
            says: ["`nodeConfig` is not known before the deployment."],
        },
    },
});
