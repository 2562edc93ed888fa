import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const role = new aws.iam.Role("app", { assumeRolePolicy: "{}" });
const user = new aws.iam.User("fixed", { path: "/" });
new aws.iam.Policy("policy", {
    policy: pulumi.all([role.arn, aws.getCallerIdentityOutput().accountId]).apply(([arn, account]) =>
        JSON.stringify({
            Statement: [{ Action: "*", Resource: arn, Condition: { StringEquals: { "aws:SourceAccount": account } } }],
        }),
    ),
    path: user.path,
    tags: { url: pulumi.interpolate`x ${role.uniqueId}` },
});
