import { resourceRule } from "../../core/rule";
import { text } from "../../facts/values";

const URL = "aws:lambda/functionUrl:FunctionUrl";

export default resourceRule({
    name: "aws-no-open-function-url",
    severity: "low",
    description: "The URL of a Lambda function asks callers who they are.",
    rationale: "Everyone on the internet can call the function, which then works with the permissions of its role.",
    remedy: "Set authorizationType to AWS_IAM; where the public is meant to call, let the code check a signature.",
    controls: ["NHI4:2025", "NHI6:2025", "PR.AA-03"],
    replaces: ["Checkov CKV_AWS_258", "Prowler awslambda_function_url_public", "cdk-nag LambdaFunctionUrlAuth"],
    on: [URL],
    examples: {
        denied: [{ type: URL, inputs: { functionName: "hook", authorizationType: "NONE" } }],
        allowed: [{ type: URL, inputs: { functionName: "hook", authorizationType: "AWS_IAM" } }],
    },

    *check({ inputs }) {
        const asked = inputs.get("authorizationType");
        if (text(asked) === "NONE") yield { message: "Everyone on the internet can call this function.", path: asked.path };
    },
});
