import rule from "../../../../policypack/gcp/unbounded-ttl/max-iap-session";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const settings = (maxAge?: unknown) => [
    { type: "gcp:iap/settings:Settings", inputs: { accessSettings: { reauthSettings: { maxAge, method: "LOGIN" } } } },
];

describeRule(rule, {
    denies: {
        "a second too many": {
            given: settings("43201s"),
            says: ["A session may last 12 h 1 s; the limit is 12 h."],
        },
        "twelve hours, when the limit is lower": {
            given: settings("43200s"),
            options: { limit: "8h" },
            says: ["A session may last 12 h; the limit is 8 h."],
        },
    },
    allows: {
        "exactly the limit": { given: settings("43200s") },
        "settings that leave it to the folder or the organization": { given: settings() },
    },
    cannotDecide: {
        "a time that is not known yet": {
            given: settings(UNKNOWN),
            says: ["`accessSettings.reauthSettings.maxAge` is not known before the deployment."],
        },
    },
});
