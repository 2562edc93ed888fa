import { describe, expect, test } from "vitest";
import type { Finding } from "../../../policypack/core/rule";
import { escalating, pathsOpenTo } from "../../../policypack/facts/gcp-escalation";
import { GCP_ESCALATION_PATHS, type GcpEscalationPath } from "../../../policypack/facts/gcp-escalation-paths";
import { permissionsOf, predefinedRoles } from "../../../policypack/facts/gcp-role-catalogue";
import { isAdminRole, isImpersonatingRole, isServiceAgentRole } from "../../../policypack/facts/gcp-roles";
import { NOW, resources } from "../../harness/describe-rule";

const ROLE = "gcp:projects/iAMCustomRole:IAMCustomRole";
const MEMBER = "gcp:projects/iAMMember:IAMMember";
const DAY = 86_400;

function said(permissions: readonly (readonly string[])[]): readonly Finding[] {
    const declared = permissions.flatMap((held, index) => [
        { type: ROLE, name: `role-${index}`, inputs: { project: "p", roleId: `r${index}`, permissions: held } },
        {
            type: MEMBER,
            name: `grant-${index}`,
            inputs: { project: "p", role: `projects/p/roles/r${index}`, member: "group:g@x.com" },
        },
    ]);
    return [...escalating(resources(declared), DAY, NOW.getTime())];
}

const matters = ({ tier, permissions }: GcpEscalationPath) =>
    tier === "direct" || (tier === "passrole" && permissions.includes("iam.serviceAccounts.actAs"));

describe("the paths", () => {
    test("are 53, each of its own name and set", () => {
        expect(GCP_ESCALATION_PATHS).toHaveLength(53);
        expect(new Set(GCP_ESCALATION_PATHS.map(({ id }) => id)).size).toBe(53);
        const sets = GCP_ESCALATION_PATHS.map(({ permissions }) => [...permissions].sort().join());
        expect(new Set(sets).size).toBe(53);
    });

    test("need names as Google writes them", () => {
        for (const { permissions } of GCP_ESCALATION_PATHS) {
            for (const permission of permissions) {
                expect(permission).toMatch(/^[a-z]+(\.googleapis\.com\/\w+|\.\w+)\.[a-z]\w+$/);
            }
        }
    });

    test.each(GCP_ESCALATION_PATHS.map((path) => [path.id, path] as const))(
        "%s is open to who has all of it",
        (id, path) => {
            expect(pathsOpenTo(new Set(path.permissions)).map((open) => open.id)).toContain(id);
            for (const missing of path.permissions) {
                const rest = new Set(path.permissions.filter((permission) => permission !== missing));
                expect(pathsOpenTo(rest).map((open) => open.id)).not.toContain(id);
            }
        },
    );
});

describe("a custom role", () => {
    test.each(GCP_ESCALATION_PATHS.filter(matters).map((path) => [path.id, path] as const))(
        "with %s",
        (_, { permissions }) => {
            const [finding, ...others] = said([permissions]);
            expect(finding?.message).toContain("by the custom role `role-0` (path ");
            expect(finding?.resource?.name).toBe("grant-0");
            expect(others).toEqual([]);
        },
    );

    test.each(GCP_ESCALATION_PATHS.filter((path) => !matters(path)).map((path) => [path.id, path] as const))(
        "with %s, which proves nothing by itself",
        (_, { permissions }) => {
            expect(said([permissions])).toEqual([]);
        },
    );

    test.each(
        GCP_ESCALATION_PATHS.filter((path) => matters(path) && path.permissions.length > 1).map(
            (path) => [path.id, path] as const,
        ),
    )("with a part of %s, and another with the rest", (_, { permissions }) => {
        const [first = "", ...rest] = permissions;
        const [finding, ...others] = said([[first], rest]);
        expect(finding?.message).toMatch(/by the custom role `role-\d`( and `.*` by the custom role `role-\d`)? \(path /);
        expect(others).toEqual([]);
    });
});

test("a build under an account of one's choice", () => {
    expect(said([["cloudbuild.builds.create"], ["iam.serviceAccounts.actAs"]]).map(({ message }) => message)).toEqual([
        "`group:g@x.com` can raise its own rights: it has `cloudbuild.builds.create` by the custom role `role-0` and `iam.serviceAccounts.actAs` by the custom role `role-1` (path rhino-01).",
    ]);
});

test("every predefined role that opens a path by itself is said by some rule, or is run by Google, or only starts code", () => {
    const silent = predefinedRoles().filter((role) => {
        if (isServiceAgentRole(role) || isAdminRole(role) || isImpersonatingRole(role)) return false;
        return pathsOpenTo(permissionsOf(role)!).some(matters);
    });
    expect(silent).toEqual([]);
});
