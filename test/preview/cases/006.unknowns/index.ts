import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const key = new aws.kms.Key("key", { policy: pulumi.secret("{}") });
const bucket = new aws.s3.Bucket("bucket", { bucketPrefix: "logs" });

new aws.iam.Policy("partly", {
    policy: {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "*", Resource: [bucket.arn, "arn:aws:s3:::fixed"] }],
    },
});
new aws.iam.Policy("wholly", { policy: pulumi.jsonStringify({ Statement: [{ Resource: bucket.arn }] }) });
new aws.iam.Policy("known", { policy: bucket.bucketPrefix.apply((prefix) => `{"Id":"${prefix}"}`) }, { dependsOn: key });
new aws.ssm.Parameter("secret", {
    type: "String",
    value: pulumi.secret({ a: "b" }).apply((v) => v.a),
    description: key.policy,
});

export const exported = pulumi.secret("hidden");
