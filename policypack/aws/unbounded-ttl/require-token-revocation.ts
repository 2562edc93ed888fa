import { resourceRule } from "../../core/rule";
import { flag } from "../../facts/values";

const CLIENT = "aws:cognito/userPoolClient:UserPoolClient";
const MANAGED = "aws:cognito/managedUserPoolClient:ManagedUserPoolClient";
const client = { userPoolId: "eu-central-1_example" };

export default resourceRule({
    name: "aws-require-token-revocation",
    severity: "medium",
    description: "The tokens of a Cognito application can be revoked.",
    rationale: "Where they cannot, signing out leaves a stolen refresh token good until it ends by itself.",
    remedy: "Leave enableTokenRevocation out, or set it to true.",
    controls: ["NHI1:2025", "NHI7:2025", "PR.AA-01", "MANAGE 2.4"],
    replaces: ["Prowler cognito_user_pool_client_token_revocation_enabled"],
    on: [CLIENT, MANAGED],
    examples: {
        denied: [{ type: CLIENT, inputs: { ...client, enableTokenRevocation: false } }],
        allowed: [{ type: CLIENT, inputs: { ...client, enableTokenRevocation: true } }],
    },

    // On where it is left out: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
    *check({ inputs }) {
        const path = "enableTokenRevocation";
        if (flag(inputs.get(path)) === false) yield { message: "Revocation of tokens is switched off.", path };
    },

    remediate: () => ({ enableTokenRevocation: true }),
});
