import rule from "../../../../policypack/gcp/static-keys/no-bound-api-key";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const key = (serviceAccountEmail: unknown) => [
    { type: "gcp:projects/apiKey:ApiKey", inputs: { serviceAccountEmail, restrictions: {} } },
];
const says = ["This API key acts as a service account and never expires."];

describeRule(rule, {
    denies: {
        "a key that stands for a service account": { given: key("agent@example.iam.gserviceaccount.com"), says },
        "the same before its name is known": { given: key(UNKNOWN), says },
    },
    allows: {
        "a key that says only which project pays": { given: key(undefined) },
        "an empty account": { given: key("") },
    },
});
