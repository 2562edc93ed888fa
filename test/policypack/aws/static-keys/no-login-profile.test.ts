import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/static-keys/no-login-profile";
import { describeRule } from "../../../harness/describe-rule";

const profile = (inputs: Record<string, unknown>) => [{ type: "aws:iam/userLoginProfile:UserLoginProfile", inputs }];
const says = ["This console password never expires."];

describeRule(rule, {
    denies: {
        "a console password": { given: profile({ user: "alice" }), says },
        "one that must be changed at first use": { given: profile({ user: "alice", passwordResetRequired: true }), says },
        "one of a user not known yet": { given: profile({ user: UNKNOWN }), says },
    },
    allows: {
        "a user without one": { given: [{ type: "aws:iam/user:User", inputs: { name: "alice" } }] },
    },
});
