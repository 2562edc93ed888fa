import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

class Holder extends pulumi.ComponentResource {
    constructor(name: string, args: pulumi.Inputs) {
        super("acme:index:Holder", name, args);
        this.registerOutputs({});
    }
}

const bucket = new aws.s3.Bucket("bucket", { bucket: "named" });
const holder = new Holder("holder", { bucket, list: [bucket] });
const object = new aws.s3.BucketObjectv2("object", { bucket, key: "k" });
new aws.ssm.Parameter("parameter", { type: "String", value: object.bucket, tags: { holder } as never });

export const whole = bucket;
