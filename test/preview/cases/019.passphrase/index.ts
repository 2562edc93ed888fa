import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
new aws.ssm.Parameter("plain", { type: "String", value: config.require("plain") });
new aws.ssm.Parameter("secret", { type: "SecureString", value: config.requireSecret("secret") });
new aws.ssm.Parameter("nested", {
    type: "String",
    value: config.requireSecretObject<{ inner: string[] }>("nested").inner[0]!,
});
console.log(`the password is ${config.require("secret")}`);
