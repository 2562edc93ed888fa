import * as jit from "@jit-guard/components";

const dba = new jit.gcp.Entitlement("shop-dba", {
    parent: "projects/shop-production",
    roles: [
        {
            role: "roles/cloudsql.admin",
            condition: 'resource.name.startsWith("projects/shop-production/instances/shop")',
        },
        { role: "roles/logging.viewer" },
    ],
    eligible: ["group:dba@example.com"],
    approvers: ["group:dba-leads@example.com", "group:payments-oncall@example.com"],
    notify: ["security@example.com"],
    maxDuration: "4h",
    owner: "payments@example.com",
});

const agent = new jit.gcp.Entitlement("incident-agent", {
    parent: "folders/210987654321",
    roles: [{ role: "roles/run.developer" }],
    eligible: ["serviceAccount:incident-agent@platform.iam.gserviceaccount.com"],
    approvers: ["group:platform-oncall@example.com"],
    approverEmails: ["oncall@example.com"],
    notify: ["security@example.com"],
    maxDuration: "30m",
    owner: "platform@example.com",
    review: "30d",
});

export const commands = [dba.requestCommand, agent.requestCommand];
