import { type Grant, type Refusal, type State, isRefusal } from "../../../../components/aws/broker/runtime/grant";
import { type Asking, type Event, requested, transition } from "../../../../components/aws/broker/runtime/transitions";

/** Grants in each of their states, made as they are made. */

export const T0 = Date.parse("2026-01-15T12:00:00Z");
export const HOUR = 3_600_000;
export const MINUTE = 60_000;
export const REQUESTER = "person:jo@example.com";
export const APPROVER = "person:max@example.com";
export const OTHER = "person:kim@example.com";
export const ID = "g-abcdefghijklmnopqrstuvwxyz";
export const ROLE = "arn:aws:iam::123456789012:role/jit/prod-dba";

export const ASKING: Asking = {
    id: ID,
    requester: REQUESTER,
    isAgent: false,
    asked: { reason: "INC-1: fix db", duration: 3_600 },
    entitlement: "dba-prod",
    role: ROLE,
    scopes: [{ actions: ["rds:*"], resources: ["arn:aws:rds:eu-west-1:123456789012:db:prod"] }],
    deadline: T0 + 8 * HOUR,
    onEnd: [{ does: "rotate", target: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db" }],
    required: [1],
    reasons: [],
};

export const approval = (by = APPROVER): Extract<Event, { is: "approve" }> => ({
    is: "approve",
    by,
    levels: [0],
    before: [],
    required: [1],
    reasons: [],
});
export const ENDS = T0 + HOUR;

/** The grant after all of that, one second after the other from T0 on. */
export function after(events: readonly Event[], asking: Partial<Asking> = {}, at = T0): Grant {
    return events.reduce(
        (grant, event) => moved(transition(grant, event, at), event.is),
        requested({ ...ASKING, ...asking }, at),
    );
}

export function moved(to: Grant | Refusal, by = "event"): Grant {
    if (isRefusal(to)) throw new Error(`${by}: ${to.refused}`);
    return to;
}

const ACTIVE: readonly Event[] = [approval(), { is: "activate" }, { is: "scheduled", end: ENDS }];
const VENDED: readonly Event[] = [...ACTIVE, { is: "vend", by: REQUESTER, until: ENDS, reasons: [] }];
const ENDING: readonly Event[] = [...VENDED, { is: "end", by: REQUESTER, why: "requester" }];

export const PATHS: Readonly<Record<State, readonly Event[]>> = {
    requested: [],
    approved: [approval()],
    activating: [approval(), { is: "activate" }],
    active: VENDED,
    ending: ENDING,
    ended: [approval(), { is: "end", by: REQUESTER, why: "requester" }],
    revoked: [...ENDING, { is: "closed", how: "denied" }],
    denied: [{ is: "deny", by: APPROVER, reason: "no" }],
    expired: [],
    failed: [approval(), { is: "fail", reason: "no" }],
};

export function grantIn(state: State): Grant {
    if (state === "expired") return moved(transition(after([]), { is: "expire" }, ASKING.deadline));
    return after(PATHS[state]);
}
