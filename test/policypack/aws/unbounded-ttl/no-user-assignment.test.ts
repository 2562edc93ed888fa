import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/unbounded-ttl/no-user-assignment";
import { describeRule } from "../../../harness/describe-rule";

const account = (principalType: unknown) => [
    { type: "aws:ssoadmin/accountAssignment:AccountAssignment", inputs: { principalType } },
];
const application = (principalType: unknown) => [
    { type: "aws:ssoadmin/applicationAssignment:ApplicationAssignment", inputs: { principalType } },
];

describeRule(rule, {
    denies: {
        "an account of a user": { given: account("USER"), says: ["The assignment is to a single user."] },
        "an application of a user": { given: application("USER"), says: ["The assignment is to a single user."] },
        "what is no text": { given: account(42), says: ["`principalType` is not a text."] },
    },
    allows: {
        "an account of a group": { given: account("GROUP") },
        "an application of a group": { given: application("GROUP") },
    },
    cannotDecide: {
        "a kind that is not known yet": {
            given: account(UNKNOWN),
            says: ["`principalType` is not known before the deployment."],
        },
    },
});
