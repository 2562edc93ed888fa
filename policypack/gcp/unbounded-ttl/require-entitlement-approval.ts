import { flag } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { ENTITLEMENT, entitlement, isApproved } from "../../facts/gcp-entitlements";
import { isAdminRole } from "../../facts/gcp-roles";
import { quote } from "../../facts/quote";
import { each, elements, text } from "../../facts/values";

const example = entitlement("roles/resourcemanager.projectIamAdmin");
const manualApprovals = { steps: [{ approvers: { principals: ["group:leads@example.com"] } }] };

export default resourceRule({
    name: "gcp-require-entitlement-approval",
    severity: "medium",
    description: "An admin role of Privileged Access Manager is taken only when somebody approves it.",
    rationale: "Where nobody is asked, one stolen account is an admin whenever it asks to be.",
    remedy: "Set approvalWorkflow.manualApprovals with the group that approves, as Entitlement does.",
    controls: ["NHI5:2025", "NHI10:2025", "PR.AA-05"],
    on: [ENTITLEMENT],
    options: {
        // Less than admin may well be taken by who is on call, with a reason and for an hour.
        everyRole: flag({ description: "Demand an approval for every role, and not only for admin roles.", default: false }),
    },
    examples: {
        denied: [{ type: ENTITLEMENT, inputs: example }],
        allowed: [{ type: ENTITLEMENT, inputs: { ...example, approvalWorkflow: { manualApprovals } } }],
    },

    *check({ inputs }, { everyRole }) {
        if (isApproved(inputs)) return;
        const path = "approvalWorkflow";
        const bindings = elements(inputs.get("privilegedAccess").get("gcpIamAccess").get("roleBindings"));
        yield* each(bindings, function* (binding) {
            const role = text(binding.get("role")) ?? "";
            const part = quote("role", role);
            if (everyRole || isAdminRole(role)) yield { message: `Nobody approves who takes ${part}.`, path, part };
        });
    },
});
