const pulumi = require("@pulumi/pulumi");
const aws = require("@pulumi/aws");

class Box extends pulumi.ComponentResource {
    constructor(name, opts) {
        super("acme:index:Box", name, {}, opts);
        new aws.s3.Bucket(`${name}-bucket`, {}, { parent: this, aliases: [{ name: `${name}-store` }] });
    }
}

const box = new Box("new", { aliases: [{ name: "old" }, "urn:pulumi:prod::other::acme:index:Box::elsewhere"] });
new aws.s3.Bucket(
    "moved",
    {},
    { parent: box, aliases: [{ parent: pulumi.rootStackResource }, { type: "aws:s3/bucketV2:BucketV2" }] },
);
new aws.s3.Bucket("renamed", {}, { aliases: [{ name: "before", project: "past" }] });
