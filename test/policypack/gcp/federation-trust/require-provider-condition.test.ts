import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/gcp/federation-trust/require-provider-condition";
import { describeRule } from "../../../harness/describe-rule";

const provider = (inputs: Record<string, unknown>) => [
    { type: "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider", inputs },
];
const GITHUB = "https://token.actions.githubusercontent.com";
const github = (attributeCondition: unknown, attributeMapping = {}) =>
    provider({ oidc: { issuerUri: GITHUB }, attributeMapping, attributeCondition });
const from = (issuerUri: unknown, attributeCondition?: unknown) => provider({ oidc: { issuerUri }, attributeCondition });
const open = (issuer: string) => [`Any tenant of \`${issuer}\` is let in: no attribute condition names one.`];
const mapping = {
    "attribute.owner": "assertion.repository_owner",
    "google.subject": "assertion.sub",
    "attribute.ref": "assertion.ref",
};

describeRule(rule, {
    denies: {
        "no condition": { given: github(undefined), says: open(GITHUB) },
        "an empty condition": { given: github(" "), says: open(GITHUB) },
        "a condition that says nothing": { given: github("true"), says: open(GITHUB) },
        // Checkov CKV_GCP_125 passes this one.
        "a fixed subject behind an alternative": {
            given: github("assertion.sub == 'repo:o/r:ref:refs/heads/main' || true"),
            says: open(GITHUB),
        },
        "a claim compared with itself": {
            given: github("assertion.repository == assertion.repository"),
            says: open(GITHUB),
        },
        "all but one owner": { given: github("assertion.repository_owner != 'evil'"), says: open(GITHUB) },
        "a claim that every tenant can set": { given: github("assertion.ref == 'refs/heads/main'"), says: open(GITHUB) },
        "a mapped attribute that every tenant can set": {
            given: github("attribute.ref == 'refs/heads/main'", mapping),
            says: open(GITHUB),
        },
        "a prefix that all subjects have": { given: github("assertion.sub.startsWith('repo:')"), says: open(GITHUB) },
        "a prefix that others can register": {
            given: github("assertion.repository.startsWith('my-org')"),
            says: open(GITHUB),
        },
        "a suffix": { given: github("assertion.repository.endsWith('/infra')"), says: open(GITHUB) },
        "a pattern with no beginning": { given: github("assertion.repository.matches('my-org/.*')"), says: open(GITHUB) },
        "what cannot be parsed": { given: github("assertion.repository =="), says: open(GITHUB) },
        "GitLab.com": { given: from("https://gitlab.com"), says: open("https://gitlab.com") },
        "HCP Terraform, with a slash": { given: from("https://app.terraform.io/"), says: open("https://app.terraform.io/") },
        "Pulumi Cloud": { given: from("https://api.pulumi.com/oidc", "true"), says: open("https://api.pulumi.com/oidc") },
        "an audience of Pulumi Cloud that anyone can choose": {
            given: provider({ oidc: { issuerUri: "https://api.pulumi.com/oidc/v2", allowedAudiences: ["gcp:acme"] } }),
            says: open("https://api.pulumi.com/oidc/v2"),
        },
        "a disabled provider": {
            given: provider({ oidc: { issuerUri: GITHUB }, disabled: true }),
            says: open(GITHUB),
        },
        "an own issuer, when every provider needs a condition": {
            given: from("https://oidc.example.com", "true"),
            options: { everyProvider: true },
            says: ["No attribute condition compares a claim with a fixed value."],
        },
        "an AWS account, when every provider needs a condition": {
            given: provider({ aws: { accountId: "123456789012" } }),
            options: { everyProvider: true },
            says: ["No attribute condition compares a claim with a fixed value."],
        },
        "an issuer of the wrong kind": { given: from(42), says: ["`oidc.issuerUri` is not a text."] },
        "a condition of the wrong kind": { given: github(true), says: ["`attributeCondition` is not a text."] },
    },
    allows: {
        // Checkov CKV_GCP_125 fails the next two, which Google recommends.
        "one repository": { given: github("assertion.repository == 'o/r'") },
        "one owner by number": {
            given: github("assertion.repository_owner_id == '123' && assertion.ref == 'refs/heads/main'"),
        },
        "one subject": { given: github("'repo:o/r:environment:production' == assertion.sub") },
        "several repositories": { given: github("assertion.repository in ['o/a', 'o/b']") },
        "one of two owners": {
            given: github(
                "assertion.repository_owner == 'a' || (assertion.repository_owner == 'b' && assertion.ref_type == 'tag')",
            ),
        },
        "all but the others, twice negated": { given: github("!(assertion.repository_owner != 'o')") },
        "a whole owner as prefix": { given: github("assertion.sub.startsWith('repo:o/')") },
        "a whole owner as pattern": { given: github("assertion.repository.matches('^my-org/.*$')") },
        "a claim by key": { given: github('assertion["repository_owner"] == "o"') },
        "a piece of a claim": { given: github("assertion.sub.extract('repo:{owner}/') == 'o'") },
        "a mapped attribute": { given: github("attribute.owner == 'o'", mapping) },
        "the mapped subject": { given: github("google.subject == 'repo:o/r:ref:refs/heads/main'", mapping) },
        nobody: { given: github("false") },
        "one group of GitLab.com": { given: from("https://gitlab.com", "assertion.namespace_id == '42'") },
        "one organization of HCP Terraform": {
            given: from("https://app.terraform.io", "assertion.terraform_organization_id == 'org-x'"),
        },
        "one organization of Pulumi Cloud": {
            given: from("https://api.pulumi.com/oidc", 'assertion["https://pulumi.com/org"] == "acme"'),
        },
        "one organization of Pulumi Cloud, by the audience that nobody can choose": {
            given: provider({ oidc: { issuerUri: "https://api.pulumi.com/oidc", allowedAudiences: ["gcp:acme"] } }),
        },
        "an issuer of one tenant": { given: from("https://gitlab.example.com") },
        "an AWS account": { given: provider({ aws: { accountId: "123456789012" } }) },
        "an own SAML provider": { given: provider({ saml: { idpMetadataXml: "<xml/>" } }) },
        "an own CA": { given: provider({ x509: { trustStore: {} } }) },
        "an AWS role, when every provider needs a condition": {
            given: provider({ aws: { accountId: "123456789012" }, attributeCondition: "attribute.aws_role == 'deployer'" }),
            options: { everyProvider: true },
        },
    },
    cannotDecide: {
        "an issuer that is not known yet": {
            given: from(UNKNOWN),
            says: ["`oidc.issuerUri` is not known before the deployment."],
        },
        "a condition that is not known yet": {
            given: github(`assertion.repository_owner_id == '${UNKNOWN}'`),
            says: ["`attributeCondition` is not known before the deployment."],
        },
        "a mapping that is not known yet": {
            given: github("attribute.owner == 'o'", { "attribute.owner": UNKNOWN }),
            says: ["`attributeMapping.attribute.owner` is not known before the deployment."],
        },
    },
});
