import rule from "../../../../policypack/aws/permanent-admin/no-full-access-policy";
import type { Example } from "../../../../policypack/core/rule";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const attach = (policyArn: string, sources = {}): Example => [
    {
        type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        name: "attach",
        inputs: { role: "app", policyArn },
        sources,
    },
];

describeRule(rule, {
    denies: {
        "a policy for all of a service": {
            given: attach("arn:aws:iam::aws:policy/AmazonBedrockFullAccess"),
            says: ["`AmazonBedrockFullAccess` is attached: it allows every action of `bedrock` and 1 more."],
        },
        "a policy for all of several services": {
            given: attach("arn:aws-cn:iam::aws:policy/AmazonEC2FullAccess"),
            says: ["`AmazonEC2FullAccess` is attached: it allows every action of `autoscaling` and 3 more."],
        },
        "one of a list": {
            given: [
                {
                    type: "aws:iam/role:Role",
                    inputs: {
                        managedPolicyArns: [
                            "arn:aws:iam::aws:policy/ReadOnlyAccess",
                            "arn:aws:iam::aws:policy/AmazonS3FullAccess",
                        ],
                    },
                },
            ],
            says: ["`AmazonS3FullAccess` is attached: it allows every action of `s3` and 1 more."],
        },
    },
    allows: {
        "a policy that only sounds so": { given: attach("arn:aws:iam::aws:policy/AWSWAFFullAccess") },
        "one that reads every secret, which another rule denies": {
            given: attach("arn:aws:iam::aws:policy/SecretsManagerReadWrite"),
        },
        "an administrator, whom another rule denies": { given: attach("arn:aws:iam::aws:policy/AdministratorAccess") },
        "a policy of one's own by that name": { given: attach("arn:aws:iam::111122223333:policy/AmazonS3FullAccess") },
        "a policy of the program": {
            given: attach(UNKNOWN, { policyArn: ["urn:pulumi:test::test::aws:iam/policy:Policy::own"] }),
        },
    },
    cannotDecide: {
        "an ARN that is not known yet": {
            given: attach(UNKNOWN),
            says: ["`policyArn` is not known before the deployment."],
        },
    },
});
