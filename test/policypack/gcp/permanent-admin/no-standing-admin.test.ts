import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/gcp/permanent-admin/no-standing-admin";
import { describeRule } from "../../../harness/describe-rule";

const ADMIN = "roles/resourcemanager.projectIamAdmin";
const of = (type: string, inputs: Record<string, unknown>) => [{ type, inputs }];
const member = (inputs: Record<string, unknown>) =>
    of("gcp:projects/iAMMember:IAMMember", { project: "example", member: "user:ada@example.com", ...inputs });
const policy = (bindings: unknown) =>
    of("gcp:projects/iAMPolicy:IAMPolicy", { project: "example", policyData: JSON.stringify({ bindings }) });
const condition = (expression: unknown) => ({ title: "ends", expression });
const under = (expression: unknown) => member({ role: ADMIN, condition: condition(expression) });
const MODIFIED = "api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', [])";
const endless = [`\`${ADMIN}\` is granted under a condition that never ends it.`];

describeRule(rule, {
    denies: {
        "owner on a project": {
            given: member({ role: "roles/owner" }),
            says: ["`roles/owner` is granted with no end."],
        },
        "the newer basic role of an administrator": {
            given: member({ role: "roles/admin" }),
            says: ["`roles/admin` is granted with no end."],
        },
        "a binding on a folder, to members that are not known yet": {
            given: of("gcp:folder/iAMBinding:IAMBinding", { role: "roles/editor", members: UNKNOWN }),
            says: ["`roles/editor` is granted with no end."],
        },
        "a member of an organization that is not known yet": {
            given: of("gcp:organizations/iAMMember:IAMMember", { role: "roles/iam.securityAdmin", member: UNKNOWN }),
            says: ["`roles/iam.securityAdmin` is granted with no end."],
        },
        // No other scanner reads basic roles here.
        "each admin binding of a whole policy, past one that cannot be read": {
            given: policy([
                { role: "roles/viewer", members: ["user:ada@example.com"] },
                "roles/owner",
                { role: "roles/owner", members: ["user:ada@example.com"] },
                { role: ADMIN, members: ["user:ada@example.com"], condition: condition("true") },
            ]),
            says: ["`roles/owner` is granted with no end.", endless[0]!, "`policyData.bindings[1]` is not an object."],
        },
        "an empty condition": {
            given: under(" "),
            says: [`\`${ADMIN}\` is granted with no end.`],
        },
        "a condition on the resource only": { given: under('resource.name.startsWith("projects/x")'), says: endless },
        "an end behind an alternative": {
            given: under('request.time < timestamp("2026-01-15T13:00:00Z") || resource.type == "x"'),
            says: endless,
        },
        "an end in a comment": {
            given: under('true // request.time < timestamp("2026-01-15T13:00:00Z")'),
            says: endless,
        },
        "a start in place of an end": {
            given: under('request.time > timestamp("2026-01-15T13:00:00Z")'),
            says: endless,
        },
        "office hours": { given: under("request.time.getHours() < 18"), says: endless },
        "an end one second too far": {
            given: under('request.time < timestamp("2026-01-16T00:00:01Z")'),
            says: [`\`${ADMIN}\` is granted until 2026-01-16T00:00:01.000Z, which is longer than 12 h.`],
        },
        "a window in the future that is too long": {
            given: under(
                'request.time >= timestamp("2026-02-01T00:00:00Z") && request.time < timestamp("2026-02-02T00:00:00Z")',
            ),
            says: [`\`${ADMIN}\` is granted until 2026-02-02T00:00:00.000Z, which is longer than 12 h.`],
        },
        "a condition on a legacy basic role, as Google takes none": {
            given: member({ role: "roles/editor", condition: UNKNOWN }),
            says: ["`roles/editor` is granted under a condition, which Google takes for no basic role."],
        },
        "an end in one binding, and none in its twin": {
            given: policy([
                {
                    role: ADMIN,
                    members: ["group:sre@example.com"],
                    condition: condition('request.time < timestamp("2026-01-15T18:00:00Z")'),
                },
                { role: ADMIN, members: ["group:sre@example.com"] },
            ]),
            says: [`\`${ADMIN}\` is granted with no end.`],
        },
        "a limit on the roles that may be handed out, when one of them is an admin": {
            given: under(`${MODIFIED}.hasOnly(["roles/viewer", "roles/iam.securityAdmin"])`),
            says: endless,
        },
        "the same for a role that does more than set policies": {
            given: member({
                role: "roles/iam.securityAdmin",
                condition: condition(`${MODIFIED}.hasOnly(["roles/viewer"])`),
            }),
            says: ["`roles/iam.securityAdmin` is granted under a condition that never ends it."],
        },
        "a role of a service agent, to somebody else": {
            given: member({ role: "roles/composer.ServiceAgentV2Ext" }),
            says: ["`roles/composer.ServiceAgentV2Ext` is granted with no end."],
        },
        "the default account of all machines": {
            given: member({
                role: "roles/editor",
                member: "serviceAccount:123456789012-compute@developer.gserviceaccount.com",
            }),
            says: ["`roles/editor` is granted with no end."],
        },
        "an end years away": {
            given: under('request.time < timestamp("2036-01-01T00:00:00Z")'),
            says: [`\`${ADMIN}\` is granted until 2036-01-01T00:00:00.000Z, which is longer than 12 h.`],
        },
        "a custom role that is configured as admin": {
            given: member({ role: "organizations/123/roles/breakGlass" }),
            options: { roles: ["organizations/123/roles/breakGlass"] },
            says: ["`organizations/123/roles/breakGlass` is granted with no end."],
        },
        "a role of the wrong kind": { given: member({ role: ["roles/owner"] }), says: ["`role` is not a text."] },
        "a policy that is no JSON": {
            given: of("gcp:folder/iAMPolicy:IAMPolicy", { policyData: "roles/owner" }),
            says: ["`policyData` is not a JSON document."],
        },
    },
    allows: {
        "an end exactly at the limit": { given: under('request.time < timestamp("2026-01-16T00:00:00Z")') },
        "an end in the past": { given: under('request.time < timestamp("2020-01-01T00:00:00Z")') },
        "a short window in the future": {
            given: under(
                'request.time >= timestamp("2026-02-01T00:00:00Z") && request.time < timestamp("2026-02-01T04:00:00Z")',
            ),
        },
        "a condition that is never true": { given: under("false") },
        "an end in a whole policy": {
            given: policy([
                {
                    role: ADMIN,
                    members: ["group:sre@example.com"],
                    condition: condition('request.time < timestamp("2026-01-15T18:00:00+01:00")'),
                },
            ]),
        },
        "a longer grant, when the limit is raised": {
            given: under('request.time < timestamp("2026-01-22T12:00:00Z")'),
            options: { limit: "7d" },
        },
        // Checkov CKV_GCP_42 finds the word in it.
        "a custom role with admin in its name": { given: member({ role: "projects/example/roles/nonAdminReader" }) },
        "the administrator of one service": { given: member({ role: "roles/pubsub.admin" }) },
        "a limit on the roles that may be handed out": {
            given: under(`${MODIFIED}.hasOnly(["roles/viewer", "roles/logging.logWriter"])`),
        },
        "a role of a service agent, to that agent": {
            given: member({
                role: "roles/composer.ServiceAgentV2Ext",
                member: "serviceAccount:service-1@cloudcomposer-accounts.iam.gserviceaccount.com",
            }),
        },
        "what Google grants to its own accounts, in a whole policy": {
            given: policy([
                { role: "roles/editor", members: ["serviceAccount:123456789012@cloudservices.gserviceaccount.com"] },
            ]),
        },
        "a custom role of the program, which gcp-no-privilege-escalation judges": {
            given: [
                {
                    type: "gcp:projects/iAMMember:IAMMember",
                    inputs: { project: "example", role: UNKNOWN, member: "group:a@example.com" },
                    sources: { role: ["urn:pulumi:t::t::my:index:Parent$gcp:projects/iAMCustomRole:IAMCustomRole::r"] },
                },
            ],
        },
        // gcp-no-public-access says so.
        "what is given to everyone": { given: member({ role: "roles/owner", member: "allUsers" }) },
        viewer: { given: member({ role: "roles/viewer" }) },
        "a binding of no members, which takes the role from all": {
            given: of("gcp:projects/iAMBinding:IAMBinding", { role: "roles/owner", members: [] }),
        },
    },
    cannotDecide: {
        "a role that is not known yet": {
            given: member({ role: UNKNOWN }),
            says: ["`role` is not known before the deployment."],
        },
        "a predefined role that is newer than the catalogue": {
            given: member({ role: "roles/not.yetWritten" }),
            says: ["`role` is no predefined role of Google's that was known on 2026-08-22."],
        },
        "an end that is not known yet": {
            given: under(`request.time < timestamp("${UNKNOWN}")`),
            says: ["`condition.expression` is not known before the deployment."],
        },
        "a policy that is not known yet": {
            given: of("gcp:organizations/iAMPolicy:IAMPolicy", { policyData: UNKNOWN }),
            says: ["`policyData` is not known before the deployment."],
        },
    },
});
