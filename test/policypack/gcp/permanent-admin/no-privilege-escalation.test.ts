import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/gcp/permanent-admin/no-privilege-escalation";
import { describeRule } from "../../../harness/describe-rule";

const GROUP = "group:deployers@example.com";
const PASS = "iam.serviceAccounts.actAs";
const condition = (expression: unknown) => ({ title: "ends", expression });
const ENDS = condition('request.time < timestamp("2026-01-15T20:00:00Z")');

const custom = (name: string, permissions: unknown, more: object = {}) => ({
    type: "gcp:projects/iAMCustomRole:IAMCustomRole",
    name,
    inputs: { project: "example", roleId: name, title: name, permissions, ...more },
});
const member = (name: string, role: string, more: object = {}) => ({
    type: "gcp:projects/iAMMember:IAMMember",
    name,
    inputs: { project: "example", role, member: GROUP, ...more },
});
const own = (id: string) => `projects/example/roles/${id}`;
const account = (name: string, more: object = {}) => ({
    type: "gcp:serviceaccount/account:Account",
    name,
    inputs: { accountId: name, ...more },
});
const alone = (permission: string, who = `\`${GROUP}\``, path = "rhino-20") =>
    `${who} can raise its own rights: it has \`${permission}\` by the custom role \`role\` (path ${path}).`;
const SET = "resourcemanager.projects.setIamPolicy";
const JOB = ["run.jobs.create", "run.jobs.run"];

const only = (role: string) =>
    condition(`api.getAttribute("iam.googleapis.com/modifiedGrantsByRole", []).hasOnly(["${role}"])`);

describeRule(rule, {
    denies: {
        "the policy of a project, when the roles that may be given are named, and one makes an administrator": {
            given: [custom("role", [SET]), member("grant", own("role"), { condition: only("roles/iam.securityAdmin") })],
            says: [alone(SET)],
        },
        "what else a role carries that may give named roles only": {
            given: [
                custom("role", [SET, "iam.roles.update"]),
                member("grant", own("role"), { condition: only("roles/cloudsql.viewer") }),
            ],
            says: [alone("iam.roles.update", undefined, "rhino-03")],
        },
        "a custom role that changes who may do what": {
            given: [custom("role", [SET, "logging.logEntries.create"]), member("grant", own("role"))],
            says: [alone(SET)],
        },
        "one that is given to several, once for each": {
            given: [
                custom("role", [SET]),
                {
                    type: "gcp:projects/iAMBinding:IAMBinding",
                    inputs: { project: "example", role: own("role"), members: [GROUP, "user:ada@example.com", "allUsers"] },
                },
            ],
            says: [alone(SET), alone(SET, "`user:ada@example.com`")],
        },
        "one in a whole policy": {
            given: [
                custom("role", [SET]),
                {
                    type: "gcp:folder/iAMPolicy:IAMPolicy",
                    inputs: {
                        folder: "folders/1",
                        policyData: JSON.stringify({ bindings: [{ role: own("role"), members: [GROUP] }] }),
                    },
                },
            ],
            says: [alone(SET)],
        },
        "one whose name is not known yet, to an account whose address is not known yet": {
            given: [
                custom("role", [SET]),
                account("app"),
                {
                    ...member("grant", UNKNOWN, { member: UNKNOWN }),
                    sources: { role: ["role"], member: ["app"] },
                },
            ],
            says: [alone(SET, "The service account `app`")],
        },
        "one beside a policy that is not known yet": {
            given: [
                custom("role", [SET]),
                member("grant", own("role")),
                { type: "gcp:projects/iAMPolicy:IAMPolicy", name: "all", inputs: { project: "p", policyData: UNKNOWN } },
            ],
            says: [alone(SET)],
        },
        "one beside what cannot be read, and its like in another project": {
            given: [
                custom("role", [SET]),
                member("grant", own("role")),
                member("twin", own("role"), { project: "other" }),
                { type: "gcp:projects/iAMMember:IAMMember", name: "odd", inputs: 5 as unknown as Record<string, unknown> },
                { type: "gcp:projects/iAMCustomRole:IAMCustomRole", name: "z", inputs: { ...custom("role", []).inputs } },
            ],
            says: [alone(SET)],
        },
        "halves of an account whose address is known, by reference": {
            given: [
                custom("pass", [PASS]),
                custom("job", JOB),
                account("app"),
                {
                    ...member("a", own("job"), { member: "serviceAccount:app@example.iam.gserviceaccount.com" }),
                    sources: { member: ["app"] },
                },
                { ...member("b", own("pass"), { member: UNKNOWN }), sources: { member: ["app"] } },
            ],
            says: [
                "The service account `app` can raise its own rights: it has `run.jobs.create` and `run.jobs.run` by the custom role `job` and `iam.serviceAccounts.actAs` by the custom role `pass` (path own-run-job).",
            ],
        },
        "one whose project is the default, by reference": {
            given: [
                custom("role", [SET], { project: undefined }),
                { ...member("grant", own("role")), sources: { role: ["role"] } },
            ],
            says: [alone(SET)],
        },
        "a custom role of the organization": {
            given: [
                {
                    type: "gcp:organizations/iAMCustomRole:IAMCustomRole",
                    name: "role",
                    inputs: { orgId: "123", roleId: "role", title: "role", permissions: ["iam.denypolicies.delete"] },
                },
                {
                    type: "gcp:organizations/iAMMember:IAMMember",
                    inputs: { orgId: "123", role: "organizations/123/roles/role", member: GROUP },
                },
            ],
            says: [alone("iam.denypolicies.delete", `\`${GROUP}\``, "own-deny-delete")],
        },
        "code under a chosen account, by a custom role and one of Google's": {
            given: [custom("pass", [PASS]), member("a-runs", "roles/run.developer"), member("b-passes", own("pass"))],
            says: [
                "`group:deployers@example.com` can raise its own rights: it has `run.services.update` by `roles/run.developer` and `iam.serviceAccounts.actAs` by the custom role `pass` (path own-run-update, and 2 other ways).",
            ],
        },
        "the same, to an account by its address and by reference": {
            given: [
                custom("pass", [PASS]),
                custom("job", JOB),
                account("app", { project: "example" }),
                member("a", own("job"), { member: "serviceAccount:app@example.iam.gserviceaccount.com" }),
                { ...member("b", own("pass"), { member: UNKNOWN }), sources: { member: ["app"] } },
            ],
            says: [
                "The service account `app` can raise its own rights: it has `run.jobs.create` and `run.jobs.run` by the custom role `job` and `iam.serviceAccounts.actAs` by the custom role `pass` (path own-run-job).",
            ],
        },
        "halves on the organization and on a project": {
            given: [
                custom("pass", [PASS]),
                member("a-passes", own("pass")),
                {
                    type: "gcp:organizations/iAMMember:IAMMember",
                    name: "b-builds",
                    inputs: { orgId: "123", role: "roles/batch.jobsEditor", member: GROUP },
                },
            ],
            says: [
                "`group:deployers@example.com` can raise its own rights: it has `batch.jobs.create` by `roles/batch.jobsEditor` and `iam.serviceAccounts.actAs` by the custom role `pass` (path own-batch).",
            ],
        },
        "halves on a project and on its folder": {
            given: [
                custom("pass", [PASS]),
                {
                    type: "gcp:organizations/project:Project",
                    name: "shop",
                    inputs: { projectId: "example", folderId: "42" },
                },
                member("a-passes", own("pass")),
                {
                    type: "gcp:folder/iAMMember:IAMMember",
                    name: "b-builds",
                    inputs: { folder: "folders/42", role: "roles/batch.jobsEditor", member: GROUP },
                },
            ],
            says: [
                "`group:deployers@example.com` can raise its own rights: it has `batch.jobs.create` by `roles/batch.jobsEditor` and `iam.serviceAccounts.actAs` by the custom role `pass` (path own-batch).",
            ],
        },
        "a condition that does not end it": {
            given: [
                custom("role", [SET]),
                member("grant", own("role"), { condition: condition("request.time.getHours() < 18") }),
            ],
            says: [alone(SET)],
        },
        "permissions that are known beside others that are not": {
            given: [custom("role", [UNKNOWN, SET]), member("grant", own("role"))],
            says: [alone(SET)],
        },
    },
    allows: {
        "the policy of a project, when the roles that may be given and taken are named, and make nobody an administrator": {
            given: [custom("role", [SET]), member("grant", own("role"), { condition: only("roles/cloudsql.viewer") })],
        },
        "a condition that ends it": {
            given: [custom("role", [SET]), member("grant", own("role"), { condition: ENDS })],
        },
        "half of it under a condition that ends": {
            given: [
                custom("pass", [PASS]),
                member("a", "roles/run.developer"),
                member("b", own("pass"), { condition: ENDS }),
            ],
        },
        "halves of two members": {
            given: [
                custom("pass", [PASS]),
                member("a", "roles/run.developer"),
                member("b", own("pass"), { member: "group:others@example.com" }),
            ],
        },
        "halves in two projects": {
            given: [
                custom("pass", [PASS]),
                member("a", "roles/run.developer", { project: "other" }),
                member("b", own("pass")),
            ],
        },
        "halves on a project and on a folder that it is not in": {
            given: [
                custom("pass", [PASS]),
                { type: "gcp:organizations/project:Project", inputs: { projectId: "example", folderId: "7" } },
                member("a", own("pass")),
                {
                    type: "gcp:folder/iAMMember:IAMMember",
                    inputs: { folder: "folders/42", role: "roles/batch.jobsEditor", member: GROUP },
                },
            ],
        },
        "a deployer that may act as one service account": {
            given: [
                member("runs", "roles/run.admin"),
                {
                    type: "gcp:serviceaccount/iAMMember:IAMMember",
                    inputs: {
                        serviceAccountId: "projects/example/serviceAccounts/web@example.iam.gserviceaccount.com",
                        role: "roles/iam.serviceAccountUser",
                        member: GROUP,
                    },
                },
            ],
        },
        "a custom role that is disabled": {
            given: [custom("role", [SET], { stage: "DISABLED" }), member("grant", own("role"))],
        },
        "a custom role that only an entitlement grants": { given: [custom("role", [SET])] },
        // Checkov CKV_GCP_42 finds the word in it.
        "a custom role with admin in its name": {
            given: [custom("nonAdminReader", ["storage.objects.get"]), member("grant", own("nonAdminReader"))],
        },
        "the key of an API, which every viewer may read": {
            given: [
                custom("role", ["apikeys.keys.list", "apikeys.keys.getKeyString"]),
                member("grant", own("role")),
                member("views", "roles/viewer"),
            ],
        },
        "what another rule says of the grant": {
            given: [
                member("owner", "roles/owner"),
                member("tokens", "roles/iam.serviceAccountTokenCreator"),
                member("acts", "roles/iam.serviceAccountUser"),
                member("runs", "roles/run.developer"),
            ],
        },
        "a service agent": {
            given: [
                custom("role", [SET]),
                member("grant", own("role"), {
                    member: "serviceAccount:service-123456789012@gcp-sa-config.iam.gserviceaccount.com",
                }),
            ],
        },
        "a member that is deleted": {
            given: [custom("role", [SET]), member("grant", own("role"), { member: "deleted:user:ada@example.com?uid=1" })],
        },
        "builds, pipelines and clusters of the ordinary kind": {
            given: [
                "roles/cloudbuild.builds.editor",
                "roles/dataflow.developer",
                "roles/container.developer",
                "roles/artifactregistry.writer",
                "roles/logging.logWriter",
                "roles/monitoring.metricWriter",
                "roles/storage.objectAdmin",
                "roles/cloudsql.client",
            ].map((role, index) => member(`m${index}`, role)),
        },
        "a role of somebody else's program": { given: [member("grant", "projects/other/roles/unseen")] },
    },
    cannotDecide: {
        "a custom role whose permissions are not known yet": {
            given: [custom("role", UNKNOWN), member("grant", own("role"))],
            says: ["`permissions` is not known before the deployment."],
        },
        "the end of a custom role that is not known yet": {
            given: [custom("role", [SET]), member("grant", own("role"), { condition: condition(UNKNOWN) })],
            says: ["`condition.expression` is not known before the deployment."],
        },
    },
});
