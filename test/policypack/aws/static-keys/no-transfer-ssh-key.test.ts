import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/static-keys/no-transfer-ssh-key";
import { describeRule } from "../../../harness/describe-rule";

const key = (body: unknown) => [
    { type: "aws:transfer/sshKey:SshKey", inputs: { serverId: "s-1234567890abcdef0", userName: "partner", body } },
];
const says = ["This SSH key is valid until someone deletes it."];

describeRule(rule, {
    denies: {
        "an SSH key": { given: key("ssh-ed25519 AAAA"), says },
        "one not known yet": { given: key(UNKNOWN), says },
    },
    allows: {
        "a user without one": { given: [{ type: "aws:transfer/user:User", inputs: { userName: "partner" } }] },
    },
});
