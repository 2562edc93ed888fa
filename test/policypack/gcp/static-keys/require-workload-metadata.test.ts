import rule from "../../../../policypack/gcp/static-keys/require-workload-metadata";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const workloadIdentityConfig = { workloadPool: "example.svc.id.goog" };
const cluster = (inputs: object) => [{ type: "gcp:container/cluster:Cluster", inputs: { ...inputs } }];
const pool = (nodeConfig: unknown) => [{ type: "gcp:container/nodePool:NodePool", inputs: { cluster: "shop", nodeConfig } }];
const NODES = "Pods of these nodes reach the service account of the node.";
const SHARED = "Pods use the service account of their node.";

describeRule(rule, {
    denies: {
        "a cluster without Workload Identity": { given: cluster({}), says: [SHARED] },
        "an empty pool": { given: cluster({ workloadIdentityConfig: { workloadPool: "" } }), says: [SHARED] },
        "a cluster that is not Autopilot": { given: cluster({ enableAutopilot: false }), says: [SHARED] },
        "a node pool that shows the metadata of the machine": {
            given: pool({ workloadMetadataConfig: { mode: "GCE_METADATA" } }),
            says: [NODES],
        },
        "the same, as old providers write it": {
            given: pool({ workloadMetadataConfig: { nodeMetadata: "EXPOSE" } }),
            says: [NODES],
        },
        "the second of two node pools within a cluster": {
            given: cluster({
                workloadIdentityConfig,
                nodePools: [{}, { nodeConfig: { workloadMetadataConfig: { mode: "GCE_METADATA" } } }],
            }),
            says: [NODES],
        },
        "old metadata endpoints": {
            given: cluster({ workloadIdentityConfig, nodeConfig: { metadata: { "disable-legacy-endpoints": "false" } } }),
            says: ["The nodes keep the old metadata endpoints."],
        },
    },
    allows: {
        "a cluster with Workload Identity": { given: cluster({ workloadIdentityConfig }) },
        "a pool that is not known yet, as it is made from the project": {
            given: cluster({ workloadIdentityConfig: { workloadPool: UNKNOWN } }),
        },
        "a cluster of Autopilot": { given: cluster({ enableAutopilot: true }) },
        "a node pool that says nothing": { given: pool({ machineType: "e2-standard-4" }) },
        "a node pool with the metadata server": { given: pool({ workloadMetadataConfig: { mode: "GKE_METADATA" } }) },
        "old metadata endpoints switched off": { given: pool({ metadata: { "disable-legacy-endpoints": "true" } }) },
    },
    cannotDecide: {
        "a mode that is not known yet": {
            given: pool({ workloadMetadataConfig: { mode: UNKNOWN } }),
            says: ["`nodeConfig.workloadMetadataConfig.mode` is not known before the deployment."],
        },
    },
});
