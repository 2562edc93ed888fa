import { isEnough } from "./approvals";
import {
    type BreakGlass,
    type Closing,
    type Code,
    type End,
    type Grant,
    type Outcome,
    type Refusal,
    type Task,
    awaited,
    isOver,
    isRefusal,
    needsDeny,
    tasks,
} from "./grant";
import { EMPTY, appended } from "./trail";

/** What a change may be. Reasons are those of the policy that let it happen. */
export type Event =
    | {
          readonly is: "approve";
          readonly by: string;
          /** Of the entitlement as it is now: what this approver, and each of those before, may count for. */
          readonly levels: readonly number[];
          readonly before: readonly (readonly number[])[];
          readonly required: readonly number[];
          readonly reasons: readonly string[];
      }
    | { readonly is: "deny"; readonly by: string; readonly reason: string }
    | { readonly is: "activate" }
    | { readonly is: "scheduled"; readonly end: number }
    | { readonly is: "fail"; readonly reason: string }
    | {
          readonly is: "extend";
          readonly by: string;
          readonly duration: number;
          readonly reason: string;
          readonly deadline: number;
          readonly required: readonly number[];
          readonly reasons: readonly string[];
      }
    | { readonly is: "vend"; readonly by: string; readonly until: number; readonly reasons: readonly string[] }
    | { readonly is: "end"; readonly by: string; readonly why: Exclude<End["why"], "due"> }
    /** The end that a schedule was made for. The sweep knows of none. */
    | { readonly is: "due"; readonly end?: number }
    | { readonly is: "closed"; readonly how: Closing }
    | { readonly is: "expire" }
    | { readonly is: "tasked"; readonly task: number }
    | { readonly is: "lift" }
    | { readonly is: "review"; readonly by: string; readonly outcome: Outcome; readonly reason: string }
    | { readonly is: "overdue" }
    | { readonly is: "settle" };

export interface Asking extends Pick<
    Grant,
    "id" | "requester" | "isAgent" | "asked" | "entitlement" | "role" | "scopes" | "deadline"
> {
    readonly onEnd: readonly Omit<Task, "isDone">[];
    readonly breakGlass?: BreakGlass | undefined;
    readonly required: readonly number[];
    readonly reasons: readonly string[];
}

export function requested({ required, reasons, onEnd, breakGlass, ...asking }: Asking, now: number): Grant {
    const grant: Grant = {
        ...asking,
        schema: 1,
        version: 0,
        state: isEnough([], required) ? "approved" : "requested",
        ...(breakGlass && { breakGlass }),
        onEnd: onEnd.map((task) => ({ ...task, isDone: false })),
        requestedAt: now,
        approvals: [],
        credentialsUntil: 0,
        isRevoked: false,
        isSettled: false,
        trail: EMPTY,
    };
    const { role, entitlement, asked, scopes } = grant;
    return told(grant, "request", grant.requester, now, { entitlement, role, asked, scopes, reasons });
}

/** The grant after the event, or why it cannot happen. Whoever asks for what has happened already is told so. */
export function transition(grant: Grant, event: Event, now: number): Grant | Refusal<Code> {
    const changed = CHANGES[event.is](grant, event as never, now);
    if (isRefusal(changed)) return changed;
    const { details = {}, ...change } = changed;
    const next: Grant = { ...grant, ...change, version: grant.version + 1 };
    if (event.is === "settle") return next;
    const { is, by = "broker", ...rest } = event as Event & { by?: string };
    return told(next, is, by, now, { ...rest, ...details });
}

type Change = Partial<Grant> & { readonly details?: Readonly<Record<string, unknown>> };
type Changes = {
    readonly [Is in Event["is"]]: (grant: Grant, event: Extract<Event, { is: Is }>, now: number) => Change | Refusal<Code>;
};

const CHANGES: Changes = {
    approve(grant, { by, levels, before, required }, now) {
        const pending = awaited(grant);
        if (!pending) return refuse("not-pending");
        if (by === grant.requester) return refuse("self-approval");
        if (now >= pending.deadline) return refuse("too-late");
        if (pending.approvals.some((each) => each.by === by)) return refuse("already");
        if (levels.length === 0) return refuse("not-an-approver");
        // Who may approve no more does not count either.
        const counted = [...pending.approvals.map((each, index) => ({ ...each, levels: before[index] ?? [] }))];
        const approvals = [...counted, { by, at: now, levels }];
        const isApproved = isEnough(approvals, required);
        if (grant.extension) return { extension: { ...grant.extension, approvals, isApproved } };
        return { approvals, state: isApproved ? "approved" : "requested" };
    },

    deny(grant, { by }) {
        if (!awaited(grant)) return refuse("not-pending");
        if (by === grant.requester) return refuse("self-approval");
        return grant.extension ? withoutExtension(grant) : { state: "denied" };
    },

    activate({ state, deadline, asked }, _, now) {
        if (state !== "approved") return refuse("not-pending");
        if (now >= deadline) return refuse("too-late");
        // Schedules and policies tell whole seconds.
        const endsAt = Math.floor(now / 1_000 + asked.duration) * 1_000;
        return { state: "activating", startedAt: now, endsAt, details: { endsAt } };
    },

    scheduled(grant, { end }, now) {
        const { state, extension } = grant;
        if (state === "activating") {
            if (end !== grant.endsAt) return refuse("not-scheduled");
            if (now >= end) return refuse("past-end");
            const due = grant.breakGlass && now + grant.breakGlass.reviewWithin * 1_000;
            return { state: "active", ...(due && { review: { is: "due", due } }) };
        }
        if (state !== "active" || !extension?.isApproved) return refuse("already");
        if (end !== extension.endsAt) return refuse("not-scheduled");
        if (now >= grant.endsAt!) return refuse("past-end");
        return { ...withoutExtension(grant), endsAt: end };
    },

    fail({ state }) {
        return state === "approved" || state === "activating" ? { state: "failed" } : refuse("not-pending");
    },

    extend(grant, { by, duration, reason, deadline, required }, now) {
        if (by !== grant.requester) return refuse("not-the-requester");
        if (grant.state !== "active") return refuse("not-active");
        if (now >= grant.endsAt!) return refuse("past-end");
        if (grant.extension) return refuse("pending");
        const endsAt = grant.endsAt! + duration * 1_000;
        const isApproved = isEnough([], required);
        return { extension: { reason, endsAt, deadline, approvals: [], isApproved }, details: { endsAt } };
    },

    vend(grant, { by, until }, now) {
        if (by !== grant.requester) return refuse("not-the-requester");
        if (grant.state !== "active") return refuse("not-active");
        if (now >= grant.endsAt!) return refuse("past-end");
        return { credentialsUntil: Math.max(grant.credentialsUntil, Math.min(until, grant.endsAt!)) };
    },

    end(grant, { by, why }, now) {
        return ending(grant, { by, why, at: now, isEarly: grant.endsAt === undefined || now < grant.endsAt });
    },

    due(grant, { end }, now) {
        if (grant.endsAt === undefined || grant.state === "ending" || isOver(grant)) return refuse("already");
        if (now < grant.endsAt) return refuse(end !== undefined && end < grant.endsAt ? "superseded" : "not-due");
        return ending(grant, { by: "broker", why: "due", at: now, isEarly: false });
    },

    closed(grant, { how }, now) {
        if (grant.state !== "ending") return refuse("already");
        if (how === "dead" && needsDeny(grant, now)) return refuse("not-denied");
        return { state: grant.end!.isEarly ? "revoked" : "ended", closedAt: now, isRevoked: how === "denied" };
    },

    expire(grant, _, now) {
        const { state, extension } = grant;
        if (state === "active" && extension) {
            return now >= extension.deadline || now >= grant.endsAt! ? withoutExtension(grant) : refuse("not-due");
        }
        if (state !== "requested" && state !== "approved") return refuse("not-pending");
        return now >= grant.deadline ? { state: "expired" } : refuse("not-due");
    },

    tasked(grant, { task }) {
        if (!isOver(grant)) return refuse("not-ended");
        if (grant.onEnd[task]?.isDone !== false) return refuse("already");
        const onEnd = grant.onEnd.map((each, index) => (index === task ? { ...each, isDone: true } : each));
        return { onEnd, details: { does: onEnd[task]!.does, target: onEnd[task]!.target } };
    },

    lift(grant, _, now) {
        if (!isOver(grant) || !grant.isRevoked) return refuse("already");
        return needsDeny(grant, now) ? refuse("not-due") : { isRevoked: false };
    },

    review(grant, { by, outcome }) {
        if (!grant.review || grant.review.is === "done") return refuse("not-pending");
        if (by === grant.requester) return refuse("self-review");
        if (!isOver(grant)) return refuse("not-ended");
        return { review: { ...grant.review, is: "done", by, outcome } };
    },

    overdue({ review }, _, now) {
        if (review?.is !== "due") return refuse("already");
        return now >= review.due ? { review: { ...review, is: "overdue" } } : refuse("not-due");
    },

    settle(grant, _, now) {
        if (grant.isSettled) return refuse("already");
        if (!isOver(grant) || grant.trail.unsaid.length > 0 || grant.isRevoked || needsDeny(grant, now)) {
            return refuse("not-due");
        }
        if (tasks(grant).length > 0 || (grant.review && grant.review.is !== "done")) return refuse("not-due");
        return { isSettled: true };
    },
};

function ending(grant: Grant, end: End): Change | Refusal<Code> {
    if (isOver(grant) || grant.state === "ending") return refuse("already");
    // Nobody has ever had credentials of it.
    if (grant.state !== "active") return { state: "ended", end };
    return { state: "ending", end };
}

/** A member that is undefined would come back from the table as one that is not there. */
function withoutExtension({ extension, ...grant }: Grant): Change {
    return { ...grant, extension: undefined as never, details: { extension } };
}

function told(grant: Grant, event: string, by: string, at: number, details: Readonly<Record<string, unknown>>): Grant {
    const { id: of, state, extension, trail, ...rest } = grant;
    const next = appended(trail, { of, at, by, event, state, details });
    return { ...rest, id: of, state, ...(extension && { extension }), trail: next };
}

function refuse(refused: Code): Refusal<Code> {
    return { refused };
}
