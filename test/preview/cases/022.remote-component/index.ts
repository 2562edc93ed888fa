import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

class Vpc extends pulumi.ComponentResource {
    readonly vpcId!: pulumi.Output<string>;
    constructor(name: string, args: pulumi.Inputs) {
        super("awsx:ec2:Vpc", name, { ...args, vpcId: undefined }, { version: "2.0.0" }, true);
    }
    zones(): pulumi.Output<{ names: string[] }> {
        return pulumi.runtime.call("awsx:ec2:Vpc/zones", { __self__: this }, this);
    }
}

const bucket = new aws.s3.Bucket("logs");
const vpc = new Vpc("vpc", { logs: bucket, cidr: pulumi.secret("10.0.0.0/8"), arn: bucket.arn });
new aws.ec2.Subnet("subnet", { vpcId: vpc.vpcId, availabilityZone: vpc.zones().names[0]! });
