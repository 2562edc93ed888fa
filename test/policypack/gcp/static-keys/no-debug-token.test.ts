import rule from "../../../../policypack/gcp/static-keys/no-debug-token";
import { describeRule } from "../../../harness/describe-rule";

describeRule(rule, {
    denies: {
        "a debug token": {
            given: [{ type: "gcp:firebase/appCheckDebugToken:AppCheckDebugToken", inputs: { token: "…" } }],
            says: ["This debug token never expires."],
        },
    },
});
