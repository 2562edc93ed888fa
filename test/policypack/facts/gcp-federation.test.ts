import { expect, test } from "vitest";
import { federated } from "../../../policypack/facts/gcp-federation";

const POOL = "iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/ci";
const STAFF = "iam.googleapis.com/locations/global/workforcePools/staff";

test("what a member stands for", () => {
    const of = { of: "workload", pool: "ci" };
    expect(federated(`principalSet://${POOL}/*`)).toEqual({ ...of, all: "pool" });
    expect(federated(`principalSet://${POOL}/kubernetes.cluster/https://x`)).toEqual({ ...of, all: "cluster" });
    expect(federated(`principalSet://${POOL}/attribute.a/b/c`)).toEqual({ ...of, attribute: "a" });
    expect(federated(`principalSet://${POOL}/group/*`)).toEqual(of);
    expect(federated(`principal://${POOL}/subject/*`)).toEqual(of);
    expect(federated(`principalSet://${STAFF}/*`)).toEqual({ of: "workforce", pool: "staff", all: "pool" });
});

test("what is of no pool", () => {
    for (const member of [
        "",
        "allUsers",
        "user:a@example.com",
        "serviceAccount:p.svc.id.goog[a/b]",
        `principalSet://${POOL}`,
        `principalSet://${POOL}/`,
        "principalSet://cloudresourcemanager.googleapis.com/projects/1/type/ServiceAccount",
    ]) {
        expect(federated(member)).toBeUndefined();
    }
});
