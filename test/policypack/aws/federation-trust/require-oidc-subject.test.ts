import { githubTrust, policyOf } from "../../../../policypack/facts/aws-documents";
import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/federation-trust/require-oidc-subject";
import { describeRule } from "../../../harness/describe-rule";

const GITHUB = "token.actions.githubusercontent.com";
const EKS = "oidc.eks.eu-central-1.amazonaws.com/id/A1B2";
const role = (assumeRolePolicy: unknown) => [{ type: "aws:iam/role:Role", inputs: { assumeRolePolicy } }];
const trust = (Federated: string, Condition?: object) => ({
    Effect: "Allow",
    Principal: { Federated },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition,
});
const provider = (issuer: string) => `arn:aws:iam::111122223333:oidc-provider/${issuer}`;
const ec2 = { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" };
const anyone = `\`assumeRolePolicy.Statement[0]\` lets in whoever has a token of \`${GITHUB}\`.`;
const like = (subject: string) =>
    `\`assumeRolePolicy.Statement[0]\` lets in every subject like \`${subject}\` of \`${GITHUB}\`.`;

describeRule(rule, {
    denies: {
        "no condition": { given: role(policyOf(trust(provider(GITHUB)))), says: [anyone] },
        "an audience alone": { given: role(githubTrust({ StringEquals: { aud: "sts.amazonaws.com" } })), says: [anyone] },
        // Checkov CKV_AWS_393 takes the next six for fine.
        "any subject, behind a statement for a service": {
            given: role(policyOf(ec2, trust(provider(GITHUB), { StringLike: { [`${GITHUB}:sub`]: "*" } }))),
            says: [`\`assumeRolePolicy.Statement[1]\` lets in every subject like \`*\` of \`${GITHUB}\`.`],
        },
        "any subject, behind a safe one": {
            given: role(githubTrust({ StringLike: { sub: ["repo:acme/shop:*", "*"] } })),
            says: [like("*")],
        },
        "all subjects but some": { given: role(githubTrust({ StringNotLike: { sub: "repo:evil/*" } })), says: [anyone] },
        "a condition that holds without a subject": {
            given: role(githubTrust({ "ForAllValues:StringLike": { sub: "repo:acme/shop:*" } })),
            says: [anyone],
        },
        "a condition on a subject if it exists": {
            given: role(githubTrust({ StringLikeIfExists: { sub: "repo:acme/shop:*" } })),
            says: [anyone],
        },
        "any subject of GitLab": {
            given: role(policyOf(trust(provider("gitlab.com"), { StringLike: { "gitlab.com:sub": "*" } }))),
            says: ["`assumeRolePolicy.Statement[0]` lets in every subject like `*` of `gitlab.com`."],
        },
        "all repositories of an organisation": {
            given: role(githubTrust({ StringLike: { sub: "repo:acme/*" } })),
            says: [like("repo:acme/*")],
        },
        "all repositories that begin so": {
            given: role(githubTrust({ StringLike: { sub: "repo:acme/shop*" } })),
            says: [like("repo:acme/shop*")],
        },
        "all service accounts of a cluster": {
            given: role(policyOf(trust(provider(EKS), { StringLike: { [`${EKS}:sub`]: "system:serviceaccount:*:*" } }))),
            says: [
                `\`assumeRolePolicy.Statement[0]\` lets in every subject like \`system:serviceaccount:*:*\` of \`${EKS}\`.`,
            ],
        },
        "the subject of another issuer": {
            given: role(
                policyOf(trust(provider(EKS), { StringEquals: { [`${GITHUB}:sub`]: "repo:acme/shop:pull_request" } })),
            ),
            says: [`\`assumeRolePolicy.Statement[0]\` lets in whoever has a token of \`${EKS}\`.`],
        },
        "each issuer in China": {
            given: role(
                policyOf(
                    trust("arn:aws-cn:iam::111122223333:oidc-provider/a.example"),
                    trust("arn:aws-cn:iam::111122223333:oidc-provider/b.example"),
                ),
            ),
            says: [
                "`assumeRolePolicy.Statement[0]` lets in whoever has a token of `a.example`.",
                "`assumeRolePolicy.Statement[1]` lets in whoever has a token of `b.example`.",
            ],
        },
        "users of Google without one": {
            given: role(policyOf(trust("accounts.google.com", { StringEquals: { "accounts.google.com:aud": "app" } }))),
            says: ["`assumeRolePolicy.Statement[0]` lets in whoever has a token of `accounts.google.com`."],
        },
        "guests of an identity pool": {
            given: role(
                policyOf(
                    trust("cognito-identity.amazonaws.com", {
                        StringEquals: { "cognito-identity.amazonaws.com:aud": "eu-central-1:1" },
                        "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "unauthenticated" },
                    }),
                ),
            ),
            says: [
                "`assumeRolePolicy.Statement[0]` lets in every subject like (an unusual subject, not shown) of `cognito-identity.amazonaws.com`.",
            ],
        },
        "an issuer not known yet, without a subject": {
            given: role({ Statement: trust(UNKNOWN, { StringEquals: { "x.example:aud": "sts.amazonaws.com" } }) }),
            says: ["`assumeRolePolicy.Statement` lets in whoever has a token of the issuer."],
        },
        "what is no statement": {
            given: role(policyOf({ Effect: "Allow", Action: "sts:AssumeRole" })),
            says: ["`assumeRolePolicy.Statement[0]` is not a statement with a Principal."],
        },
        "what is no document": { given: role("everyone"), says: ["`assumeRolePolicy` is not a JSON document."] },
    },
    allows: {
        "one repository": { given: role(githubTrust({ StringLike: { sub: "repo:acme/shop:*" } })) },
        "one environment": { given: role(githubTrust({ StringEquals: { sub: "repo:acme/shop:environment:live" } })) },
        "pull requests of one repository": {
            given: role(githubTrust({ StringEquals: { sub: "repo:acme/shop:pull_request" } })),
        },
        "the number of a repository": { given: role(githubTrust({ StringEquals: { repository_id: "123456" } })) },
        "one project of GitLab": {
            given: role(
                policyOf(trust(provider("gitlab.com"), { StringLike: { "gitlab.com:sub": "project_path:acme/shop:*" } })),
            ),
        },
        "one workspace of HCP Terraform": {
            given: role(
                policyOf(
                    trust(provider("app.terraform.io"), {
                        StringLike: { "app.terraform.io:sub": "organization:acme:project:shop:workspace:live:run_phase:*" },
                    }),
                ),
            ),
        },
        "one service account": {
            given: role(
                policyOf(trust(provider(EKS), { StringEquals: { [`${EKS}:sub`]: "system:serviceaccount:shop:api" } })),
            ),
        },
        "who signed in to an identity pool": {
            given: role(
                policyOf(
                    trust("cognito-identity.amazonaws.com", {
                        "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
                    }),
                ),
            ),
        },
        "an issuer not known yet, with a subject": {
            given: role({ Statement: trust(UNKNOWN, { StringLike: { [`${GITHUB}:sub`]: "repo:acme/shop:*" } }) }),
        },
        "a service": { given: role(policyOf(ec2)) },
        SAML: {
            given: role(
                policyOf({
                    Effect: "Allow",
                    Principal: { Federated: "arn:aws:iam::111122223333:saml-provider/okta" },
                    Action: "sts:AssumeRoleWithSAML",
                }),
            ),
        },
        "a Deny": { given: role(policyOf({ ...trust(provider(GITHUB)), Effect: "Deny" })) },
    },
    cannotDecide: {
        "a trust not known yet": {
            given: role(UNKNOWN),
            says: ["`assumeRolePolicy` is not known before the deployment."],
        },
        "a subject not known yet": {
            given: role({ Statement: trust(provider(GITHUB), { StringLike: { [`${GITHUB}:sub`]: UNKNOWN } }) }),
            says: [`\`assumeRolePolicy.Statement.Condition.StringLike.${GITHUB}:sub\` is not known before the deployment.`],
        },
    },
});
