import * as jit from "@jit-guard/components";

const deploy = new jit.aws.WorkloadRole("deploy-shop", {
    workload: {
        github: {
            repository: "acme/shop",
            // gh api repos/acme/shop --jq ".owner.id, .id"
            ids: { owner: "123456", repository: "456789" },
            environment: "production",
        },
    },
    inlinePolicies: {
        site: {
            Version: "2012-10-17",
            Statement: [
                { Effect: "Allow", Action: ["s3:PutObject", "s3:DeleteObject"], Resource: "arn:aws:s3:::acme-shop/*" },
            ],
        },
    },
    owner: "shop@example.com",
});

new jit.aws.WorkloadRole("orders-pod", {
    workload: {
        podIdentity: {
            cluster: "arn:aws:eks:eu-west-1:123456789012:cluster/shop",
            namespace: "orders",
            serviceAccount: "reader",
        },
    },
    inlinePolicies: {
        orders: {
            Version: "2012-10-17",
            Statement: [
                {
                    Effect: "Allow",
                    Action: ["dynamodb:GetItem", "dynamodb:Query"],
                    Resource: "arn:aws:dynamodb:eu-west-1:123456789012:table/orders",
                },
            ],
        },
    },
    owner: "shop@example.com",
});

// For `role-to-assume` of aws-actions/configure-aws-credentials.
export const deployRoleArn = deploy.arn;
