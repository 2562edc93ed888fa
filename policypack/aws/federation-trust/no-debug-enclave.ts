import { resourceRule } from "../../core/rule";
import { policyOf } from "../../facts/aws-documents";
import { strangersToEnclaves } from "../../facts/aws-enclaves";
import { statements } from "../../facts/iam-policy";
import { each } from "../../facts/values";

const KEY = "aws:kms/key:Key";
const policy = (image: string) => {
    const Condition = { StringEqualsIgnoreCase: { "kms:RecipientAttestation:ImageSha384": image } };
    const AWS = "arn:aws:iam::111122223333:role/enclave";
    return { policy: policyOf({ Effect: "Allow", Principal: { AWS }, Action: "kms:Decrypt", Resource: "*", Condition }) };
};

export default resourceRule({
    name: "aws-no-debug-enclave",
    severity: "high",
    description: "A key for Nitro enclaves is given to an enclave of a known image only.",
    rationale: "The host can read the memory of an enclave in debug mode, and so whatever the key decrypts.",
    remedy: "Compare kms:RecipientAttestation:ImageSha384 or a PCR by StringEqualsIgnoreCase with the hash of the image.",
    controls: ["NHI4:2025", "NHI6:2025", "PR.AA-03"],
    replaces: ["Prowler kms_key_enclave_debug_attestation_detected"],
    on: [KEY, "aws:kms/keyPolicy:KeyPolicy", "aws:kms/replicaKey:ReplicaKey"],
    examples: {
        denied: [{ type: KEY, inputs: policy("0".repeat(96)) }],
        allowed: [{ type: KEY, inputs: policy("9fedcd8ab4d1f8b8a4b3f0dd0ec9a2a1".repeat(3)) }],
    },

    *check({ inputs }) {
        yield* each(statements(inputs.get("policy")), function* (statement) {
            if (!statement.allows) return;
            const { path, condition } = statement;
            for (const whom of strangersToEnclaves(condition)) {
                yield typeof whom === "string" ? { message: `\`${path}\` lets in ${whom}.`, path, part: whom } : whom;
            }
        });
    },
});
