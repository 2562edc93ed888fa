import { resourceRule } from "../../core/rule";
import { ENTITLEMENT, approvers, entitlement, isApproved, requesters, who } from "../../facts/gcp-entitlements";
import { quote } from "../../facts/quote";
import { each, text } from "../../facts/values";

const example = entitlement("roles/cloudsql.admin");

export default resourceRule({
    name: "gcp-no-open-entitlement",
    severity: "high",
    description: "Only named people and groups may take a role of Privileged Access Manager, or approve that.",
    rationale:
        "A role that everybody in the company may take, with nobody asked, is held by every account that is ever stolen there.",
    remedy: "Name the group that does the task in eligibleUsers, and another in approvers, as Entitlement does.",
    controls: ["NHI5:2025", "NHI10:2025", "PR.AA-05"],
    on: [ENTITLEMENT],
    examples: {
        denied: [{ type: ENTITLEMENT, inputs: { ...example, eligibleUsers: [{ principals: ["domain:example.com"] }] } }],
        allowed: [
            { type: ENTITLEMENT, inputs: { ...example, eligibleUsers: [{ principals: ["group:developers@example.com"] }] } },
        ],
    },

    *check({ inputs }) {
        yield* each(requesters(inputs), function* (principal) {
            const written = text(principal) ?? "";
            const kind = who(written);
            // That everybody may ask is no fault where somebody decides.
            if (kind === "some" || (kind === "many" && isApproved(inputs))) return;
            const part = quote("member", written);
            yield {
                message: `${part} may take this role${isApproved(inputs) ? "" : " unasked"}.`,
                path: principal.path,
                part,
            };
        });
        yield* each(approvers(inputs), function* (principal) {
            const written = text(principal) ?? "";
            const part = quote("member", written);
            if (who(written) !== "some") yield { message: `${part} may approve this.`, path: principal.path, part };
        });
    },
});
