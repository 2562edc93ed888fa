import * as aws from "@pulumi/aws";

// Neither policy of this role says "admin". Together they start a function as any role that a function may take.
const ci = new aws.iam.Role("ci", {
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ AWS: "arn:aws:iam::123456789012:role/build-agent" }),
});

new aws.iam.RolePolicy("pass-roles", {
    role: ci.id,
    policy: {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: ["iam:PassRole", "iam:GetRole"], Resource: "*" }],
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
            { Effect: "Allow", Action: "iam:UpdateLoginProfile", Resource: "*" },
            { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "*" },
        ],
    },
});

export const roleName = ci.name;
