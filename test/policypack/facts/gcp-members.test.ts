import { describe, expect, test } from "vitest";
import {
    isDefaultAccount,
    isPublic,
    isServiceAgent,
    isUnnamed,
    personalDomain,
} from "../../../policypack/facts/gcp-members";

describe("members by how they are written", () => {
    test.each([
        "serviceAccount:service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com",
        "serviceAccount:service-org-123456789012@gcp-sa-pam.iam.gserviceaccount.com",
        "serviceAccount:service-123456789012@container-engine-robot.iam.gserviceaccount.com",
        "serviceAccount:service-123456789012@serverless-robot-prod.iam.gserviceaccount.com",
        "serviceAccount:service-123456789012@gs-project-accounts.iam.gserviceaccount.com",
        "serviceAccount:project-123456789012@storage-transfer-service.iam.gserviceaccount.com",
        "serviceAccount:123456789012@cloudservices.gserviceaccount.com",
    ])("%s is run by Google", (member) => {
        expect(isServiceAgent(member)).toBe(true);
    });

    test.each([
        "serviceAccount:service-123456@example.iam.gserviceaccount.com",
        "serviceAccount:service-x@gcp-sa-pubsub.iam.gserviceaccount.com",
        "serviceAccount:service-1@gcp-sa-pubsub.iam.gserviceaccount.com.example.org",
        "serviceAccount:service-1@my-gcp-sa-pubsub.iam.gserviceaccount.com",
        "serviceAccount:123456789012@cloudbuild.gserviceaccount.com",
        "serviceAccount:123456789012-compute@developer.gserviceaccount.com",
        "user:service-1@gcp-sa-pubsub.iam.gserviceaccount.com",
    ])("%s is not", (member) => {
        expect(isServiceAgent(member)).toBe(false);
    });

    test("default accounts", () => {
        expect(isDefaultAccount("serviceAccount:123456789012-compute@developer.gserviceaccount.com")).toBe(true);
        expect(isDefaultAccount("serviceAccount:example@appspot.gserviceaccount.com")).toBe(true);
        expect(isDefaultAccount("serviceAccount:example.com:shop@appspot.gserviceaccount.com")).toBe(true);
        expect(isDefaultAccount("serviceAccount:web-compute@developer.gserviceaccount.com")).toBe(false);
        expect(isDefaultAccount("serviceAccount:appspot@example.iam.gserviceaccount.com")).toBe(false);
    });

    test("private accounts", () => {
        expect(personalDomain("user:Ada@GMail.com")).toBe("gmail.com");
        expect(personalDomain("group:friends@googlegroups.com")).toBe("googlegroups.com");
        expect(personalDomain("user:ada@gmail.com.example.com")).toBeUndefined();
        expect(personalDomain("user:ada@notgmail.com")).toBeUndefined();
        expect(personalDomain("serviceAccount:a@gmail.com")).toBeUndefined();
    });

    test("many that nobody named", () => {
        expect(isUnnamed("domain:example.com")).toBe(true);
        expect(isUnnamed("principalSet://cloudresourcemanager.googleapis.com/projects/123/type/ServiceAccount")).toBe(true);
        expect(isUnnamed("principalSet://goog/cloudIdentityCustomerId/C01")).toBe(true);
        expect(isUnnamed("group:sre@example.com")).toBe(false);
        expect(isUnnamed("serviceAccount:example.svc.id.goog[shop/orders]")).toBe(false);
        // Judged with the pool.
        expect(isUnnamed("principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/*")).toBe(
            false,
        );
    });

    test("the public", () => {
        expect(["allUsers", "allAuthenticatedUsers"].every(isPublic)).toBe(true);
        expect(["allusers", "user:allUsers", "group:all@example.com"].some(isPublic)).toBe(false);
    });
});
