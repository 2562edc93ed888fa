import { resourceRule } from "../../core/rule";
import { eachMember, roleOf } from "../../facts/gcp-iam";
import { ON_CONTAINERS } from "../../facts/gcp-iam-types";
import { isDefaultAccount } from "../../facts/gcp-members";
import { isAdminRole, isImpersonatingRole } from "../../facts/gcp-roles";
import { quote } from "../../facts/quote";

const MEMBER = "gcp:projects/iAMMember:IAMMember";
const grant = { project: "example", role: "roles/pubsub.publisher" };

export default resourceRule({
    name: "gcp-no-default-account-grant",
    severity: "low",
    description: "No default service account is granted a role.",
    rationale:
        "Every workload that is given no account of its own shares the default one, so each role of it is a role of all.",
    remedy: "Give the workload a service account of its own, as WorkloadRole does, and grant the role to that.",
    controls: ["NHI9:2025", "NHI5:2025", "PR.AA-05"],
    replaces: [
        "Checkov CKV_GCP_46",
        "Checkov CKV_GCP_47",
        "Checkov CKV_GCP_48",
        "Trivy GCP-0004",
        "Trivy GCP-0006",
        "Trivy GCP-0008",
    ],
    on: ON_CONTAINERS,
    examples: {
        denied: [
            {
                type: MEMBER,
                inputs: { ...grant, member: "serviceAccount:123456789012-compute@developer.gserviceaccount.com" },
            },
        ],
        allowed: [{ type: MEMBER, inputs: { ...grant, member: "serviceAccount:orders@example.iam.gserviceaccount.com" } }],
    },

    *check(resource) {
        yield* eachMember(resource, function* ({ name, at }, grant) {
            if (!isDefaultAccount(name)) return;
            const role = roleOf(resource, grant);
            // Of these other rules say more.
            if (role !== undefined && (isAdminRole(role) || isImpersonatingRole(role))) return;
            const part = quote("member", name);
            yield { message: `The default service account ${part} is granted a role.`, path: at.path, part };
        });
    },
});
