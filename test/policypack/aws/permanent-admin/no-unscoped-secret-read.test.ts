import rule from "../../../../policypack/aws/permanent-admin/no-unscoped-secret-read";
import type { Example } from "../../../../policypack/core/rule";
import { policyOf } from "../../../../policypack/facts/aws-documents";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const READ = { Effect: "Allow", Action: "secretsmanager:GetSecretValue" };
const policy = (...statements: object[]): Example => [
    { type: "aws:iam/policy:Policy", name: "read", inputs: { policy: policyOf(...statements) } },
];

describeRule(rule, {
    denies: {
        "every secret": {
            given: policy({ ...READ, Resource: "*" }),
            says: [
                "`policy.Statement[0]` lets its holder read secrets that it does not name: it allows `secretsmanager:GetSecretValue`, without an end.",
            ],
        },
        "every secret of a region, by any name for the action": {
            given: policy({
                ...READ,
                Action: "secretsmanager:Get*",
                Resource: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:*",
            }),
            says: [
                "`policy.Statement[0]` lets its holder read secrets that it does not name: it allows `secretsmanager:GetSecretValue`, without an end.",
            ],
        },
        "the AWS policy for all secrets": {
            given: [
                {
                    type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
                    inputs: { role: "app", policyArn: "arn:aws:iam::aws:policy/SecretsManagerReadWrite" },
                },
            ],
            says: [
                "`SecretsManagerReadWrite` lets its holder read secrets that it does not name: it allows `secretsmanager:GetSecretValue`, without an end.",
            ],
        },
    },
    allows: {
        "a named secret": {
            given: policy({ ...READ, Resource: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:orders-a1b2c3" }),
        },
        "secrets under a prefix": { given: policy({ ...READ, Resource: "arn:aws:secretsmanager:*:*:secret:orders/*" }) },
        "a secret of the program, whose ARN is not known yet": { given: policy({ ...READ, Resource: UNKNOWN }) },
        "a grant that ends within the limit": {
            given: policy({
                ...READ,
                Resource: "*",
                Condition: { DateLessThan: { "aws:CurrentTime": "2026-01-15T20:00:00Z" } },
            }),
        },
        "every secret, but for a Deny of the rest": {
            given: policy(
                { ...READ, Resource: "*" },
                { Effect: "Deny", Action: "secretsmanager:*", NotResource: "arn:aws:secretsmanager:*:*:secret:orders/*" },
            ),
        },
        "parameters, which AWS lets each of its instances read": {
            given: [
                {
                    type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
                    inputs: { role: "app", policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" },
                },
            ],
        },
    },
    cannotDecide: {
        "a document that is not known yet": {
            given: [{ type: "aws:iam/policy:Policy", inputs: { policy: UNKNOWN } }],
            says: ["`policy` is not known before the deployment."],
        },
    },
});
