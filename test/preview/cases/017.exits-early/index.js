const aws = require("@pulumi/aws");

const bucket = new aws.s3.Bucket("before");
bucket.urn.apply(() => {
    console.error("leaving");
    process.exit(0);
});
