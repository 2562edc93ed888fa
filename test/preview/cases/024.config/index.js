const pulumi = require("@pulumi/pulumi");
const aws = require("@pulumi/aws");

const config = new pulumi.Config();
new aws.ssm.Parameter("all", {
    type: "String",
    value: JSON.stringify({
        size: config.get("size"),
        count: config.getNumber("count"),
        flags: config.getObject("flags"),
        object: config.get("object"),
        number: config.get("number"),
        legacy: config.get("legacy"),
        region: aws.config.region,
        over: new pulumi.Config("other").get("over"),
        title: process.title,
        stack: pulumi.getStack(),
        organization: pulumi.getOrganization(),
        secretsInEnvironment: process.env.AWS_SECRET_ACCESS_KEY ?? null,
    }),
});
