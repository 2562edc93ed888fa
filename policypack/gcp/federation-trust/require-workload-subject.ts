import { resourceRule } from "../../core/rule";
import { PROVIDER, isForNamedWorkloads, isSubjectShared } from "../../facts/gcp-federation";

const github = {
    workloadIdentityPoolId: "ci",
    workloadIdentityPoolProviderId: "github",
    attributeCondition: "assertion.repository_owner_id == '123'",
    oidc: { issuerUri: "https://token.actions.githubusercontent.com" },
};

export default resourceRule({
    name: "gcp-require-workload-subject",
    severity: "medium",
    description: "The subject that a provider gives to a workload is of that workload, and of no other.",
    rationale:
        "Where the subject is a branch, an environment or a fixed text, whoever names theirs alike is the same principal in grants and in logs.",
    remedy: 'Map "google.subject" to assertion.sub, or to another claim that names the repository, project or service account.',
    controls: ["NHI9:2025", "NHI4:2025", "PR.AA-02", "PR.AA-04"],
    on: [PROVIDER],
    examples: {
        denied: [{ type: PROVIDER, inputs: { ...github, attributeMapping: { "google.subject": "assertion.environment" } } }],
        allowed: [{ type: PROVIDER, inputs: { ...github, attributeMapping: { "google.subject": "assertion.sub" } } }],
    },

    *check({ inputs }) {
        // Of one workload any text is the subject.
        if (!isSubjectShared(inputs) || isForNamedWorkloads(inputs)) return;
        yield {
            message: "The subject is made of nothing that tells one workload from another.",
            path: "attributeMapping.google.subject",
        };
    },
});
