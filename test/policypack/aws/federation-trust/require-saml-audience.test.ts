import { policyOf } from "../../../../policypack/facts/aws-documents";
import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/federation-trust/require-saml-audience";
import { describeRule } from "../../../harness/describe-rule";

const role = (assumeRolePolicy: unknown) => [{ type: "aws:iam/role:Role", inputs: { assumeRolePolicy } }];
const trust = (Condition?: object, more: object = {}) => ({
    Effect: "Allow",
    Principal: { Federated: "arn:aws:iam::111122223333:saml-provider/okta" },
    Action: "sts:AssumeRoleWithSAML",
    Condition,
    ...more,
});
const aud = (operator: string, value: unknown) => ({
    given: role({ Statement: [trust({ [operator]: { "SAML:aud": value } })] }),
});
const says = ["`assumeRolePolicy.Statement[0]` takes SAML assertions that were made for any application."];

describeRule(rule, {
    denies: {
        "no condition": { given: role(policyOf(trust())), says },
        "another condition": {
            given: role(policyOf(trust({ StringEquals: { "SAML:iss": "https://okta.example" } }))),
            says,
        },
        "any audience": { ...aud("StringLike", "*"), says },
        "an audience if there is one": { ...aud("StringEqualsIfExists", "https://signin.aws.amazon.com/saml"), says },
        "all audiences but one": { ...aud("StringNotEquals", "https://x.example"), says },
        "a provider not known yet": {
            given: role({ Statement: [trust(undefined, { Principal: { Federated: UNKNOWN } })] }),
            says,
        },
        "tags beside": {
            given: role(policyOf(trust(undefined, { Action: ["sts:AssumeRoleWithSAML", "sts:TagSession"] }))),
            says,
        },
    },
    allows: {
        "the address of AWS": aud("StringEquals", "https://signin.aws.amazon.com/saml"),
        "the address of AWS in China": aud("StringEquals", "https://signin.amazonaws.cn/saml"),
        "the addresses of all regions": aud("StringLike", "https://*.signin.aws.amazon.com/saml"),
        "an address not known yet": aud("StringEquals", UNKNOWN),
        "an OIDC provider": { given: role(policyOf(trust(undefined, { Action: "sts:AssumeRoleWithWebIdentity" }))) },
        "a Deny": { given: role(policyOf(trust(undefined, { Effect: "Deny" }))) },
    },
    cannotDecide: {
        "a trust not known yet": { given: role(UNKNOWN), says: ["`assumeRolePolicy` is not known before the deployment."] },
    },
});
