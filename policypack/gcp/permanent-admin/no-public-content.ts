import { resourceRule } from "../../core/rule";
import { OPENABLE, openings } from "../../facts/gcp-public";
import { isUnreadable } from "../../facts/values";

const BUCKET = "gcp:storage/bucketIAMMember:BucketIAMMember";
const grant = { bucket: "site", role: "roles/storage.objectViewer" };

export default resourceRule({
    name: "gcp-no-public-content",
    severity: "low",
    description: "Nothing may be read or called by everyone.",
    rationale: "A public website or service is a deliberate choice; the rest of what is open to everyone was an oversight.",
    remedy: "Grant the role to those who read or call it, or except the resource, saying why it is public.",
    controls: ["NHI6:2025", "PR.AA-05"],
    replaces: [
        "Checkov CKV_GCP_15",
        "Checkov CKV_GCP_28",
        "Checkov CKV_GCP_100",
        "Checkov CKV_GCP_101",
        "Checkov CKV_GCP_102",
        "Checkov CKV_GCP_107",
        "Checkov CKV_GCP_113",
        "Checkov CKV2_GCP_9",
        "Trivy GCP-0001",
        "Trivy GCP-0046",
        "Prowler bigquery_dataset_public_access",
        "Prowler cloudfunction_function_not_publicly_accessible",
        "Prowler cloudstorage_bucket_public_access",
        "Prowler compute_image_not_publicly_shared",
    ],
    on: OPENABLE,
    examples: {
        denied: [{ type: BUCKET, inputs: { ...grant, member: "allUsers" } }],
        allowed: [{ type: BUCKET, inputs: { ...grant, member: "group:readers@example.com" } }],
    },

    // gcp-no-public-access says what nobody opens on purpose.
    *check(resource) {
        for (const opening of openings(resource)) {
            if (isUnreadable(opening)) yield opening;
            else if (opening.isUsual) {
                const { what, to, at } = opening;
                yield { message: `${what} is given to ${to}.`, path: at.path, part: to };
            }
        }
    },
});
