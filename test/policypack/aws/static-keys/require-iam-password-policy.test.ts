import { expect, test } from "vitest";
import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/static-keys/require-iam-password-policy";
import { defaultsOf } from "../../../../policypack/core/options";
import { describeRule, resources, run } from "../../../harness/describe-rule";

const strong = {
    minimumPasswordLength: 14,
    requireLowercaseCharacters: true,
    requireUppercaseCharacters: true,
    requireNumbers: true,
    requireSymbols: true,
    passwordReusePrevention: 24,
    maxPasswordAge: 90,
};
const policy = (inputs: object) => [
    { type: "aws:iam/accountPasswordPolicy:AccountPasswordPolicy", inputs: { ...strong, ...inputs } },
];

describeRule(rule, {
    denies: {
        "a length of one too few": {
            given: policy({ minimumPasswordLength: 13 }),
            says: ["A password may be 13 characters long; the least is 14."],
        },
        "the length that AWS takes by itself": {
            given: policy({ minimumPasswordLength: undefined }),
            says: ["A password may be 6 characters long; the least is 14."],
        },
        "each class that is not demanded": {
            given: policy({
                requireLowercaseCharacters: false,
                requireUppercaseCharacters: undefined,
                requireNumbers: "false",
                requireSymbols: false,
            }),
            says: [
                "A password may hold no lower-case letter.",
                "A password may hold no upper-case letter.",
                "A password may hold no digit.",
                "A password may hold no symbol.",
            ],
        },
        "a password that may come again after one too few": {
            given: policy({ passwordReusePrevention: 23 }),
            says: ["A password may come again after 23 others; the least is 24."],
        },
        "a password that may come again at once, as AWS has it by itself": {
            given: policy({ passwordReusePrevention: undefined }),
            says: ["A password may come again after 0 others; the least is 24."],
        },
        "a password that is valid for a day too many": {
            given: policy({ maxPasswordAge: 91 }),
            says: ["A password is valid for 91 d; the limit is 90 d."],
        },
        "a password that never expires, as AWS has it by itself": {
            given: policy({ maxPasswordAge: undefined }),
            says: ["A password never expires; the limit is 90 d."],
        },
        "a password that never expires, written as zero": {
            given: policy({ maxPasswordAge: 0 }),
            says: ["A password never expires; the limit is 90 d."],
        },
        "what is known beside what is not": {
            given: policy({
                minimumPasswordLength: UNKNOWN,
                requireSymbols: false,
                passwordReusePrevention: UNKNOWN,
                maxPasswordAge: 365,
            }),
            says: ["A password may hold no symbol.", "A password is valid for 365 d; the limit is 90 d."],
        },
        "what is no number": {
            given: policy({ minimumPasswordLength: "long", maxPasswordAge: [90] }),
            says: ["`minimumPasswordLength` is not a number.", "`maxPasswordAge` is not a number."],
        },
    },
    allows: {
        "exactly the limits": { given: policy({}) },
        "more than is demanded": {
            given: policy({ minimumPasswordLength: 32, maxPasswordAge: 30 }),
        },
        "the 24 earlier passwords that other scanners turn round": { given: policy({ passwordReusePrevention: 24 }) },
        "numbers written as text": { given: policy({ minimumPasswordLength: "14", maxPasswordAge: "90" }) },
        "passphrases that last, when these are wanted": {
            given: policy({ requireSymbols: false, requireNumbers: false, maxPasswordAge: 0, minimumPasswordLength: 20 }),
            options: { classes: false, maximumAge: 0, length: 20 },
        },
        "less, when less is demanded": {
            given: policy({ minimumPasswordLength: 8, passwordReusePrevention: 5, maxPasswordAge: 365 }),
            options: { length: 8, reuse: 5, maximumAge: 365 },
        },
    },
    cannotDecide: {
        "a flag that is not known yet": {
            given: policy({ requireNumbers: UNKNOWN }),
            says: ["`requireNumbers` is not known before the deployment."],
        },
    },
});

test("a weak policy is made strong enough, and no stronger part of it is weakened", () => {
    const weak = policy({ minimumPasswordLength: 20, requireSymbols: false, passwordReusePrevention: 5, maxPasswordAge: 0 });
    const [resource] = resources(weak);
    const instead = rule.remediate?.(resource!, defaultsOf(rule.options));
    expect(instead).toEqual({ requireSymbols: true, passwordReusePrevention: 24, maxPasswordAge: 90 });
    expect(run(rule, { given: [{ ...weak[0]!, inputs: { ...weak[0]!.inputs, ...instead } }] })).toEqual([]);
});
