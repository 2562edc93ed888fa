import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/unbounded-ttl/max-appsync-key-life";
import { describeRule } from "../../../harness/describe-rule";

const key = (expires?: unknown) => [{ type: "aws:appsync/apiKey:ApiKey", inputs: { apiId: "orders", expires } }];

describeRule(rule, {
    denies: {
        "one second too many": {
            given: key("2026-01-22T12:00:01Z"),
            says: ["The key is valid for another 7 d 1 s; the limit is 7 d."],
        },
        "the AWS default, when the limit is lower": {
            given: key(),
            options: { limit: "1d" },
            says: ["The key is valid for another 7 d; the limit is 1 d."],
        },
        "what is no instant": {
            given: key("next year"),
            says: ['`expires` is not an RFC 3339 instant such as "2026-01-31T12:00:00Z".'],
        },
        "what is no text": { given: key(2_000_000_000), says: ["`expires` is not a text."] },
    },
    allows: {
        "exactly the limit": { given: key("2026-01-22T12:00:00Z") },
        "exactly the limit, in another zone": { given: key("2026-01-22T13:00:00+01:00") },
        "the AWS default": { given: key() },
        "a key that has expired": { given: key("2020-01-01T00:00:00Z") },
        "a longer life, when the limit is raised": { given: key("2026-02-14T12:00:00Z"), options: { limit: "30d" } },
    },
    cannotDecide: {
        "an end that is not known yet": { given: key(UNKNOWN), says: ["`expires` is not known before the deployment."] },
    },
});
