import * as jit from "@jit-guard/components";

const repair = new jit.gcp.BreakGlassEntitlement("shop-repair", {
    parent: "projects/shop-production",
    project: "security-watch",
    roles: [
        {
            role: "roles/cloudsql.editor",
            condition: 'resource.name.startsWith("projects/shop-production/instances/shop")',
        },
        { role: "roles/run.developer" },
    ],
    eligible: ["user:jo@example.com", "user:ana@example.com"],
    reviewers: ["group:security@example.com"],
    runbookUrl: "https://runbooks.example.com/shop-repair",
    notify: ["oncall@example.com", "https://pager.example.com/google/shop"],
    escalate: ["ciso@example.com"],
    owner: "payments@example.com",
});

export const command = repair.requestCommand;
export const reviewQueue = repair.reviewQueue.id;
