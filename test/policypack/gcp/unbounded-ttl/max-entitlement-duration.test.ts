import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/gcp/unbounded-ttl/max-entitlement-duration";
import { describeRule } from "../../../harness/describe-rule";

const entitlement = (maxRequestDuration: unknown) => [
    { type: "gcp:privilegedaccessmanager/entitlement:entitlement", inputs: { maxRequestDuration } },
];

describeRule(rule, {
    denies: {
        "one second too many": {
            given: entitlement("43201s"),
            says: ["A grant may last 12 h 1 s; the limit is 12 h."],
        },
        "more than a lower limit": {
            given: entitlement("3601s"),
            options: { limit: "1h" },
            says: ["A grant may last 1 h 1 s; the limit is 1 h."],
        },
        "a duration that Google does not take": {
            given: entitlement("12h"),
            says: ['`maxRequestDuration` is not a duration in seconds such as "3600s".'],
        },
        "a bare number": { given: entitlement(3600), says: ["`maxRequestDuration` is not a text."] },
    },
    allows: {
        "exactly the limit": { given: entitlement("43200s") },
        "a fraction of a second": { given: entitlement("3600.5s") },
        "a longer grant, when the limit is raised": { given: entitlement("604800s"), options: { limit: "7d" } },
    },
    cannotDecide: {
        "a duration that is not known yet": {
            given: entitlement(UNKNOWN),
            says: ["`maxRequestDuration` is not known before the deployment."],
        },
    },
});
