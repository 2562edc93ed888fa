import * as aws from "@pulumi/aws";
import * as jit from "@jit-guard/components";

const owner = "payments@example.com";

const broker = new jit.aws.Broker("jit", {
    notifications: { args: { notify: ["security@example.com"] } },
    security: ["arn:aws:iam::123456789012:role/security"],
    accounts: ["210987654321"],
    organizationId: "o-a1b2c3d4e5",
    owner: "security@example.com",
});

const shop = new aws.Provider("shop", {
    region: "eu-west-1",
    allowedAccountIds: ["210987654321"],
    assumeRoles: [{ roleArn: "arn:aws:iam::210987654321:role/deployer" }],
});

const orders = new jit.aws.JitRole(
    "orders-support",
    {
        broker,
        inlinePolicies: {
            orders: {
                Version: "2012-10-17",
                Statement: [
                    {
                        Effect: "Allow",
                        Action: ["dynamodb:GetItem", "dynamodb:UpdateItem"],
                        Resource: "arn:aws:dynamodb:eu-west-1:210987654321:table/orders",
                    },
                ],
            },
        },
        revoker: true,
        owner,
    },
    { providers: { aws: shop } },
);

export const roleArn = orders.arn;
