import { resourceRule } from "../../core/rule";

const HMAC_KEY = "gcp:storage/hmacKey:HmacKey";

export default resourceRule({
    name: "gcp-no-hmac-key",
    severity: "critical",
    description: "No service account is given an HMAC key for Cloud Storage.",
    rationale:
        "An HMAC key reads and writes all that its service account can in Cloud Storage, from anywhere, and never expires.",
    remedy: "Use the storage client with WorkloadIdentity or an attached service account, or a V4 signed URL made through impersonation, which ends.",
    controls: ["NHI7:2025", "NHI2:2025", "PR.AA-01", "MANAGE 2.4"],
    on: [HMAC_KEY],
    examples: {
        denied: [{ type: HMAC_KEY, inputs: { serviceAccountEmail: "sync@example.iam.gserviceaccount.com" } }],
        allowed: [{ type: "gcp:serviceaccount/account:Account", inputs: { accountId: "sync" } }],
    },

    // An inactive key is denied too: one API call makes it active again.
    *check() {
        yield { message: "This HMAC key never expires." };
    },
});
