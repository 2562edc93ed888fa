import { duration } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { googleDuration, lasting } from "../../facts/duration";

const ENTITLEMENT = "gcp:privilegedaccessmanager/entitlement:entitlement";
const project = "cloudresourcemanager.googleapis.com";
const entitlement = {
    entitlementId: "db-admin",
    location: "global",
    parent: "projects/example",
    eligibleUsers: [{ principals: ["group:dba@example.com"] }],
    privilegedAccess: {
        gcpIamAccess: {
            resource: `//${project}/projects/example`,
            resourceType: `${project}/Project`,
            roleBindings: [{ role: "roles/cloudsql.admin" }],
        },
    },
    requesterJustificationConfig: { unstructured: {} },
};

export default resourceRule({
    name: "gcp-max-entitlement-duration",
    severity: "medium",
    description: "A grant of Privileged Access Manager ends within the allowed time.",
    rationale:
        "Access that was approved for one task and lasts for days is standing access for whoever takes over the account.",
    remedy: "Set maxRequestDuration to the limit or less; Entitlement sets one hour, and a longer task asks again.",
    controls: ["NHI5:2025", "NHI7:2025", "PR.AA-05", "MANAGE 2.4"],
    on: [ENTITLEMENT],
    options: {
        // As long as a grant with an end may be under gcp-no-standing-admin: approval is no worse than none.
        limit: duration({ description: "Longest grant allowed.", default: "12h", minimum: "30m", maximum: "7d" }),
    },
    examples: {
        denied: [{ type: ENTITLEMENT, inputs: { ...entitlement, maxRequestDuration: "604800s" } }],
        allowed: [{ type: ENTITLEMENT, inputs: { ...entitlement, maxRequestDuration: "3600s" } }],
    },

    *check({ inputs }, { limit }) {
        const path = "maxRequestDuration";
        const asked = googleDuration(inputs.get(path));
        if (asked !== undefined && asked > limit) {
            yield { message: `A grant may last ${lasting(asked)}; the limit is ${lasting(limit)}.`, path };
        }
    },

    remediate: (_, { limit }) => ({ maxRequestDuration: `${limit}s` }),
});
