import { githubTrust, policyOf } from "../../../../policypack/facts/aws-documents";
import { quote } from "../../../../policypack/facts/quote";
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

/** The issuers that people trust most, with a subject as they document it and one that takes in too much. */
const ISSUERS: Readonly<Record<string, { good: string; wide: string }>> = {
    "accounts.google.com": { good: "108234567890123456789", wide: "1*" },
    "acme.app.spacelift.io": {
        good: "space:shop-01H:stack:live:run_type:TRACKED:scope:write",
        wide: "space:*:stack:live:*",
    },
    "agent.buildkite.com": { good: "organization:acme:pipeline:shop:ref:refs/heads/main:*", wide: "organization:acme:*" },
    "api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc": {
        good: "{8f1c0a52-6d8e-4b7e-9d6f-0d3f4f5a6b7c}:*",
        wide: "{*}:{*}",
    },
    "api.pulumi.com/oidc": {
        good: "pulumi:deploy:org:acme:project:shop:stack:live:operation:*",
        wide: "pulumi:deploy:org:acme:*",
    },
    "app.terraform.io": {
        good: "organization:acme:project:shop:workspace:live:run_phase:*",
        wide: "organization:acme:project:*:workspace:live:*",
    },
    "gitlab.com": { good: "project_path:acme/shop:ref_type:branch:ref:main", wide: "project_path:acme/*:ref_type:*" },
    "oidc.circleci.com/org/8f1c0a52": { good: "org/8f1c0a52/project/9e2d/user/*", wide: "org/8f1c0a52/project/*" },
    "oidc.eks.eu-central-1.amazonaws.com/id/A1B2": {
        good: "system:serviceaccount:shop:api",
        wide: "system:serviceaccount:*:api",
    },
    "oidc.fly.io/acme": { good: "acme:shop:*", wide: "acme:*" },
    "oidc.vercel.com/acme": { good: "owner:acme:project:shop:environment:production", wide: "owner:acme:project:*" },
    [GITHUB]: { good: "repo:acme/shop:environment:live", wide: "repo:acme/*" },
    "vstoken.dev.azure.com/8f1c0a52": { good: "sc://acme/shop/live", wide: "sc://acme/*" },
};
const providerOf = (issuer: string) => (issuer === "accounts.google.com" ? issuer : provider(issuer));

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
        "who signed in to a pool of whomever": {
            given: role(
                policyOf(
                    trust("cognito-identity.amazonaws.com", {
                        "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
                    }),
                ),
            ),
            says: ["`assumeRolePolicy.Statement[0]` lets in whoever has a token of `cognito-identity.amazonaws.com`."],
        },
        "an environment of that name in any repository": {
            given: role(githubTrust({ StringEquals: { sub: "environment:live" } })),
            says: [`\`assumeRolePolicy.Statement[0]\` lets in every subject like \`environment:live\` of \`${GITHUB}\`.`],
        },
        ...Object.fromEntries(
            Object.entries(ISSUERS).map(([issuer, { wide }]) => [
                `a wide subject of ${issuer}`,
                {
                    given: role(policyOf(trust(providerOf(issuer), { StringLike: { [`${issuer}:sub`]: wide } }))),
                    says: [
                        `\`assumeRolePolicy.Statement[0]\` lets in every subject like ${quote("subject", wide)} of ${quote("issuer", issuer)}.`,
                    ],
                },
            ]),
        ),
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
        ...Object.fromEntries(
            Object.entries(ISSUERS).map(([issuer, { good }]) => [
                `a subject of ${issuer}`,
                { given: role(policyOf(trust(providerOf(issuer), { StringLike: { [`${issuer}:sub`]: good } }))) },
            ]),
        ),
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
        "who signed in to one identity pool": {
            given: role(
                policyOf(
                    trust("cognito-identity.amazonaws.com", {
                        StringEquals: { "cognito-identity.amazonaws.com:aud": "eu-central-1:1" },
                        "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
                    }),
                ),
            ),
        },
        "who signed in to an identity pool of the same program": {
            given: role({
                Statement: trust("cognito-identity.amazonaws.com", {
                    StringEquals: { "cognito-identity.amazonaws.com:aud": UNKNOWN },
                    "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
                }),
            }),
        },
        "one identity of Cognito": {
            given: role(
                policyOf(
                    trust("cognito-identity.amazonaws.com", {
                        StringEquals: { "cognito-identity.amazonaws.com:sub": "eu-central-1:8f1c0a52" },
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
