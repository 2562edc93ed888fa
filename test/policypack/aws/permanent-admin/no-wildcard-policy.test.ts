import { policyOf } from "../../../../policypack/facts/aws-documents";
import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/permanent-admin/no-wildcard-policy";
import { describeRule } from "../../../harness/describe-rule";

const every = { Effect: "Allow", Action: "*", Resource: "*" };
const policy = (...statements: object[]) => [{ type: "aws:iam/policy:Policy", inputs: { policy: policyOf(...statements) } }];
const ending = (written: unknown) => ({ ...every, Condition: { DateLessThan: { "aws:CurrentTime": written } } });
const says = ["`policy.Statement[0]` allows every action on every resource, without an end."];

describeRule(rule, {
    denies: {
        "every action on every resource": { given: policy(every), says },
        // Checkov CKV_AWS_62 and 63, and cdk-nag, take the next four for fine.
        "every action of every service": { given: policy({ ...every, Action: "*:*" }), says },
        "all actions but some": {
            given: policy({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }),
            says: ["`policy.Statement[0]` allows every action but those listed on every resource, without an end."],
        },
        "every action on every ARN": {
            given: policy({ ...every, Resource: "arn:aws:*" }),
            says: ["`policy.Statement[0]` allows every action on `arn:aws:*`, without an end."],
        },
        "it in any order of the elements": { given: policy({ Resource: ["*"], Action: ["*"], Effect: "Allow" }), says },
        "every action of IAM": {
            given: policy({ ...every, Action: "iam:*" }),
            says: ["`policy.Statement[0]` allows `iam:*` on every resource, without an end."],
        },
        "every action of IAM on all roles": {
            given: policy({ ...every, Action: "iam:*", Resource: "arn:aws-us-gov:iam::*:role/*" }),
            says: ["`policy.Statement[0]` allows `iam:*` on `arn:aws-us-gov:iam::*:role/*`, without an end."],
        },
        "a single statement as an object": {
            given: [{ type: "aws:iam/policy:Policy", inputs: { policy: { Statement: every } } }],
            says: ["`policy.Statement` allows every action on every resource, without an end."],
        },
        "it behind a Deny, a harmless statement and one not known yet": {
            given: policy(
                { ...every, Effect: "Deny", Action: "s3:*" },
                { ...every, Action: "s3:GetObject" },
                { ...every, Effect: UNKNOWN },
                every,
            ),
            says: ["`policy.Statement[3]` allows every action on every resource, without an end."],
        },
        "every action on a resource not known yet": {
            given: [{ type: "aws:iam/policy:Policy", inputs: { policy: { Statement: { ...every, Resource: UNKNOWN } } } }],
            says: ["`policy.Statement` allows every action on a resource that is not known yet, without an end."],
        },
        "a condition that ends nothing": {
            given: policy({ ...every, Condition: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } } }),
            says,
        },
        "a grant that ends a second too late": {
            given: policy(ending("2026-01-16T00:00:01Z")),
            says: [
                "`policy.Statement[0]` allows every action on every resource, until 2026-01-16T00:00:01Z, beyond the limit of 12 h.",
            ],
        },
        "it in each place of a role": {
            given: [
                {
                    type: "aws:iam/role:Role",
                    inputs: { inlinePolicies: [{ policy: UNKNOWN }, { name: "a", policy: policyOf(every) }] },
                },
            ],
            says: ["`inlinePolicies[1].policy.Statement[0]` allows every action on every resource, without an end."],
        },
        "it in a permission set": {
            given: [
                {
                    type: "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy",
                    inputs: { inlinePolicy: policyOf(every) },
                },
            ],
            says: ["`inlinePolicy.Statement[0]` allows every action on every resource, without an end."],
        },
        "it inline, for a role": {
            given: [{ type: "aws:iam/rolePolicy:RolePolicy", inputs: { policy: policyOf(every) } }],
            says,
        },
        "it inline, for a user": {
            given: [{ type: "aws:iam/userPolicy:UserPolicy", inputs: { policy: policyOf(every) } }],
            says,
        },
        "it inline, for a group": {
            given: [{ type: "aws:iam/groupPolicy:GroupPolicy", inputs: { policy: policyOf(every) } }],
            says,
        },
        "what is no policy": {
            given: [{ type: "aws:iam/policy:Policy", inputs: { policy: "every action" } }],
            says: ["`policy` is not a JSON document."],
        },
        "an effect that AWS does not know": {
            given: policy({ ...every, Effect: "allow" }),
            says: ['`policy.Statement[0].Effect` is not "Allow" or "Deny".'],
        },
    },
    allows: {
        // cdk-nag reads across statements, and takes this for administration.
        "a Deny of everything beside a read": {
            given: policy({ ...every, Effect: "Deny" }, { ...every, Action: "s3:GetObject" }),
        },
        "every action of a service": { given: policy({ ...every, Action: "s3:*" }) },
        "every action of IAM on one role": {
            given: policy({ ...every, Action: "iam:*", Resource: "arn:aws:iam::111122223333:role/app" }),
        },
        "a grant that ends in time": { given: policy(ending("2026-01-16T00:00:00Z")) },
        "a grant that has ended": { given: policy(ending("2025-01-01T00:00:00Z")) },
        "a longer grant, when the limit is raised": {
            given: policy(ending("2026-01-22T12:00:00Z")),
            options: { limit: "7d" },
        },
        "a grant that a Deny of everything ends in time": {
            given: policy(every, {
                ...every,
                Effect: "Deny",
                Condition: { DateGreaterThanEquals: { "aws:CurrentTime": "2026-01-15T20:00:00Z" } },
            }),
        },
        "a role for Lambda": {
            given: policy({
                Effect: "Allow",
                Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
                Resource: "arn:aws:logs:*:*:*",
            }),
        },
        "a role for ECS tasks": {
            given: policy({
                Effect: "Allow",
                Action: ["ecr:GetAuthorizationToken", "ecr:BatchGetImage", "logs:PutLogEvents"],
                Resource: "*",
            }),
        },
        "a role for flow logs": {
            given: policy({ Effect: "Allow", Action: ["logs:PutLogEvents", "logs:DescribeLogGroups"], Resource: "*" }),
        },
        "a role that reads": {
            given: policy({
                Effect: "Allow",
                Action: ["s3:Get*", "cloudwatch:Describe*", "ec2:Describe*", "xray:PutTraceSegments"],
                Resource: "*",
            }),
        },
        "no policy": { given: [{ type: "aws:iam/role:Role", inputs: {} }] },
    },
    cannotDecide: {
        "a policy not known yet": {
            given: [{ type: "aws:iam/policy:Policy", inputs: { policy: UNKNOWN } }],
            says: ["`policy` is not known before the deployment."],
        },
        "every action of IAM on a resource not known yet": {
            given: [
                {
                    type: "aws:iam/policy:Policy",
                    inputs: { policy: { Statement: { ...every, Action: "iam:*", Resource: UNKNOWN } } },
                },
            ],
            says: ["`policy.Statement.Resource` is not known before the deployment."],
        },
        "an end not known yet": {
            given: [{ type: "aws:iam/policy:Policy", inputs: { policy: { Statement: ending(UNKNOWN) } } }],
            says: ["`policy.Statement.Condition.DateLessThan.aws:CurrentTime` is not known before the deployment."],
        },
    },
});
