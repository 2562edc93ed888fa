import { resourceRule } from "../../core/rule";

const CERTIFICATE = "gcp:sql/sslCert:SslCert";

export default resourceRule({
    name: "gcp-no-database-certificate",
    severity: "medium",
    description: "No client certificate of Cloud SQL is made.",
    rationale:
        "The certificate is valid for ten years, its private key is in the stack's state, and whoever has both may connect.",
    remedy: "Connect through the Cloud SQL connectors or the Auth Proxy, which fetch a certificate of one hour with the caller's own account.",
    controls: ["NHI7:2025", "NHI2:2025", "PR.AA-01", "PR.AA-03"],
    on: [CERTIFICATE],
    examples: {
        denied: [{ type: CERTIFICATE, inputs: { commonName: "orders", instance: "shop" } }],
        allowed: [
            {
                type: "gcp:sql/user:User",
                inputs: { instance: "shop", name: "orders@example.iam", type: "CLOUD_IAM_SERVICE_ACCOUNT" },
            },
        ],
    },

    *check() {
        yield { message: "This client certificate is valid for ten years." };
    },
});
