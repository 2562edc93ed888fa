import { resourceRule } from "../../core/rule";
import { credentialKind } from "../../facts/gcp-credentials";

const PROVIDER = "pulumi:providers:gcp";

export default resourceRule({
    name: "gcp-no-provider-key",
    severity: "critical",
    description: "No provider is given a service-account key or another lasting credential.",
    rationale:
        "A key in a program or its configuration ends up in state, in logs and on every machine that deploys, and never expires.",
    remedy: "Leave credentials out and let CI sign in through WorkloadIdentity, or set externalCredentials, or impersonateServiceAccount for people.",
    controls: ["NHI2:2025", "NHI7:2025", "PR.AA-01", "PR.AA-04"],
    on: [PROVIDER],
    examples: {
        denied: [{ type: PROVIDER, inputs: { credentials: '{"type":"service_account","private_key_id":"1"}' } }],
        allowed: [{ type: PROVIDER, inputs: { impersonateServiceAccount: "deployer@example.iam.gserviceaccount.com" } }],
    },

    *check({ inputs }) {
        const path = "credentials";
        const kind = credentialKind(inputs.get(path));
        if (kind === "lasting") yield { message: "The provider's credentials never expire.", path };
        // The file cannot be read from here. One that only configures federation may be given by its content.
        if (kind === "file") yield { message: "The provider's credentials are a file, as keys are.", path };
    },
});
