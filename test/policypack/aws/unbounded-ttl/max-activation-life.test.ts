import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/unbounded-ttl/max-activation-life";
import { describeRule } from "../../../harness/describe-rule";

const activation = (inputs: Record<string, unknown>) => [{ type: "aws:ssm/activation:Activation", inputs }];

describeRule(rule, {
    denies: {
        "a second too many": {
            given: activation({ expirationDate: "2026-01-22T12:00:01Z" }),
            says: ["The code is valid for another 7 d 1 s; the limit is 7 d."],
        },
        "the AWS default of a day, when the limit is lower": {
            given: activation({}),
            options: { limit: "8h" },
            says: ["The code is valid for another 1 d; the limit is 8 h."],
        },
        "a machine too many": {
            given: activation({ registrationLimit: 101 }),
            says: ["It registers up to 101 machines; the limit is 100."],
        },
        "too many machines beside an end that is not known yet": {
            given: activation({ expirationDate: UNKNOWN, registrationLimit: 1_000 }),
            says: ["It registers up to 1000 machines; the limit is 100."],
        },
        "what is no instant": {
            given: activation({ expirationDate: "2026" }),
            says: ['`expirationDate` is not an RFC 3339 instant such as "2026-01-31T12:00:00Z".'],
        },
    },
    allows: {
        "the AWS defaults": { given: activation({}) },
        "exactly the limits": {
            given: activation({ expirationDate: "2026-01-22T12:00:00Z", registrationLimit: "100" }),
        },
        "an end that is past": { given: activation({ expirationDate: "2018-08-30T00:00:00Z" }) },
        "more, when the limits are raised": {
            given: activation({ expirationDate: "2026-02-10T00:00:00Z", registrationLimit: 1_000 }),
            options: { limit: "30d", registrations: 1_000 },
        },
    },
    cannotDecide: {
        "an end that is not known yet": {
            given: activation({ expirationDate: UNKNOWN }),
            says: ["`expirationDate` is not known before the deployment."],
        },
    },
});
