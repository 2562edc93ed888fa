import * as jit from "@jit-guard/components";

const repair = new jit.aws.BreakGlassRole("shop-repair", {
    principals: ["arn:aws:iam::123456789012:user/jo", "arn:aws:iam::123456789012:user/ana"],
    reviewers: ["arn:aws:iam::210987654321:role/security"],
    runbookUrl: "https://runbooks.example.com/shop-repair",
    notify: ["oncall@example.com", "https://pager.example.com/sns/shop"],
    escalate: ["ciso@example.com"],
    regions: ["eu-west-1", "eu-central-1"],
    inlinePolicies: {
        repair: {
            Version: "2012-10-17",
            Statement: [
                {
                    Effect: "Allow",
                    Action: ["rds:FailoverDBCluster", "rds:RebootDBInstance", "rds:RestoreDBClusterToPointInTime"],
                    Resource: "arn:aws:rds:eu-west-1:123456789012:*:shop*",
                },
                {
                    Effect: "Allow",
                    Action: ["ecs:UpdateService", "ecs:StopTask"],
                    Resource: "arn:aws:ecs:eu-west-1:123456789012:*/shop/*",
                },
            ],
        },
    },
    owner: "payments@example.com",
});

export const roleArn = repair.arn;
export const reviewQueue = repair.reviewQueues["eu-west-1"]?.url;
