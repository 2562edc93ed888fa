import { resourceRule } from "../../core/rule";
import { namedCredential } from "../../facts/credential-names";
import { credential } from "../../facts/credentials";
import { generatorOf } from "../../facts/plaintext";
import { ifKnown, text } from "../../facts/values";

const PARAMETER = "aws:ssm/parameter:Parameter";

export default resourceRule({
    name: "aws-no-plaintext-parameter",
    severity: "high",
    description: "No parameter of the type String or StringList holds a credential.",
    rationale: "Such a parameter is stored as it is, and every principal that may read parameters reads it without a key.",
    remedy: 'Set type to "SecureString", or keep the credential in Secrets Manager (RotatingSecret), which also rotates it.',
    controls: ["NHI2:2025", "NHI7:2025", "PR.AA-01"],
    replaces: ["Checkov CKV2_AWS_34", "Checkov CKV_AWS_384"],
    on: [PARAMETER],
    examples: {
        denied: [{ type: PARAMETER, inputs: { name: "/orders/db/password", type: "String", value: "Winter-2026!" } }],
        allowed: [{ type: PARAMETER, inputs: { name: "/orders/db/password", type: "SecureString", value: "Winter-2026!" } }],
    },

    // The SDK marks every `value` as secret, so the mark tells nothing of it.
    *check(resource) {
        const { inputs } = resource;
        if (text(inputs.get("type")) === "SecureString") return;
        const name = ifKnown(() => text(inputs.get("name"))) ?? resource.name;
        for (const input of ["value", "insecureValue", "valueWo"]) {
            const value = inputs.get(input);
            const made = value.unknown ? generatorOf(resource, input) : undefined;
            if (made !== undefined) {
                yield {
                    message: `This parameter is stored in plain text, and \`${input}\` is made from a \`${made}\`.`,
                    path: input,
                };
            } else if (value.unknown && namedCredential(name) === undefined) continue;
            else {
                const kind = credential(text(value) ?? "", name);
                if (kind !== undefined) yield { message: `This parameter stores ${kind} in plain text.`, path: input };
            }
        }
    },
});
