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
const people = (inputs: Record<string, unknown>) => [
    { type: "gcp:iam/workforcePoolProvider:WorkforcePoolProvider", inputs },
];
// A certificate of which no more is needed than the name that stands in it.
const anchored = (authority: string, attributeCondition?: unknown) => {
    const base64 = Buffer.from(`\x31\x0b ${authority} \x30`).toString("base64");
    const pemCertificate = `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----`;
    return provider({ x509: { trustStore: { trustAnchors: [{ pemCertificate }] } }, attributeCondition });
};
const confidential = (attributeCondition: string) =>
    from("https://confidentialcomputing.googleapis.com", attributeCondition);
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
        "a word before names of Pulumi": {
            given: from("https://api.pulumi.com/oidc", "assertion.sub.startsWith('pulumi:deploy:')"),
            says: open("https://api.pulumi.com/oidc"),
        },
        "a pattern with a character that stands for any": {
            given: github("assertion.repository.matches('^my.org/.*')"),
            says: open(GITHUB),
        },
        "a pattern of which one alternative is open": {
            given: github("assertion.repository.matches('^my-org/a|shop')"),
            says: open(GITHUB),
        },
        "one of a list, or of no tenant": {
            given: github("['a', assertion.repository_owner].exists(owner, owner == assertion.repository_owner)"),
            says: open(GITHUB),
        },
        "the plain spelling of the issuer": {
            given: from("http://token.actions.githubusercontent.com"),
            says: open("http://token.actions.githubusercontent.com").map((said) =>
                said.replace("`http://token.actions.githubusercontent.com`", "(an unusual issuer, not shown)"),
            ),
        },
        "Buildkite, by the slug of a pipeline that others have too": {
            given: from("https://agent.buildkite.com", "assertion.pipeline_slug == 'deploy'"),
            says: open("https://agent.buildkite.com"),
        },
        "HCP Terraform, by the name of a workspace that others have too": {
            given: from("https://app.terraform.io", "assertion.terraform_workspace_name == 'live'"),
            says: open("https://app.terraform.io"),
        },
        "Entra ID for any tenant": {
            given: from("https://login.microsoftonline.com/common/v2.0"),
            says: open("https://login.microsoftonline.com/common/v2.0"),
        },
        "Confidential Space, by what all of it is": {
            given: confidential(
                "assertion.swname == 'CONFIDENTIAL_SPACE' && 'STABLE' in assertion.submods.confidential_space.support_attributes",
            ),
            says: open("https://confidentialcomputing.googleapis.com"),
        },
        "people with any Google account": {
            given: people({ oidc: { issuerUri: "https://accounts.google.com", clientId: "1" }, attributeCondition: "true" }),
            says: open("https://accounts.google.com"),
        },
        "certificates of a public authority": {
            given: anchored("Let's Encrypt"),
            says: ["Anyone to whom Let's Encrypt gives a certificate is let in by `x509.trustStore.trustAnchors[0]`."],
        },
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
        "a mapped answer to whether it is one of some groups": {
            given: provider({
                oidc: { issuerUri: "https://gitlab.com" },
                attributeMapping: { "attribute.ours": "assertion.namespace_id in ['42', '43'] ? '1' : '0'" },
                attributeCondition: "attribute.ours == '1'",
            }),
        },
        // checkov#7005
        "one repository by number": { given: github("assertion.repository_id == '20300177'") },
        "the mapped subject": { given: github("google.subject == 'repo:o/r:ref:refs/heads/main'", mapping) },
        "one of some repositories, as a pattern": { given: github("assertion.repository.matches('^my-org/(a|b)$')") },
        "one of some owners, as a pattern": { given: github("assertion.repository.matches('^(org-a/|org-b/)')") },
        "one of some repositories, by a macro": {
            given: github("['o/a', 'o/b'].exists(name, name == assertion.repository)"),
        },
        "an owner named as a kind of subject": { given: github("assertion.sub.startsWith('repo:pulumi/')") },
        "people of one tenant, whatever the condition": {
            given: people({
                oidc: { issuerUri: "https://login.microsoftonline.com/826602fe-2101-470c-9d71-ee1343668989/v2.0" },
                attributeCondition: "true",
            }),
        },
        "people of one domain of Google": {
            given: people({
                oidc: { issuerUri: "https://accounts.google.com" },
                attributeCondition: "assertion.hd == 'example.com'",
            }),
        },
        "people of an own SAML provider": { given: people({ saml: { idpMetadataXml: "<xml/>" } }) },
        "Confidential Space with one service account": {
            given: confidential(
                "assertion.swname == 'CONFIDENTIAL_SPACE' && 'a@p.iam.gserviceaccount.com' in assertion.google_service_accounts",
            ),
        },
        "Confidential Space with one image": {
            given: confidential("assertion.submods.container.image_digest == 'sha256:0a1b'"),
        },
        "Confidential Space with one signer": {
            given: confidential(
                "['ECDSA_P256_SHA256:0a1b'].exists(key, key in assertion.submods.container.image_signatures.map(s, s.signature_algorithm + ':' + s.key_id))",
            ),
        },
        "a group of a tenant of Entra ID": {
            given: from("https://sts.windows.net/826602fe", "'e968c2ef' in assertion.groups"),
        },
        "an organization of CircleCI, Bitbucket or Azure DevOps, each with an issuer of its own": {
            given: [
                ...from("https://oidc.circleci.com/org/0a1b"),
                ...from("https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc"),
                ...from("https://vstoken.dev.azure.com/0a1b"),
            ],
        },
        "a cluster": { given: from("https://oidc.eks.eu-west-1.amazonaws.com/id/0A1B") },
        "certificates of one's own authority": { given: anchored("Example Root") },
        "certificates of a public authority for one name": {
            given: anchored("Let's Encrypt", "assertion.subject.dn.cn == 'backup.example.com'"),
        },
        "an id, whatever else is compared": {
            given: github(`attribute.env == 'live' && assertion.repository_owner_id == '123'`, { "attribute.env": UNKNOWN }),
        },
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
