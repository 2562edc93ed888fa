import * as aws from "@pulumi/aws";
import * as gcp from "@pulumi/gcp";

const github = new aws.iam.OpenIdConnectProvider("github", {
    url: "https://token.actions.githubusercontent.com",
    clientIdLists: ["sts.amazonaws.com"],
    thumbprintLists: ["6938fd4d98bab03faadb97b34396831e3780aea1"],
});

new aws.iam.Role("deploy", {
    assumeRolePolicy: github.arn.apply((arn) =>
        JSON.stringify({
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action: "sts:AssumeRoleWithWebIdentity", Principal: { Federated: arn } }],
        }),
    ),
});

new aws.iam.Role("release", {
    assumeRolePolicy: {
        Version: "2012-10-17",
        Statement: [
            {
                Effect: "Allow",
                Action: "sts:AssumeRoleWithWebIdentity",
                Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" },
                Condition: {
                    StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
                    // Any repository of anyone whose organization's name starts so.
                    StringLike: { "token.actions.githubusercontent.com:sub": "repo:acme*" },
                },
            },
        ],
    },
});

new aws.iam.Role("nightly", {
    assumeRolePolicy: {
        Version: "2012-10-17",
        Statement: [
            {
                Effect: "Allow",
                Action: "sts:AssumeRoleWithWebIdentity",
                Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/gitlab.com" },
                Condition: { StringLike: { "gitlab.com:sub": "project_path:acme/shop:ref_type:branch:ref:main" } },
            },
        ],
    },
});

const pool = new gcp.iam.WorkloadIdentityPool("ci", { workloadIdentityPoolId: "ci" });

new gcp.iam.WorkloadIdentityPoolProvider("github", {
    workloadIdentityPoolId: pool.workloadIdentityPoolId,
    workloadIdentityPoolProviderId: "github",
    attributeMapping: { "google.subject": "assertion.sub" },
    oidc: { issuerUri: "https://token.actions.githubusercontent.com" },
});
