import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/unbounded-ttl/max-session-duration";
import { describeRule } from "../../../harness/describe-rule";

const role = (inputs: Record<string, unknown>) => [{ type: "aws:iam/role:Role", inputs }];

describeRule(rule, {
    denies: {
        "one second too many": {
            given: role({ maxSessionDuration: 3601 }),
            says: ["A session may last 1 h 1 s; the limit is 1 h."],
        },
        "the AWS default, when the limit is lower": {
            given: role({}),
            options: { limit: "15m" },
            says: ["A session may last 1 h; the limit is 15 min."],
        },
        "what is no number": {
            given: role({ maxSessionDuration: "an hour" }),
            says: ["`maxSessionDuration` is not a number."],
        },
    },
    allows: {
        "exactly the limit": { given: role({ maxSessionDuration: 3600 }) },
        "a number written as text": { given: role({ maxSessionDuration: "3600" }) },
        "a longer session, when the limit is raised": {
            given: role({ maxSessionDuration: 7200 }),
            options: { limit: "2h" },
        },
    },
    cannotDecide: {
        "a duration that is not known yet": {
            given: role({ maxSessionDuration: UNKNOWN }),
            says: ["`maxSessionDuration` is not known before the deployment."],
        },
    },
});
