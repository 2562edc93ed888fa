import * as jit from "@jit-guard/components";

const upgrade = new jit.gcp.TimeboxedMember("orders-upgrade", {
    parent: "projects/orders",
    role: "roles/cloudsql.admin",
    member: "user:jo@example.com",
    notBefore: "2026-01-16T08:00:00Z",
    notAfter: "2026-01-16T18:00:00Z",
    condition: "resource.name == 'projects/orders/instances/orders'",
    owner: "payments@example.com",
});

const visit = new jit.gcp.TimeboxedMember("vendor-visit", {
    parent: "folders/210987654321",
    role: "roles/logging.viewer",
    member: "group:vendor-support@example.com",
    notBefore: "2026-01-19T09:00:00+01:00",
    notAfter: "2026-01-20T18:00:00+01:00",
    owner: "platform@example.com",
});

// For `known` of the GrantSweep that looks after these parents.
export const titles = [upgrade.title, visit.title];
