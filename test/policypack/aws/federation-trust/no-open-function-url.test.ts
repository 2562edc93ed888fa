import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/federation-trust/no-open-function-url";
import { describeRule } from "../../../harness/describe-rule";

const url = (authorizationType: unknown) => [
    { type: "aws:lambda/functionUrl:FunctionUrl", inputs: { functionName: "hook", authorizationType } },
];

describeRule(rule, {
    denies: {
        "a URL for everyone": { given: url("NONE"), says: ["Everyone on the internet can call this function."] },
        "what is no text": { given: url(42), says: ["`authorizationType` is not a text."] },
    },
    allows: { "a URL for principals of AWS": { given: url("AWS_IAM") } },
    cannotDecide: {
        "a type not known yet": { given: url(UNKNOWN), says: ["`authorizationType` is not known before the deployment."] },
    },
});
