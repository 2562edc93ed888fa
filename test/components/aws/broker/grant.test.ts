import { describe, expect, test } from "vitest";
import { isEnough } from "../../../../components/aws/broker/runtime/approvals";
import {
    GRACE,
    type Grant,
    STATES,
    type State,
    goneBy,
    isRefusal,
    needsDeny,
    tasks,
} from "../../../../components/aws/broker/runtime/grant";
import { type Event, requested, transition } from "../../../../components/aws/broker/runtime/transitions";
import { type Entry, START, hashOf } from "../../../../components/aws/broker/runtime/trail";
import {
    APPROVER,
    ASKING,
    ENDS,
    HOUR,
    MINUTE,
    OTHER,
    PATHS,
    REQUESTER,
    T0,
    after,
    approval,
    grantIn,
    moved,
} from "./grants";

const NOW = T0 + 1_000;

const EVENTS: Readonly<Record<string, readonly [event: Event, at: number]>> = {
    approve: [approval(OTHER), NOW],
    deny: [{ is: "deny", by: OTHER, reason: "no" }, NOW],
    activate: [{ is: "activate" }, NOW],
    scheduled: [{ is: "scheduled", end: ENDS }, NOW],
    fail: [{ is: "fail", reason: "no" }, NOW],
    extend: [
        { is: "extend", by: REQUESTER, duration: 60, reason: "more", deadline: T0 + 9 * HOUR, required: [1], reasons: [] },
        NOW,
    ],
    vend: [{ is: "vend", by: REQUESTER, until: NOW, reasons: [] }, NOW],
    end: [{ is: "end", by: OTHER, why: "security" }, NOW],
    "due too soon": [{ is: "due" }, NOW],
    "due in time": [{ is: "due" }, ENDS],
    closed: [{ is: "closed", how: "denied" }, NOW],
    "closed unread": [{ is: "closed", how: "dead" }, NOW],
    expire: [{ is: "expire" }, T0 + 8 * HOUR],
    tasked: [{ is: "tasked", task: 0 }, NOW],
    lift: [{ is: "lift" }, T0 + 8 * HOUR],
    review: [{ is: "review", by: OTHER, outcome: "in-order", reason: "seen" }, NOW],
    overdue: [{ is: "overdue" }, NOW],
    // Entries are still to be said.
    settle: [{ is: "settle" }, NOW],
};

/** Each event in each state: the state after it, or the code of the refusal. */
const OUTCOMES = `
                   requested    approved     activating   active       ending       ended        revoked      denied       expired      failed
    approve        approved     not-pending  not-pending  not-pending  not-pending  not-pending  not-pending  not-pending  not-pending  not-pending
    deny           denied       not-pending  not-pending  not-pending  not-pending  not-pending  not-pending  not-pending  not-pending  not-pending
    activate       not-pending  activating   not-pending  not-pending  not-pending  not-pending  not-pending  not-pending  not-pending  not-pending
    scheduled      already      already      active       already      already      already      already      already      already      already
    fail           not-pending  failed       failed       not-pending  not-pending  not-pending  not-pending  not-pending  not-pending  not-pending
    extend         not-active   not-active   not-active   active       not-active   not-active   not-active   not-active   not-active   not-active
    vend           not-active   not-active   not-active   active       not-active   not-active   not-active   not-active   not-active   not-active
    end            ended        ended        ended        ending       already      already      already      already      already      already
    due too soon   already      already      not-due      not-due      already      already      already      already      already      already
    due in time    already      already      ended        ending       already      already      already      already      already      already
    closed         already      already      already      already      revoked      already      already      already      already      already
    closed unread  already      already      already      already      not-denied   already      already      already      already      already
    expire         expired      expired      not-pending  not-pending  not-pending  not-pending  not-pending  not-pending  not-pending  not-pending
    tasked         not-ended    not-ended    not-ended    not-ended    not-ended    ended        revoked      denied       expired      failed
    lift           already      already      already      already      already      already      revoked      already      already      already
    review         not-pending  not-pending  not-pending  not-pending  not-pending  not-pending  not-pending  not-pending  not-pending  not-pending
    overdue        already      already      already      already      already      already      already      already      already      already
    settle         not-due      not-due      not-due      not-due      not-due      not-due      not-due      not-due      not-due      not-due
`;
const [HEAD, ...ROWS] = OUTCOMES.trim()
    .split("\n")
    .map((line) => line.trim().split(/ {2,}/));
const TABLE = new Map(ROWS.map(([name, ...outcomes]) => [name!, outcomes]));

const outcome = (grant: Grant, event: Event, at: number) => {
    const to = transition(grant, event, at);
    return isRefusal(to) ? to.refused : to.state;
};

describe.each(STATES)("a grant that is %s", (state) => {
    test("is there, as it comes to be", () => expect(grantIn(state).state).toBe(state));

    test.each(Object.entries(EVENTS))("%s", (name, [event, at]) =>
        expect(outcome(grantIn(state), event, at)).toBe(TABLE.get(name)![HEAD!.indexOf(state)]),
    );
});

test("every event and every state is in the table", () => {
    expect(HEAD).toEqual(STATES);
    expect([...TABLE.keys()]).toEqual(Object.keys(EVENTS));
    expect(ROWS.map((row) => row.length)).toEqual(ROWS.map(() => STATES.length + 1));
    const events = new Set(Object.values(EVENTS).map(([{ is }]) => is));
    expect([...events].sort()).toEqual(
        [
            ...["activate", "approve", "closed", "deny", "due", "end", "expire", "extend", "fail", "lift"],
            ...["overdue", "review", "scheduled", "settle", "tasked", "vend"],
        ].sort(),
    );
});

test("what is refused changes nothing, and what is not raises the version by one and tells one entry", () => {
    for (const state of STATES) {
        const before = grantIn(state);
        for (const [event, at] of Object.values(EVENTS)) {
            const copy = structuredClone(before);
            const to = transition(before, event, at);
            expect(before).toEqual(copy);
            if (isRefusal(to)) continue;
            expect(to.version).toBe(before.version + 1);
            expect(to.trail.length).toBe(before.trail.length + 1);
            const entry = JSON.parse(to.trail.unsaid.at(-1)!) as Entry;
            expect(entry).toMatchObject({ of: to.id, seq: before.trail.length, after: before.trail.head, at });
            expect(entry).toMatchObject({ event: event.is, state: to.state });
            expect(to.trail.head).toBe(hashOf(to.trail.unsaid.at(-1)!));
        }
    }
});

test("no member of a grant is undefined: the table would give it back without", () => {
    const extended: Event[] = [
        ...PATHS.active,
        { is: "extend", by: REQUESTER, duration: 60, reason: "more", deadline: T0 + HOUR, required: [1], reasons: [] },
        { is: "deny", by: APPROVER, reason: "no" },
    ];
    for (const grant of [...STATES.map(grantIn), after(extended)]) {
        expect(Object.entries(grant).filter(([, value]) => value === undefined)).toEqual([]);
    }
});

test("the first entry follows nothing", () => {
    const { trail } = requested(ASKING, T0);
    expect(JSON.parse(trail.unsaid[0]!)).toMatchObject({ seq: 0, after: START, event: "request", by: REQUESTER });
});

describe("approval", () => {
    const none = requested(ASKING, T0);

    test("is refused to the requester", () => {
        expect(outcome(none, approval(REQUESTER), NOW)).toBe("self-approval");
        expect(outcome(none, { is: "deny", by: REQUESTER, reason: "no" }, NOW)).toBe("self-approval");
    });

    test("is refused twice to one approver", () => {
        const two = { ...approval(), required: [2] };
        const once = moved(transition(none, two, NOW));
        expect(once.state).toBe("requested");
        expect(outcome(once, { ...two, before: [[0]] }, NOW)).toBe("already");
        expect(outcome(once, { ...two, by: OTHER, before: [[0]] }, NOW)).toBe("approved");
    });

    test("of somebody who may approve no more does not count", () => {
        const two = { ...approval(), required: [2] };
        const once = moved(transition(none, two, NOW));
        expect(outcome(once, { ...two, by: OTHER, before: [[]] }, NOW)).toBe("requested");
    });

    test("is refused to whoever is at no level", () =>
        expect(outcome(none, { ...approval(), levels: [] }, NOW)).toBe("not-an-approver"));

    test("comes too late at the deadline, and not before", () => {
        expect(outcome(none, approval(), ASKING.deadline - 1)).toBe("approved");
        expect(outcome(none, approval(), ASKING.deadline)).toBe("too-late");
        const approved = after(PATHS.approved);
        expect(outcome(approved, { is: "activate" }, ASKING.deadline - 1)).toBe("activating");
        expect(outcome(approved, { is: "activate" }, ASKING.deadline)).toBe("too-late");
    });

    test("is not waited for where none is required", () =>
        expect(requested({ ...ASKING, required: [] }, T0).state).toBe("approved"));

    test("expires at the deadline, and not before", () => {
        expect(outcome(none, { is: "expire" }, ASKING.deadline - 1)).toBe("not-due");
        expect(outcome(none, { is: "expire" }, ASKING.deadline)).toBe("expired");
    });
});

describe("enough approvals", () => {
    const by = (...levels: number[][]) => levels.map((each, index) => ({ by: `person:${index}`, at: T0, levels: each }));
    test.each([
        ["none, where none is required", [], [], true],
        ["none, where one is", [], [1], false],
        ["one of one", [[0]], [1], true],
        ["one of two", [[0]], [2], false],
        ["of the wrong level", [[1]], [1, 0], false],
        ["of two levels", [[0], [1]], [1, 1], true],
        ["one person for two levels", [[0, 1]], [1, 1], false],
        ["whoever is of both levels came first", [[0, 1], [0]], [1, 1], true],
        ["whoever is of both levels came last", [[0], [0, 1]], [1, 1], true],
        ["a chain of three", [[0, 1], [1, 2], [0]], [1, 1, 1], true],
        ["three, of whom two are of one level only", [[0, 1], [0], [0]], [1, 2], false],
        ["more than are required", [[0], [0], [0]], [2], true],
    ])("%s: %j for %j", (_, levels, required, is) => expect(isEnough(by(...levels), required)).toBe(is));
});

describe("the end", () => {
    test("is so long after it becomes active as was asked for, to the second, and never later", () => {
        const { endsAt } = moved(transition(after(PATHS.approved), { is: "activate" }, T0 + 1_999));
        expect(endsAt).toBe(T0 + 1_000 + HOUR);
    });

    test("must be the one that is scheduled", () => {
        const grant = after(PATHS.activating);
        expect(outcome(grant, { is: "scheduled", end: ENDS + 1_000 }, NOW)).toBe("not-scheduled");
        expect(outcome(grant, { is: "scheduled", end: ENDS }, ENDS - 1)).toBe("active");
        expect(outcome(grant, { is: "scheduled", end: ENDS }, ENDS)).toBe("past-end");
    });

    test("comes at its instant, and not before", () => {
        const grant = after(PATHS.active);
        expect(outcome(grant, { is: "due", end: ENDS }, ENDS - 1)).toBe("not-due");
        expect(outcome(grant, { is: "due", end: ENDS }, ENDS)).toBe("ending");
        expect(outcome(grant, { is: "due", end: ENDS - 1_000 }, ENDS - 1)).toBe("superseded");
        expect(outcome(grant, { is: "due", end: ENDS - 1_000 }, ENDS)).toBe("ending");
    });

    test("is early before its instant only", () => {
        const early = (at: number) =>
            moved(transition(after(PATHS.active), { is: "end", by: OTHER, why: "security" }, at)).end?.isEarly;
        expect(early(ENDS - 1)).toBe(true);
        expect(early(ENDS)).toBe(false);
        expect(moved(transition(after([]), { is: "end", by: REQUESTER, why: "requester" }, NOW)).end?.isEarly).toBe(true);
    });

    test("needs no Deny where no credential was given, where it comes in time, and 15 minutes after the last is dead", () => {
        const ending = grantIn("ending");
        expect(needsDeny(ending, NOW)).toBe(true);
        expect(needsDeny(ending, ENDS + GRACE - 1)).toBe(true);
        expect(needsDeny(ending, ENDS + GRACE)).toBe(false);
        expect(needsDeny({ ...ending, credentialsUntil: 0 }, NOW)).toBe(false);
        const inTime = moved(transition(after(PATHS.active), { is: "due" }, ENDS));
        expect(needsDeny(inTime, ENDS)).toBe(false);
        expect(moved(transition(inTime, { is: "closed", how: "dead" }, ENDS)).state).toBe("ended");
        expect(GRACE).toBe(15 * MINUTE);
    });

    test("is over where there is no role any more, and leaves no Deny to take away", () => {
        const gone = moved(transition(grantIn("ending"), { is: "closed", how: "no-role" }, NOW));
        expect(gone).toMatchObject({ state: "revoked", isRevoked: false, closedAt: NOW });
    });

    test("is certain some minutes after the Deny was read back, or when the last credential is dead", () => {
        expect(goneBy(grantIn("ending"))).toBeUndefined();
        const closed = (at: number) => goneBy(moved(transition(grantIn("ending"), { is: "closed", how: "denied" }, at)));
        expect(closed(NOW)).toBe(NOW + 5 * MINUTE);
        expect(closed(ENDS - MINUTE)).toBe(ENDS);
        const inTime = moved(transition(after(PATHS.active), { is: "due" }, ENDS));
        expect(goneBy(moved(transition(inTime, { is: "closed", how: "dead" }, ENDS + MINUTE)))).toBe(ENDS);
    });
});

describe("credentials", () => {
    const vend = (until: number, by = REQUESTER): Event => ({ is: "vend", by, until, reasons: [] });
    const active = after([approval(), { is: "activate" }, { is: "scheduled", end: ENDS }]);

    test("are for the requester alone", () => expect(outcome(active, vend(NOW, APPROVER), NOW)).toBe("not-the-requester"));

    test("are given before the end only", () => {
        expect(outcome(active, vend(ENDS), ENDS - 1)).toBe("active");
        expect(outcome(active, vend(ENDS), ENDS)).toBe("past-end");
    });

    test("are dead at the latest when the grant is, and the last of them counts", () => {
        expect(active.credentialsUntil).toBe(0);
        expect(moved(transition(active, vend(ENDS + 1), NOW)).credentialsUntil).toBe(ENDS);
        const two = moved(transition(moved(transition(active, vend(T0 + 900_000), NOW)), vend(T0 + 899_999), NOW));
        expect(two.credentialsUntil).toBe(T0 + 900_000);
    });
});

describe("an extension", () => {
    const extend = (required: readonly number[], by = REQUESTER): Event => ({
        is: "extend",
        by,
        duration: 1_800,
        reason: "not done",
        deadline: T0 + 8 * HOUR,
        required,
        reasons: [],
    });
    const active = grantIn("active");
    const LATER = ENDS + 30 * MINUTE;
    const waiting = moved(transition(active, extend([1]), NOW));

    test("moves the end only when it is approved and scheduled", () => {
        expect(waiting).toMatchObject({ state: "active", endsAt: ENDS, extension: { endsAt: LATER, isApproved: false } });
        expect(outcome(waiting, { is: "scheduled", end: LATER }, NOW)).toBe("already");
        const approved = moved(transition(waiting, approval(), NOW));
        expect(approved).toMatchObject({ state: "active", endsAt: ENDS, extension: { isApproved: true } });
        expect(outcome(approved, { is: "scheduled", end: ENDS }, NOW)).toBe("not-scheduled");
        expect(outcome(approved, { is: "scheduled", end: LATER }, ENDS)).toBe("past-end");
        const moved2 = moved(transition(approved, { is: "scheduled", end: LATER }, ENDS - 1));
        expect(moved2.endsAt).toBe(LATER);
        expect(moved2.extension).toBeUndefined();
    });

    test("is approved by others only, as the request was", () => {
        expect(outcome(waiting, approval(REQUESTER), NOW)).toBe("self-approval");
        const two = moved(transition(waiting, { ...approval(), required: [2] }, NOW));
        expect(two.extension).toMatchObject({ isApproved: false, approvals: [{ by: APPROVER }] });
        expect(outcome(two, { ...approval(), required: [2], before: [[0]] }, NOW)).toBe("already");
    });

    test("needs nobody where nobody is required", () =>
        expect(moved(transition(active, extend([]), NOW)).extension?.isApproved).toBe(true));

    test("is one at a time, for the requester, before the end", () => {
        expect(outcome(waiting, extend([1]), NOW)).toBe("pending");
        expect(outcome(active, extend([1], OTHER), NOW)).toBe("not-the-requester");
        expect(outcome(active, extend([1]), ENDS - 1)).toBe("active");
        expect(outcome(active, extend([1]), ENDS)).toBe("past-end");
    });

    test("is gone when it is denied, too late, or the grant is over", () => {
        const denied = moved(transition(waiting, { is: "deny", by: APPROVER, reason: "no" }, NOW));
        expect(denied).toMatchObject({ state: "active", endsAt: ENDS });
        expect("extension" in denied).toBe(false);
        expect(outcome(waiting, { is: "expire" }, ENDS - 1)).toBe("not-due");
        expect("extension" in moved(transition(waiting, { is: "expire" }, ENDS))).toBe(false);
        const soon = moved(transition(active, { ...extend([1]), deadline: NOW + 5 } as Event, NOW));
        expect(outcome(soon, { is: "expire" }, NOW + 4)).toBe("not-due");
        expect("extension" in moved(transition(soon, { is: "expire" }, NOW + 5))).toBe(false);
    });
});

describe("break-glass", () => {
    const breakGlass = { reviewWithin: 86_400, reviewers: [APPROVER] };
    const build = (state: "active" | "revoked") => after(PATHS[state], { breakGlass });
    const review = (by: string): Event => ({ is: "review", by, outcome: "in-order", reason: "seen" });
    const DUE = T0 + 24 * HOUR;

    test("is to be reviewed from the moment that it is active", () => {
        expect(after(PATHS.activating, { breakGlass }).review).toBeUndefined();
        expect(build("active").review).toEqual({ is: "due", due: DUE });
    });

    test("is reviewed after its end, by somebody else, once", () => {
        expect(outcome(build("active"), review(APPROVER), NOW)).toBe("not-ended");
        expect(outcome(build("revoked"), review(REQUESTER), NOW)).toBe("self-review");
        const reviewed = moved(transition(build("revoked"), review(APPROVER), NOW));
        expect(reviewed.review).toEqual({ is: "done", due: DUE, by: APPROVER, outcome: "in-order" });
        expect(outcome(reviewed, review(APPROVER), NOW)).toBe("not-pending");
    });

    test("is overdue when its time has come, and can still be reviewed", () => {
        expect(outcome(build("revoked"), { is: "overdue" }, DUE - 1)).toBe("not-due");
        const overdue = moved(transition(build("revoked"), { is: "overdue" }, DUE));
        expect(overdue.review?.is).toBe("overdue");
        expect(outcome(overdue, { is: "overdue" }, DUE)).toBe("already");
        expect(moved(transition(overdue, review(APPROVER), DUE)).review?.is).toBe("done");
    });
});

describe("what is left to do", () => {
    const quiet = (grant: Grant): Grant => ({ ...grant, trail: { ...grant.trail, unsaid: [] } });
    const LATE = ENDS + GRACE;

    test("is what the entitlement says, if there was a credential", () => {
        expect(tasks(grantIn("revoked"))).toEqual([0]);
        expect(tasks(grantIn("ending"))).toEqual([]);
        expect(tasks(grantIn("ended"))).toEqual([]);
        expect(tasks(moved(transition(grantIn("revoked"), { is: "tasked", task: 0 }, NOW)))).toEqual([]);
        expect(outcome(grantIn("revoked"), { is: "tasked", task: 1 }, NOW)).toBe("already");
    });

    test("is nothing when all of it is done", () => {
        const done = quiet(moved(transition(grantIn("revoked"), { is: "tasked", task: 0 }, NOW)));
        expect(outcome(done, { is: "settle" }, LATE)).toBe("not-due");
        expect(outcome(done, { is: "lift" }, LATE - 1)).toBe("not-due");
        const lifted = quiet(moved(transition(done, { is: "lift" }, LATE)));
        expect(outcome(lifted, { is: "settle" }, LATE - 1)).toBe("not-due");
        const settled = moved(transition(lifted, { is: "settle" }, LATE));
        expect(settled).toMatchObject({ isSettled: true, version: lifted.version + 1, trail: lifted.trail });
        expect(outcome(settled, { is: "settle" }, LATE)).toBe("already");
        expect(outcome({ ...lifted, onEnd: grantIn("revoked").onEnd }, { is: "settle" }, LATE)).toBe("not-due");
        expect(outcome({ ...lifted, review: { is: "overdue", due: T0 } }, { is: "settle" }, LATE)).toBe("not-due");
        expect(outcome({ ...lifted, trail: grantIn("revoked").trail }, { is: "settle" }, LATE)).toBe("not-due");
    });

    test.each(["ended", "denied", "expired", "failed"] satisfies State[])("is nothing after one that is %s", (state) =>
        expect(moved(transition(quiet(grantIn(state)), { is: "settle" }, NOW)).isSettled).toBe(true),
    );
});
