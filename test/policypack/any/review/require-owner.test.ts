import rule from "../../../../policypack/any/review/require-owner";
import { githubTrust, policyOf, serviceTrust } from "../../../../policypack/facts/aws-documents";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const ROLE = "aws:iam/role:Role";
const SECRET = "aws:secretsmanager/secret:Secret";
const ACCOUNT = "gcp:serviceaccount/account:Account";
const assumeRolePolicy = serviceTrust("lambda.amazonaws.com");
const allow = (Action: unknown, Resource: unknown = "*", more = {}) => ({ Effect: "Allow", Action, Resource, ...more });
const role = (...statements: object[]) => ({
    type: ROLE,
    name: "deploy",
    inputs: { assumeRolePolicy, inlinePolicies: [{ name: "own", policy: policyOf(...statements) }] },
});
const withTags = (resource: { inputs: object }, tags: unknown) => ({
    ...resource,
    type: ROLE,
    inputs: { ...resource.inputs, tags },
});
const until = (end: string) => ({ Condition: { DateLessThan: { "aws:CurrentTime": end } } });
const secret = (tags: unknown) => ({ type: SECRET, name: "database", inputs: { tags } });
const provider = (inputs: object) => ({ type: "pulumi:providers:aws", name: "default", inputs: { ...inputs } });
const account = (inputs = {}, name = "build") => ({ type: ACCOUNT, name, inputs: { accountId: name, ...inputs } });
const key = {
    type: "gcp:serviceaccount/key:Key",
    name: "key",
    inputs: { serviceAccountId: UNKNOWN },
    sources: { serviceAccountId: ["build"] },
};
const grant = (role: string, more = {}) => ({
    type: "gcp:projects/iAMMember:IAMMember",
    name: "grant",
    inputs: { project: "example", role, member: UNKNOWN, ...more },
    sources: { member: ["build"] },
});
const managed = (name: string) => ({
    type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    name: "attachment",
    inputs: { role: UNKNOWN, policyArn: `arn:aws:iam::aws:policy/${name}` },
    sources: { role: ["deploy"] },
});
const plain = role(allow("s3:GetObject", "arn:aws:s3:::reports/*"));

describeRule(rule, {
    denies: {
        "a user, whatever the user may do": {
            given: [{ type: "aws:iam/user:User", inputs: {} }],
            says: ["This IAM user has no owner."],
        },
        "an administrator by a wildcard": { given: [role(allow("*"))], says: ["This privileged role has no owner."] },
        "an administrator by a policy of AWS": {
            given: [plain, managed("AdministratorAccess")],
            says: ["This privileged role has no owner."],
        },
        "who can become an administrator": {
            given: [role(allow("iam:PutRolePolicy"))],
            says: ["This privileged role has no owner."],
        },
        "one for the next minute": {
            given: [role(allow("*", "*", until("2026-01-15T12:01:00Z")))],
            says: ["This privileged role has no owner."],
        },
        "a permission set of administrators": {
            given: [
                {
                    type: "aws:ssoadmin/permissionSet:PermissionSet",
                    name: "set",
                    inputs: { instanceArn: "arn:aws:sso:::instance/i" },
                },
                {
                    type: "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment",
                    inputs: { permissionSetArn: UNKNOWN, managedPolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
                    sources: { permissionSetArn: ["set"] },
                },
            ],
            says: ["This privileged permission set has no owner."],
        },
        "a role for emergencies, by its name or path": {
            given: [
                { ...plain, name: "BreakGlass" },
                { type: ROLE, name: "repair", inputs: { assumeRolePolicy, path: "/jit/break-glass/" } },
            ],
            says: ["This break-glass role has no owner.", "This break-glass role has no owner."],
        },
        "secrets of both clouds": {
            given: [
                secret(undefined),
                { type: "aws:ssm/parameter:Parameter", inputs: { type: "SecureString" } },
                { type: "gcp:secretmanager/secret:Secret", inputs: { secretId: "webhook" } },
                {
                    type: "gcp:secretmanager/regionalSecret:RegionalSecret",
                    inputs: { secretId: "webhook", location: "europe-west1" },
                },
            ],
            says: [
                "This secret has no owner.",
                "This secret parameter has no owner.",
                "This secret has no owner.",
                "This secret has no owner.",
            ],
        },
        "a service account with a key": { given: [account(), key], says: ["This service account with a key has no owner."] },
        "a service account that is an administrator": {
            given: [account(), grant("roles/owner")],
            says: ["This privileged service account has no owner."],
        },
        "a service account that can become one": {
            given: [
                account(),
                grant("projects/example/roles/deployer"),
                {
                    type: "gcp:projects/iAMCustomRole:IAMCustomRole",
                    inputs: { project: "example", roleId: "deployer", title: "d", permissions: ["iam.roles.update"] },
                },
            ],
            says: ["This privileged service account has no owner."],
        },
        "an empty owner": { given: [secret({ owner: "" })], says: ["This secret has a placeholder for an owner."] },
        "a placeholder": {
            given: [secret({ Owner: "TBD" }), { ...secret({ owner: "n/a" }), name: "other" }],
            says: ["This secret has a placeholder for an owner.", "This secret has a placeholder for an owner."],
        },
        "a name that is not asked for": {
            given: [secret({ owner: "jo" })],
            options: { owner: ["cost-centre"] },
            says: ["This secret has no owner."],
        },
        "an owner whom the provider of the other cloud writes": {
            given: [
                { type: "gcp:secretmanager/secret:Secret", inputs: { secretId: "webhook" } },
                provider({ defaultTags: { tags: { owner: "payments" } } }),
            ],
            says: ["This secret has no owner."],
        },
        "an owner that is not written after all": { given: [secret({ owner: null })], says: ["This secret has no owner."] },
        "whatever a provider that cannot be read may write": {
            given: [
                secret({}),
                provider({ defaultTags: 42 }),
                { ...provider({ defaultTags: { tags: [] } }), name: "other" },
            ],
            says: ["This secret has no owner."],
        },
        "an owner of another kind": {
            given: [secret({ owner: ["jo"] })],
            says: ["`tags.owner` is not a text."],
        },
    },
    allows: {
        "an owner, however the name is spelt": {
            given: ["owner", "Owner", "OWNED_BY", "acme:service-owner", "ownerEmail", "acme/Team"].map((name) => ({
                ...secret({ [name]: "payments@example.com" }),
                name,
            })),
        },
        "an owner beside a placeholder": { given: [secret({ contact: "", owner: "payments" })] },
        "an owner who is not known yet": { given: [secret({ owner: UNKNOWN })] },
        "a privileged role with an owner": { given: [withTags(role(allow("*")), { owner: "platform" })] },
        "an owner whom the provider writes": {
            given: [secret(undefined), provider({ defaultTags: { tags: { Owner: "payments" } } })],
        },
        "the same from a configuration": { given: [secret({}), provider({ defaultTags: '{"tags":{"Owner":"payments"}}' })] },
        "an owner whom the provider of Google Cloud writes": {
            given: [
                { type: "gcp:secretmanager/secret:Secret", inputs: { secretId: "webhook" } },
                { type: "pulumi:providers:gcp", name: "default", inputs: { defaultLabels: '{"owner":"payments"}' } },
            ],
        },
        "a role of one function": { given: [plain] },
        "a role for CI that reads": {
            given: [
                {
                    ...plain,
                    inputs: {
                        assumeRolePolicy: githubTrust({ StringEquals: { sub: "repo:acme/shop:ref:refs/heads/main" } }),
                    },
                },
                managed("ReadOnlyAccess"),
            ],
        },
        "an administrator whose time is over": { given: [role(allow("*", "*", until("2026-01-15T11:59:59Z")))] },
        "a role with tags that are not known yet, when it is not privileged": { given: [withTags(plain, UNKNOWN)] },
        "a parameter that is no secret": { given: [{ type: "aws:ssm/parameter:Parameter", inputs: { type: "String" } }] },
        "a secret that has ended": {
            given: [
                { type: "gcp:secretmanager/secret:Secret", inputs: { secretId: "a", expireTime: "2026-01-15T12:00:00Z" } },
            ],
        },
        "a service account without a key": { given: [account(), { ...key, sources: { serviceAccountId: ["other"] } }] },
        "a service account that may do little": { given: [account(), grant("roles/run.invoker")] },
        "a service account whose description says who": {
            given: [account({ description: "Owner: payments@example.com. Review: 90d." }), key],
        },
    },
    cannotDecide: {
        "tags that are not known yet": {
            given: [secret(UNKNOWN)],
            says: ["`tags` is not known before the deployment."],
        },
        "tags of a provider that are not known yet": {
            given: [secret({}), provider({ defaultTags: UNKNOWN })],
            says: ["`defaultTags` is not known before the deployment."],
        },
    },
});
