import { describe, expect, test } from "vitest";
import { approvers, entitlement, isApproved, known, requesters, who } from "../../../policypack/facts/gcp-entitlements";
import { UNKNOWN, Value } from "../../../policypack/facts/values";

const of = (inputs: object) => new Value({ ...entitlement("roles/viewer"), ...inputs }, "");
const approvedBy = (...principals: unknown[]) =>
    of({
        approvalWorkflow: { manualApprovals: { steps: principals.map((one) => ({ approvers: { principals: [one] } })) } },
    });

test.each([
    ["allUsers", "all"],
    ["allAuthenticatedUsers", "all"],
    ["domain:example.com", "many"],
    ["principalSet://cloudresourcemanager.googleapis.com/projects/1/type/ServiceAccount", "many"],
    ["principalSet://iam.googleapis.com/locations/global/workforcePools/staff/*", "many"],
    ["principalSet://iam.googleapis.com/locations/global/workforcePools/staff/group/sre", "some"],
    ["principal://iam.googleapis.com/locations/global/workforcePools/staff/subject/ada", "some"],
    ["group:sre@example.com", "some"],
    ["", "some"],
])("%s stands for %s", (principal, expected) => {
    expect(who(principal)).toBe(expected);
});

describe("an entitlement", () => {
    test("names who asks and who approves, in all steps", () => {
        expect(known(requesters(of({})))).toEqual(["group:developers@example.com"]);
        expect(known(approvers(approvedBy("group:b@c.d", "group:a@c.d", UNKNOWN)))).toEqual(["group:a@c.d", "group:b@c.d"]);
    });

    test("has an approval only where somebody is asked", () => {
        expect(isApproved(of({}))).toBe(false);
        expect(isApproved(approvedBy())).toBe(false);
        expect(isApproved(approvedBy("group:a@c.d"))).toBe(true);
        expect(isApproved(of({ approvalWorkflow: UNKNOWN }))).toBe(true);
    });

    test("hides nobody who is not known yet", () => {
        for (const approvalWorkflow of [UNKNOWN, { manualApprovals: UNKNOWN }, { manualApprovals: { steps: [UNKNOWN] } }]) {
            expect(approvers(of({ approvalWorkflow })).map(({ unknown }) => unknown)).toEqual([true]);
        }
        expect(requesters(of({ eligibleUsers: [UNKNOWN] })).map(({ unknown }) => unknown)).toEqual([true]);
    });
});
