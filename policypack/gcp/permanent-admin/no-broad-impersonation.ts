import { duration } from "../../core/options";
import { type Finding, resourceRule } from "../../core/rule";
import { type Member, eachGrant, grantees, knownMembers, roleOf } from "../../facts/gcp-iam";
import { ON_CONTAINERS, ON_SERVICE_ACCOUNTS } from "../../facts/gcp-iam-types";
import { isServiceAgent, isUnnamed } from "../../facts/gcp-members";
import { isAdminRole, isImpersonatingRole } from "../../facts/gcp-roles";
import { standingUntil } from "../../facts/gcp-standing";
import { quote } from "../../facts/quote";
import { type Unreadable, isUnreadable } from "../../facts/values";

const ON_PROJECT = "gcp:projects/iAMMember:IAMMember";
const ON_ACCOUNT = "gcp:serviceaccount/iAMMember:IAMMember";
const grant = { role: "roles/iam.serviceAccountTokenCreator", member: "group:deployers@example.com" };

export default resourceRule({
    name: "gcp-no-broad-impersonation",
    severity: "high",
    description: "Who may act as a service account is named, and may so on that account only.",
    rationale:
        "Whoever may act as every service account of a project has the rights of the most powerful one, those made later included.",
    remedy: "Grant the role on the one service account, to the workload that needs it, as WorkloadRole and WorkloadIdentity do; for people use Entitlement.",
    controls: ["NHI5:2025", "NHI9:2025", "PR.AA-05"],
    replaces: [
        "Checkov CKV_GCP_41",
        "Checkov CKV_GCP_44",
        "Checkov CKV_GCP_45",
        "Checkov CKV_GCP_49",
        "Trivy GCP-0005",
        "Trivy GCP-0009",
        "Trivy GCP-0011",
        "Prowler iam_no_service_roles_at_project_level",
        "Prowler iam_role_sa_enforce_separation_of_duties",
    ],
    on: [...ON_CONTAINERS, ...ON_SERVICE_ACCOUNTS],
    options: {
        limit: duration({ description: "Longest grant allowed.", default: "12h", minimum: "15m", maximum: "90d" }),
    },
    examples: {
        denied: [{ type: ON_PROJECT, inputs: { project: "example", ...grant } }],
        allowed: [
            {
                type: ON_ACCOUNT,
                inputs: {
                    serviceAccountId: "projects/example/serviceAccounts/ci@example.iam.gserviceaccount.com",
                    ...grant,
                },
            },
        ],
    },

    *check(resource, { limit }, now) {
        const isAccount = ON_SERVICE_ACCOUNTS.includes(resource.type);
        yield* eachGrant(resource.inputs, function* (grant) {
            const role = roleOf(resource, grant);
            if (role === undefined) return;
            // On a service account, setting its policy is granting oneself its tokens; elsewhere other rules say so.
            if (isAdminRole(role) ? !isAccount : !isImpersonatingRole(role)) return;
            if (isAccount) {
                yield* unnamed(role, knownMembers(resource, grant));
                return;
            }
            if (grantees(resource, grant, isServiceAgent).length === 0) return;
            if (standingUntil(grant, limit, now.getTime()) === undefined) return;
            const part = quote("role", role);
            yield {
                message: `${part} lets its holder act as every service account that is there.`,
                path: grant.role.path,
                part,
            };
        });
    },
});

function* unnamed(role: string, members: Iterable<Member | Unreadable>): Generator<Finding | Unreadable> {
    for (const member of members) {
        if (isUnreadable(member)) yield member;
        else if (isUnnamed(member.name)) {
            const part = quote("member", member.name);
            const message = `${quote("role", role)} lets all of ${part} act as this service account.`;
            yield { message, path: member.at.path, part };
        }
    }
}
