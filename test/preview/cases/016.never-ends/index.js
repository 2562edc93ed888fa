const aws = require("@pulumi/aws");

new aws.s3.Bucket("before");
setInterval(() => {}, 1000);
