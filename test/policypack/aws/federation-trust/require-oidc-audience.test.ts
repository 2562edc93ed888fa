import { githubTrust, policyOf } from "../../../../policypack/facts/aws-documents";
import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/federation-trust/require-oidc-audience";
import { describeRule } from "../../../harness/describe-rule";

const role = (assumeRolePolicy: unknown) => [{ type: "aws:iam/role:Role", inputs: { assumeRolePolicy } }];
const trust = (Federated: string, Condition?: object) => ({
    Effect: "Allow",
    Principal: { Federated },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition,
});
const says = [
    "`assumeRolePolicy.Statement[0]` does not say for whom tokens of `token.actions.githubusercontent.com` must have been issued.",
];

describeRule(rule, {
    denies: {
        // Checkov CKV_AWS_393 does not ask.
        "a subject alone": { given: role(githubTrust({ StringLike: { sub: "repo:acme/shop:*" } })), says },
        "any audience": { given: role(githubTrust({ StringLike: { aud: "*" } })), says },
        "a safe audience or any": { given: role(githubTrust({ StringLike: { aud: ["sts.amazonaws.com", "*"] } })), says },
        "all audiences but one": { given: role(githubTrust({ StringNotEquals: { aud: "x" } })), says },
        "an audience if there is one": {
            given: role(githubTrust({ StringEqualsIfExists: { aud: "sts.amazonaws.com" } })),
            says,
        },
        "any application of Google": {
            given: role(policyOf(trust("accounts.google.com", { StringEquals: { "accounts.google.com:sub": "1" } }))),
            says: [
                "`assumeRolePolicy.Statement[0]` does not say for whom tokens of `accounts.google.com` must have been issued.",
            ],
        },
        "an issuer not known yet, without an audience": {
            given: role({ Statement: trust(UNKNOWN, { StringEquals: { "x.example:sub": "x" } }) }),
            says: ["`assumeRolePolicy.Statement` does not say for whom tokens of the issuer must have been issued."],
        },
    },
    allows: {
        "the audience of AWS": { given: role(githubTrust({ StringEquals: { aud: "sts.amazonaws.com" } })) },
        "several audiences": { given: role(githubTrust({ StringEquals: { aud: ["sts.amazonaws.com", "acme"] } })) },
        // Of a pool, the subject says which.
        Cognito: {
            given: role(
                policyOf(
                    trust("cognito-identity.amazonaws.com", {
                        "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
                    }),
                ),
            ),
        },
        "one application of Google": {
            given: role(policyOf(trust("accounts.google.com", { StringEquals: { "accounts.google.com:oaud": "app" } }))),
        },
        "one application of Amazon": {
            given: role(policyOf(trust("www.amazon.com", { StringEquals: { "www.amazon.com:app_id": "app" } }))),
        },
        "an issuer not known yet, with an audience": {
            given: role({ Statement: trust(UNKNOWN, { StringEquals: { "x.example:aud": "sts.amazonaws.com" } }) }),
        },
        "a service": {
            given: role(
                policyOf({ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }),
            ),
        },
    },
    cannotDecide: {
        "an audience not known yet": {
            given: role({ Statement: trust(UNKNOWN, { StringEquals: { "x.example:aud": UNKNOWN } }) }),
            says: ["`assumeRolePolicy.Statement.Condition.StringEquals.x.example:aud` is not known before the deployment."],
        },
    },
});
