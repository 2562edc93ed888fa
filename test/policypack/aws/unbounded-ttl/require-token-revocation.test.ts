import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/unbounded-ttl/require-token-revocation";
import { describeRule } from "../../../harness/describe-rule";

const client = (inputs: Record<string, unknown>, kind = "userPoolClient:UserPoolClient") => [
    { type: `aws:cognito/${kind}`, inputs },
];
const says = ["Revocation of tokens is switched off."];

describeRule(rule, {
    denies: {
        "revocation that is switched off": { given: client({ enableTokenRevocation: false }), says },
        "the same as text": { given: client({ enableTokenRevocation: "false" }), says },
        "the same of a client that another service made": {
            given: client({ enableTokenRevocation: false }, "managedUserPoolClient:ManagedUserPoolClient"),
            says,
        },
        "what is no flag": {
            given: client({ enableTokenRevocation: "no" }),
            says: ["`enableTokenRevocation` is not true or false."],
        },
    },
    allows: {
        "the AWS default": { given: client({}) },
        "revocation that is switched on": { given: client({ enableTokenRevocation: true }) },
    },
    cannotDecide: {
        "a flag that is not known yet": {
            given: client({ enableTokenRevocation: UNKNOWN }),
            says: ["`enableTokenRevocation` is not known before the deployment."],
        },
    },
});
