import { duration, names } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { window } from "../../facts/cel";
import { lasting } from "../../facts/duration";
import { type Grant, eachGrant, membersOf } from "../../facts/gcp-iam";
import { isAdminRole, isLegacyBasicRole } from "../../facts/gcp-roles";
import { quote } from "../../facts/quote";
import { text } from "../../facts/values";

const MEMBER = "gcp:projects/iAMMember:IAMMember";
const grant = { project: "example", role: "roles/resourcemanager.projectIamAdmin", member: "group:sre@example.com" };

export default resourceRule({
    name: "gcp-no-standing-admin",
    severity: "high",
    description: "An admin role on a project, folder or organization ends within the allowed time.",
    rationale:
        "Whoever holds an admin role all the time holds it when the account is stolen, and an admin role can grant itself the rest.",
    remedy: "Make the role available on request with Entitlement, or grant it until a fixed time with TimeboxedMember; for daily work grant a narrow role.",
    controls: ["NHI5:2025", "NHI10:2025", "PR.AA-05", "MEASURE 2.7"],
    replaces: [
        "Checkov CKV_GCP_42",
        "Checkov CKV_GCP_115",
        "Checkov CKV_GCP_116",
        "Checkov CKV_GCP_117",
        "Trivy GCP-0007",
        "Prowler iam_sa_no_administrative_privileges",
    ],
    on: [
        MEMBER,
        "gcp:projects/iAMBinding:IAMBinding",
        "gcp:projects/iAMPolicy:IAMPolicy",
        "gcp:folder/iAMMember:IAMMember",
        "gcp:folder/iAMBinding:IAMBinding",
        "gcp:folder/iAMPolicy:IAMPolicy",
        "gcp:organizations/iAMMember:IAMMember",
        "gcp:organizations/iAMBinding:IAMBinding",
        "gcp:organizations/iAMPolicy:IAMPolicy",
    ],
    options: {
        limit: duration({ description: "Longest grant allowed.", default: "12h", minimum: "15m", maximum: "90d" }),
        roles: names({ description: "Further roles that count as admin, such as custom ones.", default: [] }),
    },
    examples: {
        denied: [{ type: MEMBER, inputs: grant }],
        allowed: [
            {
                type: MEMBER,
                inputs: {
                    ...grant,
                    condition: { title: "ends", expression: 'request.time < timestamp("2026-01-15T20:00:00Z")' },
                },
            },
        ],
    },

    *check({ inputs }, { limit, roles }, now) {
        yield* eachGrant(inputs, function* (grant) {
            const role = text(grant.role) ?? "";
            if (!isAdminRole(role) && !roles.includes(role)) return;
            if (membersOf(grant).length === 0) return;
            const fault = standing(role, grant, limit, now.getTime());
            const part = quote("role", role);
            if (fault) yield { message: `${part} is granted ${fault}.`, path: grant.role.path, part };
        });
    },
});

/** How the grant stands for longer than `limit` seconds; undefined when it does not. */
function standing(role: string, grant: Grant, limit: number, now: number): string | undefined {
    // For these no condition helps, whether its expression is known or not.
    if (!grant.condition.absent) {
        if (isLegacyBasicRole(role)) return "under a condition, which Google takes for no basic role";
        const open = membersOf(grant).find((member) => member === "allUsers" || member === "allAuthenticatedUsers");
        if (open) return `to ${quote("member", open)} under a condition, which Google does not take`;
    }
    const expression = text(grant.condition.get("expression"))?.trim();
    if (!expression) return "with no end";
    const { from, until } = window(expression);
    if (until - Math.max(from, now) <= limit * 1_000) return undefined;
    if (until === Infinity) return "under a condition that never ends it";
    return `until ${new Date(until).toISOString()}, which is longer than ${lasting(limit)}`;
}
