import * as gcp from "@pulumi/gcp";
import * as jit from "@jit-guard/components";

const account = new gcp.serviceaccount.Account("deploy-shop", { accountId: "deploy-shop" });
const deploy = new jit.gcp.WorkloadIdentity("deploy-shop", {
    workload: {
        github: {
            repository: "acme/shop",
            // gh api repos/acme/shop --jq ".owner.id, .id"
            ids: { owner: "123456", repository: "456789" },
            environment: "production",
        },
    },
    serviceAccount: account.email,
    owner: "shop@example.com",
});

const orders = new jit.gcp.WorkloadIdentity("orders-pod", {
    workload: {
        kubernetes: {
            issuer: "https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF",
            namespace: "orders",
            serviceAccount: "reader",
        },
    },
    owner: "orders@example.com",
});
new gcp.secretmanager.SecretIamMember("orders-reads-payments-key", {
    secretId: "payments-key",
    role: "roles/secretmanager.secretAccessor",
    member: orders.principalSet,
});

// For `workload_identity_provider` of google-github-actions/auth, and the audience of the token that the pod mounts.
export const provider = deploy.provider.name;
export const audience = orders.audience;
