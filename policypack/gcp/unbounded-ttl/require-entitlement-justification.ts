import { resourceRule } from "../../core/rule";
import { ENTITLEMENT, entitlement } from "../../facts/gcp-entitlements";

const example = entitlement("roles/cloudsql.admin");

export default resourceRule({
    name: "gcp-require-entitlement-justification",
    severity: "low",
    description: "Who takes a role of Privileged Access Manager says why.",
    rationale: "Without a reason nobody can tell later whether a grant was used for its task, or by somebody else.",
    remedy: "Write requesterJustificationConfig: { unstructured: {} }, as Entitlement does.",
    controls: ["NHI10:2025", "PR.AA-05", "GOVERN 1.5"],
    on: [ENTITLEMENT],
    examples: {
        denied: [{ type: ENTITLEMENT, inputs: { ...example, requesterJustificationConfig: { notMandatory: {} } } }],
        allowed: [{ type: ENTITLEMENT, inputs: { ...example, requesterJustificationConfig: { unstructured: {} } } }],
    },

    *check({ inputs }) {
        const path = "requesterJustificationConfig";
        if (inputs.get(path).get("unstructured").absent) yield { message: "Nobody has to say why.", path };
    },
});
