import { resourceRule } from "../../core/rule";

const TOKEN = "gcp:firebase/appCheckDebugToken:AppCheckDebugToken";

export default resourceRule({
    name: "gcp-no-debug-token",
    severity: "medium",
    description: "No debug token of App Check is made.",
    rationale:
        "Whoever sends the token passes for the genuine app, on any device, until someone deletes it; App Check then protects nothing.",
    remedy: "Leave the debug token out; let CI ask for a short App Check token with its own service account, through WorkloadIdentity.",
    controls: ["NHI7:2025", "NHI4:2025", "PR.AA-03"],
    on: [TOKEN],
    examples: {
        denied: [{ type: TOKEN, inputs: { appId: "1:123456789012:web:0123456789abcdef", displayName: "CI", token: "…" } }],
        allowed: [{ type: "gcp:serviceaccount/account:Account", inputs: { accountId: "ci" } }],
    },

    *check() {
        yield { message: "This debug token never expires." };
    },
});
