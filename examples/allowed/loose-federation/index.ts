import * as aws from "@pulumi/aws";
import * as gcp from "@pulumi/gcp";

const github = new aws.iam.OpenIdConnectProvider("github", {
    url: "https://token.actions.githubusercontent.com",
    clientIdLists: ["sts.amazonaws.com"],
});

new aws.iam.Role("deploy", {
    assumeRolePolicy: {
        Version: "2012-10-17",
        Statement: [
            {
                Effect: "Allow",
                Action: "sts:AssumeRoleWithWebIdentity",
                Principal: { Federated: github.arn },
                Condition: {
                    StringEquals: {
                        "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
                        "token.actions.githubusercontent.com:sub": "repo:acme/shop:environment:production",
                    },
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
                Condition: {
                    StringEquals: {
                        "gitlab.com:aud": "https://aws.acme.example",
                        "gitlab.com:sub": "project_path:acme/shop:ref_type:branch:ref:main",
                    },
                },
            },
        ],
    },
});

const pool = new gcp.iam.WorkloadIdentityPool("ci", { workloadIdentityPoolId: "ci" });

new gcp.iam.WorkloadIdentityPoolProvider("github", {
    workloadIdentityPoolId: pool.workloadIdentityPoolId,
    workloadIdentityPoolProviderId: "github",
    attributeMapping: { "google.subject": "assertion.sub", "attribute.repository_id": "assertion.repository_id" },
    attributeCondition: "assertion.repository_owner_id == '1342004' && assertion.repository_id == '20300177'",
    oidc: { issuerUri: "https://token.actions.githubusercontent.com" },
});
