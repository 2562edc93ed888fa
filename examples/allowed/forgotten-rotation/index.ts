import * as aws from "@pulumi/aws";
import * as gcp from "@pulumi/gcp";

// Somebody answers for each, and looks every 90 days whether it is still needed.
const answerable = { owner: "orders", review: "90d" };

const password = new aws.secretsmanager.Secret("database-password", { tags: answerable });

new aws.secretsmanager.SecretRotation("database-password", {
    secretId: password.id,
    rotationLambdaArn: "arn:aws:lambda:eu-central-1:123456789012:function:rotate-database-password",
    rotationRules: { automaticallyAfterDays: 30 },
});

const rotate = new gcp.pubsub.Topic("rotate");

new gcp.secretmanager.Secret("webhook", {
    secretId: "webhook",
    replication: { auto: {} },
    labels: answerable,
    topics: [{ name: rotate.id }],
    rotation: { rotationPeriod: "2592000s", nextRotationTime: "2026-02-01T00:00:00Z" },
});

const api = new aws.appsync.GraphQLApi("orders", { authenticationType: "AWS_IAM" });

const users = new aws.cognito.UserPool("customers", {
    mfaConfiguration: "OPTIONAL",
    softwareTokenMfaConfiguration: { enabled: true },
});

new aws.cognito.UserPoolClient("mobile-app", {
    userPoolId: users.id,
    accessTokenValidity: 15,
    idTokenValidity: 15,
    refreshTokenValidity: 12,
    tokenValidityUnits: { accessToken: "minutes", idToken: "minutes", refreshToken: "hours" },
});

new gcp.iam.WorkforcePool("staff", {
    workforcePoolId: "staff",
    parent: "organizations/123456789012",
    location: "global",
    sessionDuration: "3600s",
});

export const endpoint = api.uris;
