import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/unbounded-ttl/max-permission-set-session";
import { describeRule } from "../../../harness/describe-rule";

const set = (sessionDuration?: unknown) => [
    { type: "aws:ssoadmin/permissionSet:PermissionSet", inputs: { name: "operator", sessionDuration } },
];

describeRule(rule, {
    denies: {
        "one second too many": { given: set("PT1H1S"), says: ["A session may last 1 h 1 s; the limit is 1 h."] },
        "half a day": { given: set("PT12H"), says: ["A session may last 12 h; the limit is 1 h."] },
        "minutes beyond a raised limit": {
            given: set("PT241M"),
            options: { limit: "4h" },
            says: ["A session may last 4 h 1 min; the limit is 4 h."],
        },
        "what is no duration": {
            given: set("12 hours"),
            says: ['`sessionDuration` is not an ISO 8601 duration such as "PT1H".'],
        },
        "what is no text": { given: set(3600), says: ["`sessionDuration` is not a text."] },
    },
    allows: {
        "exactly the limit": { given: set("PT1H") },
        "the limit in minutes": { given: set("PT60M") },
        "the AWS default": { given: set() },
        "a longer session, when the limit is raised": { given: set("PT4H"), options: { limit: "4h" } },
    },
    cannotDecide: {
        "a duration that is not known yet": {
            given: set(UNKNOWN),
            says: ["`sessionDuration` is not known before the deployment."],
        },
    },
});
