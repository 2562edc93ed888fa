import type { Example } from "../../../../policypack/core/rule";
import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/rotation/require-secret-rotation";
import { describeRule } from "../../../harness/describe-rule";

const secret = (name = "database", inputs: Record<string, unknown> = {}): Example[number] => ({
    type: "aws:secretsmanager/secret:Secret",
    name,
    inputs,
});
const rotation = (inputs: Record<string, unknown>, from?: string): Example[number] => ({
    type: "aws:secretsmanager/secretRotation:SecretRotation",
    name: "rotation",
    inputs: { rotationRules: { automaticallyAfterDays: 30 }, ...inputs },
    ...(from !== undefined && { sources: { secretId: [from] } }),
});
const by = (scheduleExpression: string) => [
    secret(),
    rotation({ secretId: UNKNOWN, rotationRules: { scheduleExpression } }, "database"),
];
const not = "This secret is not rotated.";

describeRule(rule, {
    denies: {
        "a secret alone": { given: [secret()], says: [not] },
        "a secret with copies in other regions": {
            given: [secret("a", { replicas: [{ region: "eu-west-1" }] })],
            says: [not],
        },
        "the secret that a rotation is not for": {
            given: [secret("a"), secret("b"), rotation({ secretId: UNKNOWN }, "a")],
            says: [not],
        },
        "a rotation of a day too many": {
            given: [secret(), rotation({ secretId: UNKNOWN, rotationRules: { automaticallyAfterDays: 91 } }, "database")],
            says: ["The rotation may take 91 d; the limit is 90 d."],
        },
        "a rate of a day too many": { given: by("rate(91 days)"), says: ["The rotation may take 91 d; the limit is 90 d."] },
        // Checkov CKV_AWS_304 does not read cron.
        "once a year": { given: by("cron(0 8 1 1 ? *)"), says: ["The rotation may take 366 d; the limit is 90 d."] },
        "a rotation that is switched off": {
            given: [secret(), rotation({ secretId: UNKNOWN, rotationEnabled: false, rotationRules: undefined }, "database")],
            says: ["The rotation has no schedule."],
        },
        "a rotation of a secret from elsewhere": {
            given: [rotation({ secretId: "elsewhere", rotationRules: { automaticallyAfterDays: 365 } })],
            says: ["The rotation may take 365 d; the limit is 90 d."],
        },
        "a schedule that is none": {
            given: by("yearly"),
            says: ['`rotationRules.scheduleExpression` is not a schedule such as "rate(30 days)" or "cron(0 8 1 * ? *)".'],
        },
        "a lower limit": {
            given: by("rate(30 days)"),
            options: { limit: "7d" },
            says: ["The rotation may take 30 d; the limit is 7 d."],
        },
    },
    allows: {
        "exactly the limit": {
            given: [secret(), rotation({ secretId: UNKNOWN, rotationRules: { automaticallyAfterDays: 90 } }, "database")],
        },
        "a rate": { given: by("rate(10 days)") },
        "the first of each month": { given: by("cron(0 8 1 * ? *)") },
        "a rotation by the name": { given: [secret("a", { name: "shop/db" }), rotation({ secretId: "shop/db" })] },
        "a rotation by the ARN": {
            given: [
                secret("a", { name: "shop/db" }),
                rotation({ secretId: "arn:aws-cn:secretsmanager:cn-north-1:111122223333:secret:shop/db-Ab1dEf" }),
            ],
        },
        "a rotation of a version's secret": {
            given: [
                secret(),
                {
                    type: "aws:secretsmanager/secretVersion:SecretVersion",
                    name: "version",
                    inputs: { secretId: UNKNOWN },
                    sources: { secretId: ["database"] },
                },
                rotation({ secretId: UNKNOWN }, "version"),
            ],
        },
        "a longer time, when the limit is raised": { given: by("rate(365 days)"), options: { limit: "365d" } },
        "a stack without a secret": { given: [] },
    },
    cannotDecide: {
        "an interval not known yet": {
            given: [
                secret(),
                rotation({ secretId: UNKNOWN, rotationRules: { automaticallyAfterDays: UNKNOWN } }, "database"),
            ],
            says: ["`rotationRules.automaticallyAfterDays` is not known before the deployment."],
        },
        "whose rotation it is, before that is known": {
            given: [secret(), rotation({ secretId: UNKNOWN })],
            says: ["`secretId` is not known before the deployment."],
        },
    },
});
