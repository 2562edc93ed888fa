import { duration } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { lasting } from "../../facts/duration";
import { unrotated } from "../../facts/key-rotation";
import { type Value, flag, number, text } from "../../facts/values";

const KEY = "aws:kms/key:Key";
const DAY = 86_400;
// https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html
const AWS_DEFAULT = 365;
// https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html; a key that is switched off encrypts nothing.
const EXCUSES: readonly ((inputs: Value) => boolean)[] = [
    (inputs) => !inputs.get("customKeyStoreId").absent || !inputs.get("xksKeyId").absent,
    (inputs) => flag(inputs.get("isEnabled")) === false,
    (inputs) => (text(inputs.get("customerMasterKeySpec")) ?? "SYMMETRIC_DEFAULT") !== "SYMMETRIC_DEFAULT",
    (inputs) => (text(inputs.get("keyUsage")) ?? "ENCRYPT_DECRYPT") !== "ENCRYPT_DECRYPT",
];

export default resourceRule({
    name: "aws-require-key-rotation",
    severity: "medium",
    description: "A KMS key that can be rotated is, within the allowed time.",
    rationale: "Under a key that is never rotated, all data of all years is encrypted with the same key material.",
    remedy: "Set enableKeyRotation to true, and rotationPeriodInDays to the limit or less; what was encrypted before stays readable.",
    controls: ["NHI7:2025", "PR.AA-01"],
    replaces: [
        "Checkov CKV_AWS_7",
        "Trivy AWS-0065",
        "Prowler kms_cmk_rotation_enabled",
        "cdk-nag AwsSolutions-KMS5",
        "compliance-policies aws-kms-key-enable-key-rotation",
        "awsguard cmk-backing-key-rotation-enabled",
    ],
    on: [KEY],
    options: {
        limit: duration({ description: "Longest period allowed.", default: "365d", minimum: "90d", maximum: "2560d" }),
    },
    examples: {
        denied: [{ type: KEY, inputs: { description: "orders" } }],
        allowed: [
            { type: KEY, inputs: { enableKeyRotation: true, rotationPeriodInDays: 180 } },
            { type: KEY, inputs: { customerMasterKeySpec: "ECC_NIST_P256", keyUsage: "SIGN_VERIFY" } },
        ],
    },

    *check({ inputs }, { limit }) {
        const path = "enableKeyRotation";
        if (flag(inputs.get(path)) !== true) {
            yield* unrotated(inputs, EXCUSES, path);
            return;
        }
        const period = periodOf(inputs);
        if (period > limit) {
            yield {
                message: `The key is rotated every ${lasting(period)}; the limit is ${lasting(limit)}.`,
                path: "rotationPeriodInDays",
            };
        }
    },

    remediate({ inputs }, { limit }) {
        const isLong = inputs.get("rotationPeriodInDays").unknown || periodOf(inputs) > limit;
        return { enableKeyRotation: true, ...(isLong && { rotationPeriodInDays: Math.floor(limit / DAY) }) };
    },
});

function periodOf(inputs: Value): number {
    return (number(inputs.get("rotationPeriodInDays")) ?? AWS_DEFAULT) * DAY;
}
