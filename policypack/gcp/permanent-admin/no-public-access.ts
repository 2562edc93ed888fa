import { resourceRule } from "../../core/rule";
import { OPENABLE, openings } from "../../facts/gcp-public";
import { isUnreadable } from "../../facts/values";

const SECRET = "gcp:secretmanager/secretIamMember:SecretIamMember";
const grant = { secretId: "database", role: "roles/secretmanager.secretAccessor" };

export default resourceRule({
    name: "gcp-no-public-access",
    severity: "critical",
    description: "No secret, key or account, and no right to change anything, is given to everyone.",
    rationale: "What is granted to allUsers or allAuthenticatedUsers is granted to every stranger who finds its name.",
    remedy: "Grant the role to the workload or group that needs it, as WorkloadRole does.",
    controls: ["NHI5:2025", "NHI2:2025", "PR.AA-05", "PR.AA-03"],
    replaces: [
        "Checkov CKV_GCP_99",
        "Checkov CKV_GCP_98",
        "Checkov CKV_GCP_112",
        "Checkov CKV2_GCP_6",
        "Checkov CKV2_GCP_8",
        "Prowler kms_key_not_publicly_accessible",
        "Prowler secretmanager_secret_not_publicly_accessible",
    ],
    on: OPENABLE,
    examples: {
        denied: [{ type: SECRET, inputs: { ...grant, member: "allUsers" } }],
        allowed: [{ type: SECRET, inputs: { ...grant, member: "group:orders@example.com" } }],
    },

    // A condition is no help: Google takes none for everyone.
    *check(resource) {
        for (const opening of openings(resource)) {
            if (isUnreadable(opening)) yield opening;
            else if (!opening.isUsual) {
                const { what, to, at } = opening;
                yield { message: `${what} is given to ${to}.`, path: at.path, part: to };
            }
        }
    },
});
