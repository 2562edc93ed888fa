import * as gcp from "@pulumi/gcp";

const project = "acme-shop";

new gcp.privilegedaccessmanager.Entitlement("project-admin", {
    entitlementId: "project-admin",
    parent: `projects/${project}`,
    location: "global",
    maxRequestDuration: "3600s",
    eligibleUsers: [{ principals: ["group:developers@acme.example"] }],
    privilegedAccess: {
        gcpIamAccess: {
            resource: `//cloudresourcemanager.googleapis.com/projects/${project}`,
            resourceType: "cloudresourcemanager.googleapis.com/Project",
            roleBindings: [{ role: "roles/resourcemanager.projectIamAdmin" }],
        },
    },
    requesterJustificationConfig: { unstructured: {} },
    approvalWorkflow: {
        manualApprovals: {
            requireApproverJustification: true,
            steps: [{ approvalsNeeded: 1, approvers: { principals: ["group:leads@acme.example"] } }],
        },
    },
});

new gcp.projects.IAMBinding("developers", {
    project,
    role: "roles/run.developer",
    members: ["group:developers@acme.example"],
});

const build = new gcp.serviceaccount.Account("build", { accountId: "build" });

new gcp.serviceaccount.IAMMember("build-from-cluster", {
    serviceAccountId: build.name,
    role: "roles/iam.workloadIdentityUser",
    member: `serviceAccount:${project}.svc.id.goog[build/runner]`,
});

new gcp.projects.IAMMember("build-logs", {
    project,
    role: "roles/logging.logWriter",
    member: build.member,
});
