import { resourceRule } from "../../core/rule";
import { each, list, text } from "../../facts/values";

const IDENTITY = "gcp:iam/workloadIdentityPoolManagedIdentity:WorkloadIdentityPoolManagedIdentity";
const billing = {
    workloadIdentityPoolId: "example-pool",
    workloadIdentityPoolNamespaceId: "shop",
    workloadIdentityPoolManagedIdentityId: "billing",
};
const rule = (which: string) => [
    { googleCloudResource: `//compute.googleapis.com/projects/123456789012/type/Instance/${which}` },
];

export default resourceRule({
    name: "gcp-require-attested-workload",
    severity: "low",
    description: "A managed workload identity is given to named workloads, and not to all of a kind in a project.",
    rationale: "Whoever may start an instance or a service in the project would have the identity, whatever runs in it.",
    remedy: "Name the workload by its id or by its service account, as in …/type/Instance/attached_service_account.uid/12345.",
    controls: ["NHI9:2025", "NHI5:2025", "PR.AA-02"],
    on: [IDENTITY],
    examples: {
        denied: [{ type: IDENTITY, inputs: { ...billing, attestationRules: rule("*") } }],
        allowed: [{ type: IDENTITY, inputs: { ...billing, attestationRules: rule("attached_service_account.uid/12345") } }],
    },

    *check({ inputs }) {
        yield* each(list(inputs.get("attestationRules")), function* (rule) {
            const resource = rule.get("googleCloudResource");
            if (!/\/\*$/.test(text(resource) ?? "")) return;
            yield { message: `\`${resource.path}\` lets every workload of a kind have the identity.`, path: resource.path };
        });
    },
});
