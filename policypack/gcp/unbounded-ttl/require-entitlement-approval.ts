import { flag } from "../../core/options";
import { eachResource, stackRule } from "../../core/rule";
import { ENTITLEMENT, entitlement, isApproved } from "../../facts/gcp-entitlements";
import { SINKS, isWatched } from "../../facts/gcp-sinks";
import { isAdminRole } from "../../facts/gcp-roles";
import { quote } from "../../facts/quote";
import { each, elements, text } from "../../facts/values";

const example = entitlement("roles/resourcemanager.projectIamAdmin");
const manualApprovals = { steps: [{ approvers: { principals: ["group:leads@example.com"] } }] };

export default stackRule({
    name: "gcp-require-entitlement-approval",
    severity: "medium",
    description: "An admin role of Privileged Access Manager is taken only when somebody approves it, or is told of it.",
    rationale:
        "Where nobody is asked, one stolen account is an admin whenever it asks to be. For emergencies nobody can be: then a " +
        "log sink has to carry each use to somebody.",
    remedy: "Set approvalWorkflow.manualApprovals with the group that approves, as Entitlement does; for emergencies use BreakGlassEntitlement.",
    controls: ["NHI5:2025", "NHI10:2025", "PR.AA-05"],
    on: [ENTITLEMENT],
    beside: SINKS,
    options: {
        // Less than admin may well be taken by who is on call, with a reason and for an hour.
        everyRole: flag({ description: "Demand an approval for every role, and not only for admin roles.", default: false }),
    },
    examples: {
        denied: [{ type: ENTITLEMENT, inputs: example }],
        allowed: [{ type: ENTITLEMENT, inputs: { ...example, approvalWorkflow: { manualApprovals } } }],
    },

    *check(resources, { everyRole }) {
        const sinks = resources.filter(({ type }) => SINKS.includes(type));
        const entitlements = resources.filter(({ type }) => type === ENTITLEMENT);
        yield* eachResource(entitlements, function* (resource) {
            if (isApproved(resource.inputs)) return;
            const path = "approvalWorkflow";
            const bindings = elements(resource.inputs.get("privilegedAccess").get("gcpIamAccess").get("roleBindings"));
            yield* each(bindings, function* (binding) {
                const role = text(binding.get("role")) ?? "";
                if (!(everyRole || isAdminRole(role)) || isWatched(resource, sinks)) return;
                const part = quote("role", role);
                yield { message: `Nobody approves who takes ${part}, and no log sink tells of it.`, resource, path, part };
            });
        });
    },
});
