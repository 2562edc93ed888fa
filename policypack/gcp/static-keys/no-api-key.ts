import { resourceRule } from "../../core/rule";

const API_KEY = "gcp:projects/apiKey:ApiKey";

export default resourceRule({
    name: "gcp-no-api-key",
    severity: "low",
    description: "No API key is made.",
    rationale:
        "An API key says which project pays and not who calls, goes with every request, and works until someone deletes it.",
    remedy: "Let programs call the API with the service account they run as; keep a key, well restricted, only for what runs in a browser or an app.",
    controls: ["NHI7:2025", "NHI2:2025", "PR.AA-01"],
    replaces: ["Prowler apikeys_key_exists", "Prowler apikeys_key_rotated_in_90_days"],
    on: [API_KEY],
    examples: {
        denied: [{ type: API_KEY, inputs: { restrictions: { apiTargets: [{ service: "maps-backend.googleapis.com" }] } } }],
        allowed: [{ type: "gcp:serviceaccount/account:Account", inputs: { accountId: "maps" } }],
    },

    // One that stands for a service account is said by gcp-no-bound-api-key.
    *check({ inputs }) {
        const account = inputs.get("serviceAccountEmail");
        if (!account.unknown && !account.known()) yield { message: "This API key never expires." };
    },
});
