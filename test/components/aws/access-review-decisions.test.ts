import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
    type Evidence,
    type Review,
    type Settings,
    decisionOf,
    judge,
    notice,
    reminds,
    writerOf,
} from "../../../components/aws/access-review/runtime/decide";
import { wording } from "../../../components/aws/access-review/runtime/notices";

const DAY = 86_400_000;
const START = Date.parse("2026-01-15T12:00:00Z");
const DBA = { name: "prod-dba", role: "arn:aws:iam::123456789012:role/jit/prod-dba", every: 90 * 86_400 };
const SUSPEND: Settings = {
    entitlements: [DBA],
    remindBefore: 14 * 86_400,
    onOverdue: "suspend",
    owner: "security@example.com",
};
const NOTIFY: Settings = { ...SUSPEND, onOverdue: "notify" };
const JO = "AROAJO:jo@example.com";

const kept = (at: number): Review => ({ decision: "keep", at, by: JO });
const removed = (at: number): Review => ({ decision: "remove", at, by: JO });
const known = (latest?: Review, unusable: string[] = []): Evidence => ({ since: START, latest, unusable });

describe("an entitlement", () => {
    test.each([
        ["that nobody has reviewed yet has as long as a review holds", known(), 0, "in order", false],
        ["is in order to the last moment", known(), 90 * DAY - 1, "in order", false],
        ["is overdue as soon as its time is over", known(), 90 * DAY, "overdue", true],
        ["is overdue from then on", known(), 900 * DAY, "overdue", true],
        ["is in order while its review is young", known(kept(START + 50 * DAY)), 140 * DAY - 1, "in order", false],
        ["is overdue as soon as its review is old", known(kept(START + 50 * DAY)), 140 * DAY, "overdue", true],
        ["is in order by a review of a clock that is ahead", known(kept(START + 2_000)), 0, "in order", false],
        ["that is to be removed is so at once", known(removed(START + DAY)), DAY, "removed", true],
        ["that is to be removed stays so", known(removed(START + DAY)), 900 * DAY, "removed", true],
    ] as const)("%s", (_, evidence, after, is, suspended) => {
        expect(judge(DBA, evidence, SUSPEND, START + after)).toMatchObject({ is, suspended });
    });

    test("says when it is due", () => {
        expect(judge(DBA, known(), SUSPEND, START).due).toBe(START + 90 * DAY);
        expect(judge(DBA, known(kept(START + DAY)), SUSPEND, START).due).toBe(START + 91 * DAY);
        expect(judge(DBA, known(removed(START + DAY)), SUSPEND, START).due).toBe(START + 91 * DAY);
    });

    test("that is overdue goes on working where the program only wants to be told", () => {
        expect(judge(DBA, known(), NOTIFY, START + 90 * DAY)).toMatchObject({ is: "overdue", suspended: false });
    });

    test("that a reviewer removes is suspended there, too", () => {
        expect(judge(DBA, known(removed(START)), NOTIFY, START)).toMatchObject({ is: "removed", suspended: true });
    });

    const instants = fc.integer({ min: START - 400 * DAY, max: START + 400 * DAY });
    const lengths = fc.integer({ min: 1, max: 180 });

    test("is never suspended while somebody's word is younger than it holds", () => {
        fc.assert(
            fc.property(instants, instants, lengths, fc.integer({ min: 0 }), (since, at, days, age) => {
                const every = days * 86_400;
                const now = at + (age % (every * 1_000));
                const evidence = { since, latest: kept(at), unusable: [] };
                expect(judge({ ...DBA, every }, evidence, SUSPEND, now).suspended).toBe(false);
            }),
        );
    });

    test("is always suspended, or told of, afterwards", () => {
        fc.assert(
            fc.property(instants, fc.option(instants), lengths, fc.nat(), (since, at, days, more) => {
                const every = days * 86_400;
                const latest = at === null ? undefined : kept(at);
                const now = (at ?? since) + every * 1_000 + more;
                for (const settings of [SUSPEND, NOTIFY]) {
                    const standing = judge({ ...DBA, every }, { since, latest, unusable: [] }, settings, now);
                    expect(standing.suspended || settings.onOverdue === "notify").toBe(true);
                    const seen = { standing, isReviewed: false, isResumed: false, isUnusable: false, isReminder: false };
                    expect(notice(seen)).toBe("overdue");
                }
            }),
        );
    });
});

describe("a reminder comes", () => {
    const daysWith = (settings: Settings, every: number, hour: (day: number) => number): number[] => {
        const due = START + every * DAY;
        const days = Array.from({ length: every + 1 }, (_, day) => day);
        const midnight = START - (START % DAY);
        return days
            .filter((day) => reminds({ ...DBA, every: every * 86_400 }, settings, due, midnight + day * DAY + hour(day)))
            .map((day) => every - day);
    };
    const six = () => 6 * 3_600_000;

    test.each([
        ["14 days, a week and a day before it is due", 14, 90, [14, 7, 1]],
        ["a day before, when no more is asked for", 1, 90, [1]],
        ["a week and a day before", 7, 90, [7, 1]],
        ["6 days and a day before", 6, 90, [6, 1]],
        ["30 days before", 30, 90, [30, 7, 1]],
        ["not on the day of the review itself", 14, 14, [7, 1]],
        ["not on the day of the review itself, of a week", 14, 7, [1]],
        ["never for what is reviewed every day", 14, 1, []],
    ])("%s", (_, before, every, expected) => {
        expect(daysWith({ ...SUSPEND, remindBefore: before * 86_400 }, every, six)).toEqual(expected);
    });

    test("once on each of these days, however early or late the run of a day is", () => {
        fc.assert(
            fc.property(fc.array(fc.integer({ min: 0, max: DAY - 1 }), { minLength: 91, maxLength: 91 }), (times) => {
                expect(daysWith(SUSPEND, 90, (day) => times[day]!)).toEqual([14, 7, 1]);
            }),
        );
    });
});

describe("who is told, and of what", () => {
    const at = (is: "in order" | "overdue" | "removed") => ({ is, due: START, suspended: is !== "in order" });
    const quiet = { isReviewed: false, isResumed: false, isUnusable: false, isReminder: false };
    test.each([
        ["nothing of what is in order", { standing: at("in order") }, undefined],
        ["a reminder", { standing: at("in order"), isReminder: true }, "due"],
        ["each day, what is overdue", { standing: at("overdue") }, "overdue"],
        ["each day, what is to be removed", { standing: at("removed") }, "removed"],
        ["what works again", { standing: at("in order"), isResumed: true }, "kept"],
        [
            "what works again, rather than a reminder",
            { standing: at("in order"), isResumed: true, isReminder: true },
            "kept",
        ],
        ["at once, that a review has come", { standing: at("in order"), isReviewed: true }, "kept"],
        ["at once, that it is to be removed", { standing: at("removed"), isReviewed: true }, "removed"],
        [
            "at once, that what came is no review",
            { standing: at("overdue"), isReviewed: true, isUnusable: true },
            "unusable",
        ],
        ["at once, and not each day, that it is none", { standing: at("in order"), isUnusable: true }, undefined],
        ["still what is overdue, when what came is no review", { standing: at("overdue"), isUnusable: true }, "overdue"],
    ] as const)("%s", (_, seen, expected) => {
        expect(notice({ ...quiet, ...seen })).toBe(expected);
    });
});

describe("evidence counts", () => {
    const REASON = "still on call";
    test.each([
        ["that keeps, with a reason", { decision: "keep", reason: REASON }, "keep"],
        ["that removes, with a reason", { decision: "remove", reason: REASON }, "remove"],
        ["with a ticket", { decision: "keep", reason: REASON, ticket: "SEC-1" }, "keep"],
        ["with what else is in it", { decision: "keep", reason: REASON, at: "2099-01-01T00:00:00Z" }, "keep"],
        ["with the longest reason", { decision: "keep", reason: "x".repeat(2_000) }, "keep"],
        ["not with a longer one", { decision: "keep", reason: "x".repeat(2_001) }, undefined],
        ["not without a reason", { decision: "keep" }, undefined],
        ["not with an empty reason", { decision: "keep", reason: " \n" }, undefined],
        ["not with a reason that is no text", { decision: "keep", reason: 1 }, undefined],
        ["not with an empty ticket", { decision: "keep", reason: REASON, ticket: " " }, undefined],
        ["not with a ticket that is no text", { decision: "keep", reason: REASON, ticket: 17 }, undefined],
        ["not with another decision", { decision: "Keep", reason: REASON }, undefined],
        ["not without a decision", { reason: REASON }, undefined],
        ["not as a list", [{ decision: "keep", reason: REASON }], undefined],
        ["not as null", null, undefined],
        ["not as a text", "keep", undefined],
    ])("%s", (_, written, expected) => {
        expect(decisionOf(JSON.stringify(written))).toBe(expected);
    });

    test.each(["", "{", "keep", '{"decision": "keep", "reason": "x"} {}'])("not when it is no JSON: %j", (text) => {
        expect(decisionOf(text)).toBeUndefined();
    });

    test.each([
        ["a role's session", "reviews/prod-dba/AROAJO:jo@example.com/2026.json", "AROAJO:jo@example.com"],
        ["a user", "reviews/prod-dba/AIDAJO/2026/01.json", "AIDAJO"],
        ["nobody, without an id", "reviews/prod-dba/2026.json", undefined],
        ["nobody, with what is none", "reviews/prod-dba/jo/2026.json", undefined],
        ["nobody, with an id of something else", "reviews/prod-dba/ASIAJO/2026.json", undefined],
        ["nobody, with more than an id", "reviews/prod-dba/x/AIDAJO/2026.json", undefined],
        ["nobody, with two sessions", "reviews/prod-dba/AROAJO:a:b/2026.json", undefined],
        ["nobody, without a name", "reviews/prod-dba/AIDAJO/.json", undefined],
        ["nobody, with another ending", "reviews/prod-dba/AIDAJO/2026.json.txt", undefined],
        ["nobody, of another entitlement", "reviews/prod-dba-2/AIDAJO/2026.json", undefined],
        ["nobody, elsewhere", "x/reviews/prod-dba/AIDAJO/2026.json", undefined],
    ])("as that of %s", (_, key, expected) => {
        expect(writerOf(key, "prod-dba")).toBe(expected);
    });
});

describe("a notice", () => {
    const told = (evidence: Evidence, now: number, settings = SUSPEND, isStuck = false) => ({
        entitlement: DBA,
        evidence,
        standing: judge(DBA, evidence, settings, now),
        settings,
        bucket: "reviews-1",
        isStuck,
    });
    const ABOUT = [
        "",
        "Entitlement: prod-dba",
        "Role: arn:aws:iam::123456789012:role/jit/prod-dba",
        "Owner: security@example.com",
    ];
    const HOW = [
        "",
        "To review it, write why it is kept, or is to be removed, and put that into the bucket under your own id:",
        "",
        `echo '{"decision": "keep", "reason": "..."}' > review.json`,
        "aws s3api put-object --bucket reviews-1 --body review.json --checksum-algorithm SHA256 \\",
        '  --key "reviews/prod-dba/$(aws sts get-caller-identity --query UserId --output text)/$(date -u +%Y%m%dT%H%M%SZ).json"',
    ];
    const LATE = START + 90 * DAY;
    const SUSPENDED = "Its role is suspended: it can do nothing.";
    const STUCK = "Its role could NOT be suspended: see the log of the function.";
    test.each([
        [
            "of what is due says until when, and how to review it",
            "due",
            told(known(), START),
            "is due",
            "Its review is due at 2026-04-15T12:00:00Z. Without one its role can do nothing from then on.",
            HOW,
        ],
        [
            "of what is due does not threaten where nothing would be done",
            "due",
            told(known(), START, NOTIFY),
            "is due",
            "Its review is due at 2026-04-15T12:00:00Z. Without one it is overdue from then on, and goes on working.",
            HOW,
        ],
        [
            "of what is overdue says since when, and that it is suspended",
            "overdue",
            told(known(), LATE),
            "is overdue, suspended",
            `Its review is overdue since 2026-04-15T12:00:00Z. ${SUSPENDED}`,
            HOW,
        ],
        [
            "of what is overdue says that it could not be suspended",
            "overdue",
            told(known(), LATE, SUSPEND, true),
            "is overdue, NOT suspended",
            `Its review is overdue since 2026-04-15T12:00:00Z. ${STUCK}`,
            HOW,
        ],
        [
            "of what is overdue says that it goes on working",
            "overdue",
            told(known(), LATE, NOTIFY, true),
            "is overdue",
            "Its review is overdue since 2026-04-15T12:00:00Z. Its role goes on working, as the program says.",
            HOW,
        ],
        [
            "of what is to be removed says who has decided so, and when",
            "removed",
            told(known(removed(START)), START),
            "is to be removed, suspended",
            `Reviewer ${JO} has decided at 2026-01-15T12:00:00Z that it is not needed any more. ${SUSPENDED} Take it out of the program.`,
            [],
        ],
        [
            "of what is to be removed says that it could not be suspended",
            "removed",
            told(known(removed(START)), START, SUSPEND, true),
            "is to be removed, NOT suspended",
            `Reviewer ${JO} has decided at 2026-01-15T12:00:00Z that it is not needed any more. ${STUCK} Take it out of the program.`,
            [],
        ],
        [
            "of a review says who has kept it, and until when",
            "kept",
            told(known(kept(START)), START),
            "is kept",
            `Reviewer ${JO} has kept it at 2026-01-15T12:00:00Z. Its next review is due at 2026-04-15T12:00:00Z.`,
            [],
        ],
        [
            "of a review says that its suspension could not be ended",
            "kept",
            told(known(kept(START)), START, SUSPEND, true),
            "is kept, STILL suspended",
            `Reviewer ${JO} has kept it at 2026-01-15T12:00:00Z. Its suspension could NOT be ended: see the log of the function. Its next review is due at 2026-04-15T12:00:00Z.`,
            [],
        ],
        [
            "of an end without a review names nobody",
            "kept",
            told(known(), START),
            "is kept",
            "Its next review is due at 2026-04-15T12:00:00Z.",
            [],
        ],
        [
            "of what is no review says which objects, and that it changes nothing",
            "unusable",
            told(known(undefined, ["reviews/prod-dba/AIDAJO/1.json", "reviews/prod-dba/x"]), START),
            "was not reviewed",
            "This is no review, and changes nothing: reviews/prod-dba/AIDAJO/1.json, reviews/prod-dba/x. The review is due at 2026-04-15T12:00:00Z.",
            HOW,
        ],
        [
            "of what is no review says that it stays suspended",
            "unusable",
            told(known(undefined, ["reviews/prod-dba/x"]), LATE),
            "was not reviewed",
            `This is no review, and changes nothing: reviews/prod-dba/x. The review is due at 2026-04-15T12:00:00Z. ${SUSPENDED}`,
            HOW,
        ],
    ] as const)("%s", (_, what, given, subject, first, how) => {
        expect(wording(what, given)).toEqual({
            subject: `Access review: prod-dba ${subject}`,
            message: [first, ...ABOUT, ...how].join("\n"),
        });
    });

    test("has a subject that SNS takes, whatever the name", () => {
        const long = { ...told(known(undefined, ["x"]), START), entitlement: { ...DBA, name: "n".repeat(48) } };
        for (const what of ["due", "overdue", "unusable"] as const) {
            expect(wording(what, long).subject).toMatch(/^[\x20-\x7e]{1,100}$/);
        }
        const gone = { ...told(known(removed(START)), START, SUSPEND, true), entitlement: long.entitlement };
        for (const what of ["kept", "removed"] as const) {
            expect(wording(what, gone).subject).toMatch(/^[\x20-\x7e]{1,100}$/);
        }
    });
});
