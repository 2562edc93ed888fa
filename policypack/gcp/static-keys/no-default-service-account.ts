import { resourceRule } from "../../core/rule";
import { MACHINES } from "../../facts/gcp-machines";
import { CLUSTER, NODE_POOL, asDefault } from "../../facts/gcp-service-accounts";
import { each, isUnreadable } from "../../facts/values";

const serviceAccount = "nodes@example.iam.gserviceaccount.com";

export default resourceRule({
    name: "gcp-no-default-service-account",
    severity: "medium",
    description: "Machines and nodes run as a service account of their own.",
    rationale:
        "The default service account is shared by all that names no other, and in many projects it is an editor of everything.",
    remedy: "Make a serviceaccount.Account, grant it what the machine needs (nodes need roles/container.defaultNodeServiceAccount), and name it.",
    controls: ["NHI5:2025", "NHI9:2025", "PR.AA-05"],
    replaces: [
        "Checkov CKV_GCP_30",
        "Checkov CKV_GCP_31",
        "Checkov CKV2_GCP_1",
        "Trivy GCP-0044",
        "Trivy GCP-0050",
        "Prowler compute_instance_default_service_account_in_use",
        "Prowler compute_instance_default_service_account_in_use_with_full_api_access",
        "Prowler gke_cluster_no_default_service_account",
    ],
    on: [NODE_POOL, CLUSTER, ...MACHINES],
    examples: {
        denied: [{ type: NODE_POOL, inputs: { cluster: "shop", nodeConfig: { machineType: "e2-standard-4" } } }],
        allowed: [{ type: NODE_POOL, inputs: { cluster: "shop", nodeConfig: { serviceAccount } } }],
    },

    *check(resource) {
        for (const found of each([resource], asDefault)) {
            if (isUnreadable(found)) yield found;
            else {
                const scope = found.isFull ? ", with access to every API" : "";
                yield { message: `${found.what} runs as the default service account${scope}.`, path: found.path };
            }
        }
    },
});
