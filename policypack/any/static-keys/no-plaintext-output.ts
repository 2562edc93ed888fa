import { resourceRule } from "../../core/rule";
import { unmarked } from "../../facts/plaintext-places";
import { Unknown, each, isUnreadable, members } from "../../facts/values";

const STACK = "pulumi:pulumi:Stack";

export default resourceRule({
    name: "any-no-plaintext-output",
    severity: "medium",
    description: "No stack exports a credential that is not marked as secret.",
    rationale:
        "An output without the mark is in plain text in the state, in the log of every run, and in each stack that refers to it.",
    remedy: "Export the ARN or the name of the secret, and let who needs it read it with a role; where that cannot be, wrap the value in pulumi.secret.",
    controls: ["NHI2:2025", "NHI7:2025", "PR.AA-01"],
    on: [STACK],
    examples: {
        denied: [{ type: STACK, inputs: { outputs: { dbPassword: "Winter-2026!" } } }],
        allowed: [
            {
                type: STACK,
                inputs: { outputs: { dbSecretArn: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:db-AbCdEf" } },
            },
        ],
    },

    // The engine shows a stack before it has outputs, so there this says nothing; the offline preview shows them.
    *check({ inputs }) {
        const outputs = inputs.get("outputs");
        for (const found of each(members(outputs), ([name, value]) => unmarked(value, name))) {
            // What a provider makes, it marks as secret by itself.
            if (found instanceof Unknown) continue;
            if (isUnreadable(found)) yield found;
            else yield { message: `\`${found.path}\` ${found.what}, and is not marked as secret.`, path: found.path };
        }
    },
});
