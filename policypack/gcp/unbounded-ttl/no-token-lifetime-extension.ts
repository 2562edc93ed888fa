import { resourceRule } from "../../core/rule";
import { ORGANIZATION_POLICIES, constraintOf, said } from "../../facts/gcp-org-policies";
import { each, isUnreadable } from "../../facts/values";

const POLICY = ORGANIZATION_POLICIES[0];
const EXTENSION = "iam.allowServiceAccountCredentialLifetimeExtension";
const parent = "organizations/123456789012";
const name = `${parent}/policies/${EXTENSION}`;
const extended = { values: { allowedValues: ["batch@example.iam.gserviceaccount.com"] } };

export default resourceRule({
    name: "gcp-no-token-lifetime-extension",
    severity: "medium",
    description: "No service account may have access tokens that live longer than an hour.",
    rationale:
        "An access token cannot be taken back, so one that is stolen works for its whole life: twelve hours with this, one without.",
    remedy: "Leave the policy out, or deny all; a job that lasts longer asks for a new token, as the client libraries do.",
    controls: ["NHI7:2025", "PR.AA-01", "MANAGE 2.4"],
    on: [...ORGANIZATION_POLICIES],
    examples: {
        denied: [{ type: POLICY, inputs: { parent, name, spec: { rules: [extended] } } }],
        allowed: [{ type: POLICY, inputs: { parent, name, spec: { rules: [{ denyAll: "TRUE" }] } } }],
    },

    // The constraint allows nobody unless a policy says so: https://docs.cloud.google.com/iam/docs/create-short-lived-credentials-direct
    *check(resource) {
        if (constraintOf(resource) !== EXTENSION) return;
        for (const found of each([resource], said)) {
            if (isUnreadable(found)) yield found;
            else if (found.says === "allows all")
                yield { message: "Every service account may have tokens of twelve hours.", path: found.path };
            else if (found.says === "allows")
                yield { message: "A service account may have tokens of twelve hours.", path: found.path };
        }
    },
});
