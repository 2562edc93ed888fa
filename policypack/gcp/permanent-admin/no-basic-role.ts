import { resourceRule } from "../../core/rule";
import { eachGrant, grantees, roleOf } from "../../facts/gcp-iam";
import { ON_RESOURCES } from "../../facts/gcp-iam-types";
import { isServiceAgent } from "../../facts/gcp-members";
import { isBasicRole } from "../../facts/gcp-roles";
import { quote } from "../../facts/quote";

const MEMBER = "gcp:secretmanager/secretIamMember:SecretIamMember";
const grant = { secretId: "database", member: "group:orders@example.com" };

export default resourceRule({
    name: "gcp-no-basic-role",
    severity: "low",
    description: "No basic role that changes things is granted on a single resource.",
    rationale: "An owner of one secret, key or function gives it to others, and nobody looks for owners there.",
    remedy: "Grant the role of the service that the task needs, such as roles/secretmanager.secretAccessor.",
    controls: ["NHI5:2025", "PR.AA-05"],
    on: ON_RESOURCES,
    examples: {
        denied: [{ type: MEMBER, inputs: { ...grant, role: "roles/owner" } }],
        allowed: [{ type: MEMBER, inputs: { ...grant, role: "roles/secretmanager.secretAccessor" } }],
    },

    // On a project, folder or organization gcp-no-standing-admin says so.
    *check(resource) {
        yield* eachGrant(resource.inputs, function* (grant) {
            const role = roleOf(resource, grant);
            if (role === undefined || !isBasicRole(role)) return;
            if (grantees(resource, grant, isServiceAgent).length === 0) return;
            const part = quote("role", role);
            yield { message: `${part} is granted on a single resource.`, path: grant.role.path, part };
        });
    },
});
