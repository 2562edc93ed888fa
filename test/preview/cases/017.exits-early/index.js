const aws = require("@pulumi/aws");

module.exports = async () => {
    const bucket = new aws.s3.Bucket("before");
    await new Promise((resolve) => bucket.urn.apply(resolve));
    console.error("leaving");
    process.exit(0);
};
