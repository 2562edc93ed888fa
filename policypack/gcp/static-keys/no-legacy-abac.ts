import { resourceRule } from "../../core/rule";
import { flag } from "../../facts/values";

const CLUSTER = "gcp:container/cluster:Cluster";

export default resourceRule({
    name: "gcp-no-legacy-abac",
    severity: "high",
    description: "No cluster uses legacy authorization (ABAC).",
    rationale:
        "Under legacy authorization every service account of the cluster may read all secrets and change all workloads.",
    remedy: "Leave enableLegacyAbac out, or set it to false, and grant what is needed by RBAC roles and IAM.",
    controls: ["NHI5:2025", "NHI6:2025", "PR.AA-05"],
    replaces: ["Checkov CKV_GCP_7", "Trivy GCP-0062"],
    on: [CLUSTER],
    examples: {
        denied: [{ type: CLUSTER, inputs: { enableLegacyAbac: true } }],
        allowed: [{ type: CLUSTER, inputs: { location: "europe-west4" } }],
    },

    *check({ inputs }) {
        const path = "enableLegacyAbac";
        if (flag(inputs.get(path))) yield { message: "The cluster uses legacy authorization.", path };
    },

    remediate: () => ({ enableLegacyAbac: false }),
});
