import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/gcp/federation-trust/require-immutable-claim";
import { describeRule } from "../../../harness/describe-rule";

const provider = (issuerUri: unknown, attributeCondition?: unknown, attributeMapping = {}) => [
    {
        type: "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider",
        inputs: { oidc: { issuerUri }, attributeCondition, attributeMapping },
    },
];
const GITHUB = "https://token.actions.githubusercontent.com";
const github = (condition?: unknown, mapping = {}) => provider(GITHUB, condition, mapping);
const named = (name: string, id: string) => [
    `The tenant is named by \`${name}\`, which others can take when it is given up; \`${id}\` stays.`,
];

describeRule(rule, {
    denies: {
        "the name of an owner": {
            given: github("assertion.repository_owner == 'acme'"),
            says: named("repository_owner", "repository_owner_id"),
        },
        "the name of a repository": {
            given: github("assertion.repository == 'acme/shop' && assertion.ref == 'refs/heads/main'"),
            says: named("repository", "repository_id"),
        },
        "a name by its mapping": {
            given: github("attribute.owner == 'acme'", { "attribute.owner": "assertion.repository_owner" }),
            says: named("repository_owner", "repository_owner_id"),
        },
        "a name or an id": {
            given: github(
                "assertion.repository_owner == 'acme' && (assertion.repository_id == '1' || assertion.ref == 'x')",
            ),
            says: named("repository_owner", "repository_owner_id"),
        },
        "the path of a group": {
            given: provider("https://gitlab.com", "assertion.namespace_path == 'acme'"),
            says: named("namespace_path", "namespace_id"),
        },
        "the name of an organization of HCP Terraform": {
            given: provider("https://app.terraform.io", "assertion.terraform_organization_name == 'acme'"),
            says: named("terraform_organization_name", "terraform_organization_id"),
        },
        "an address of mail": {
            given: provider("https://accounts.google.com", "assertion.email == 'a@example.com'"),
            says: named("email", "sub"),
        },
        "the slug of an organization of Buildkite": {
            given: provider("https://agent.buildkite.com", "assertion.organization_slug == 'acme'"),
            says: named("organization_slug", "organization_id"),
        },
    },
    allows: {
        // Google recommends both forms; the id is the one that nobody can take over.
        "the id of an owner": { given: github("assertion.repository_owner_id == '123'") },
        "the name of a repository with the id of its owner": {
            given: github("assertion.repository == 'acme/shop' && assertion.repository_owner_id == '123'"),
        },
        // checkov#6983, #5423: this is good, and has no id beside it.
        "a subject": { given: github("assertion.sub == 'repo:acme/shop:environment:live'") },
        "no condition, which another rule judges": { given: github() },
        "a condition that names no tenant, which another rule judges": {
            given: github("assertion.ref == 'refs/heads/main'"),
        },
        "a condition that is never true": { given: github("false") },
        "an issuer of one tenant": { given: provider("https://gitlab.example.com", "assertion.namespace_path == 'acme'") },
        "an AWS account": {
            given: [
                {
                    type: "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider",
                    inputs: { aws: { accountId: "123456789012" } },
                },
            ],
        },
    },
    cannotDecide: {
        "a condition that is not known yet": {
            given: github(UNKNOWN),
            says: ["`attributeCondition` is not known before the deployment."],
        },
    },
});
