import rule from "../../../../policypack/gcp/unbounded-ttl/max-os-login-key-life";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const key = (expirationTimeUsec?: unknown) => [
    { type: "gcp:oslogin/sshPublicKey:SshPublicKey", inputs: { user: "ada@example.com", key: "…", expirationTimeUsec } },
];
// The instant of the tests is 2026-01-15T12:00:00Z.
const in90Days = (Date.parse("2026-01-15T12:00:00Z") + 90 * 86_400_000) * 1_000;

describeRule(rule, {
    denies: {
        "a key without an end": { given: key(), says: ["This key never expires."] },
        "a key whose end is zero": { given: key("0"), says: ["This key never expires."] },
        "a second too many": {
            given: key(String(in90Days + 1_000_000)),
            says: ["This key expires more than 90 d from now."],
        },
        "an end in a thousand years": {
            given: key("99999999999999999"),
            says: ["This key expires more than 90 d from now."],
        },
        "what is no number": { given: key("2026-02-01"), says: ["`expirationTimeUsec` is not a number."] },
    },
    allows: {
        "exactly the limit": { given: key(String(in90Days)) },
        "a key that has ended": { given: key("1700000000000000") },
        "a later end, when the limit is raised": {
            given: key(String(in90Days + 86_400_000_000)),
            options: { limit: "180d" },
        },
    },
    cannotDecide: {
        "an end that is not known yet": {
            given: key(UNKNOWN),
            says: ["`expirationTimeUsec` is not known before the deployment."],
        },
    },
});
