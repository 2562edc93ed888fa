import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const databasePassword = new pulumi.Config().getSecret("databasePassword") ?? pulumi.secret("not-for-production-4711");

const role = new aws.iam.Role("orders", {
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }),
});

new aws.rds.Instance("orders", {
    engine: "postgres",
    instanceClass: "db.t4g.micro",
    allocatedStorage: 20,
    username: "orders",
    password: databasePassword,
    iamDatabaseAuthenticationEnabled: true,
});

// A secret to Pulumi, and plain text to everyone who may look at the function.
new aws.lambda.Function("orders", {
    runtime: "nodejs22.x",
    handler: "index.handler",
    role: role.arn,
    s3Bucket: "acme-releases",
    s3Key: "orders.zip",
    environment: { variables: { DATABASE_PASSWORD: databasePassword, LOG_LEVEL: "info" } },
});

new aws.ec2.LaunchTemplate("worker", {
    instanceType: "t4g.small",
    metadataOptions: { httpEndpoint: "enabled", httpTokens: "required" },
    userData: Buffer.from("#!/bin/sh\nexport QUEUE_TOKEN=q7Zb2Lmn4Rstuvw9XkP1\n./work\n").toString("base64"),
});

new aws.ssm.Parameter("webhook", { type: "String", value: "postgres://orders:4711hunter2@db.internal:5432/orders" });
