import * as aws from "@pulumi/aws";

const task = new aws.iam.Role("orders", {
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }),
});

const ci = new aws.iam.Role("ci", {
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ AWS: "arn:aws:iam::123456789012:role/build-agent" }),
});

// The one role that a deployment passes, and to the one service.
new aws.iam.RolePolicy("pass-roles", {
    role: ci.id,
    policy: {
        Version: "2012-10-17",
        Statement: [
            { Effect: "Allow", Action: "iam:GetRole", Resource: "*" },
            {
                Effect: "Allow",
                Action: "iam:PassRole",
                Resource: task.arn,
                Condition: { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } },
            },
        ],
    },
});

const deploy = new aws.iam.Policy("deploy-functions", {
    policy: {
        Version: "2012-10-17",
        Statement: [
            {
                Effect: "Allow",
                Action: ["lambda:Create*", "lambda:Get*", "lambda:InvokeFunction"],
                Resource: "*",
            },
        ],
    },
});
new aws.iam.RolePolicyAttachment("deploy-functions", { role: ci.name, policyArn: deploy.arn });

const support = new aws.iam.Group("support");
new aws.iam.GroupPolicy("reset-passwords", {
    group: support.name,
    policy: {
        Version: "2012-10-17",
        Statement: [
            { Effect: "Allow", Action: "iam:UpdateLoginProfile", Resource: "arn:aws:iam::123456789012:user/customers/*" },
            {
                Effect: "Allow",
                Action: "secretsmanager:GetSecretValue",
                Resource: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:support/*",
            },
        ],
    },
});

export const roleName = ci.name;
