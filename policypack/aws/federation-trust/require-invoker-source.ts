import { resourceRule } from "../../core/rule";
import { sendsSourceToFunction } from "../../facts/aws-confused-deputy";
import { matchesAll } from "../../facts/iam-pattern";
import { quote } from "../../facts/quote";
import { text } from "../../facts/values";

const PERMISSION = "aws:lambda/permission:Permission";
const INVOKE = { action: "lambda:InvokeFunction", function: "resize", principal: "s3.amazonaws.com" };

export default resourceRule({
    name: "aws-require-invoker-source",
    severity: "medium",
    description: "A service that may call a Lambda function may do so only for named resources or accounts.",
    rationale: "A bucket, topic or rule in any account of AWS could otherwise call the function with what it likes.",
    remedy: "Set sourceArn to the bucket, topic, rule or API that calls the function, or sourceAccount to your account.",
    controls: ["NHI4:2025", "NHI6:2025", "PR.AA-05"],
    replaces: ["Checkov CKV_AWS_364", "Trivy AWS-0067", "compliance-policies aws-lambda-permission-configure-source-arn"],
    on: [PERMISSION],
    examples: {
        denied: [{ type: PERMISSION, inputs: INVOKE }],
        allowed: [{ type: PERMISSION, inputs: { ...INVOKE, sourceArn: "arn:aws:s3:::uploads" } }],
    },

    *check({ inputs }) {
        const service = text(inputs.get("principal")) ?? "";
        if (!sendsSourceToFunction(service)) return;
        const isNarrowed = ["sourceArn", "sourceAccount", "principalOrgId"].some((input) => {
            const limit = inputs.get(input);
            // What is not known yet is the ARN of another resource.
            return !limit.absent && (limit.unknown || !matchesAll(text(limit) ?? ""));
        });
        if (!isNarrowed)
            yield { message: `${quote("service", service)} may call the function for anyone.`, path: "principal" };
    },
});
