import * as jit from "@jit-guard/components";

new jit.gcp.GrantSweep("grant-sweep", {
    parents: ["projects/orders", "folders/210987654321"],
    organization: "123456789012",
    location: "europe-west1",
    owner: "security@example.com",
});
