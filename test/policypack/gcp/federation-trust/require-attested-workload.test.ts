import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/gcp/federation-trust/require-attested-workload";
import { describeRule } from "../../../harness/describe-rule";

const identity = (...resources: readonly unknown[]) => [
    {
        type: "gcp:iam/workloadIdentityPoolManagedIdentity:WorkloadIdentityPoolManagedIdentity",
        inputs: { attestationRules: resources.map((googleCloudResource) => ({ googleCloudResource })) },
    },
];
const ONE = "//compute.googleapis.com/projects/1/uid/zones/us-central1-a/instances/12345678";
const ALL = "//run.googleapis.com/projects/1/type/Service/*";
const says = ["`attestationRules[1].googleCloudResource` lets every workload of a kind have the identity."];

describeRule(rule, {
    denies: {
        "all services of a project": { given: identity(ONE, ALL), says },
        "all services of a project, past what is not known yet": { given: identity(UNKNOWN, ALL), says },
    },
    allows: {
        "one instance": { given: identity(ONE) },
        "the instances of one service account": {
            given: identity("//compute.googleapis.com/projects/1/type/Instance/attached_service_account.uid/12345"),
        },
        "no rule, so nobody": { given: identity() },
    },
    cannotDecide: {
        "a resource that is not known yet": {
            given: identity(UNKNOWN),
            says: ["`attestationRules[0].googleCloudResource` is not known before the deployment."],
        },
    },
});
