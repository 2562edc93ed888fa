import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/federation-trust/require-invoker-source";
import { describeRule } from "../../../harness/describe-rule";

const permission = (principal: unknown, more: object = {}) => [
    {
        type: "aws:lambda/permission:Permission",
        inputs: { action: "lambda:InvokeFunction", function: "resize", principal, ...more },
    },
];
const says = (service: string) => [`\`${service}\` may call the function for anyone.`];

describeRule(rule, {
    denies: {
        "any bucket": { given: permission("s3.amazonaws.com"), says: says("s3.amazonaws.com") },
        "any topic": { given: permission("sns.amazonaws.com"), says: says("sns.amazonaws.com") },
        "any rule": { given: permission("events.amazonaws.com"), says: says("events.amazonaws.com") },
        "any API": { given: permission("apigateway.amazonaws.com"), says: says("apigateway.amazonaws.com") },
        "any log group of a region": {
            given: permission("logs.eu-west-1.amazonaws.com"),
            says: says("logs.eu-west-1.amazonaws.com"),
        },
        "a source that is a star": {
            given: permission("s3.amazonaws.com", { sourceArn: "*" }),
            says: says("s3.amazonaws.com"),
        },
        "a principal that is no text": { given: permission(42), says: ["`principal` is not a text."] },
    },
    allows: {
        "one bucket": { given: permission("s3.amazonaws.com", { sourceArn: "arn:aws:s3:::uploads" }) },
        "a bucket not known yet": { given: permission("s3.amazonaws.com", { sourceArn: UNKNOWN }) },
        "an API not known yet": { given: permission("apigateway.amazonaws.com", { sourceArn: `${UNKNOWN}/*` }) },
        "one account": { given: permission("s3.amazonaws.com", { sourceAccount: "111122223333" }) },
        "one organisation": { given: permission("s3.amazonaws.com", { principalOrgId: "o-a1b2c3d4e5" }) },
        // compliance-policies aws-lambda-permission-configure-source-arn asks accounts for a sourceArn as well.
        "an account": { given: permission("111122223333") },
        "a role": { given: permission("arn:aws:iam::111122223333:role/caller") },
        "a service that sends no source": { given: permission("alexa-appkit.amazon.com") },
        "anyone, of whom another rule tells": { given: permission("*") },
    },
    cannotDecide: {
        "a principal not known yet": {
            given: permission(UNKNOWN),
            says: ["`principal` is not known before the deployment."],
        },
    },
});
