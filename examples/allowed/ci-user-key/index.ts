import * as aws from "@pulumi/aws";

const artifacts = new aws.s3.Bucket("artifacts");

const github = new aws.iam.OpenIdConnectProvider("github", {
    url: "https://token.actions.githubusercontent.com",
    clientIdLists: ["sts.amazonaws.com"],
});

const ci = new aws.iam.Role("ci", {
    maxSessionDuration: 3600,
    assumeRolePolicy: {
        Version: "2012-10-17",
        Statement: [
            {
                Effect: "Allow",
                Action: "sts:AssumeRoleWithWebIdentity",
                Principal: { Federated: github.arn },
                Condition: {
                    StringEquals: {
                        "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
                        "token.actions.githubusercontent.com:sub": "repo:acme/shop:ref:refs/heads/main",
                    },
                },
            },
        ],
    },
});

new aws.iam.RolePolicy("ci", {
    role: ci.name,
    policy: {
        Version: "2012-10-17",
        Statement: [
            {
                Effect: "Allow",
                Action: ["s3:PutObject", "s3:GetObject"],
                Resource: [artifacts.arn.apply((arn) => `${arn}/*`)],
            },
        ],
    },
});

export const roleArn = ci.arn;
