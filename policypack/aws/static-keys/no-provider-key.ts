import { resourceRule } from "../../core/rule";
import { text } from "../../facts/values";

const PROVIDER = "pulumi:providers:aws";

export default resourceRule({
    name: "aws-no-provider-key",
    severity: "critical",
    description: "No AWS provider is given a long-lived access key.",
    rationale: "A key in a provider is in the configuration, the state and every run of the stack, and never expires.",
    remedy: "Leave accessKey and secretKey out; use assumeRoles, assumeRoleWithWebIdentity, a profile, or OIDC of Pulumi ESC.",
    controls: ["NHI2:2025", "NHI7:2025", "PR.AA-01", "MANAGE 2.4"],
    replaces: ["Checkov CKV_AWS_41"],
    on: [PROVIDER, "pulumi:providers:aws-native"],
    examples: {
        denied: [{ type: PROVIDER, inputs: { region: "eu-central-1", accessKey: "AKIA…", secretKey: "…" } }],
        allowed: [
            {
                type: PROVIDER,
                inputs: { region: "eu-central-1", assumeRoles: [{ roleArn: "arn:aws:iam::111122223333:role/deploy" }] },
            },
        ],
    },

    // Keys with a session token are temporary: AWS ends them within 36 hours, wherever they were written.
    *check({ inputs }) {
        const keys = ["accessKey", "secretKey"].map((key) => inputs.get(key));
        const written = keys.find((key) => !key.unknown && text(key));
        const unknown = keys.find((key) => key.unknown);
        if (!written && !unknown) return;
        if (text(inputs.get("token"))) return;
        if (written) yield { message: `The provider is given a long-lived key in \`${written.path}\`.`, path: written.path };
        else unknown?.known();
    },
});
