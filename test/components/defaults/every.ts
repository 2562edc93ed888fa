import type { ComponentResource, ComponentResourceOptions } from "@pulumi/pulumi";
import { aws, gcp } from "@jit-guard/components";

type Make = (name: string, opts?: ComponentResourceOptions) => ComponentResource;

const ACCOUNT = "arn:aws:iam::123456789012";
const JO = `${ACCOUNT}:user/jo`;
const SECURITY = `${ACCOUNT}:role/security`;
const owner = "payments@example.com";
const notify = ["oncall@example.com"];
const window = { notBefore: "2026-01-16T08:00:00Z", notAfter: "2026-01-16T18:00:00Z" };

const BROKER = { notifications: { args: { notify } }, security: [SECURITY], owner };
/** A broker of another program. */
const OTHER = {
    reference: {
        roles: {
            ask: `${ACCOUNT}:role/jit-guard/jit-ask`,
            end: `${ACCOUNT}:role/jit-guard/jit-end`,
            sweep: `${ACCOUNT}:role/jit-guard/jit-sweep`,
        },
        table: "jit",
        parts: ["arn:aws:dynamodb:eu-west-1:123456789012:table/jit"],
        revoker: "jit-revoker",
        hasGroups: false,
    },
};

/** Each component with no argument that it can do without: all else is as it comes. */
export const EVERY: Readonly<Record<"aws" | "gcp", Readonly<Record<string, Make>>>> = {
    aws: {
        AccessReview: (name, opts) =>
            new aws.AccessReview(
                name,
                { entitlements: { "prod-dba": { role: `${ACCOUNT}:role/prod-dba` } }, reviewers: [SECURITY], notify, owner },
                opts,
            ),
        BreakGlassRole: (name, opts) =>
            new aws.BreakGlassRole(
                name,
                {
                    principals: [JO],
                    reviewers: [SECURITY],
                    runbookUrl: "https://runbooks.example.com/break-glass",
                    notify,
                    regions: ["eu-west-1"],
                    owner,
                },
                opts,
            ),
        Broker: (name, opts) => new aws.Broker(name, BROKER, opts),
        Entitlement: (name, opts) =>
            new aws.Entitlement(
                name,
                {
                    broker: OTHER,
                    role: `${ACCOUNT}:role/jit/prod-dba`,
                    eligible: [JO],
                    approval: { approvers: [SECURITY] },
                    scope: {
                        actions: ["rds:RebootDBInstance"],
                        resources: ["arn:aws:rds:eu-west-1:123456789012:db:orders"],
                    },
                    owner,
                },
                opts,
            ),
        JitRole: (name, opts) => new aws.JitRole(name, { broker: OTHER, owner }, opts),
        RotatingSecret: (name, opts) => new aws.RotatingSecret(name, { strategy: { password: {} }, owner }, opts),
        TimeboxedRole: (name, opts) => new aws.TimeboxedRole(name, { principals: [JO], ...window, owner }, opts),
        WorkloadRole: (name, opts) =>
            new aws.WorkloadRole(
                name,
                { workload: { github: { repository: "acme/shop", environment: "production" } }, owner },
                opts,
            ),
    },
    gcp: {
        BreakGlassEntitlement: (name, opts) =>
            new gcp.BreakGlassEntitlement(
                name,
                {
                    parent: "projects/example",
                    project: "security",
                    roles: [{ role: "roles/cloudsql.editor" }],
                    eligible: ["user:jo@example.com"],
                    reviewers: ["group:security@example.com"],
                    runbookUrl: "https://runbooks.example.com/break-glass",
                    notify,
                    owner,
                },
                opts,
            ),
        Entitlement: (name, opts) =>
            new gcp.Entitlement(
                name,
                {
                    parent: "projects/example",
                    roles: [{ role: "roles/cloudsql.admin" }],
                    eligible: ["group:dba@example.com"],
                    approvers: ["group:dba-leads@example.com"],
                    notify,
                    owner,
                },
                opts,
            ),
        GrantSweep: (name, opts) =>
            new gcp.GrantSweep(name, { parents: ["projects/example"], location: "europe-west1", owner }, opts),
        RotatingSecret: (name, opts) =>
            new gcp.RotatingSecret(name, { strategy: { password: {} }, location: "europe-west1", owner }, opts),
        TimeboxedMember: (name, opts) =>
            new gcp.TimeboxedMember(
                name,
                {
                    parent: "projects/example",
                    role: "roles/cloudsql.admin",
                    member: "user:jo@example.com",
                    ...window,
                    owner,
                },
                opts,
            ),
        WorkloadIdentity: (name, opts) =>
            new gcp.WorkloadIdentity(
                name,
                {
                    workload: {
                        github: {
                            repository: "acme/shop",
                            ids: { owner: "123456", repository: "456789" },
                            environment: "production",
                        },
                    },
                    owner,
                },
                opts,
            ),
    },
};
