import { eachResource, stackRule } from "../../core/rule";
import { fights } from "../../facts/gcp-entitled";
import { unreadablePlace } from "../../facts/gcp-scopes";

const ENTITLEMENT = "gcp:privilegedaccessmanager/entitlement:entitlement";
const BINDING = "gcp:projects/iAMBinding:IAMBinding";
const MEMBER = "gcp:projects/iAMMember:IAMMember";
const project = "cloudresourcemanager.googleapis.com";
const entitlement = {
    type: ENTITLEMENT,
    inputs: {
        entitlementId: "db-admin",
        location: "global",
        parent: "projects/example",
        maxRequestDuration: "3600s",
        eligibleUsers: [{ principals: ["group:dba@example.com"] }],
        privilegedAccess: {
            gcpIamAccess: {
                resource: `//${project}/projects/example`,
                resourceType: `${project}/Project`,
                roleBindings: [{ role: "roles/cloudsql.admin" }],
            },
        },
        requesterJustificationConfig: { unstructured: {} },
    },
};
const grant = { project: "example", role: "roles/cloudsql.admin" };

export default stackRule({
    name: "gcp-no-authoritative-grant",
    severity: "medium",
    description: "Nothing that replaces all grants stands where Privileged Access Manager makes some.",
    rationale: "A policy or binding that is the only truth takes away, at each deployment, what was granted on request.",
    remedy: "Grant each role with an IAMMember, which leaves the others alone.",
    controls: ["NHI5:2025", "PR.AA-05"],
    on: [
        BINDING,
        "gcp:projects/iAMPolicy:IAMPolicy",
        "gcp:folder/iAMBinding:IAMBinding",
        "gcp:folder/iAMPolicy:IAMPolicy",
        "gcp:organizations/iAMBinding:IAMBinding",
        "gcp:organizations/iAMPolicy:IAMPolicy",
    ],
    beside: [ENTITLEMENT],
    examples: {
        denied: [entitlement, { type: BINDING, inputs: { ...grant, members: ["group:dba@example.com"] } }],
        allowed: [entitlement, { type: MEMBER, inputs: { ...grant, member: "group:dba@example.com" } }],
    },

    *check(resources) {
        yield* eachResource(resources, unreadablePlace);
        const entitlements = resources.filter(({ type }) => type === ENTITLEMENT);
        for (const resource of resources) {
            if (resource.type === ENTITLEMENT || !fights(resource, entitlements)) continue;
            const what = resource.type.endsWith("Policy") ? "policy" : "binding";
            yield { message: `This ${what} takes away what an entitlement of the program grants.`, resource };
        }
    },
});
