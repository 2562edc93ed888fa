import { resourceRule } from "../../core/rule";
import { each, list, text } from "../../facts/values";

const ATTACHMENT = "aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment";
const attachment = (ambiguousRoleResolution: string) => ({
    identityPoolId: "eu-central-1:8f1c0a52-6d8e-4b7e-9d6f-0d3f4f5a6b7c",
    roles: { authenticated: "arn:aws:iam::111122223333:role/customer" },
    roleMappings: [{ identityProvider: "accounts.google.com", type: "Token", ambiguousRoleResolution }],
});

export default resourceRule({
    name: "aws-no-ambiguous-role",
    severity: "low",
    description: "Whoever fits no rule for the roles of an identity pool gets none.",
    rationale:
        "Where the default role stands in for a role that could not be told, a mistake in the rules or claims lets people in.",
    remedy: "Set ambiguousRoleResolution to Deny, and give the default role by a rule of its own.",
    controls: ["NHI5:2025", "NHI4:2025", "PR.AA-05"],
    on: [ATTACHMENT],
    examples: {
        denied: [{ type: ATTACHMENT, inputs: attachment("AuthenticatedRole") }],
        allowed: [{ type: ATTACHMENT, inputs: attachment("Deny") }],
    },

    // https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_RoleMapping.html: required for both types.
    *check({ inputs }) {
        yield* each(list(inputs.get("roleMappings")), function* (mapping) {
            const resolution = mapping.get("ambiguousRoleResolution");
            if (text(resolution) !== "AuthenticatedRole") return;
            yield { message: `\`${resolution.path}\` gives a role to whoever fits no rule.`, path: resolution.path };
        });
    },
});
