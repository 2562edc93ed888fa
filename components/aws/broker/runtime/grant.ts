import type { Approval } from "./approvals";
import type { Scope } from "./session-policy";
import type { Trail } from "./trail";

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

/** One grant. Every change is one write under the condition that the version is still the one that was read. */
export interface Grant {
    readonly schema: 1;
    readonly id: string;
    readonly version: number;
    readonly state: State;
    /** Canonical. */
    readonly requester: string;
    readonly isAgent: boolean;
    readonly asked: Wish;
    // What ends a grant is written down when it begins: nobody may have to look it up then.
    readonly entitlement: string;
    readonly role: string;
    readonly scopes: readonly Scope[];
    readonly onEnd: readonly Task[];
    readonly breakGlass?: BreakGlass;
    readonly requestedAt: number;
    /** Until when it must be approved. */
    readonly deadline: number;
    readonly approvals: readonly Approval[];
    /** When it began to become active. */
    readonly startedAt?: number;
    readonly endsAt?: number;
    readonly extension?: Extension;
    /** When the last of its credentials is dead; 0: there is none. Written before the credential is made. */
    readonly credentialsUntil: number;
    readonly end?: End;
    /** When it was read back that its sessions are denied, or that none is left. */
    readonly closedAt?: number;
    /** There is a Deny of its sessions, and it is not taken away yet. */
    readonly isRevoked: boolean;
    readonly review?: Review;
    readonly trail: Trail;
    /** There is nothing left to do. */
    readonly isSettled: boolean;
}

/** What somebody asks for. The duration is in seconds. */
export interface Wish {
    readonly reason: string;
    readonly duration: number;
    readonly task?: string;
    readonly ticket?: string;
    readonly resources?: readonly string[];
}

export interface Task {
    readonly does: "rotate" | "call" | "terminate-sessions";
    /** ARN; of the role, where sessions are terminated. */
    readonly target: string;
    readonly isDone: boolean;
}

export interface BreakGlass {
    /** In seconds. */
    readonly reviewWithin: number;
    readonly reviewers: readonly string[];
}

export interface Extension {
    readonly reason: string;
    readonly endsAt: number;
    readonly deadline: number;
    readonly approvals: readonly Approval[];
    readonly isApproved: boolean;
}

export const WHYS = ["due", "requester", "approver", "security", "offboarded", "panic"] as const;
export interface End {
    readonly by: string;
    readonly why: (typeof WHYS)[number];
    readonly at: number;
    readonly isEarly: boolean;
}

export interface Review {
    readonly is: "due" | "overdue" | "done";
    readonly due: number;
    readonly by?: string;
    readonly outcome?: Outcome;
}
/** What was read back before it is said to be over: its Deny, or that there is no role any more; or nothing had to be. */
export type Closing = "denied" | "no-role" | "dead";

export const OUTCOMES = ["in-order", "misused"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const CODES = [
    "already",
    "not-active",
    "not-allowed",
    "not-an-approver",
    "not-denied",
    "not-due",
    "not-ended",
    "not-pending",
    "not-scheduled",
    "not-the-requester",
    "past-end",
    "pending",
    "self-approval",
    "self-review",
    "superseded",
    "too-late",
] as const;
export type Code = (typeof CODES)[number];

export interface Refusal<Of extends string = string> {
    readonly refused: Of;
    readonly reasons?: readonly string[];
}

export function isRefusal(of: object): of is Refusal {
    return "refused" in of;
}

/** How long a Deny stays after the last credential, and by how much clocks may be apart. In milliseconds. */
export const GRACE = 900_000;

/** It is over, and comes never back. */
export function isOver({ state }: Pick<Grant, "state">): boolean {
    return ["ended", "revoked", "denied", "expired", "failed"].includes(state);
}

/** Whether its sessions must be denied everything: it has ended before the end that its credentials have in them. */
export function needsDeny({ end, credentialsUntil }: Grant, now: number): boolean {
    return end?.isEarly === true && credentialsUntil > 0 && now < credentialsUntil + GRACE;
}

/** Indices of what is left to do after its end. Where there was no session, there is nothing to undo. */
export function tasks(grant: Grant): readonly number[] {
    if (!isOver(grant) || grant.credentialsUntil === 0) return [];
    return grant.onEnd.flatMap(({ isDone }, index) => (isDone ? [] : [index]));
}

// IAM promises minutes.
const PROPAGATION = 300_000;

/** After which instant nobody can do anything by it any more; undefined while that is not certain. */
export function goneBy({ state, end, closedAt, credentialsUntil }: Grant): number | undefined {
    if (!isOver({ state })) return undefined;
    if (closedAt === undefined || !end?.isEarly) return end?.at;
    return Math.min(closedAt + PROPAGATION, Math.max(credentialsUntil, end.at));
}

/** What an approver would decide on: the grant, or its extension. */
export function awaited(grant: Grant): Pick<Extension, "deadline" | "approvals"> | undefined {
    if (grant.state === "requested") return grant;
    return grant.state === "active" && grant.extension?.isApproved === false ? grant.extension : undefined;
}
