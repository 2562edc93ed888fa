import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const account = aws.getCallerIdentityOutput().accountId;
const network = new pulumi.StackReference("organization/network/prod");
const elsewhere = new pulumi.StackReference("elsewhere", { name: "organization/other/prod" });
const bucket = aws.s3.Bucket.get("existing", "existing");
const unread = aws.s3.Bucket.get("unread", "unread", { bucket: "unread" });

new aws.iam.Policy("policy", {
    name: aws.ec2.getVpcOutput({ tags: { env: "prod", team: "x" } }).id,
    description: aws.ec2.getVpcOutput().id,
    path: pulumi.interpolate`/${account}/`,
    policy: { Resource: [bucket.arn, unread.arn, unread.bucket, unread.id] },
    tags: { subnet: network.requireOutput("subnets").apply((ids) => ids[1]), other: elsewhere.requireOutput("x") },
});
