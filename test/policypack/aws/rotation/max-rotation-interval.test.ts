import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/rotation/max-rotation-interval";
import { describeRule } from "../../../harness/describe-rule";

const rotation = (rotationRules?: unknown, inputs: Record<string, unknown> = {}) => [
    {
        type: "aws:secretsmanager/secretRotation:SecretRotation",
        inputs: { secretId: "orders", rotationRules, ...inputs },
    },
];
const by = (scheduleExpression: unknown) => rotation({ scheduleExpression });

describeRule(rule, {
    denies: {
        "a day too many": {
            given: rotation({ automaticallyAfterDays: 91 }),
            says: ["A rotation may be 91 d after the last; the limit is 90 d."],
        },
        "a rate of a day too many": {
            given: by("rate(91 days)"),
            says: ["A rotation may be 91 d after the last; the limit is 90 d."],
        },
        // Checkov CKV_AWS_304 does not read cron.
        "once a year": {
            given: by("cron(0 8 1 1 ? *)"),
            says: ["A rotation may be 366 d after the last; the limit is 90 d."],
        },
        "a lower limit": {
            given: by("rate(30 days)"),
            options: { limit: "7d" },
            says: ["A rotation may be 30 d after the last; the limit is 7 d."],
        },
        "no schedule": { given: rotation(), says: ["The rotation has no schedule."] },
        "a rotation that is switched off": {
            given: rotation(undefined, { rotationEnabled: false }),
            says: ["Rotation is switched off."],
        },
        "a schedule that is none": {
            given: by("yearly"),
            says: ['`rotationRules.scheduleExpression` is not a schedule such as "rate(30 days)" or "cron(0 8 1 * ? *)".'],
        },
        "what is no number": {
            given: rotation({ automaticallyAfterDays: "monthly" }),
            says: ["`rotationRules.automaticallyAfterDays` is not a number."],
        },
    },
    allows: {
        "exactly the limit": { given: rotation({ automaticallyAfterDays: 90 }) },
        "a rate": { given: by("rate(10 days)") },
        hours: { given: by("rate(4 hours)") },
        "the first of each month": { given: by("cron(0 8 1 * ? *)") },
        "a longer time, when the limit is raised": { given: by("rate(365 days)"), options: { limit: "365d" } },
    },
    cannotDecide: {
        "days not known yet": {
            given: rotation({ automaticallyAfterDays: UNKNOWN }),
            says: ["`rotationRules.automaticallyAfterDays` is not known before the deployment."],
        },
        "a schedule not known yet": {
            given: by(UNKNOWN),
            says: ["`rotationRules.scheduleExpression` is not known before the deployment."],
        },
    },
});
