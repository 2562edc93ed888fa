import { output } from "@pulumi/pulumi";
import { type CelInput, celEnv, parse, plan } from "@bufbuild/cel";
import { describe, expect, test } from "vitest";
import { GrantSweep, type GrantSweepArgs } from "../../../components/gcp/grant-sweep";
import { cron, limit, permissions } from "../../../components/gcp/grant-sweep/documents";
import { nodeOf } from "../../../components/gcp/nodes";
import { TITLE } from "../../../components/gcp/grant-sweep/runtime/form";
import { grantableRoles } from "../../../policypack/facts/cel-grants";
import { declare } from "../../harness/declare";
import { declared, describeRefusals } from "../../harness/describe-component";

const RIGHT: GrantSweepArgs = {
    parents: ["projects/orders"],
    location: "europe-west1",
    owner: "security@example.com",
};
const make =
    (args: Partial<GrantSweepArgs> = {}) =>
    () =>
        new GrantSweep("mine", { ...RIGHT, ...args });
const inputs = async (type: string, name = "mine", args: Partial<GrantSweepArgs> = {}) =>
    (await declared(make(args), `gcp:${type}`, name)).inputs;
const ALL: Partial<GrantSweepArgs> = {
    parents: ["projects/orders", "folders/21", "organizations/12"],
    organization: "12",
};

describe("what it makes", () => {
    test("may read the policies of its parents, and do nothing else", async () => {
        const { resources } = await declare(make(ALL));
        const named = (end: string) =>
            resources.filter(({ type }) => type.endsWith(end)).sort((a, b) => (a.name > b.name ? -1 : 1));
        expect(named(":IAMCustomRole").map(({ inputs }) => inputs)).toMatchObject([
            { project: "orders", permissions: ["resourcemanager.projects.getIamPolicy"] },
            { orgId: "12", permissions: ["resourcemanager.organizations.getIamPolicy"] },
            { orgId: "12", permissions: ["resourcemanager.folders.getIamPolicy"] },
        ]);
        const members = named(":IAMMember");
        expect(members.map(({ type, name, inputs }) => [type, name, inputs.condition])).toEqual([
            ["gcp:projects/iAMMember:IAMMember", "mine-projects-orders", undefined],
            ["gcp:organizations/iAMMember:IAMMember", "mine-organizations-12", undefined],
            ["gcp:folder/iAMMember:IAMMember", "mine-folders-21", undefined],
        ]);
        expect(members.map(({ inputs }) => inputs)).toMatchObject([
            { project: "orders" },
            { orgId: "12" },
            { folder: "folders/21" },
        ]);
    });

    test("may take away roles that are named, and no others", async () => {
        const args = { ...ALL, removable: ["roles/cloudsql.admin", "projects/orders/roles/dba"] };
        const { resources } = await declare(make(args));
        for (const [type, what] of [
            ["projects", "projects"],
            ["organizations", "folders"],
        ] as const) {
            const found = resources.find(
                (each) => each.type === `gcp:${type}/iAMCustomRole:IAMCustomRole` && each.name.startsWith(`mine-${what}-`),
            );
            expect(found?.inputs.permissions).toEqual([
                `resourcemanager.${what}.getIamPolicy`,
                `resourcemanager.${what}.setIamPolicy`,
            ]);
        }
        for (const { type, inputs } of resources.filter(({ type }) => type.endsWith(":IAMMember"))) {
            expect(inputs.condition, type).toEqual(limit(args.removable));
        }
    });

    test("is a function that knows what to sweep", async () => {
        const swept = async (args: Partial<GrantSweepArgs> = {}) => {
            const { serviceConfig } = await inputs("cloudfunctionsv2/function:Function", "mine", args);
            const { environmentVariables } = serviceConfig as { environmentVariables: { SWEEP: string } };
            return JSON.parse(environmentVariables.SWEEP) as unknown;
        };
        expect(await swept()).toEqual({ nodes: ["projects/orders"], removable: [] });
        expect(await swept({ known: [], removable: ["roles/cloudsql.admin"] })).toEqual({
            nodes: ["projects/orders"],
            removable: ["roles/cloudsql.admin"],
            known: [],
        });
        expect(await swept({ known: ["jit-guard: db"] })).toMatchObject({ known: ["jit-guard: db"] });
    });

    test("looks as often as it is told", async () => {
        const job = "cloudscheduler/job:Job";
        expect(await inputs(job)).toMatchObject({ schedule: "0 */1 * * *", timeZone: "Etc/UTC", region: "europe-west1" });
        expect(await inputs(job, "mine", { every: "15m" })).toMatchObject({ schedule: "*/15 * * * *" });
        expect(await inputs(job, "mine", { every: "24h" })).toMatchObject({ schedule: "0 0 * * *" });
    });

    test("is labelled, named after it, and in the project that it is told", async () => {
        const { resources } = await declare(make({ project: "security", labels: { team: "x" } }));
        for (const { type, name, inputs } of resources) {
            expect(name === "mine" || name.startsWith("mine-")).toBe(true);
            if (/Topic$|Bucket$|Function$/.test(type)) {
                expect(inputs, type).toMatchObject({
                    project: "security",
                    labels: { team: "x", owner: "security_at_example_com", review: "90d" },
                });
            }
        }
    });
});

test("the limit means these roles, by two readers of CEL", () => {
    const { title, expression } = limit(["roles/cloudsql.admin", "projects/orders/roles/dba"])!;
    expect(grantableRoles(expression)).toEqual(new Set(["roles/cloudsql.admin", "projects/orders/roles/dba"]));
    // bufbuild/cel knows no method of Google's: the same, with an operator for it.
    const asked = expression.replace(/^api.*\.hasOnly\((.*)\)$/, "modified.all(role, role in $1)");
    const allows = (modified: CelInput) => plan(celEnv(), parse(asked))({ modified });
    expect(allows([])).toBe(true);
    expect(allows(["roles/cloudsql.admin"])).toBe(true);
    expect(allows(["roles/cloudsql.admin", "roles/owner"])).toBe(false);
    // Its own grant must not look like one that it sweeps.
    expect(title.startsWith(TITLE)).toBe(false);
});

test("nodes are what Resource Manager knows", () => {
    expect(nodeOf("projects/orders-1")).toEqual({ kind: "projects", id: "orders-1" });
    expect(nodeOf("projects/example.com:orders")).toEqual({ kind: "projects", id: "example.com:orders" });
    expect(nodeOf("folders/12")).toEqual({ kind: "folders", id: "12" });
    expect(nodeOf("organizations/12")).toEqual({ kind: "organizations", id: "12" });
    for (const wrong of [
        "orders",
        "projects/",
        "projects/a/b",
        "folders/a",
        "folders/12a",
        "organizations/x",
        "zones/1",
        "xprojects/a",
    ]) {
        expect(nodeOf(wrong), wrong).toBeUndefined();
    }
    expect(permissions({ kind: "folders", id: "1" }, [])).toEqual(["resourcemanager.folders.getIamPolicy"]);
    expect(permissions({ kind: "folders", id: "1" }, ["roles/cloudsql.viewer"])).toEqual([
        "resourcemanager.folders.getIamPolicy",
        "resourcemanager.folders.setIamPolicy",
    ]);
});

test("schedules divide a day", () => {
    expect([900, 1_800, 3_600, 7_200, 43_200, 86_400].map(cron)).toEqual([
        "*/15 * * * *",
        "*/30 * * * *",
        "0 */1 * * *",
        "0 */2 * * *",
        "0 */12 * * *",
        "0 0 * * *",
    ]);
});

const PARENTS = 'Write "projects/example", "folders/123456789012" or "organizations/123456789012".';
const ROLES = 'Write "roles/cloudsql.admin" (gcp-no-privilege-escalation).';
describeRefusals(GrantSweep, RIGHT, {
    "nothing, all at once": {
        given: { parents: undefined, location: undefined, owner: undefined },
        says: [
            'parents is missing. Write parents: ["projects/example"].',
            'location is missing. Write location: "europe-west1".',
            'owner is missing. Write owner: "payments@example.com".',
        ],
    },
    "an organization by name": {
        given: { organization: "example.com" },
        says: ['organization is no number of an organization. Write organization: "123456789012".'],
    },
    "a region that is none": {
        given: { location: "europe" },
        says: ['location is no region. Write location: "europe-west1".'],
    },
    "an interval without a unit": { given: { every: 3600 }, says: ['every is a number without a unit. Write every: "1h".'] },
    "an interval that is too short": { given: { every: "14m" }, says: ['every is shorter than 15m. Write every: "1h".'] },
    "an interval of a day and an hour": {
        given: { every: "25h" },
        says: ['every is longer than 24h: who is told a day later is told too late. Write every: "1h".'],
    },
    "an interval that does not divide an hour": {
        given: { every: "25m" },
        says: ['every does not divide a day into equal parts. Write every: "1h".'],
    },
    "an interval that does not divide a day": {
        given: { every: "7h" },
        says: ['every does not divide a day into equal parts. Write every: "1h".'],
    },
    "an interval of an hour and a half": {
        given: { every: "90m" },
        says: ['every does not divide a day into equal parts. Write every: "1h".'],
    },
    "a title that is none": {
        given: { known: [""] },
        says: ['known[0] is missing. Write known[0]: "jit-guard: db-upgrade".'],
    },
    "one title too many": {
        given: { known: Array.from({ length: 101 }, (_, index) => `jit-guard: ${index}`) },
        says: ["known has 101, more than 100: a policy takes a hundred conditional grants. Write at most 100."],
    },
});

// They decide which resources there are, and what those may do: they are no outputs.
test.each<[string, Partial<GrantSweepArgs>, string]>([
    ["no parent", { parents: [] }, 'parents has 0 of at least 1. Write parents: ["projects/example"].'],
    [
        "a parent that is none",
        { parents: ["projects/a", "orders"] },
        `parents[1] is no project, folder or organization. ${PARENTS}`,
    ],
    [
        "a folder by name",
        { parents: ["folders/shop"], organization: "1" },
        `parents[0] is no project, folder or organization. ${PARENTS}`,
    ],
    ["a parent twice", { parents: ["projects/a", "projects/a"] }, "parents names one twice. Write each once."],
    [
        "one parent too many",
        { parents: Array.from({ length: 21 }, (_, index) => `projects/p${index}`) },
        "parents has 21, more than 20: each is read within one call. Write at most 20.",
    ],
    [
        "parents that are known later",
        { parents: output(["projects/a"]) as unknown as string[] },
        'parents is not a list. Write parents: ["projects/example"].',
    ],
    [
        "a folder without its organization",
        { parents: ["folders/12"] },
        'organization is missing. Write organization: "123456789012".',
    ],
    [
        "a basic role",
        { removable: ["roles/cloudsql.admin", "roles/owner"] },
        `removable[1] is a basic role, which is nearly everything. ${ROLES}`,
    ],
    [
        "a role that is none",
        { removable: ['roles/x"]) || true'] },
        'removable[0] is no role. Write removable[0]: "roles/cloudsql.admin".',
    ],
    [
        "one role too many",
        { removable: Array.from({ length: 11 }, (_, index) => `roles/r${index}`) },
        "removable has 11, more than 10: a condition takes ten roles. Write at most 10.",
    ],
    [
        "roles that are known later",
        { removable: output(["roles/x"]) as unknown as string[] },
        'removable is not a list. Write removable: ["roles/cloudsql.admin"].',
    ],
])("it refuses %s", async (_, given, says) => {
    const { errors, resources } = await declare(make(given));
    expect(errors).toEqual([`GrantSweep "mine" cannot be made:\n  ${says}`]);
    expect(resources).toEqual([]);
});

test.each<[string, Partial<GrantSweepArgs>]>([
    ["the shortest interval", { every: "15m" }],
    ["the longest interval", { every: "1d" }],
    ["twenty parents", { parents: Array.from({ length: 20 }, (_, index) => `projects/p${index}`) }],
    ["ten roles", { removable: Array.from({ length: 10 }, (_, index) => `roles/r${index}`) }],
    ["a hundred titles", { known: Array.from({ length: 100 }, (_, index) => `jit-guard: ${index}`) }],
])("it takes %s", async (_, args) => {
    expect((await declare(make(args))).errors).toEqual([]);
});
