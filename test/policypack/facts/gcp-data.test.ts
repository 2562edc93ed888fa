import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { GCP_ESCALATION_PATHS } from "../../../policypack/facts/gcp-escalation-paths";
import { GRANTING, ON_CONTAINERS, ON_RESOURCES, ON_SERVICE_ACCOUNTS } from "../../../policypack/facts/gcp-iam-types";
import { catalogueDate, permissionsOf, predefinedRoles } from "../../../policypack/facts/gcp-role-catalogue";
import {
    isAdminRole,
    isCustomRole,
    isImpersonatingRole,
    isLegacyBasicRole,
    isServiceAgentRole,
    isUncatalogued,
    onlySetsPolicy,
} from "../../../policypack/facts/gcp-roles";
import { gcpData } from "../../../scripts/gcp-data";

/** The data is what its source says, and says enough: a change that turns a rule off must be seen here. */

const own = () => predefinedRoles().filter((role) => !isServiceAgentRole(role));

describe("the catalogue of predefined roles", () => {
    test("is dated, and whole", () => {
        expect(catalogueDate()).toMatch(/^\d{4}-\d\d-\d\d$/);
        expect(predefinedRoles().length).toBeGreaterThan(2_400);
        expect(readFileSync("policypack/data/gcp-roles.json").length).toBeLessThan(60_000);
    });

    test("knows which of the permissions that matter a role carries", () => {
        expect([...permissionsOf("roles/iam.serviceAccountUser")!]).toEqual(["iam.serviceAccounts.actAs"]);
        expect(permissionsOf("roles/logging.logWriter")).toEqual(new Set());
        expect(permissionsOf("roles/browser")).toEqual(new Set());
        expect(permissionsOf("roles/not.yetWritten")).toBeUndefined();
    });

    test("holds every permission of a path, but for two that no role carries any more", () => {
        const carried = new Set(predefinedRoles().flatMap((role) => [...permissionsOf(role)!]));
        const all = new Set(GCP_ESCALATION_PATHS.flatMap(({ permissions }) => permissions));
        expect([...all].filter((permission) => !carried.has(permission))).toEqual([
            "serviceusage.apiKeys.create",
            "serviceusage.apiKeys.list",
        ]);
    });

    test("is written from its source, each role by what it carries", () => {
        const written = gcpData({
            asOf: "2026-01-01",
            permissions: ["b.c.d", "a.b.c"],
            roles: { "roles/x.y": ["b.c.d", "a.b.c"] },
            known: ["roles/z.b", "roles/plain", "roles/z.a"],
        });
        expect(JSON.parse(written)).toEqual({
            asOf: "2026-01-01",
            permissions: ["a.b.c", "b.c.d"],
            roles: { "x.y": "1 0" },
            others: { plain: "", z: "a b" },
        });
    });
});

describe("roles are judged by what they carry, not by their names", () => {
    test("administrators", () => {
        expect(own().filter(isAdminRole)).toEqual([
            "roles/iam.workforcePoolAdmin",
            "roles/assuredworkloads.admin",
            "roles/assuredworkloads.editor",
            "roles/earthengine.appsPublisher",
            "roles/editor",
            "roles/iam.admin",
            "roles/iam.denyAdmin",
            "roles/iam.devOps",
            "roles/iam.organizationRoleAdmin",
            "roles/iam.principalAccessBoundaryAdmin",
            "roles/iam.roleAdmin",
            "roles/iam.securityAdmin",
            "roles/iam.serviceAccountAdmin",
            "roles/iam.workloadIdentityPoolAdmin",
            "roles/orgpolicy.policyAdmin",
            "roles/owner",
            "roles/privilegedaccessmanager.admin",
            "roles/resourcemanager.folderAdmin",
            "roles/resourcemanager.folderIamAdmin",
            "roles/resourcemanager.organizationAdmin",
            "roles/resourcemanager.projectIamAdmin",
            "roles/securityposture.admin",
            "roles/securityposture.postureDeployer",
        ]);
        expect(["roles/admin", "roles/writer"].every(isAdminRole)).toBe(true);
    });

    test("those that act as service accounts", () => {
        expect(own().filter((role) => isImpersonatingRole(role) && !isAdminRole(role))).toEqual([
            "roles/assuredoss.admin",
            "roles/backupdr.computeEngineOperator",
            "roles/dataproc.hubAgent",
            "roles/iam.dataScientist",
            "roles/iam.databasesAdmin",
            "roles/iam.editor",
            "roles/iam.serviceAccountKeyAdmin",
            "roles/iam.serviceAccountOpenIdTokenCreator",
            "roles/iam.serviceAccountTokenCreator",
            "roles/iam.serviceAccountUser",
            "roles/iam.workloadIdentityUser",
            "roles/securitycenter.admin",
            "roles/storage.editor",
            "roles/storage.hmacKeyAdmin",
        ]);
    });

    // Checkov finds "admin" in a name.
    test("not the hundreds of administrators of one service", () => {
        const named = own().filter((role) => /admin$/i.test(role));
        expect(named.length).toBeGreaterThan(500);
        expect(named.filter(isAdminRole).length).toBeLessThan(20);
    });

    test("names are matched whole", () => {
        for (const role of ["owner", "roles/Owner", "roles/viewer", "projects/p/roles/owner", "constructor"]) {
            expect(isAdminRole(role)).toBe(false);
        }
        expect(isLegacyBasicRole("roles/editor")).toBe(true);
        expect(isLegacyBasicRole("roles/admin")).toBe(false);
        expect(isCustomRole("projects/p/roles/owner")).toBe(true);
        expect(isCustomRole("organizations/1/roles/x")).toBe(true);
        expect(isCustomRole("roles/owner")).toBe(false);
        expect(isUncatalogued("roles/not.yetWritten")).toBe(true);
        expect(isUncatalogued("roles/admin")).toBe(false);
        expect(isUncatalogued("projects/p/roles/x")).toBe(false);
    });

    test("which roles do no more than set policies", () => {
        expect(own().filter(onlySetsPolicy)).toEqual([
            "roles/resourcemanager.folderAdmin",
            "roles/resourcemanager.folderIamAdmin",
            "roles/resourcemanager.organizationAdmin",
            "roles/resourcemanager.projectIamAdmin",
        ]);
    });
});

describe("the types that grant roles", () => {
    test("are those of the installed provider", () => {
        expect([...GRANTING].sort()).toEqual([...declared()].sort());
    });

    test("are three for each thing", () => {
        expect(ON_CONTAINERS).toHaveLength(9);
        expect(ON_RESOURCES).toHaveLength(GRANTING.length - 12);
        expect(ON_SERVICE_ACCOUNTS).toEqual([
            "gcp:serviceaccount/iAMMember:IAMMember",
            "gcp:serviceaccount/iAMBinding:IAMBinding",
            "gcp:serviceaccount/iAMPolicy:IAMPolicy",
        ]);
    });
});

function declared(): ReadonlySet<string> {
    const sdk = dirname(createRequire(__filename).resolve("@pulumi/gcp/package.json"));
    const files = readdirSync(sdk, { recursive: true, encoding: "utf8" }).filter((file) =>
        /^(?!node_modules)\w+\/\w*iam(member|binding|policy)\.js$/i.test(file),
    );
    const tokens = files.flatMap(
        (file) => /__pulumiType = '([^']+)'/.exec(readFileSync(join(sdk, file), "utf8"))?.[1] ?? [],
    );
    return new Set(tokens);
}
