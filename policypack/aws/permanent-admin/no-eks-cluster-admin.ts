import { resourceRule } from "../../core/rule";
import { text } from "../../facts/values";

const ASSOCIATION = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation";
const access = (policy: string) => ({
    clusterName: "shop",
    principalArn: "arn:aws:iam::111122223333:role/platform",
    policyArn: `arn:aws:eks::aws:cluster-access-policy/${policy}`,
    accessScope: { type: "cluster" },
});

export default resourceRule({
    name: "aws-no-eks-cluster-admin",
    severity: "high",
    description: "No principal is always the administrator of a whole EKS cluster.",
    rationale:
        "Whoever takes over such a role once has every workload of the cluster, its secrets and the roles of its pods, at any hour.",
    remedy: "Associate AmazonEKSAdminViewPolicy, or an edit policy for named namespaces; give cluster administration to a JitRole or a TimeboxedRole.",
    controls: ["NHI5:2025", "NHI10:2025", "PR.AA-05", "MEASURE 2.7"],
    on: [ASSOCIATION],
    examples: {
        denied: [{ type: ASSOCIATION, inputs: access("AmazonEKSClusterAdminPolicy") }],
        allowed: [{ type: ASSOCIATION, inputs: access("AmazonEKSAdminViewPolicy") }],
    },

    *check({ inputs }) {
        const policy = inputs.get("policyArn");
        if (!/:cluster-access-policy\/AmazonEKSClusterAdminPolicy$/i.test(text(policy) ?? "")) return;
        // In the scope of namespaces it is an administrator of these only.
        if (text(inputs.get("accessScope").get("type"))?.toLowerCase() !== "cluster") return;
        yield { message: "`AmazonEKSClusterAdminPolicy` is associated for the whole cluster.", path: policy.path };
    },
});
