import * as gcp from "@pulumi/gcp";
import * as jit from "@jit-guard/components";

const signing = new jit.gcp.RotatingSecret("session-signing", {
    location: "europe-west1",
    strategy: { password: { length: 64 } },
    owner: "web@example.com",
});

const payments = new jit.gcp.RotatingSecret("payments-key", {
    location: "europe-west1",
    // Exports create, set, test and retire, which call the other company.
    strategy: { http: { handler: `${__dirname}/payments-key.js` } },
    rotateEvery: "7d",
    overlap: "12h",
    locations: ["europe-west1", "europe-west4"],
    owner: "payments@example.com",
});

const shop = new gcp.serviceaccount.Account("shop", { accountId: "shop" });
new gcp.secretmanager.SecretIamMember("shop-reads-payments-key", {
    secretId: payments.secret.secretId,
    role: "roles/secretmanager.secretAccessor",
    member: shop.member,
});

export const read = [signing.current, payments.current];
