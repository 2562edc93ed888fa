import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/static-keys/no-iam-access-key";
import { describeRule } from "../../../harness/describe-rule";

const key = (inputs: Record<string, unknown>) => [{ type: "aws:iam/accessKey:AccessKey", inputs }];
const says = ["This access key never expires."];

describeRule(rule, {
    denies: {
        "an access key": { given: key({ user: "deployer" }), says },
        "one that is switched off": { given: key({ user: "deployer", status: "Inactive" }), says },
        "one of a user not known yet": { given: key({ user: UNKNOWN }), says },
    },
    allows: {
        "a user without one": { given: [{ type: "aws:iam/user:User", inputs: { name: "deployer" } }] },
    },
});
