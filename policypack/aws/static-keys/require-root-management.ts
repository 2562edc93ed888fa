import { resourceRule } from "../../core/rule";
import { elements, text } from "../../facts/values";

const FEATURES = "aws:iam/organizationsFeatures:OrganizationsFeatures";

export default resourceRule({
    name: "aws-require-root-management",
    severity: "low",
    description:
        "An organization that manages root access centrally takes the credentials of its member accounts' root users away.",
    rationale:
        "Each account's root user may do everything, cannot be limited, and keeps its password and keys until they are taken.",
    remedy: 'Add "RootCredentialsManagement" to enabledFeatures, and delete the root credentials of the member accounts.',
    controls: ["NHI7:2025", "NHI5:2025", "PR.AA-01", "PR.AA-05"],
    replaces: ["Prowler iam_root_credentials_management_enabled"],
    on: [FEATURES],
    examples: {
        denied: [{ type: FEATURES, inputs: { enabledFeatures: ["RootSessions"] } }],
        allowed: [{ type: FEATURES, inputs: { enabledFeatures: ["RootCredentialsManagement", "RootSessions"] } }],
    },

    *check({ inputs }) {
        const input = inputs.get("enabledFeatures");
        const features = elements(input);
        if (features.some((feature) => !feature.unknown && text(feature) === "RootCredentialsManagement")) return;
        for (const feature of features) feature.known();
        yield { message: "The root users of member accounts keep their credentials.", path: input.path };
    },
});
