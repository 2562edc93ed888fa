import { duration, names } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { lasting } from "../../facts/duration";
import { type Grant, eachGrant, grantees, roleOf } from "../../facts/gcp-iam";
import { ON_CONTAINERS } from "../../facts/gcp-iam-types";
import { isServiceAgent } from "../../facts/gcp-members";
import { Uncatalogued, isAdminRole, isLegacyBasicRole, isServiceAgentRole, isUncatalogued } from "../../facts/gcp-roles";
import { expressionOf, grantsOnlyHarmless, standingUntil } from "../../facts/gcp-standing";
import { quote } from "../../facts/quote";

const MEMBER = "gcp:projects/iAMMember:IAMMember";
const grant = { project: "example", role: "roles/resourcemanager.projectIamAdmin", member: "group:sre@example.com" };

export default resourceRule({
    name: "gcp-no-standing-admin",
    severity: "critical",
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
    on: ON_CONTAINERS,
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

    *check(resource, { limit, roles }, now) {
        yield* eachGrant(resource.inputs, function* (grant) {
            const role = roleOf(resource, grant);
            if (role === undefined) return;
            // What is open to everyone is said by gcp-no-public-access.
            const isMeant = isServiceAgentRole(role) || role === "roles/editor" ? isServiceAgent : () => false;
            if (grantees(resource, grant, isMeant).length === 0) return;
            if (!isAdminRole(role) && !roles.includes(role)) {
                if (isUncatalogued(role)) throw new Uncatalogued(grant.role.path);
                return;
            }
            const fault = standing(role, grant, limit, now.getTime());
            const part = quote("role", role);
            if (fault) yield { message: `${part} is granted ${fault}.`, path: grant.role.path, part };
        });
    },
});

/** How the grant stands for longer than `limit` seconds; undefined when it does not. */
function standing(role: string, grant: Grant, limit: number, now: number): string | undefined {
    // For these no condition helps, whether its expression is known or not.
    if (isLegacyBasicRole(role) && !grant.condition.absent) return "under a condition, which Google takes for no basic role";
    const until = standingUntil(grant, limit, now);
    if (until === undefined || grantsOnlyHarmless(role, grant)) return undefined;
    if (until === Infinity) return expressionOf(grant) ? "under a condition that never ends it" : "with no end";
    return `until ${new Date(until).toISOString()}, which is longer than ${lasting(limit)}`;
}
