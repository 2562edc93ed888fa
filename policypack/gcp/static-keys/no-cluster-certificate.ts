import { resourceRule } from "../../core/rule";
import { flag } from "../../facts/values";

const CLUSTER = "gcp:container/cluster:Cluster";

export default resourceRule({
    name: "gcp-no-cluster-certificate",
    severity: "medium",
    description: "No cluster hands out a client certificate or a password.",
    rationale:
        "A client certificate or password of the control plane works for years, cannot be revoked, and stands for nobody.",
    remedy: "Set masterAuth.clientCertificateConfig.issueClientCertificate to false; people and jobs sign in with their Google account, through IAM.",
    controls: ["NHI7:2025", "NHI4:2025", "PR.AA-01", "PR.AA-03"],
    replaces: ["Checkov CKV_GCP_13", "Trivy GCP-0064"],
    on: [CLUSTER],
    examples: {
        denied: [
            {
                type: CLUSTER,
                inputs: { masterAuth: { clientCertificateConfig: { issueClientCertificate: true } } },
            },
        ],
        allowed: [{ type: CLUSTER, inputs: { location: "europe-west4" } }],
    },

    // GKE issues none by default: https://docs.cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster
    *check({ inputs }) {
        const auth = inputs.get("masterAuth");
        const issued = auth.get("clientCertificateConfig").get("issueClientCertificate");
        if (flag(issued)) yield { message: "The cluster issues a client certificate.", path: issued.path };
        // Of old versions of the provider.
        const password = auth.get("password");
        if (password.unknown || password.known()) yield { message: "The cluster takes a password.", path: password.path };
    },
});
