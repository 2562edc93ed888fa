import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/unbounded-ttl/max-service-credential-age";
import { describeRule } from "../../../harness/describe-rule";

const credential = (inputs: Record<string, unknown>, serviceName: unknown = "bedrock.amazonaws.com") => [
    { type: "aws:iam/serviceSpecificCredential:ServiceSpecificCredential", inputs: { serviceName, ...inputs } },
];

describeRule(rule, {
    denies: {
        "a key that never expires": { given: credential({}), says: ["The key never expires; the limit is 30 d."] },
        "one that is switched off, as it can be switched on": {
            given: credential({ status: "Inactive" }),
            says: ["The key never expires; the limit is 30 d."],
        },
        "a day too many": {
            given: credential({ credentialAgeDays: 31 }, "logs.amazonaws.com"),
            says: ["The key is valid for 31 d; the limit is 30 d."],
        },
        "a hundred years": {
            given: credential({ credentialAgeDays: "36600" }),
            says: ["The key is valid for 36600 d; the limit is 30 d."],
        },
        "what is no number": {
            given: credential({ credentialAgeDays: "short" }),
            says: ["`credentialAgeDays` is not a number."],
        },
    },
    allows: {
        "exactly the limit": { given: credential({ credentialAgeDays: 30 }) },
        "more, when the limit is raised": { given: credential({ credentialAgeDays: 90 }), options: { limit: "90d" } },
        "credentials of services that have no age, which another rule denies": {
            given: [...credential({}, "codecommit.amazonaws.com"), ...credential({}, "cassandra.amazonaws.com")],
        },
    },
    cannotDecide: {
        "an age that is not known yet": {
            given: credential({ credentialAgeDays: UNKNOWN }),
            says: ["`credentialAgeDays` is not known before the deployment."],
        },
        "a service that is not known yet": {
            given: credential({}, UNKNOWN),
            says: ["`serviceName` is not known before the deployment."],
        },
    },
});
