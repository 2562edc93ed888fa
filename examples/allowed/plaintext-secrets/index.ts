import * as aws from "@pulumi/aws";

const role = new aws.iam.Role("orders", {
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }),
});

const database = new aws.rds.Instance("orders", {
    engine: "postgres",
    instanceClass: "db.t4g.micro",
    allocatedStorage: 20,
    username: "orders",
    manageMasterUserPassword: true,
    iamDatabaseAuthenticationEnabled: true,
});

// The function signs in as its role; where a password must be, it reads it by name.
new aws.lambda.Function("orders", {
    runtime: "nodejs22.x",
    handler: "index.handler",
    role: role.arn,
    s3Bucket: "acme-releases",
    s3Key: "orders.zip",
    environment: {
        variables: { DATABASE_HOST: database.address, WEBHOOK_SECRET_NAME: "orders/webhook", LOG_LEVEL: "info" },
    },
});

new aws.ec2.LaunchTemplate("worker", {
    instanceType: "t4g.small",
    metadataOptions: { httpEndpoint: "enabled", httpTokens: "required" },
    userData: Buffer.from("#!/bin/sh\nexport QUEUE_TOKEN=$(./token-of-the-role)\n./work\n").toString("base64"),
});

new aws.ssm.Parameter("webhook", { type: "String", value: "postgres://db.internal:5432/orders" });
