import { policyOf } from "../../../../policypack/facts/aws-documents";
import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/permanent-admin/no-service-wildcard";
import { describeRule } from "../../../harness/describe-rule";

const s3 = { Effect: "Allow", Action: "s3:*", Resource: "*" };
const policy = (...statements: object[]) => [{ type: "aws:iam/policy:Policy", inputs: { policy: policyOf(...statements) } }];

describeRule(rule, {
    denies: {
        "every action of a service": {
            given: policy(s3),
            says: ["`policy.Statement[0]` allows `s3:*` on every resource, without an end."],
        },
        // cdk-nag takes the hyphen for the end of the name.
        "each of several services": {
            given: policy({ ...s3, Action: ["cognito-idp:*", "logs:*", "ec2:Describe*"] }),
            says: [
                "`policy.Statement[0]` allows `cognito-idp:*` on every resource, without an end.",
                "`policy.Statement[0]` allows `logs:*` on every resource, without an end.",
            ],
        },
        "every bucket": {
            given: policy({ ...s3, Resource: ["arn:aws-cn:s3:::*", "arn:aws-cn:s3:::*/*"] }),
            says: ["`policy.Statement[0]` allows `s3:*` on `arn:aws-cn:s3:::*`, without an end."],
        },
        "every table": {
            given: policy({ ...s3, Action: "dynamodb:*", Resource: "arn:aws:dynamodb:*:*:table/*" }),
            says: ["`policy.Statement[0]` allows `dynamodb:*` on `arn:aws:dynamodb:*:*:table/*`, without an end."],
        },
        "all buckets but one": {
            given: policy({ Effect: "Allow", Action: "s3:*", NotResource: "arn:aws:s3:::audit" }),
            says: ["`policy.Statement[0]` allows `s3:*` on every resource but those listed, without an end."],
        },
        "a grant that ends too late": {
            given: policy({ ...s3, Condition: { DateLessThan: { "aws:CurrentTime": "2027-01-01T00:00:00Z" } } }),
            says: [
                "`policy.Statement[0]` allows `s3:*` on every resource, until 2027-01-01T00:00:00Z, beyond the limit of 12 h.",
            ],
        },
    },
    allows: {
        // Trivy AWS-0345 reports this one.
        "one's own bucket": { given: policy({ ...s3, Resource: ["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"] }) },
        "buckets by their prefix": { given: policy({ ...s3, Resource: "arn:aws:s3:::reports-*" }) },
        "one API": {
            given: policy({
                ...s3,
                Action: "execute-api:*",
                Resource: "arn:aws:execute-api:eu-central-1:111122223333:a1b2c3/*",
            }),
        },
        "one log group": {
            given: policy({
                ...s3,
                Action: "logs:*",
                Resource: "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/lambda/x:*",
            }),
        },
        "one's own user": { given: policy({ ...s3, Action: "iam:*", Resource: "arn:aws:iam::*:user/${aws:username}" }) },
        "a Deny": { given: policy({ ...s3, Effect: "Deny" }) },
        "a part of a service": { given: policy({ ...s3, Action: ["s3:Get*", "s3:List*"] }) },
        "a grant that ends in time": {
            given: policy({ ...s3, Condition: { DateLessThan: { "aws:CurrentTime": "2026-01-15T20:00:00Z" } } }),
        },
        // Said by aws-no-wildcard-policy.
        "every action, and every action of IAM": {
            given: policy({ ...s3, Action: ["*", "s3:*"] }, { ...s3, Action: "iam:*" }),
        },
    },
    cannotDecide: {
        "a bucket not known yet": {
            given: [{ type: "aws:iam/policy:Policy", inputs: { policy: { Statement: { ...s3, Resource: UNKNOWN } } } }],
            says: ["`policy.Statement.Resource` is not known before the deployment."],
        },
    },
});
