import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export class Team extends pulumi.ComponentResource {
    readonly bucket: aws.s3.Bucket;

    constructor(name: string, args: { bucket: string }, opts?: pulumi.ComponentResourceOptions) {
        super("acme:index:Team", name, args, opts);
        this.bucket = new aws.s3.Bucket(`${name}-bucket`, { bucket: args.bucket }, { parent: this });
        this.registerOutputs({ arn: this.bucket.arn });
    }
}
