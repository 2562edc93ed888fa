import { duration } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { lasting } from "../../facts/duration";
import { number } from "../../facts/values";

const POOL = "aws:cognito/userPool:UserPool";
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_PasswordPolicyType.html
const AWS_DEFAULT = 7;

export default resourceRule({
    name: "aws-max-temporary-password-life",
    severity: "medium",
    description: "The temporary password of a Cognito user expires within the allowed time.",
    rationale: "It was sent by mail or text message, and lets in whoever reads it until the user signs in or it expires.",
    remedy: "Set passwordPolicy.temporaryPasswordValidityDays to the limit or less, or leave it out for the default of 7 days.",
    controls: ["NHI7:2025", "NHI2:2025", "PR.AA-01"],
    replaces: ["Prowler cognito_user_pool_temporary_password_expiration"],
    on: [POOL],
    options: {
        limit: duration({ description: "Longest life allowed.", default: "7d", minimum: "1d", maximum: "365d" }),
    },
    examples: {
        denied: [{ type: POOL, inputs: { passwordPolicy: { temporaryPasswordValidityDays: 30 } } }],
        allowed: [{ type: POOL, inputs: { passwordPolicy: { temporaryPasswordValidityDays: 1 } } }],
    },

    *check({ inputs }, { limit }) {
        const validity = inputs.get("passwordPolicy").get("temporaryPasswordValidityDays");
        const asked = (number(validity) ?? AWS_DEFAULT) * 86_400;
        if (asked > limit) {
            yield {
                message: `A temporary password is valid for ${lasting(asked)}; the limit is ${lasting(limit)}.`,
                path: validity.path,
            };
        }
    },

    remediate: (_, { limit }) => ({ passwordPolicy: { temporaryPasswordValidityDays: Math.floor(limit / 86_400) } }),
});
