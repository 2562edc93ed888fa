/**
 * What the policies of an entitlement may speak of. Durations and times of day are written as Cedar writes them, such as
 * duration("1h30m"); both are in UTC. A person is named in lower case, without a kind: Person::"jo@example.com".
 */
export const SCHEMA = `
entity Group;
// Of Identity Center, by name; or an IAM user: "123456789012/jo".
entity Person in [Group];
// An IAM role: "123456789012/billing-export".
entity Workload in [Group];
// A role, too, whose grants end sooner.
entity Agent in [Group];

entity Entitlement;

entity Weekday enum ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

action request, approve, vend appliesTo {
    // Who asked for it, also where somebody else approves.
    principal: [Person, Workload, Agent],
    resource: Entitlement,
    context: {
        reason: String,
        task?: String,
        ticket?: String,
        // As long as the grant is to last, extensions included.
        duration: duration,
        // ARNs; none of them where the whole scope is asked for.
        resources: Set<String>,
        isAgent: Bool,
        now: datetime,
        // Since midnight.
        time: duration,
        weekday: Weekday,
    },
};
`;

export const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;

export const MOMENTS = ["request", "approve", "vend"] as const;
/** When a policy is asked. */
export type Moment = (typeof MOMENTS)[number];
