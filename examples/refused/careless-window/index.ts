import * as jit from "@jit-guard/components";

new jit.aws.TimeboxedRole("db-upgrade", {
    principals: ["arn:aws:iam::123456789012:root"],
    notBefore: "2026-01-16T08:00:00Z",
    notAfter: "2026-01-16",
    policies: { all: "arn:aws:iam::aws:policy/AdministratorAccess" },
    allowPersistence: ["change-iam"],
    owner: "payments@example.com",
});
