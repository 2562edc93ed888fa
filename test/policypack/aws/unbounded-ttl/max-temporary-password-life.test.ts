import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/unbounded-ttl/max-temporary-password-life";
import { describeRule } from "../../../harness/describe-rule";

const pool = (passwordPolicy?: unknown) => [{ type: "aws:cognito/userPool:UserPool", inputs: { passwordPolicy } }];

describeRule(rule, {
    denies: {
        "a day too many": {
            given: pool({ temporaryPasswordValidityDays: 8 }),
            says: ["A temporary password is valid for 8 d; the limit is 7 d."],
        },
        "the AWS default, when the limit is lower": {
            given: pool(),
            options: { limit: "1d" },
            says: ["A temporary password is valid for 7 d; the limit is 1 d."],
        },
        "what is no number": {
            given: pool({ temporaryPasswordValidityDays: "a week" }),
            says: ["`passwordPolicy.temporaryPasswordValidityDays` is not a number."],
        },
    },
    allows: {
        "the AWS default": { given: pool() },
        "a policy that says nothing of it": { given: pool({ minimumLength: 14 }) },
        "exactly the limit": { given: pool({ temporaryPasswordValidityDays: 7 }) },
        "more, when the limit is raised": {
            given: pool({ temporaryPasswordValidityDays: 30 }),
            options: { limit: "30d" },
        },
    },
    cannotDecide: {
        "a policy that is not known yet": {
            given: pool(UNKNOWN),
            says: ["`passwordPolicy` is not known before the deployment."],
        },
    },
});
