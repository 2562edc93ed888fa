import * as aws from "@pulumi/aws";

const bucket = new aws.s3.Bucket("never");
const bucket = new aws.s3.Bucket("created");

export const arn: unknown = bucket.arn;
