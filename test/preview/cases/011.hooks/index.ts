import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const hook = new pulumi.ResourceHook("announce", () => console.log("never printed"), { onDryRun: true });
new aws.s3.Bucket("bucket", {}, { hooks: { beforeCreate: [hook], afterCreate: [hook] } });
