/** A grant as the broker shows it. Instants are milliseconds since 1970, durations are seconds. */
export interface Grant {
    readonly id: string;
    readonly state: State;
    /** Who asked for it, as the broker writes it: "person:jo@example.com", "role:123456789012/agent". */
    readonly requester: string;
    /** A workload or an AI agent asked for it. */
    readonly isAgent: boolean;
    readonly entitlement: string;
    /** ARN of the role that its sessions have. */
    readonly role: string;
    readonly asked: Wish;
    readonly scopes: readonly Scope[];
    readonly requestedAt: number;
    /** Until when it must be approved. */
    readonly deadline: number;
    readonly approvals: readonly Approval[];
    readonly startedAt?: number;
    readonly endsAt?: number;
    readonly extension?: Extension;
    /** When the last of its credentials is dead; 0: there is none. */
    readonly credentialsUntil: number;
    readonly end?: End;
    readonly closedAt?: number;
    /** After which instant nobody can do anything by it any more; not there while that is not certain. */
    readonly goneBy?: number;
    readonly review?: Review;
}

export const STATES = [
    "requested",
    "approved",
    "activating",
    "active",
    "ending",
    "ended",
    "revoked",
    "denied",
    "expired",
    "failed",
] as const;
export type State = (typeof STATES)[number];

export interface Wish {
    readonly reason: string;
    readonly duration: number;
    readonly task?: string;
    readonly ticket?: string;
    readonly resources?: readonly string[];
}

export interface Scope {
    readonly actions: readonly string[];
    readonly resources: readonly string[];
}

export interface Approval {
    readonly by: string;
    readonly at: number;
}

/** What is asked for on top; it holds once it is approved. */
export interface Extension {
    readonly reason: string;
    readonly endsAt: number;
    readonly deadline: number;
    readonly approvals: readonly Approval[];
    readonly isApproved: boolean;
}

export interface End {
    readonly by: string;
    /** "due", "requester", "approver", "security", "offboarded", "panic". */
    readonly why: string;
    readonly at: number;
    readonly isEarly: boolean;
}

/** Break-glass access is looked at afterwards. */
export interface Review {
    readonly is: "due" | "overdue" | "done";
    readonly due: number;
    readonly by?: string;
    readonly outcome?: Outcome;
}

export const OUTCOMES = ["in-order", "misused"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface Credentials {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
    /** When they are dead: within the hour, and never after the end of the grant. */
    readonly expiration: number;
}

/** It waits for somebody, or for the broker. */
export function isPending({ state }: Pick<Grant, "state">): boolean {
    return state === "requested" || state === "approved" || state === "activating";
}
