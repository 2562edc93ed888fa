import rule from "../../../../policypack/any/review/no-stale-baseline";
import { BASELINE } from "../../../../policypack/core/baseline";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const finding = {
    rule: "aws-no-iam-access-key",
    resource: "urn:pulumi:prod::shop::aws:iam/accessKey:AccessKey::ci",
    count: 1,
};
const baseline = {
    owner: "payments@example.com",
    opened: "2026-01-02",
    expires: "2026-04-02",
    findings: [finding],
    rules: { "aws-no-iam-access-key": "critical" },
};
const given = (more: object) => [{ type: BASELINE, inputs: { ...baseline, ...more } }];
const of = (more: object) => given({ findings: [{ ...finding, ...more }] });

describeRule(rule, {
    denies: {
        "a baseline without an owner": {
            given: given({ owner: undefined }),
            says: ["The baseline has no `owner`. Write for example `owner: payments@example.com`."],
        },
        "a baseline without an end": {
            given: given({ expires: undefined }),
            says: ['The baseline has no `expires`. Write for example `expires: "2026-04-15"`.'],
        },
        "a baseline without a beginning": {
            given: given({ opened: undefined }),
            says: ['The baseline has no `opened`. Write for example `opened: "2026-01-15"`.'],
        },
        "a beginning that is not reached": {
            given: given({}),
            now: "2026-01-01T23:59:59Z",
            says: ["`opened` is not reached yet. Write the day on which it was written."],
        },
        "an end that is past by nothing": {
            given: given({}),
            now: "2026-04-02T00:00:00Z",
            says: ["The baseline ended at 2026-04-02T00:00:00.000Z. Fix what is left, or ask for an exception for each."],
        },
        "an end before the beginning": {
            given: given({ expires: "2026-01-01" }),
            says: ["`expires` is not after `opened`. Write when it ends."],
        },
        "an end a second too far": {
            given: given({ expires: "2026-07-01T00:00:01Z" }),
            says: [
                '`expires` is 180 d 1 s after `opened`, and a baseline allows 180 d. Write `expires: "2026-07-01"` or earlier.',
            ],
        },
        "what else stands in it": {
            given: given({ reason: "legacy" }),
            says: ["`reason` is not known. Did you mean `expires`? If not, remove it."],
        },
        "a finding without a count": {
            given: of({ count: undefined }),
            says: ["`findings[0]` has no `count`. Write for example `count: 1`."],
        },
        "a finding found no time": {
            given: of({ count: 0 }),
            says: ["`findings[0].count` is not a whole number from 1. Write for example `count: 1`."],
        },
        "a pattern of findings": {
            given: of({ resource: "*" }),
            says: [
                '`findings[0].resource` is no URN. Write for example `resource: "urn:pulumi:prod::shop::aws:iam/accessKey:AccessKey::ci"`.',
            ],
        },
        "a rule that there is not": {
            given: of({ rule: "aws-no-key" }),
            says: ["`findings[0].rule` is no rule that a baseline can hold. Remove the entry."],
        },
        "a finding twice": {
            given: given({ findings: [finding, { ...finding, count: 3 }] }),
            says: ["`findings[1]` says the same as one before it. Remove one of them."],
        },
        "findings that are no list": {
            given: given({ findings: finding }),
            says: ["`findings` is not a list. Let `jit-guard baseline write` write the file."],
        },
        "a finding that is fixed": {
            given: given({ fewer: { 0: 0 } }),
            says: [
                "`findings[0]` is not found any more. Run `jit-guard baseline write`, which takes out what is fixed and adds nothing.",
            ],
        },
    },
    allows: {
        "a baseline from its first second": { given: given({}), now: "2026-01-02T00:00:00Z" },
        "a baseline to its last second": { given: given({}), now: "2026-04-01T23:59:59Z" },
        "the longest": { given: given({ expires: "2026-07-01" }) },
        "an empty one": { given: given({ findings: [] }) },
    },
    cannotDecide: {
        "an end that is not known": {
            given: given({ expires: UNKNOWN }),
            says: ["`expires` is not known before the deployment."],
        },
    },
});
