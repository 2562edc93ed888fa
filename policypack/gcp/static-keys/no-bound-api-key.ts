import { resourceRule } from "../../core/rule";

const API_KEY = "gcp:projects/apiKey:ApiKey";
const restrictions = { apiTargets: [{ service: "aiplatform.googleapis.com" }] };

export default resourceRule({
    name: "gcp-no-bound-api-key",
    severity: "high",
    description: "No API key stands for a service account.",
    rationale:
        "Whoever has such a key does all that the service account may, from anywhere, with no sign-in, until someone deletes it.",
    remedy: "Leave serviceAccountEmail out; use WorkloadIdentity, an attached service account or impersonation, whose tokens end.",
    controls: ["NHI7:2025", "NHI2:2025", "PR.AA-01", "PR.AA-03"],
    on: [API_KEY],
    examples: {
        denied: [{ type: API_KEY, inputs: { restrictions, serviceAccountEmail: "agent@example.iam.gserviceaccount.com" } }],
        allowed: [{ type: "gcp:serviceaccount/account:Account", inputs: { accountId: "agent" } }],
    },

    *check({ inputs }) {
        const path = "serviceAccountEmail";
        const account = inputs.get(path);
        // Not known yet is that of an account which the program makes.
        if (account.unknown || account.known())
            yield { message: "This API key acts as a service account and never expires.", path };
    },
});
