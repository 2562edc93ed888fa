import * as aws from "@pulumi/aws";

const account = "123456789012";

const analyst = new aws.iam.Role("analyst", {
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ AWS: `arn:aws:iam::${account}:root` }),
    // "An hour is too short for a notebook."
    maxSessionDuration: 12 * 3600,
    managedPolicyArns: ["arn:aws:iam::aws:policy/AmazonAthenaFullAccess"],
});

new aws.iam.RolePolicyAttachment("analyst-admin", {
    role: analyst,
    policyArn: aws.iam.ManagedPolicy.AdministratorAccess,
});

const engineers = new aws.iam.Group("data-engineers");

new aws.iam.GroupPolicyAttachment("data-engineers", {
    group: engineers.name,
    policyArn: aws.iam.ManagedPolicy.PowerUserAccess,
});

const glue = new aws.iam.Policy("glue-everything", {
    policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: { Effect: "Allow", NotAction: ["organizations:*", "account:*"], Resource: "*" },
    }),
});

new aws.iam.GroupPolicyAttachment("data-engineers-glue", { group: engineers.name, policyArn: glue.arn });

const permissionSet = new aws.ssoadmin.PermissionSet("data-admin", {
    name: "DataAdmin",
    instanceArn: "arn:aws:sso:::instance/ssoins-1234567890abcdef",
    sessionDuration: "PT12H",
});

new aws.ssoadmin.ManagedPolicyAttachment("data-admin", {
    instanceArn: permissionSet.instanceArn,
    permissionSetArn: permissionSet.arn,
    managedPolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
});

const intern = new aws.iam.User("intern");

new aws.iam.UserLoginProfile("intern", { user: intern.name });
