const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

module.exports = async () => {
    new aws.s3.Bucket("bucket", { bucket: require("path").basename(process.cwd()) });
    return { root: require("path").basename(pulumi.runtime.getRootDirectory?.() ?? "") };
};
