import rule from "../../../../policypack/any/review/require-review";
import { policyOf, serviceTrust } from "../../../../policypack/facts/aws-documents";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const secret = (tags: unknown) => ({ type: "aws:secretsmanager/secret:Secret", name: "database", inputs: { tags } });
const ofGoogle = (inputs: object) => ({
    type: "gcp:secretmanager/secret:Secret",
    inputs: { secretId: "webhook", ...inputs },
});
const administrator = (end: string, tags = {}) => ({
    type: "aws:iam/role:Role",
    name: "deploy",
    inputs: {
        assumeRolePolicy: serviceTrust("lambda.amazonaws.com"),
        tags,
        inlinePolicies: [
            {
                name: "own",
                policy: policyOf({
                    Effect: "Allow",
                    Action: "*",
                    Resource: "*",
                    Condition: { DateLessThan: { "aws:CurrentTime": end } },
                }),
            },
        ],
    },
});

describeRule(rule, {
    denies: {
        "a secret at which nobody looks": { given: [secret({ owner: "jo" })], says: ["This secret is never reviewed."] },
        "a privileged role at which nobody looks": {
            given: [administrator("2026-07-14T12:00:01Z")],
            says: ["This privileged role is never reviewed."],
        },
        "one day too many": {
            given: [secret({ review: "181d" })],
            says: ["This secret is reviewed every 181 d; the limit is 180 d."],
        },
        "one second too many": {
            given: [secret({ review: "15552001s" })],
            says: ["This secret is reviewed every 180 d 1 s; the limit is 180 d."],
        },
        "less than a lower limit": {
            given: [secret({ review: "90d" })],
            options: { limit: "30d" },
            says: ["This secret is reviewed every 90 d; the limit is 30 d."],
        },
        "a next review that is too far away": {
            given: [secret({ "review-by": "2026-07-14T12:00:01Z" })],
            says: ["This secret is next reviewed in more than 180 d."],
        },
        words: {
            given: [secret({ review: "sometimes" })],
            says: ['`tags.review` is not a time between reviews such as "90d".'],
        },
        "never, written as a number": {
            given: [secret({ review: "0d" })],
            says: ['`tags.review` is not a time between reviews such as "90d".'],
        },
        "a secret that ends later than the first review": {
            given: [ofGoogle({ expireTime: "2026-07-14T12:00:01Z" }), ofGoogle({ ttl: "15552001s" })],
            says: ["This secret is never reviewed.", "This secret is never reviewed."],
        },
    },
    allows: {
        "exactly the limit": { given: [secret({ review: "180d" })] },
        "another spelling": { given: [secret({ "acme:ReviewCadence": "12h" })] },
        "the day of the next review": { given: [secret({ "review-by": "2026-07-14T12:00:00Z" })] },
        "a longer time, when the limit is raised": { given: [secret({ review: "365d" })], options: { limit: "365d" } },
        "another name": { given: [secret({ recertify: "90d" })], options: { review: ["recertify"] } },
        "what a provider says of all": {
            given: [
                secret(undefined),
                { type: "pulumi:providers:aws", inputs: { defaultTags: { tags: { review: "90d" } } } },
            ],
        },
        "a privilege that ends before its first review": { given: [administrator("2026-07-14T12:00:00Z")] },
        "a secret that ends before": {
            given: [ofGoogle({ expireTime: "2026-07-14T12:00:00Z" }), ofGoogle({ ttl: "15552000s" })],
        },
    },
    cannotDecide: {
        "a time that is not known yet": {
            given: [secret({ review: UNKNOWN })],
            says: ["`tags.review` is not known before the deployment."],
        },
    },
});
