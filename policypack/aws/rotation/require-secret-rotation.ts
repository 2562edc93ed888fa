import { duration } from "../../core/options";
import { stackRule } from "../../core/rule";
import { ROTATION, SECRET, VERSION, rotates, rotationInterval } from "../../facts/aws-secret-rotation";
import { lasting } from "../../facts/duration";
import { Unknown, each } from "../../facts/values";

export default stackRule({
    name: "aws-require-secret-rotation",
    severity: "medium",
    description: "A secret is rotated by a schedule, within the allowed time.",
    rationale: "A secret that nobody changes stays good for everyone who ever saw it.",
    remedy: "Add a SecretRotation, or use RotatingSecret; better, have no secret: let the client sign in with its role.",
    controls: ["NHI7:2025", "NHI2:2025", "PR.AA-01", "MANAGE 2.4"],
    replaces: [
        "Checkov CKV2_AWS_57",
        "Checkov CKV_AWS_304",
        "Prowler secretsmanager_automatic_rotation_enabled",
        "Prowler secretsmanager_secret_rotated_periodically",
        "cdk-nag AwsSolutions-SMG4",
    ],
    on: [SECRET, ROTATION],
    beside: [VERSION],
    options: {
        limit: duration({
            description: "Longest time allowed between rotations.",
            default: "90d",
            minimum: "1d",
            maximum: "999d",
        }),
    },
    examples: {
        denied: [{ type: SECRET, name: "database", inputs: { name: "database" } }],
        allowed: [
            { type: SECRET, name: "database", inputs: { name: "database" } },
            {
                type: ROTATION,
                name: "monthly",
                inputs: {
                    secretId: "database",
                    rotationLambdaArn: "arn:aws:lambda:eu-central-1:111122223333:function:rotate",
                    rotationRules: { automaticallyAfterDays: 30 },
                },
                sources: { secretId: ["database"] },
            },
        ],
    },

    *check(resources, { limit }) {
        const rotations = resources.filter(({ type }) => type === ROTATION);
        yield* each(rotations, function* (rotation) {
            const interval = rotationInterval(rotation.inputs);
            if (interval !== undefined && interval <= limit) return;
            const how =
                interval === undefined ? "has no schedule" : `may take ${lasting(interval)}; the limit is ${lasting(limit)}`;
            yield { message: `The rotation ${how}.`, path: "rotationRules", resource: rotation };
        });
        const secrets = resources.filter(({ type }) => type === SECRET);
        yield* each(secrets, function* (secret) {
            if (rotations.some((rotation) => rotates(rotation, secret, resources))) return;
            const unclear = rotations.find(({ inputs, sources }) => inputs.get("secretId").unknown && !sources.secretId);
            if (unclear) throw new Unknown("secretId");
            yield { message: "This secret is not rotated.", resource: secret };
        });
    },
});
