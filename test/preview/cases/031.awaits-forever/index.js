const aws = require("@pulumi/aws");

module.exports = async () => {
    new aws.s3.Bucket("before");
    await new Promise(() => {});
    new aws.s3.Bucket("after");
};
