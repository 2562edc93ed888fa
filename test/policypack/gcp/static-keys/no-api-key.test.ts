import rule from "../../../../policypack/gcp/static-keys/no-api-key";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const key = (inputs: object) => [{ type: "gcp:projects/apiKey:ApiKey", inputs: { ...inputs } }];
const says = ["This API key never expires."];

describeRule(rule, {
    denies: {
        "a key": { given: key({}), says },
        "a key that is well restricted": { given: key({ restrictions: { apiTargets: [{ service: "x" }] } }), says },
        "a key with an empty account": { given: key({ serviceAccountEmail: "" }), says },
    },
    allows: {
        "a key that stands for a service account, of which another rule speaks": {
            given: key({ serviceAccountEmail: "a@b.iam.gserviceaccount.com" }),
        },
        "the same before its name is known": { given: key({ serviceAccountEmail: UNKNOWN }) },
    },
});
