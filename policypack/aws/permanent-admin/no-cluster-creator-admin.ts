import { resourceRule } from "../../core/rule";
import { flag } from "../../facts/values";

const CLUSTER = "aws:eks/cluster:Cluster";
const cluster = (bootstrapClusterCreatorAdminPermissions?: boolean) => ({
    roleArn: "arn:aws:iam::111122223333:role/cluster",
    vpcConfig: { subnetIds: ["subnet-0a1b2c3d", "subnet-4e5f6a7b"] },
    accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions },
});

export default resourceRule({
    name: "aws-no-cluster-creator-admin",
    severity: "low",
    description: "Who creates an EKS cluster is not its administrator from then on.",
    rationale:
        "The role that deploys keeps every right in the cluster for as long as it lives, without being named anywhere.",
    remedy: "Set accessConfig to authenticationMode API and bootstrapClusterCreatorAdminPermissions false, and give access by an AccessEntry.",
    controls: ["NHI5:2025", "NHI1:2025", "PR.AA-05"],
    on: [CLUSTER],
    examples: {
        denied: [{ type: CLUSTER, inputs: cluster() }],
        allowed: [{ type: CLUSTER, inputs: cluster(false) }],
    },

    // https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessConfigRequest.html: true when left out.
    *check({ inputs }) {
        const creator = inputs.get("accessConfig").get("bootstrapClusterCreatorAdminPermissions");
        if (flag(creator) ?? true)
            yield { message: "Whoever creates this cluster stays its administrator.", path: creator.path };
    },
});
