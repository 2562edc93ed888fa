import rule from "../../../../policypack/any/review/no-overdue-review";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const SECRET = "aws:secretsmanager/secret:Secret";
const secret = (tags: unknown) => ({ type: SECRET, name: "database", inputs: { tags } });
const provider = (tags: unknown) => ({ type: "pulumi:providers:aws", name: "default", inputs: { defaultTags: tags } });

describeRule(rule, {
    denies: {
        "one second after the instant": {
            given: [secret({ "review-by": "2026-01-15T11:59:59Z" })],
            says: ["The review of this secret was due by 2026-01-15T11:59:59Z."],
        },
        "the day after": {
            given: [secret({ "review-by": "2026-01-14" })],
            now: "2026-01-15T00:00:00Z",
            says: ["The review of this secret was due by 2026-01-14."],
        },
        "one second after the time between two reviews": {
            given: [secret({ review: "90d", reviewed: "2025-10-17T11:59:59Z" })],
            says: ["The review of this secret was due by 2026-01-15T11:59:59Z."],
        },
        "the same by days": {
            given: [secret({ review: "90d", reviewed: "2025-10-16" })],
            says: ["The review of this secret was due by 2026-01-14."],
        },
        "what says no time of its own, after the limit": {
            given: [secret({ LastReviewed: "2025-07-18" })],
            says: ["The review of this secret was due by 2026-01-14."],
        },
        "what a provider says of all": {
            given: [secret({ reviewed: "2026-01-01" }), provider('{"tags":{"review":"7d"}}')],
            says: ["The review of this secret was due by 2026-01-08."],
        },
        "what is late by both, once": {
            given: [secret({ review: "90d", reviewed: "2025-01-01", "review-by": "2025-04-01" })],
            says: ["The review of this secret was due by 2025-04-01."],
        },
        "a review before the day that it was due, when none came since": {
            given: [secret({ review: "90d", reviewed: "2025-12-01", "review-by": "2026-01-10" })],
            says: ["The review of this secret was due by 2026-01-10."],
        },
        "a review that is yet to come": {
            given: [secret({ review: "90d", reviewed: "2026-01-17" })],
            says: ["The last review of this secret is said to be on 2026-01-17, which is yet to come."],
        },
        "a label of Google Cloud, and a description": {
            given: [
                { type: "gcp:secretmanager/secret:Secret", inputs: { labels: { "review-by": "2026-01-01" } } },
                {
                    type: "gcp:serviceaccount/account:Account",
                    inputs: { description: "Owner: jo. Next-review: 2026-01-01." },
                },
            ],
            says: [
                "The review of this secret was due by 2026-01-01.",
                "The review of this service account was due by 2026-01-01.",
            ],
        },
        "a day that there is not": {
            given: [secret({ reviewed: "2026-02-30" })],
            says: ['`tags.reviewed` is not a day such as "2026-01-31", or an instant.'],
        },
        "what can be read beside what cannot": {
            given: [secret({ reviewed: "last week", "review-by": "2026-01-01" })],
            says: [
                "The review of this secret was due by 2026-01-01.",
                '`tags.reviewed` is not a day such as "2026-01-31", or an instant.',
            ],
        },
    },
    allows: {
        "the instant itself, and one second before": {
            given: [
                secret({ "review-by": "2026-01-15T12:00:00Z" }),
                { ...secret({ "review-by": "2026-01-15T12:00:01Z" }), name: "b" },
            ],
        },
        "the last second of the day": { given: [secret({ "review-by": "2026-01-15" })], now: "2026-01-15T23:59:59Z" },
        "one second before the time between two reviews is over": {
            given: [secret({ review: "90d", reviewed: "2025-10-17T12:00:01Z" })],
        },
        "the last day of the time between two reviews": { given: [secret({ review: "90d", reviewed: "2025-10-17" })] },
        "a stale day, when the review came since": {
            given: [secret({ review: "90d", reviewed: "2025-12-01", "review-by": "2025-11-30" })],
        },
        "today where it is tomorrow already": { given: [secret({ reviewed: "2026-01-16" })] },
        "what says nothing of reviews": { given: [secret({ owner: "jo" }), { ...secret(undefined), name: "b" }] },
        "a longer limit": { given: [secret({ reviewed: "2025-07-18" })], options: { limit: "365d" } },
        "other names": { given: [secret({ reviewed: "2020-01-01" })], options: { reviewed: ["checked"] } },
    },
    cannotDecide: {
        "a day that is not known yet": {
            given: [secret({ reviewed: UNKNOWN })],
            says: ["`tags.reviewed` is not known before the deployment."],
        },
    },
});
