import { duration } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { longestInterval } from "../../facts/aws-schedule";
import { lasting } from "../../facts/duration";
import { flag, number } from "../../facts/values";

const ROTATION = "aws:secretsmanager/secretRotation:SecretRotation";
const secretId = "orders";

export default resourceRule({
    name: "aws-max-rotation-interval",
    severity: "medium",
    description: "A secret is rotated again within the allowed time.",
    rationale: "The time between rotations is how long a secret that leaked stays good.",
    remedy: "Set automaticallyAfterDays, or a rate() or cron() expression that comes round within the limit, as RotatingSecret does.",
    controls: ["NHI7:2025", "PR.AA-01", "MANAGE 2.4"],
    replaces: ["Checkov CKV_AWS_304", "Prowler secretsmanager_secret_rotated_periodically"],
    on: [ROTATION],
    options: {
        limit: duration({ description: "Longest interval allowed.", default: "90d", minimum: "1d", maximum: "999d" }),
    },
    examples: {
        denied: [{ type: ROTATION, inputs: { secretId, rotationRules: { scheduleExpression: "cron(0 8 1 1 ? *)" } } }],
        allowed: [{ type: ROTATION, inputs: { secretId, rotationRules: { automaticallyAfterDays: 30 } } }],
    },

    *check({ inputs }, { limit }) {
        const path = "rotationRules";
        const rules = inputs.get(path);
        const days = number(rules.get("automaticallyAfterDays"));
        const interval = days ? days * 86_400 : longestInterval(rules.get("scheduleExpression"));
        if (flag(inputs.get("rotationEnabled")) === false)
            yield { message: "Rotation is switched off.", path: "rotationEnabled" };
        else if (interval === undefined) yield { message: "The rotation has no schedule.", path };
        else if (interval > limit) {
            yield {
                message: `A rotation may be ${lasting(interval)} after the last; the limit is ${lasting(limit)}.`,
                path,
            };
        }
    },

    // AWS takes days or an expression, not both.
    remediate({ inputs }, { limit }) {
        const days = Math.floor(limit / 86_400);
        const rules = inputs.get("rotationRules");
        const byDays = !rules.unknown && !rules.get("automaticallyAfterDays").absent;
        return {
            ...(!inputs.get("rotationEnabled").absent && { rotationEnabled: true }),
            rotationRules: byDays ? { automaticallyAfterDays: days } : { scheduleExpression: `rate(${days} days)` },
        };
    },
});
