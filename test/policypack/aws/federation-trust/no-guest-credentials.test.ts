import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/federation-trust/no-guest-credentials";
import { describeRule } from "../../../harness/describe-rule";

const pool = (inputs: object) => [
    { type: "aws:cognito/identityPool:IdentityPool", inputs: { identityPoolName: "shop", ...inputs } },
];
const says = ["This pool gives AWS credentials to guests."];

describeRule(rule, {
    denies: {
        guests: { given: pool({ allowUnauthenticatedIdentities: true }), says },
        "guests, written as text": { given: pool({ allowUnauthenticatedIdentities: "true" }), says },
        "what is no flag": {
            given: pool({ allowUnauthenticatedIdentities: "yes" }),
            says: ["`allowUnauthenticatedIdentities` is not true or false."],
        },
    },
    allows: {
        "no guests": { given: pool({ allowUnauthenticatedIdentities: false }) },
        "the default of the provider": { given: pool({}) },
    },
    cannotDecide: {
        "a flag not known yet": {
            given: pool({ allowUnauthenticatedIdentities: UNKNOWN }),
            says: ["`allowUnauthenticatedIdentities` is not known before the deployment."],
        },
    },
});
