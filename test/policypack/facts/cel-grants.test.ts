import { describe, expect, test } from "vitest";
import { grantableRoles } from "../../../policypack/facts/cel-grants";

const ATTRIBUTE = "api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', [])";
const only = (...roles: string[]) => `${ATTRIBUTE}.hasOnly([${roles.map((role) => `'${role}'`).join(", ")}])`;

describe("grantableRoles", () => {
    test.each<[string, readonly string[]]>([
        [only("roles/a", "roles/b"), ["roles/a", "roles/b"]],
        [`${only("roles/a")} && resource.name == "x"`, ["roles/a"]],
        [`${only("roles/a", "roles/b")} && ${only("roles/b")}`, ["roles/b"]],
        [`${only("roles/a")} || ${only("roles/b")}`, ["roles/a", "roles/b"]],
        [`!(!${only("roles/a")})`, ["roles/a"]],
        [`resource.name == "x" ? ${only("roles/a")} : false`, ["roles/a"]],
        [`${ATTRIBUTE}.hasOnly([])`, []],
        ["false", []],
    ])("%s", (expression, roles) => {
        expect([...grantableRoles(expression)!]).toEqual(roles);
    });

    test.each([
        "",
        "true",
        `!${only("roles/a")}`,
        `${only("roles/a")} || true`,
        `${only("roles/a")} || resource.name == "x"`,
        `true // ${only("roles/a")}`,
        `"${only("roles/a")}" != ""`,
        `${ATTRIBUTE}.hasOnly(resource.roles)`,
        `${ATTRIBUTE}.hasOnly(['roles/a', resource.name])`,
        `${ATTRIBUTE}.exists(role, role == 'roles/a')`,
        `${ATTRIBUTE} == ['roles/a']`,
        "api.getAttribute('iam.googleapis.com/other', []).hasOnly(['roles/a'])",
        "request.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly(['roles/a'])",
        `${only("roles/a")} &&`,
    ])("no limit: %s", (expression) => {
        expect(grantableRoles(expression)).toBeUndefined();
    });
});
