import { describe, expect, test } from "vitest";
import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/static-keys/require-cognito-password-policy";
import { defaultsOf } from "../../../../policypack/core/options";
import { describeRule, resources } from "../../../harness/describe-rule";

const pool = (passwordPolicy?: unknown) => [{ type: "aws:cognito/userPool:UserPool", inputs: { passwordPolicy } }];
const classes = { requireLowercase: true, requireUppercase: true, requireNumbers: true, requireSymbols: true };

describeRule(rule, {
    denies: {
        "a length of one too few": {
            given: pool({ ...classes, minimumLength: 7 }),
            says: ["A password may be 7 characters long; the least is 8."],
        },
        "each class that a policy of its own leaves out": {
            given: pool({ minimumLength: 12, requireLowercase: true, requireSymbols: false }),
            says: [
                "A password may hold no upper-case letter.",
                "A password may hold no digit.",
                "A password may hold no symbol.",
            ],
        },
        "the length that Cognito takes by itself, when more is demanded": {
            given: pool(),
            options: { length: 14 },
            says: ["A password may be 8 characters long; the least is 14."],
        },
        "what is no policy": {
            given: pool("strong"),
            says: Array.from({ length: 5 }, () => "`passwordPolicy` is not an object."),
        },
    },
    allows: {
        "Cognito's own policy": { given: pool() },
        "exactly the same, written out": { given: pool({ ...classes, minimumLength: 8 }) },
        "long passphrases, when these are wanted": {
            given: pool({ minimumLength: 20 }),
            options: { length: 20, classes: false },
        },
    },
    cannotDecide: {
        "a length that is not known yet": {
            given: pool({ ...classes, minimumLength: UNKNOWN }),
            says: ["`passwordPolicy.minimumLength` is not known before the deployment."],
        },
    },
});

describe("what a weak policy is made", () => {
    const remedied = (policy: unknown, options = {}) =>
        rule.remediate?.(resources(pool(policy))[0]!, { ...defaultsOf(rule.options), ...options });

    test("is strong in what was weak, and untouched elsewhere", () => {
        expect(remedied({ ...classes, minimumLength: 12, requireSymbols: false })).toEqual({
            passwordPolicy: { requireSymbols: true },
        });
    });

    test("holds all that Cognito demands without a policy", () => {
        expect(remedied(undefined, { length: 14 })).toEqual({ passwordPolicy: { ...classes, minimumLength: 14 } });
    });
});
