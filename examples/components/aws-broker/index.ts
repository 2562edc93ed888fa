import * as jit from "@jit-guard/components";

const LEADS = "group:9067f1b2c3-11111111-2222-3333-4444-555555555555";
const DBA = "group:9067f1b2c3-66666666-7777-8888-9999-aaaaaaaaaaaa";
const ORDERS = "arn:aws:rds:eu-west-1:123456789012:db:orders";
const owner = "payments@example.com";

const broker = new jit.aws.Broker("jit", {
    notifications: { args: { notify: ["security@example.com"] } },
    security: [LEADS, "arn:aws:iam::123456789012:role/security"],
    directory: { identityStoreId: "d-1234567890" },
    owner: "security@example.com",
});

const role = new jit.aws.JitRole("dba", {
    broker,
    policies: { rds: "arn:aws:iam::aws:policy/AmazonRDSReadOnlyAccess" },
    inlinePolicies: {
        repair: {
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action: ["rds:RebootDBInstance", "rds:ModifyDBInstance"], Resource: ORDERS }],
        },
    },
    owner,
});

const entitlement = new jit.aws.Entitlement("prod-dba", {
    broker,
    role: role.arn,
    eligible: [DBA],
    approval: { approvers: [LEADS] },
    scope: [
        { actions: ["rds:Describe*"], resources: ["*"] },
        { actions: ["rds:RebootDBInstance", "rds:ModifyDBInstance"], resources: [ORDERS] },
    ],
    maxDuration: "4h",
    requireTicket: ["INC-*", "CHG-*"],
    owner,
});

export const url = broker.url;
export const request = entitlement.requestCommand;
