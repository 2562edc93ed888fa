import { flag, integer } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { COGNITO_LENGTH, weakForCognito } from "../../facts/aws-password-policies";
import { Value, isUnreadable } from "../../facts/values";

const POOL = "aws:cognito/userPool:UserPool";

export default resourceRule({
    name: "aws-require-cognito-password-policy",
    severity: "low",
    description: "The passwords of a Cognito user pool are no weaker than those that Cognito asks for by itself.",
    rationale: "A pool that takes weak passwords is open to whoever tries the common ones.",
    remedy: "Leave passwordPolicy out, or set minimumLength and the four require… flags in it.",
    controls: ["NHI4:2025", "PR.AA-01", "PR.AA-03"],
    replaces: [
        "Prowler cognito_user_pool_password_policy_lowercase",
        "Prowler cognito_user_pool_password_policy_minimum_length_14",
        "Prowler cognito_user_pool_password_policy_number",
        "Prowler cognito_user_pool_password_policy_symbol",
        "Prowler cognito_user_pool_password_policy_uppercase",
        "cdk-nag AwsSolutions-COG1",
    ],
    on: [POOL],
    options: {
        length: integer({
            description: "Fewest characters of a password.",
            default: COGNITO_LENGTH,
            minimum: 6,
            maximum: 99,
        }),
        classes: flag({
            description: "Whether a password must hold a letter of each case, a digit and a symbol.",
            default: true,
        }),
    },
    examples: {
        denied: [{ type: POOL, inputs: { passwordPolicy: { minimumLength: 6, requireLowercase: true } } }],
        allowed: [{ type: POOL, inputs: { name: "customers" } }],
    },

    *check({ inputs }, demand) {
        yield* weakForCognito(inputs.get("passwordPolicy"), demand);
    },

    remediate({ inputs }, demand) {
        const policy = inputs.get("passwordPolicy");
        // The new policy replaces all of Cognito's own.
        const found = [...weakForCognito(policy.absent ? new Value({}, policy.path) : policy, demand)];
        const instead = found.flatMap((weakness) => (isUnreadable(weakness) ? [] : [weakness.instead]));
        return { passwordPolicy: Object.fromEntries(instead) };
    },
});
