import { flag, integer } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { weakForIam } from "../../facts/aws-password-policies";
import { isUnreadable } from "../../facts/values";

const POLICY = "aws:iam/accountPasswordPolicy:AccountPasswordPolicy";

export default resourceRule({
    name: "aws-require-iam-password-policy",
    severity: "low",
    description: "The passwords of IAM users are long, mixed, new and not too old.",
    rationale: "Where users have passwords, short, old and repeated ones are those that are guessed or already known.",
    remedy: "Set minimumPasswordLength, the four require… flags, passwordReusePrevention and maxPasswordAge; better, have no IAM users.",
    controls: ["NHI7:2025", "NHI4:2025", "PR.AA-01", "PR.AA-03"],
    replaces: [
        "Checkov CKV_AWS_9",
        "Checkov CKV_AWS_10",
        "Checkov CKV_AWS_11",
        "Checkov CKV_AWS_12",
        "Checkov CKV_AWS_13",
        "Checkov CKV_AWS_14",
        "Checkov CKV_AWS_15",
        "Trivy AWS-0056",
        "Trivy AWS-0058",
        "Trivy AWS-0059",
        "Trivy AWS-0060",
        "Trivy AWS-0061",
        "Trivy AWS-0062",
        "Trivy AWS-0063",
        "Prowler iam_password_policy_expires_passwords_within_90_days_or_less",
        "Prowler iam_password_policy_lowercase",
        "Prowler iam_password_policy_minimum_length_14",
        "Prowler iam_password_policy_number",
        "Prowler iam_password_policy_reuse_24",
        "Prowler iam_password_policy_symbol",
        "Prowler iam_password_policy_uppercase",
        "compliance-policies aws-iam-password-policy-minimum-password-length",
        "compliance-policies aws-iam-password-policy-prevent-reuse",
    ],
    on: [POLICY],
    options: {
        length: integer({ description: "Fewest characters of a password.", default: 14, minimum: 6, maximum: 128 }),
        classes: flag({
            description: "Whether a password must hold a letter of each case, a digit and a symbol.",
            default: true,
        }),
        reuse: integer({
            description: "Fewest earlier passwords that may not come again.",
            default: 24,
            minimum: 0,
            maximum: 24,
        }),
        maximumAge: integer({
            description: "Most days that a password is valid; 0 for no limit.",
            default: 90,
            minimum: 0,
            maximum: 1095,
        }),
    },
    examples: {
        denied: [{ type: POLICY, inputs: { minimumPasswordLength: 8 } }],
        allowed: [
            {
                type: POLICY,
                inputs: {
                    minimumPasswordLength: 14,
                    requireLowercaseCharacters: true,
                    requireUppercaseCharacters: true,
                    requireNumbers: true,
                    requireSymbols: true,
                    passwordReusePrevention: 24,
                    maxPasswordAge: 90,
                },
            },
        ],
    },

    *check({ inputs }, limits) {
        yield* weakForIam(inputs, limits);
    },

    remediate({ inputs }, limits) {
        const found = [...weakForIam(inputs, limits)];
        return Object.fromEntries(found.flatMap((weakness) => (isUnreadable(weakness) ? [] : [weakness.instead])));
    },
});
