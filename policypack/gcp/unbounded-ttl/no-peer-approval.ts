import { resourceRule } from "../../core/rule";
import { ENTITLEMENT, approvers, entitlement, known, requesters } from "../../facts/gcp-entitlements";
import { Unknown } from "../../facts/values";

const example = entitlement("roles/cloudsql.admin");
const approvedBy = (group: string) => ({
    approvalWorkflow: { manualApprovals: { steps: [{ approvers: { principals: [group] } }] } },
});

export default resourceRule({
    name: "gcp-no-peer-approval",
    severity: "low",
    description: "Those who approve a grant are not just those who ask for one.",
    rationale:
        "Nobody approves the own request, but two accounts of one team are enough, and they are often stolen together.",
    remedy: "Let another group approve, such as the leads or those who own the data.",
    controls: ["NHI5:2025", "PR.AA-05"],
    on: [ENTITLEMENT],
    examples: {
        denied: [{ type: ENTITLEMENT, inputs: { ...example, ...approvedBy("group:developers@example.com") } }],
        allowed: [{ type: ENTITLEMENT, inputs: { ...example, ...approvedBy("group:leads@example.com") } }],
    },

    *check({ inputs }) {
        const [asking, approving] = [requesters(inputs), approvers(inputs)];
        if (approving.length === 0) return;
        const [unknown] = [...asking, ...approving].filter((one) => one.unknown);
        const names = known(asking);
        const outside = known(approving).filter((name) => !names.includes(name));
        if (outside.length > 0) return;
        if (unknown) yield new Unknown(unknown.path);
        else yield { message: "Those who approve are those who ask.", path: approving[0]!.path };
    },
});
