import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

new aws.s3.Bucket("by-default");

const west = new aws.Provider("west", {
    region: "us-west-2",
    accessKey: "AKIAIOSFODNN7EXAMPLE",
    secretKey: pulumi.secret("wJalr"),
});
new aws.s3.Bucket("explicit", {}, { provider: west });

class Group extends pulumi.ComponentResource {
    constructor(name: string, opts: pulumi.ComponentResourceOptions) {
        super("acme:index:Group", name, {}, opts);
        new aws.s3.Bucket(`${name}-inherits`, {}, { parent: this });
    }
}
new Group("group", { providers: { aws: west } });

new aws.s3.Bucket("other-version", {}, { version: "6.1.0-alpha.1+build" });
