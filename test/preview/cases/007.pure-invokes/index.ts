import * as aws from "@pulumi/aws";
import * as gcp from "@pulumi/gcp";

export = async () => {
    const trust = await aws.iam.getPolicyDocument({
        statements: [
            {
                sid: "Web",
                actions: ["sts:AssumeRoleWithWebIdentity"],
                principals: [
                    { type: "Federated", identifiers: ["b", "a"] },
                    { type: "AWS", identifiers: ["*"] },
                ],
                conditions: [
                    { test: "StringLike", variable: "aud", values: ["x"] },
                    { test: "StringLike", variable: "sub", values: ["repo:a/*", "repo:b/*"] },
                ],
            },
            {
                effect: "Deny",
                notActions: ["iam:*"],
                resources: ["arn:aws:s3:::&{aws:username}/<x>"],
                principals: [{ type: "*", identifiers: ["*"] }],
            },
        ],
    });
    new aws.iam.Role("trust", { assumeRolePolicy: trust.json });

    const merged = aws.iam.getPolicyDocumentOutput({
        policyId: "merged",
        sourcePolicyDocuments: [trust.minifiedJson],
        statements: [{ actions: ["s3:PutObject", "s3:GetObject"], resources: ["*"] }],
        overridePolicyDocuments: [
            '{"Version":"2008-10-17","Statement":[{"Sid":"Web","Effect":"Deny","Action":"*","Resource":"*"}]}',
        ],
    });
    new aws.iam.Policy("merged", { policy: merged.minifiedJson });

    const data = await gcp.organizations.getIAMPolicy({
        bindings: [
            { role: "roles/viewer", members: ["user:b@acme.com", "user:a@acme.com"] },
            { role: "roles/viewer", members: ["user:a@acme.com", "domain:acme.com"] },
            { role: "roles/owner", members: ["allUsers"], condition: { title: "soon", expression: "request.time < x" } },
        ],
    });
    new gcp.projects.IAMPolicy("policy", { project: "acme", policyData: data.policyData });

    const { partition } = await aws.getPartition({});
    const region = await aws.getRegion();
    const { project } = gcp.organizations.getClientConfigOutput();
    return { partition, endpoint: region.endpoint, project };
};
