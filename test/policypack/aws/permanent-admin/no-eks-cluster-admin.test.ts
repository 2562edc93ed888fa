import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/permanent-admin/no-eks-cluster-admin";
import { describeRule } from "../../../harness/describe-rule";

const ADMIN = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy";
const given = (policyArn: unknown, accessScope: unknown = { type: "cluster" }) => [
    {
        type: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
        inputs: { clusterName: "shop", principalArn: UNKNOWN, policyArn, accessScope },
    },
];
const says = ["`AmazonEKSClusterAdminPolicy` is associated for the whole cluster."];

describeRule(rule, {
    denies: {
        "an administrator of the cluster": { given: given(ADMIN), says },
        "one in GovCloud": { given: given(ADMIN.replace("arn:aws:", "arn:aws-us-gov:")), says },
        "a policy that is no text": { given: given(42), says: ["`policyArn` is not a text."] },
    },
    allows: {
        "an administrator of one namespace": { given: given(ADMIN, { type: "namespace", namespaces: ["shop"] }) },
        "a reader of all": { given: given("arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminViewPolicy") },
        "an editor": { given: given("arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy") },
    },
    cannotDecide: {
        "a policy not known yet": { given: given(UNKNOWN), says: ["`policyArn` is not known before the deployment."] },
        "a scope not known yet": {
            given: given(ADMIN, UNKNOWN),
            says: ["`accessScope` is not known before the deployment."],
        },
    },
});
