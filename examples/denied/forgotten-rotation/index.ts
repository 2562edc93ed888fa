import * as aws from "@pulumi/aws";
import * as gcp from "@pulumi/gcp";

new aws.secretsmanager.Secret("database-password", { description: "Set by hand in 2021." });

const rotated = new aws.secretsmanager.Secret("payment-token");

new aws.secretsmanager.SecretRotation("payment-token", {
    secretId: rotated.id,
    rotationLambdaArn: "arn:aws:lambda:eu-central-1:123456789012:function:rotate-payment-token",
    rotationRules: { automaticallyAfterDays: 365 },
});

new gcp.secretmanager.Secret("webhook", { secretId: "webhook", replication: { auto: {} } });

const api = new aws.appsync.GraphQLApi("orders", { authenticationType: "API_KEY" });

new aws.appsync.ApiKey("mobile-app", { apiId: api.id, expires: "2026-12-31T00:00:00Z" });

const users = new aws.cognito.UserPool("customers");

new aws.cognito.UserPoolClient("mobile-app", {
    userPoolId: users.id,
    accessTokenValidity: 24,
    refreshTokenValidity: 3650,
    tokenValidityUnits: { accessToken: "hours", refreshToken: "days" },
});

new gcp.iam.WorkforcePool("staff", {
    workforcePoolId: "staff",
    parent: "organizations/123456789012",
    location: "global",
    sessionDuration: "43200s",
});

new gcp.privilegedaccessmanager.Entitlement("on-call", {
    entitlementId: "on-call",
    parent: "projects/acme-shop",
    location: "global",
    maxRequestDuration: "604800s",
    eligibleUsers: [{ principals: ["group:on-call@acme.example"] }],
    privilegedAccess: {
        gcpIamAccess: {
            resource: "//cloudresourcemanager.googleapis.com/projects/acme-shop",
            resourceType: "cloudresourcemanager.googleapis.com/Project",
            roleBindings: [{ role: "roles/container.admin" }],
        },
    },
    requesterJustificationConfig: { unstructured: {} },
});
