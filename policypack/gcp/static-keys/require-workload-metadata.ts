import { resourceRule } from "../../core/rule";
import { type Value, each, elements, flag, text } from "../../facts/values";

const CLUSTER = "gcp:container/cluster:Cluster";
const NODE_POOL = "gcp:container/nodePool:NodePool";
const workloadIdentityConfig = { workloadPool: "example.svc.id.goog" };
// The second is of old versions of the provider.
const MODES = ["GKE_METADATA", "GKE_METADATA_SERVER"];

export default resourceRule({
    name: "gcp-require-workload-metadata",
    severity: "medium",
    description: "Pods get credentials of their own, and not those of the node.",
    rationale:
        "Without Workload Identity every pod, and a request that a pod can be tricked into, fetches the token of the node's service account.",
    remedy: "Set workloadIdentityConfig.workloadPool of the cluster to <project>.svc.id.goog, and leave the mode of node pools at GKE_METADATA.",
    controls: ["NHI4:2025", "NHI9:2025", "NHI8:2025", "PR.AA-03", "PR.AA-05"],
    replaces: ["Checkov CKV_GCP_69", "Trivy GCP-0057", "Trivy GCP-0048"],
    on: [CLUSTER, NODE_POOL],
    examples: {
        denied: [{ type: CLUSTER, inputs: { location: "europe-west4", initialNodeCount: 1 } }],
        allowed: [
            { type: CLUSTER, inputs: { location: "europe-west4", initialNodeCount: 1, workloadIdentityConfig } },
            { type: CLUSTER, inputs: { location: "europe-west4", enableAutopilot: true } },
        ],
    },

    *check({ type, inputs }) {
        if (type === NODE_POOL) yield* ofNodes(inputs.get("nodeConfig"));
        // Always on in Autopilot: https://docs.cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
        else if (!flag(inputs.get("enableAutopilot"))) yield* each([ofCluster, ofOwnNodes, ofPools], (read) => read(inputs));
    },
});

function* ofCluster(inputs: Value) {
    const pool = inputs.get("workloadIdentityConfig").get("workloadPool");
    // Made from the name of the project, which may not be known yet.
    if (!pool.unknown && !text(pool)) yield { message: "Pods use the service account of their node.", path: pool.path };
}

function* ofOwnNodes(inputs: Value) {
    yield* ofNodes(inputs.get("nodeConfig"));
}

function* ofPools(inputs: Value) {
    yield* each(elements(inputs.get("nodePools")), (pool) => ofNodes(pool.get("nodeConfig")));
}

/** Where a cluster has Workload Identity, a new node pool has the metadata server unless it says otherwise. */
function* ofNodes(nodes: Value) {
    const config = nodes.get("workloadMetadataConfig");
    const mode = ["mode", "nodeMetadata"].map((name) => config.get(name)).find((one) => !one.absent);
    if (mode && !MODES.includes(text(mode) ?? ""))
        yield { message: "Pods of these nodes reach the service account of the node.", path: mode.path };
    const legacy = nodes.get("metadata").get("disable-legacy-endpoints");
    if (flag(legacy) === false) yield { message: "The nodes keep the old metadata endpoints.", path: legacy.path };
}
