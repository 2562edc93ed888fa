const pulumi = require("@pulumi/pulumi");
const aws = require("@pulumi/aws");

new aws.s3.BucketObjectv2("object", { bucket: "b", source: new pulumi.asset.FileAsset("file.txt") });
new aws.lambda.Function("code", {
    role: "arn:aws:iam::111122223333:role/r",
    code: new pulumi.asset.AssetArchive({
        "index.js": new pulumi.asset.StringAsset("exports.handler = () => 1;"),
        lib: new pulumi.asset.FileArchive("."),
    }),
});
