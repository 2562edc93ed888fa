import rule from "../../../../policypack/aws/permanent-admin/no-unscoped-permission-change";
import type { Example } from "../../../../policypack/core/rule";
import { policyOf } from "../../../../policypack/facts/aws-documents";
import { describeRule } from "../../../harness/describe-rule";

const policy = (...statements: object[]): Example => [
    { type: "aws:iam/policy:Policy", name: "share", inputs: { policy: policyOf(...statements) } },
];
const allow = (Action: string | readonly string[], Resource: string) => ({ Effect: "Allow", Action, Resource });

describeRule(rule, {
    denies: {
        "the policies of every bucket": {
            given: policy(allow("s3:PutBucketPolicy", "*")),
            says: [
                "`policy.Statement[0]` lets its holder change who reaches resources that it does not name: it allows `s3:PutBucketPolicy`, without an end.",
            ],
        },
        "grants on every key, among other things": {
            given: policy(allow(["kms:Create*", "kms:PutKeyPolicy", "kms:Decrypt"], "arn:aws:kms:*:*:key/*")),
            says: [
                "`policy.Statement[0]` lets its holder change who reaches resources that it does not name: it allows `kms:CreateGrant` (and 1 other way), without an end.",
            ],
        },
    },
    allows: {
        "the policy of a named bucket": { given: policy(allow("s3:PutBucketPolicy", "arn:aws:s3:::orders")) },
        "reading policies": { given: policy(allow(["s3:GetBucketPolicy", "kms:GetKeyPolicy", "lambda:GetPolicy"], "*")) },
        "what another rule says: every action of a service": { given: policy(allow(["s3:*", "SQS:*"], "*")) },
        "what another rule says: every action": { given: policy(allow("*", "*")) },
    },
});
