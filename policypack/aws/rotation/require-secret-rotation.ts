import { stackRule } from "../../core/rule";
import { ROTATION, SECRET, VERSION, rotated } from "../../facts/aws-secret-rotation";

export default stackRule({
    name: "aws-require-secret-rotation",
    severity: "medium",
    description: "A secret has a rotation.",
    rationale: "A secret that nobody changes stays good for everyone who ever saw it.",
    remedy: "Add a SecretRotation, or use RotatingSecret; better, have no secret: let the client sign in with its role.",
    controls: ["NHI7:2025", "NHI2:2025", "PR.AA-01", "MANAGE 2.4"],
    replaces: ["Checkov CKV2_AWS_57", "Prowler secretsmanager_automatic_rotation_enabled", "cdk-nag AwsSolutions-SMG4"],
    on: [SECRET],
    beside: [ROTATION, VERSION],
    examples: {
        denied: [{ type: SECRET, inputs: { name: "database" } }],
        allowed: [
            { type: SECRET, name: "orders", inputs: { name: "orders" } },
            {
                type: ROTATION,
                name: "monthly",
                inputs: { secretId: "orders", rotationRules: { automaticallyAfterDays: 30 } },
                sources: { secretId: ["orders"] },
            },
        ],
    },

    *check(resources) {
        const isRotated = rotated(resources);
        for (const secret of resources.filter(({ type }) => type === SECRET)) {
            if (!isRotated(secret)) yield { message: "This secret is not rotated.", resource: secret };
        }
    },
});
