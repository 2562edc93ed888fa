import rule from "../../../../policypack/gcp/static-keys/no-secret-in-state";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const version = (inputs: object) => [
    { type: "gcp:secretmanager/secretVersion:SecretVersion", inputs: { secret: "s", ...inputs } },
];
const says = ["The value of this secret is in the state of the stack."];

describeRule(rule, {
    denies: {
        "a value": { given: version({ secretData: "Winter-2026!" }), says },
        "a value that another resource makes": { given: version({ secretData: UNKNOWN }), says },
    },
    allows: {
        "a value that is sent and not kept": { given: version({ secretDataWo: "Winter-2026!", secretDataWoVersion: 1 }) },
        "an empty value": { given: version({ secretData: "" }) },
    },
});
