import rule from "../../../../policypack/any/review/no-cross-environment-trust";
import { githubTrust, policyOf } from "../../../../policypack/facts/aws-documents";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const ROLE = "aws:iam/role:Role";
const arn = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const trust = (AWS: unknown, more = {}) => ({ Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole", ...more });
const role = (name: string, AWS: unknown, more = {}, sources = {}) => ({
    type: ROLE,
    name,
    inputs: { assumeRolePolicy: { Version: "2012-10-17", Statement: [trust(AWS)] }, ...more },
    sources,
});
const web = (name: string, assumeRolePolicy: string) => ({ type: ROLE, name, inputs: { assumeRolePolicy } });
const oidc = (issuer: string, sub: unknown, operator = "StringEquals") =>
    policyOf({
        Effect: "Allow",
        Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${issuer}` },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { [operator]: { [`${issuer}:sub`]: sub } },
    });
const github = (sub: string) => githubTrust({ StringEquals: { aud: "sts.amazonaws.com", sub } });
const ON_ACCOUNT = "gcp:serviceaccount/iAMMember:IAMMember";
const deploy = "projects/acme-prod/serviceAccounts/deploy@acme-prod.iam.gserviceaccount.com";
const grant = (member: unknown, more = {}, sources = {}) => ({
    type: ON_ACCOUNT,
    name: "grant",
    inputs: { serviceAccountId: deploy, role: "roles/iam.workloadIdentityUser", member, ...more },
    sources,
});
const pool = (name: string) => `principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/${name}`;
const into = (who: string) => `\`assumeRolePolicy.Statement[0]\` lets ${who} of another environment into production.`;
const lets = (who: string) => `\`member\` lets ${who} of another environment into production.`;

describeRule(rule, {
    denies: {
        "a role of another environment": {
            given: [role("orders-prod", arn("orders-dev"))],
            says: [into(`\`${arn("orders-dev")}\``)],
        },
        "words in any letter case, and with a number": {
            given: [role("OrdersProduction", arn("ordersStaging2"))],
            says: [into(`\`${arn("ordersStaging2")}\``)],
        },
        "one that is not production, though the word is in it": {
            given: [role("orders-prod", arn("orders-non-prod"))],
            says: [into(`\`${arn("orders-non-prod")}\``)],
        },
        "production by a tag, whatever the name": {
            given: [role("orders", arn("qa/orders"), { tags: { Environment: "production" } })],
            says: [into(`\`${arn("qa/orders")}\``)],
        },
        "production by a path": {
            given: [role("orders", arn("orders-uat"), { path: "/prod/" })],
            says: [into(`\`${arn("orders-uat")}\``)],
        },
        "one among several": {
            given: [role("orders-prod", [arn("orders-prod"), arn("orders-test")])],
            says: [into(`\`${arn("orders-test")}\``)],
        },
        "a role of the program": {
            given: [role("orders-prod", UNKNOWN, {}, { assumeRolePolicy: ["orders-dev"] }), role("orders-dev", arn("ci"))],
            says: [into("an identity")],
        },
        "what another stack exports": {
            given: [
                role(
                    "orders-prod",
                    UNKNOWN,
                    {},
                    {
                        assumeRolePolicy: ["urn:pulumi:prod::shop::pulumi:pulumi:StackReference::acme/network/dev"],
                    },
                ),
            ],
            says: [into("an identity")],
        },
        "an environment of GitHub": {
            given: [web("orders-prod", github("repo:acme/shop:environment:staging"))],
            says: [into("`repo:acme/shop:environment:staging`")],
        },
        "a workspace, a stack and a namespace": {
            given: [
                web("a-prod", oidc("app.terraform.io", "organization:acme:project:shop:workspace:shop-dev:run_phase:apply")),
                web("b-prod", oidc("api.pulumi.com/oidc", "pulumi:deploy:org:acme:project:shop:stack:dev:operation:update")),
                web(
                    "c-prod",
                    oidc("oidc.eks.eu-west-1.amazonaws.com/id/A1", "system:serviceaccount:staging:*", "StringLike"),
                ),
            ],
            says: [
                into("`organization:acme:project:shop:workspace:shop-dev:run_phase:apply`"),
                into("`pulumi:deploy:org:acme:project:shop:stack:dev:operation:update`"),
                into("`system:serviceaccount:staging:*`"),
            ],
        },
        "a service account of another project": {
            given: [grant("serviceAccount:app@acme-dev.iam.gserviceaccount.com", { role: "roles/iam.serviceAccountUser" })],
            says: [lets("`serviceAccount:app@acme-dev.iam.gserviceaccount.com`")],
        },
        "a pod of another cluster": {
            given: [grant("serviceAccount:acme-dev.svc.id.goog[orders/orders]")],
            says: [lets("(an unusual member, not shown)")],
        },
        "identities of a pool, by an attribute, by the pool and by the subject": {
            given: [
                { ...grant(`${pool("ci")}/attribute.environment/dev`), name: "a" },
                { ...grant(`${pool("ci-staging")}/attribute.repository_id/20300177`), name: "b" },
                { ...grant(`${pool("ci").replace("Set", "")}/subject/repo:acme/shop:environment:qa`), name: "c" },
            ],
            says: [
                lets(`\`${pool("ci")}/attribute.environment/dev\``),
                lets(`\`${pool("ci-staging")}/attribute.repository_id/20300177\``),
                lets(`\`${pool("ci").replace("Set", "")}/subject/repo:acme/shop:environment:qa\``),
            ],
        },
        "an administrator of a project": {
            given: [
                {
                    type: "gcp:projects/iAMMember:IAMMember",
                    inputs: {
                        project: "acme-prod",
                        role: "roles/owner",
                        member: "serviceAccount:ci@acme-sandbox.iam.gserviceaccount.com",
                    },
                },
            ],
            says: [lets("`serviceAccount:ci@acme-sandbox.iam.gserviceaccount.com`")],
        },
        "accounts of the program": {
            given: [
                grant(UNKNOWN, { serviceAccountId: UNKNOWN }, { serviceAccountId: ["deploy-prod"], member: ["app-dev"] }),
                { type: "gcp:serviceaccount/account:Account", name: "deploy-prod", inputs: { accountId: "deploy" } },
                { type: "gcp:serviceaccount/account:Account", name: "app-dev", inputs: { accountId: "app" } },
            ],
            says: [lets("an identity")],
        },
        "one's own words": {
            given: [role("orders-blue", arn("orders-red"))],
            options: { production: ["blue"], others: ["red"] },
            says: [into(`\`${arn("orders-red")}\``)],
        },
    },
    allows: {
        "production itself": { given: [role("orders-prod", arn("deploy-production"))] },
        "a name that speaks of no environment": { given: [role("orders-prod", arn("deploy"))] },
        "a name that speaks of two": {
            given: [role("orders-prod", arn("dev-to-prod")), role("dev-to-prod", arn("orders-dev"))],
        },
        "a role of another environment": { given: [role("orders-dev", arn("orders-test"))] },
        "production in another environment": { given: [role("orders-dev", arn("orders-prod"))] },
        "words within words": {
            given: [role("product-api", arn("developers")), role("orders-prod", arn("contest-devops"))],
        },
        "what is called so for what it does": {
            given: [role("orders-prod", [arn("smoke-test"), arn("dev-team"), arn("LoadTestRunner")])],
        },
        "an account, which has no name here": { given: [role("orders-prod", "arn:aws:iam::111122223333:root")] },
        "a service": {
            given: [web("orders-prod", policyOf({ ...trust("*"), Principal: { Service: "lambda.amazonaws.com" } }))],
        },
        "a Deny": {
            given: [web("orders-prod", policyOf(trust(arn("orders-dev"), { Effect: "Deny" })))],
        },
        "an environment of GitHub that is production": {
            given: [web("orders-prod", github("repo:acme/shop:environment:production"))],
        },
        "a branch, and a repository, which are no environments": {
            given: [web("orders-prod", github("repo:acme/dev-tools:ref:refs/heads/test"))],
        },
        "a subject that is left out": {
            given: [web("orders-prod", githubTrust({ StringNotEquals: { sub: "repo:acme/shop:environment:dev" } }))],
        },
        "an ARN that is made from a role of production": {
            given: [
                role("orders-prod", UNKNOWN, {}, { assumeRolePolicy: ["a-prod", "b-dev"] }),
                role("a-prod", []),
                role("b-dev", []),
            ],
        },
        "a role that lets nobody act as the account": {
            given: [
                grant("serviceAccount:app@acme-dev.iam.gserviceaccount.com", { role: "roles/iam.serviceAccountViewer" }),
            ],
        },
        "a person, whose environment nobody knows": { given: [grant("user:test@example.com")] },
        "an account of another environment": {
            given: [
                grant("serviceAccount:app@acme-dev.iam.gserviceaccount.com", {
                    serviceAccountId: "projects/acme-dev/serviceAccounts/deploy@acme-dev.iam.gserviceaccount.com",
                }),
            ],
        },
        "a reader of a project": {
            given: [
                {
                    type: "gcp:projects/iAMMember:IAMMember",
                    inputs: {
                        project: "acme-prod",
                        role: "roles/logging.viewer",
                        member: "serviceAccount:ci@acme-dev.iam.gserviceaccount.com",
                    },
                },
            ],
        },
    },
    cannotDecide: {
        "a trust that is not known yet": {
            given: [{ type: ROLE, name: "orders-prod", inputs: { assumeRolePolicy: UNKNOWN } }],
            says: ["`assumeRolePolicy` is not known before the deployment."],
        },
    },
});
