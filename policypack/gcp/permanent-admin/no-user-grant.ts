import { resourceRule } from "../../core/rule";
import { eachMember, roleOf } from "../../facts/gcp-iam";
import { ON_CONTAINERS } from "../../facts/gcp-iam-types";
import { isUser, personalDomain } from "../../facts/gcp-members";
import { isAdminRole, isImpersonatingRole } from "../../facts/gcp-roles";
import { standingUntil } from "../../facts/gcp-standing";
import { quote } from "../../facts/quote";

const MEMBER = "gcp:projects/iAMMember:IAMMember";
const grant = { project: "example", role: "roles/logging.viewer" };

export default resourceRule({
    name: "gcp-no-user-grant",
    severity: "low",
    description: "A role is granted to a group, or to one person only until a fixed time.",
    rationale: "Grants to single people are forgotten when they change teams; a group has somebody who looks after it.",
    remedy: "Grant the role to a group, or use Entitlement or TimeboxedMember.",
    controls: ["NHI1:2025", "NHI5:2025", "PR.AA-05"],
    replaces: ["Trivy GCP-0003"],
    on: ON_CONTAINERS,
    examples: {
        denied: [{ type: MEMBER, inputs: { ...grant, member: "user:ada@example.com" } }],
        allowed: [{ type: MEMBER, inputs: { ...grant, member: "group:support@example.com" } }],
    },

    *check(resource, _options, now) {
        yield* eachMember(resource, function* ({ name, at }, grant) {
            if (!isUser(name) || personalDomain(name) !== undefined) return;
            const role = roleOf(resource, grant);
            // Of these other rules say more.
            if (role !== undefined && (isAdminRole(role) || isImpersonatingRole(role))) return;
            if (standingUntil(grant, 0, now.getTime()) !== Infinity) return;
            const part = quote("member", name);
            yield { message: `${part} is granted a role with no end.`, path: at.path, part };
        });
    },
});
