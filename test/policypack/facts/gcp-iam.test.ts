import { describe, expect, test } from "vitest";
import { eachGrant, membersOf } from "../../../policypack/facts/gcp-iam";
import { isAdminRole, isLegacyBasicRole } from "../../../policypack/facts/gcp-roles";
import { tenantClaims } from "../../../policypack/facts/gcp-issuers";
import { UNKNOWN, Value, isUnreadable, text } from "../../../policypack/facts/values";

/** What is read of each grant: its role, where that stands, and its members. */
function read(inputs: unknown): readonly unknown[] {
    const grants = eachGrant(new Value(inputs, ""), function* (grant) {
        yield [text(grant.role), grant.role.path, membersOf(grant), grant.condition.absent];
    });
    return [...grants].map((found) => (isUnreadable(found) ? found.message : found));
}

describe("eachGrant", () => {
    test("a member", () => {
        expect(read({ role: "roles/a", member: "user:a" })).toEqual([["roles/a", "role", ["user:a"], true]]);
    });

    test("a binding", () => {
        expect(read({ role: "roles/a", members: ["user:a", UNKNOWN], condition: {} })).toEqual([
            ["roles/a", "role", ["user:a", undefined], false],
        ]);
    });

    test("a policy, past what cannot be read in it", () => {
        const bindings = [{ role: 1 }, null, 2, { role: "roles/a", members: "user:a" }];
        expect(read({ policyData: JSON.stringify({ bindings }) })).toEqual([
            [undefined, "policyData.bindings[1].role", [undefined], true],
            ["roles/a", "policyData.bindings[3].role", ["user:a"], true],
            "`policyData.bindings[0].role` is not a text.",
            "`policyData.bindings[2]` is not an object.",
        ]);
    });

    test("a policy without bindings", () => {
        expect(read({ policyData: "{}" })).toEqual([]);
    });

    test("members that are absent, unknown or none", () => {
        expect(read({ role: "roles/a" })).toEqual([["roles/a", "role", [undefined], true]]);
        expect(read({ role: "roles/a", members: UNKNOWN })).toEqual([["roles/a", "role", [undefined], true]]);
        expect(read({ role: "roles/a", members: [] })).toEqual([["roles/a", "role", [], true]]);
    });
});

test("admin roles are matched whole", () => {
    expect(["roles/owner", "roles/writer", "roles/iam.securityAdmin"].every(isAdminRole)).toBe(true);
    expect(["owner", "roles/Owner", "roles/viewer", "roles/pubsub.admin", "projects/p/roles/owner"].some(isAdminRole)).toBe(
        false,
    );
    expect(isLegacyBasicRole("roles/editor")).toBe(true);
    expect(isLegacyBasicRole("roles/admin")).toBe(false);
});

test("shared issuers are known by any spelling of their URL", () => {
    for (const issuer of ["https://gitlab.com", "gitlab.com/", "HTTPS://GitLab.com:443"]) {
        expect(tenantClaims(issuer)).toContain("project_id");
    }
    for (const issuer of ["https://gitlab.com.example.org", "https://gitlab.com/tenant", "constructor", ""]) {
        expect(tenantClaims(issuer)).toBeUndefined();
    }
});
