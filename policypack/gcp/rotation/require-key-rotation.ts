import { duration } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { googleDuration, lasting } from "../../facts/duration";
import { unrotated } from "../../facts/key-rotation";
import { type Value, flag, text } from "../../facts/values";

const KEY = "gcp:kms/cryptoKey:CryptoKey";
const key = { name: "orders", keyRing: "projects/example/locations/europe-west4/keyRings/shop" };
// https://docs.cloud.google.com/kms/docs/key-rotation: symmetric keys that Cloud KMS itself makes.
const EXCUSES: readonly ((inputs: Value) => boolean)[] = [
    (inputs) => (text(inputs.get("purpose")) ?? "ENCRYPT_DECRYPT") !== "ENCRYPT_DECRYPT",
    (inputs) => flag(inputs.get("importOnly")) === true,
    (inputs) => /^EXTERNAL/.test(text(inputs.get("versionTemplate").get("protectionLevel")) ?? ""),
];

export default resourceRule({
    name: "gcp-require-key-rotation",
    severity: "medium",
    description: "A key of Cloud KMS that can be rotated is, within the allowed time.",
    rationale: "Under a key that is never rotated, all data of all years is encrypted with the same key material.",
    remedy: "Set rotationPeriod to the limit or less; what was encrypted before stays readable.",
    controls: ["NHI7:2025", "PR.AA-01"],
    replaces: [
        "Checkov CKV_GCP_43",
        "Trivy GCP-0065",
        "Prowler kms_key_rotation_enabled",
        "Prowler kms_key_rotation_max_90_days",
    ],
    on: [KEY],
    options: {
        limit: duration({ description: "Longest period allowed.", default: "90d", minimum: "1d", maximum: "365d" }),
    },
    examples: {
        denied: [{ type: KEY, inputs: key }],
        allowed: [
            { type: KEY, inputs: { ...key, rotationPeriod: "7776000s" } },
            { type: KEY, inputs: { ...key, purpose: "ASYMMETRIC_SIGN" } },
        ],
    },

    *check({ inputs }, { limit }) {
        const path = "rotationPeriod";
        const period = googleDuration(inputs.get(path));
        if (period !== undefined && period <= limit) return;
        if (period !== undefined) {
            yield { message: `The key is rotated every ${lasting(period)}; the limit is ${lasting(limit)}.`, path };
            return;
        }
        yield* unrotated(inputs, EXCUSES, path);
    },

    remediate: (_, { limit }) => ({ rotationPeriod: `${limit}s` }),
});
