import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/federation-trust/require-anchored-filter";
import { describeRule } from "../../../harness/describe-rule";

const webhook = (...filters: unknown[]) => [
    { type: "aws:codebuild/webhook:Webhook", inputs: { projectName: "shop", filterGroups: [{ filters }] } },
];
const actor = (pattern: unknown, more: object = {}) => ({ type: "ACTOR_ACCOUNT_ID", pattern, ...more });
const says = ["`filterGroups[0].filters[0].pattern` also fits accounts that only contain it."];

describeRule(rule, {
    denies: {
        "an account without anchors": { given: webhook(actor("12345678")), says },
        "an account without an end": { given: webhook(actor("^12345678")), says },
        "accounts of which one has no anchors": { given: webhook(actor("^12345678$|23456789")), says },
        "anchors at the outer ends only": { given: webhook(actor("^12345678|23456789$")), says },
        "one that is not known yet, and one without anchors": {
            given: webhook(actor("12345678"), actor(UNKNOWN)),
            says,
        },
        "what is no list": {
            given: [{ type: "aws:codebuild/webhook:Webhook", inputs: { projectName: "shop", filterGroups: "all" } }],
            says: ["`filterGroups` is not a list."],
        },
    },
    allows: {
        "an account": { given: webhook(actor("^12345678$")) },
        "accounts, each with anchors": { given: webhook(actor("^12345678$|^23456789$")) },
        "accounts between anchors": { given: webhook(actor("^(12345678|23456789)$")) },
        "what is excluded": { given: webhook(actor("12345678", { excludeMatchedPattern: true })) },
        "a branch, as in the examples of the provider": { given: webhook({ type: "BASE_REF", pattern: "master" }) },
        "repositories of one's own organisation": { given: webhook({ type: "REPOSITORY_NAME", pattern: "shop-.*" }) },
        "an event": { given: webhook({ type: "EVENT", pattern: "PUSH" }) },
        "no filters": { given: [{ type: "aws:codebuild/webhook:Webhook", inputs: { projectName: "shop" } }] },
    },
    cannotDecide: {
        "a pattern not known yet": {
            given: webhook(actor(UNKNOWN)),
            says: ["`filterGroups[0].filters[0].pattern` is not known before the deployment."],
        },
    },
});
