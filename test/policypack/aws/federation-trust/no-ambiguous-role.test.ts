import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/federation-trust/no-ambiguous-role";
import { describeRule } from "../../../harness/describe-rule";

const attachment = (...resolutions: unknown[]) => [
    {
        type: "aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment",
        inputs: {
            identityPoolId: UNKNOWN,
            roles: { authenticated: UNKNOWN },
            roleMappings: resolutions.map((ambiguousRoleResolution) => ({ type: "Rules", ambiguousRoleResolution })),
        },
    },
];

describeRule(rule, {
    denies: {
        "the default role": {
            given: attachment("AuthenticatedRole"),
            says: ["`roleMappings[0].ambiguousRoleResolution` gives a role to whoever fits no rule."],
        },
        "the default role behind a mapping not known yet": {
            given: attachment(UNKNOWN, "AuthenticatedRole"),
            says: ["`roleMappings[1].ambiguousRoleResolution` gives a role to whoever fits no rule."],
        },
        "what is no text": {
            given: attachment(42),
            says: ["`roleMappings[0].ambiguousRoleResolution` is not a text."],
        },
    },
    allows: { "no role": { given: attachment("Deny") }, "no mappings": { given: attachment() } },
    cannotDecide: {
        "a mapping not known yet": {
            given: attachment(UNKNOWN),
            says: ["`roleMappings[0].ambiguousRoleResolution` is not known before the deployment."],
        },
    },
});
