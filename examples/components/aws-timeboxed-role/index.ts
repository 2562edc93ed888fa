import * as jit from "@jit-guard/components";

const upgrade = new jit.aws.TimeboxedRole("db-upgrade", {
    principals: ["arn:aws:iam::123456789012:user/jo", "arn:aws:iam::210987654321:role/vendor-support"],
    notBefore: "2026-01-16T08:00:00Z",
    notAfter: "2026-01-16T18:00:00Z",
    inlinePolicies: {
        upgrade: {
            Version: "2012-10-17",
            Statement: [
                {
                    Effect: "Allow",
                    Action: ["rds:DescribeDBInstances", "rds:ModifyDBInstance", "rds:CreateDBSnapshot"],
                    Resource: "arn:aws:rds:eu-west-1:123456789012:*:orders*",
                },
            ],
        },
    },
    owner: "payments@example.com",
});

export const roleArn = upgrade.arn;
export const window = upgrade.window;
