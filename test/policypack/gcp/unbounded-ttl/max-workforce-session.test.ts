import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/gcp/unbounded-ttl/max-workforce-session";
import { describeRule } from "../../../harness/describe-rule";

const pool = (inputs: Record<string, unknown>) => [{ type: "gcp:iam/workforcePool:WorkforcePool", inputs }];

describeRule(rule, {
    denies: {
        "one second too many": {
            given: pool({ sessionDuration: "3601s" }),
            says: ["A session may last 1 h 1 s; the limit is 1 h."],
        },
        "the Google default, when the limit is lower": {
            given: pool({}),
            options: { limit: "30m" },
            says: ["A session may last 1 h; the limit is 30 min."],
        },
        "a duration that Google does not take": {
            given: pool({ sessionDuration: "1h" }),
            says: ['`sessionDuration` is not a duration in seconds such as "3600s".'],
        },
    },
    allows: {
        "exactly the limit": { given: pool({ sessionDuration: "3600s" }) },
        "the Google default": { given: pool({}) },
        "a longer session, when the limit is raised": {
            given: pool({ sessionDuration: "28800s" }),
            options: { limit: "8h" },
        },
    },
    cannotDecide: {
        "a duration that is not known yet": {
            given: pool({ sessionDuration: UNKNOWN }),
            says: ["`sessionDuration` is not known before the deployment."],
        },
    },
});
