import * as jit from "@jit-guard/components";

const ACCOUNT = "arn:aws:iam::123456789012";
const ORDERS = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders";
const owner = "payments@example.com";

const broker = new jit.aws.Broker("jit", {
    notifications: { args: { notify: ["security@example.com"] } },
    security: [`${ACCOUNT}:role/security`],
    owner: "security@example.com",
});

const role = new jit.aws.JitRole("orders", {
    broker,
    inlinePolicies: {
        orders: {
            Version: "2012-10-17",
            Statement: [
                { Effect: "Allow", Action: ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:UpdateItem"], Resource: ORDERS },
            ],
        },
    },
    owner,
});

// A person whom nobody has to approve in an emergency, and whom somebody reviews afterwards.
new jit.aws.Entitlement("orders-emergency", {
    broker,
    role: role.arn,
    eligible: ["person:jo@example.com", "person:max@example.com"],
    approval: { required: 0, reason: "Orders must go on when nobody else is awake." },
    scope: { actions: ["dynamodb:*"], resources: [ORDERS] },
    breakGlass: { reviewers: [`${ACCOUNT}:user/ana`] },
    review: "30d",
    owner,
});

// An agent that works on one ticket at a time, in office hours.
const agent = new jit.aws.Entitlement("orders-agent", {
    broker,
    role: role.arn,
    eligible: [`${ACCOUNT}:role/support-agent`],
    approval: { approvers: ["person:jo@example.com", "person:ana@example.com"] },
    scope: { actions: ["dynamodb:GetItem", "dynamodb:Query"], resources: [ORDERS] },
    requireTask: true,
    requireTicket: ["SUP-*"],
    policy: `
        @id("office-hours")
        permit (principal, action, resource)
        when { context.time >= duration("8h") && context.time < duration("18h") };

        @id("weekend")
        forbid (principal, action, resource)
        when { context.weekday in [Weekday::"saturday", Weekday::"sunday"] };
    `,
    owner,
});

export const request = agent.requestCommand;
