import { expect, test } from "vitest";
import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/gcp/federation-trust/no-wide-federated-grant";
import { describeRule, run } from "../../../harness/describe-rule";

const at = (pool: string, which: string, kind = "principalSet") =>
    `${kind}://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/${pool}/${which}`;
const staff = (which: string) => `principalSet://iam.googleapis.com/locations/global/workforcePools/staff/${which}`;
const member = (name: unknown, inputs = {}, sources = {}) => ({
    type: "gcp:serviceaccount/iAMMember:IAMMember",
    inputs: { serviceAccountId: "sa", role: "roles/iam.workloadIdentityUser", member: name, ...inputs },
    sources,
});
const project = (role: string, name: string) => ({
    type: "gcp:projects/iAMMember:IAMMember",
    inputs: { project: "p", role, member: name },
});
const pool = {
    type: "gcp:iam/workloadIdentityPool:WorkloadIdentityPool",
    name: "pool",
    inputs: { workloadIdentityPoolId: "ci" },
};
const provider = (attributeCondition?: unknown, inputs = {}, sources = {}) => ({
    type: "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider",
    inputs: {
        workloadIdentityPoolId: "ci",
        oidc: { issuerUri: "https://token.actions.githubusercontent.com" },
        attributeMapping: {
            "google.subject": "assertion.sub",
            "attribute.env": "assertion.environment",
            "attribute.org": "assertion.repository_owner_id",
            "attribute.repo": "assertion.repository",
            "attribute.ref": "assertion.repository + assertion.ref",
        },
        attributeCondition,
        ...inputs,
    },
    sources,
});
const ofPool = (name: string) => [`\`${name}\` is every workload that the pool lets in.`];
const ofTenant = (name: string) => [`\`${name}\` is every workload of a tenant.`];
const ofAnyJob = (name: string) => [`\`${name}\` is every job with a value that whoever starts one chooses.`];
const ALL = at("ci", "*");
const OWNER = "assertion.repository_owner_id == '123'";
const ONE = "assertion.repository_id == '20300177'";

describeRule(rule, {
    denies: {
        "all of a pool": { given: [member(ALL)], says: ofPool(ALL) },
        "all of a pool in a binding, past one of its subjects": {
            given: [
                {
                    type: "gcp:serviceaccount/iAMBinding:IAMBinding",
                    inputs: {
                        role: "roles/iam.serviceAccountTokenCreator",
                        members: [at("ci", "subject/a", "principal"), ALL],
                    },
                },
            ],
            says: ofPool(ALL),
        },
        "all of a pool in a policy": {
            given: [
                {
                    type: "gcp:serviceaccount/iAMPolicy:IAMPolicy",
                    inputs: {
                        policyData: JSON.stringify({
                            bindings: [{ role: "roles/iam.workloadIdentityUser", members: [ALL] }],
                        }),
                    },
                },
            ],
            says: ofPool(ALL),
        },
        "all of a pool in a project": { given: [project("roles/run.admin", ALL)], says: ofPool(ALL) },
        "all of a pool whose provider lets in an organization": {
            given: [pool, provider(OWNER), member(ALL)],
            says: ofPool(ALL),
        },
        "all of a pool whose provider lets in a prefix of repositories": {
            given: [pool, provider("assertion.repository.startsWith('acme/')"), member(ALL)],
            says: ofPool(ALL),
        },
        "all of a pool, of which one provider names a repository and another does not": {
            given: [pool, provider(ONE), { ...provider(OWNER), name: "other" }, member(ALL)],
            says: ofPool(ALL),
        },
        "all of a pool with the narrow provider in another": {
            given: [provider(ONE, { workloadIdentityPoolId: "other" }), member(ALL)],
            says: ofPool(ALL),
        },
        "all of a pool of AWS": {
            given: [provider(undefined, { oidc: undefined, aws: { accountId: "123456789012" } }), member(ALL)],
            says: ofPool(ALL),
        },
        "all repositories of an owner": {
            given: [member(at("ci", "attribute.repository_owner/acme"))],
            says: ofTenant(at("ci", "attribute.repository_owner/acme")),
        },
        "all of an account of AWS": {
            given: [member(at("aws", "attribute.aws_account/123456789012"))],
            says: ofTenant(at("aws", "attribute.aws_account/123456789012")),
        },
        "all jobs of a branch": {
            given: [member(at("ci", "attribute.ref/refs/heads/main"))],
            says: ofAnyJob(at("ci", "attribute.ref/refs/heads/main")),
        },
        "an owner by the mapping of the provider": {
            given: [provider(OWNER), member(at("ci", "attribute.org/123"))],
            says: ofTenant(at("ci", "attribute.org/123")),
        },
        "an environment by the mapping of the provider": {
            given: [provider(OWNER), member(at("ci", "attribute.env/live"))],
            says: ofAnyJob(at("ci", "attribute.env/live")),
        },
        "every pod of a cluster": {
            given: [member(at("p.svc.id.goog", "kubernetes.cluster/https://container.googleapis.com/v1/x"))],
            says: [
                `\`${at("p.svc.id.goog", "kubernetes.cluster/https://container.googleapis.com/v1/x")}\` is every pod of a cluster.`,
            ],
        },
        "everyone of a workforce pool as a service account": {
            given: [member(staff("*"))],
            says: [`\`${staff("*")}\` is everyone whom the pool lets in.`],
        },
        "all of a pool, with a condition of the wrong kind": { given: [provider(1), member(ALL)], says: ofPool(ALL) },
        "all of a pool, of which one provider is known to let in an organization": {
            given: [{ ...provider(UNKNOWN), name: "a" }, { ...provider(OWNER), name: "b" }, member(ALL)],
            says: ofPool(ALL),
        },
        "all of a pool beside a provider of no pool that can be read": {
            given: [provider(ONE, { workloadIdentityPoolId: [] }), member(ALL)],
            says: ofPool(ALL),
        },
        "all repositories of an owner, past a mapping that is not known yet": {
            given: [
                { ...provider(OWNER, { attributeMapping: { "attribute.org": UNKNOWN } }), name: "a" },
                { ...provider(OWNER), name: "b" },
                member(at("ci", "attribute.org/123")),
            ],
            says: ofTenant(at("ci", "attribute.org/123")),
        },
        "a member of the wrong kind": { given: [member(1)], says: ["`member` is not a text."] },
    },
    allows: {
        "a subject": { given: [member(at("ci", "subject/repo:acme/shop:ref:refs/heads/main", "principal"))] },
        // The form of google-github-actions/auth, and of Google's own guide.
        "a repository": { given: [member(at("ci", "attribute.repository/acme/shop"))] },
        "a repository by the mapping of the provider": {
            given: [provider(OWNER), member(at("ci", "attribute.repo/acme/shop"))],
        },
        "an attribute that is more than its name says": {
            given: [provider(OWNER), member(at("ci", "attribute.ref/acme/shoprefs/heads/main"))],
        },
        "a role of AWS": {
            given: [member(at("aws", "attribute.aws_role/arn:aws:sts::123456789012:assumed-role/deploy"))],
        },
        "an attribute of one's own": { given: [member(at("ci", "attribute.environment/live"))] },
        "a group": { given: [member(at("ci", "group/deployers"))] },
        "a service account of a cluster": { given: [member("serviceAccount:p.svc.id.goog[shop/web]")] },
        "a namespace of a cluster": { given: [member(at("p.svc.id.goog", "namespace/shop"))] },
        "all of a pool whose one provider lets in one repository": { given: [pool, provider(ONE), member(ALL)] },
        "all of a pool whose provider calls one reusable workflow": {
            given: [
                provider(`${OWNER} && assertion.job_workflow_ref == 'acme/ci/.github/workflows/a.yml@refs/heads/main'`),
                member(ALL),
            ],
        },
        "all of a pool for one role of AWS": {
            given: [
                provider("attribute.aws_role == 'arn:aws:sts::1:assumed-role/deploy'", { oidc: undefined, aws: {} }),
                member(ALL),
            ],
        },
        "an owner in a pool for two repositories": {
            given: [provider("assertion.repository in ['acme/a', 'acme/b']"), member(at("ci", "attribute.org/123"))],
        },
        "all of a pool reading what a project has": { given: [project("roles/artifactregistry.reader", ALL)] },
        "everyone of a workforce pool in a project": {
            given: [project("roles/serviceusage.serviceUsageConsumer", staff("*"))],
        },
        "a department of a workforce pool": { given: [member(staff("attribute.department/sre"))] },
        "people and service accounts": {
            given: [member("user:a@example.com"), member("serviceAccount:a@p.iam.gserviceaccount.com")],
        },
        "a member made from a service account that is not there yet": {
            given: [
                { type: "gcp:serviceaccount/account:Account", name: "sa", inputs: { accountId: "sa" } },
                member(UNKNOWN, {}, { member: ["sa"] }),
            ],
        },
        "a member made from a pool that is not there yet, for one repository": {
            given: [
                pool,
                provider(ONE, { workloadIdentityPoolId: UNKNOWN }, { workloadIdentityPoolId: ["pool"] }),
                member(UNKNOWN, {}, { member: ["pool"] }),
            ],
        },
    },
    cannotDecide: {
        "a member made from a pool that is not there yet": {
            given: [pool, provider(OWNER), member(UNKNOWN, {}, { member: ["pool"] })],
            says: ["`member` is not known before the deployment."],
        },
        "a member made from nothing that is known": {
            given: [member(UNKNOWN)],
            says: ["`member` is not known before the deployment."],
        },
        "an attribute by a mapping that is not known yet": {
            given: [
                provider(OWNER, { attributeMapping: { "attribute.org": UNKNOWN } }),
                member(at("ci", "attribute.org/123")),
            ],
            says: ["`attributeMapping.attribute.org` is not known before the deployment."],
        },
        "all of a pool whose provider has a condition that is not known yet": {
            given: [provider(UNKNOWN), member(ALL)],
            says: ["`attributeCondition` is not known before the deployment."],
        },
    },
});

test("the grant is at fault, whatever else is judged", () => {
    const found = run(rule, {
        given: [member("user:a@example.com"), pool, provider(OWNER), { ...member(ALL), name: "wide" }],
    });
    expect(found.map(({ urn }) => urn)).toEqual([expect.stringMatching(/::wide$/)]);
});
