import { resourceRule } from "../../core/rule";
import { text } from "../../facts/values";

const VERSION = "gcp:secretmanager/secretVersion:SecretVersion";
const secret = "projects/example/secrets/db-password";

export default resourceRule({
    name: "gcp-no-secret-in-state",
    severity: "low",
    description: "The value of a secret in Secret Manager is not kept in the state too.",
    rationale:
        "Whoever may read the state reads the secret, whatever Secret Manager says, and every old state keeps the old values.",
    remedy: "Give the value in secretDataWo, which is sent and not kept, or let RotatingSecret make it outside of the program.",
    controls: ["NHI2:2025", "PR.AA-01"],
    on: [VERSION],
    examples: {
        denied: [{ type: VERSION, inputs: { secret, secretData: "Winter-2026!" } }],
        allowed: [{ type: VERSION, inputs: { secret, secretDataWo: "Winter-2026!", secretDataWoVersion: 1 } }],
    },

    // The SDK marks the input as secret, so the mark does not tell a literal from a value of the configuration.
    *check({ inputs }) {
        const path = "secretData";
        const value = inputs.get(path);
        if (value.unknown || text(value)) yield { message: "The value of this secret is in the state of the stack.", path };
    },
});
