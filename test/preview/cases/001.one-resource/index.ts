import * as aws from "@pulumi/aws";

const role = new aws.iam.Role("app", {
    assumeRolePolicy: {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }],
    },
});

export const arn = role.arn;
