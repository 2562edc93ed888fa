import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

console.log("12345");
console.error('{"urn":"urn:pulumi:dev::prints::a:b:C::d"}');
process.stdout.write("no newline");
const bucket = new aws.s3.Bucket("bucket");
void pulumi.log.warn("careful", bucket);
void pulumi.log.info("by the way");
