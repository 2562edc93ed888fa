import * as aws from "@pulumi/aws";

const artifacts = new aws.s3.Bucket("artifacts");

const ci = new aws.iam.User("ci", { path: "/system/" });

new aws.iam.UserPolicy("ci", {
    user: ci.name,
    policy: {
        Version: "2012-10-17",
        Statement: [
            {
                Effect: "Allow",
                Action: ["s3:PutObject", "s3:GetObject"],
                Resource: [artifacts.arn.apply((arn) => `${arn}/*`)],
            },
            // "The deploy kept failing on missing permissions."
            { Effect: "Allow", Action: "*", Resource: "*" },
        ],
    },
});

const key = new aws.iam.AccessKey("ci", { user: ci.name });

export const accessKeyId = key.id;
export const secretAccessKey = key.secret;
