import * as aws from "@pulumi/aws";

const account = "123456789012";

const results = new aws.s3.Bucket("athena-results");

const analyst = new aws.iam.Role("analyst", {
    maxSessionDuration: 3600,
    assumeRolePolicy: {
        Version: "2012-10-17",
        Statement: [
            {
                Effect: "Allow",
                Action: "sts:AssumeRole",
                Principal: { AWS: `arn:aws:iam::${account}:role/data-team` },
                Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
            },
        ],
    },
});

new aws.iam.RolePolicy("analyst", {
    role: analyst.name,
    policy: {
        Version: "2012-10-17",
        Statement: [
            { Effect: "Allow", Action: ["athena:StartQueryExecution", "athena:GetQuery*"], Resource: "*" },
            { Effect: "Allow", Action: ["glue:GetTable*", "glue:GetDatabase*"], Resource: "*" },
            { Effect: "Allow", Action: "s3:*", Resource: [results.arn, results.arn.apply((arn) => `${arn}/*`)] },
        ],
    },
});

const permissionSet = new aws.ssoadmin.PermissionSet("data-reader", {
    name: "DataReader",
    instanceArn: "arn:aws:sso:::instance/ssoins-1234567890abcdef",
    sessionDuration: "PT1H",
});

new aws.ssoadmin.ManagedPolicyAttachment("data-reader", {
    instanceArn: permissionSet.instanceArn,
    permissionSetArn: permissionSet.arn,
    managedPolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
});
