import { resourceRule } from "../../core/rule";

const KEY = "gcp:serviceaccount/key:Key";

export default resourceRule({
    name: "gcp-no-service-account-key",
    severity: "critical",
    description: "No service account is given a key.",
    rationale:
        "A service-account key works from anywhere, is not bound to a person or job, and is valid until someone deletes it.",
    remedy: "Let the workload federate: WorkloadIdentity for CI and other clouds, an attached service account on Google Cloud, impersonation for people.",
    controls: ["NHI7:2025", "NHI2:2025", "PR.AA-01", "MANAGE 2.4"],
    replaces: [
        "Checkov CKV2_GCP_3",
        "Prowler iam_sa_no_user_managed_keys",
        "Prowler iam_sa_user_managed_key_rotate_90_days",
        "Prowler iam_sa_user_managed_key_unused",
    ],
    on: [KEY],
    examples: {
        denied: [{ type: KEY, inputs: { serviceAccountId: "deployer@example.iam.gserviceaccount.com" } }],
        allowed: [{ type: "gcp:serviceaccount/account:Account", inputs: { accountId: "deployer" } }],
    },

    *check({ inputs }) {
        if (inputs.get("publicKeyData").absent) yield { message: "This service-account key never expires." };
        else yield { message: "This uploaded key works for as long as its certificate says.", path: "publicKeyData" };
    },
});
