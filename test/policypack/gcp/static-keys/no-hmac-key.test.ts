import rule from "../../../../policypack/gcp/static-keys/no-hmac-key";
import { describeRule } from "../../../harness/describe-rule";

const key = (inputs: Record<string, unknown>) => [{ type: "gcp:storage/hmacKey:HmacKey", inputs }];

describeRule(rule, {
    denies: {
        "an active key": {
            given: key({ serviceAccountEmail: "sync@example.iam.gserviceaccount.com" }),
            says: ["This HMAC key never expires."],
        },
        "an inactive key": { given: key({ state: "INACTIVE" }), says: ["This HMAC key never expires."] },
    },
});
