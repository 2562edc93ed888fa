import { resourceRule } from "../../core/rule";
import { eachMember } from "../../facts/gcp-iam";
import { GRANTING } from "../../facts/gcp-iam-types";
import { personalDomain } from "../../facts/gcp-members";
import { quote } from "../../facts/quote";

const MEMBER = "gcp:projects/iAMMember:IAMMember";
const grant = { project: "example", role: "roles/logging.viewer" };

export default resourceRule({
    name: "gcp-no-personal-account",
    severity: "medium",
    description: "No role is granted to a private mail account.",
    rationale:
        "A private account has the password and the second factor that its owner likes, and stays when its owner leaves.",
    remedy: "Grant the role to a group of your own domain.",
    controls: ["NHI1:2025", "NHI3:2025", "PR.AA-01", "PR.AA-05"],
    replaces: ["Trivy GCP-0069"],
    on: GRANTING,
    examples: {
        denied: [{ type: MEMBER, inputs: { ...grant, member: "user:ada@gmail.com" } }],
        allowed: [{ type: MEMBER, inputs: { ...grant, member: "group:support@example.com" } }],
    },

    *check(resource) {
        yield* eachMember(resource, function* ({ name, at }) {
            const domain = personalDomain(name);
            if (domain === undefined) return;
            yield {
                message: `A role is granted to a private account at \`${domain}\`.`,
                path: at.path,
                part: quote("member", name),
            };
        });
    },
});
