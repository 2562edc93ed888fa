import { duration } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { lasting } from "../../facts/duration";
import { number, text } from "../../facts/values";

const CREDENTIAL = "aws:iam/serviceSpecificCredential:ServiceSpecificCredential";
// Those whose credentials can end: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceSpecificCredential.html
const SERVICES: ReadonlySet<string | undefined> = new Set(["bedrock.amazonaws.com", "logs.amazonaws.com"]);
const bedrock = { userName: "assistant", serviceName: "bedrock.amazonaws.com" };

export default resourceRule({
    name: "aws-max-service-credential-age",
    severity: "medium",
    description: "An API key for Bedrock or CloudWatch Logs expires within the allowed time.",
    rationale: "The key is all that a caller needs, and one without credentialAgeDays never expires.",
    remedy: "Sign requests with a role, or make short-term keys from one; otherwise set credentialAgeDays to the limit or less.",
    controls: ["NHI7:2025", "NHI4:2025", "PR.AA-01", "MANAGE 2.4"],
    replaces: ["Prowler bedrock_api_key_no_long_term_credentials"],
    on: [CREDENTIAL],
    options: {
        limit: duration({ description: "Longest life allowed.", default: "30d", minimum: "1d", maximum: "36600d" }),
    },
    examples: {
        denied: [{ type: CREDENTIAL, inputs: bedrock }],
        allowed: [{ type: CREDENTIAL, inputs: { ...bedrock, credentialAgeDays: 7 } }],
    },

    *check({ inputs }, { limit }) {
        if (!SERVICES.has(text(inputs.get("serviceName")))) return;
        const path = "credentialAgeDays";
        const days = number(inputs.get(path));
        const asked = days === undefined ? "never expires" : `is valid for ${lasting(days * 86_400)}`;
        if (days === undefined || days * 86_400 > limit) {
            yield { message: `The key ${asked}; the limit is ${lasting(limit)}.`, path };
        }
    },
});
