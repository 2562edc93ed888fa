import * as gcp from "@pulumi/gcp";

const project = "acme-shop";

new gcp.projects.IAMMember("founder", { project, role: "roles/owner", member: "user:founder@acme.example" });

new gcp.projects.IAMBinding("developers", {
    project,
    role: "roles/editor",
    members: ["group:developers@acme.example", "serviceAccount:build@acme-shop.iam.gserviceaccount.com"],
});

// It looks as if it ended.
new gcp.projects.IAMMember("contractor", {
    project,
    role: "roles/resourcemanager.projectIamAdmin",
    member: "user:contractor@partner.example",
    condition: {
        title: "until the end of the year",
        expression:
            'request.time < timestamp("2026-12-31T00:00:00Z") || resource.type == "cloudresourcemanager.googleapis.com/Project"',
    },
});

const policy = gcp.organizations.getIAMPolicyOutput({
    bindings: [{ role: "roles/owner", members: ["domain:acme.example"] }],
});

new gcp.folder.IAMPolicy("shared", { folder: "folders/123456789012", policyData: policy.policyData });

const build = new gcp.serviceaccount.Account("build", { accountId: "build" });

const key = new gcp.serviceaccount.Key("build", { serviceAccountId: build.name });

new gcp.storage.HmacKey("backup", { serviceAccountEmail: build.email });

export const credentials = key.privateKey;
