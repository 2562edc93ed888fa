import * as jit from "@jit-guard/components";
import { OWNER, SECURITY, notify } from "./people";

const parent = "projects/orders-production";
const location = "europe-west1";
const conditions = { instances: 'resource.name.startsWith("projects/orders-production/instances/orders")' };

/** The pipeline, by its own identity: there is no key to store. */
export const deploy = new jit.gcp.WorkloadIdentity("deploy-orders", {
    workload: {
        github: { repository: "acme/orders", ids: { owner: "123456", repository: "456789" }, environment: "production" },
    },
    serviceAccount: "deploy@orders-production.iam.gserviceaccount.com",
    owner: OWNER,
});

/** On request, with a reason and somebody's yes. */
export const dba = new jit.gcp.Entitlement("orders-dba", {
    parent,
    roles: [{ role: "roles/cloudsql.admin", condition: conditions.instances }],
    eligible: ["group:orders@example.com"],
    approvers: ["group:orders-leads@example.com"],
    notify: [SECURITY],
    owner: OWNER,
});

/** For the night in which nobody is there to say yes. */
export const repair = new jit.gcp.BreakGlassEntitlement("orders-repair", {
    parent,
    project: "security-watch",
    roles: [{ role: "roles/container.admin" }],
    eligible: ["user:jo@example.com", "user:ana@example.com"],
    reviewers: ["group:security@example.com"],
    runbookUrl: "https://runbooks.example.com/orders-repair",
    notify,
    escalate: [SECURITY],
    owner: OWNER,
});

/** A planned piece of work of somebody from outside. */
export const vendor = new jit.gcp.TimeboxedMember("orders-vendor", {
    parent,
    role: "roles/cloudsql.viewer",
    member: "user:support@vendor.example",
    notBefore: "2026-01-16T08:00:00Z",
    notAfter: "2026-01-16T18:00:00Z",
    owner: OWNER,
});

/** What has ended is taken away, what was edited is reported. */
export const sweep = new jit.gcp.GrantSweep("orders-sweep", {
    parents: [parent],
    location,
    removable: ["roles/cloudsql.viewer"],
    known: [vendor.title],
    owner: OWNER,
});

/** What the service signs its sessions with. */
export const signing = new jit.gcp.RotatingSecret("orders-signing", {
    location,
    strategy: { password: {} },
    owner: OWNER,
});
