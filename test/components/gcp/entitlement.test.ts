import { celEnv, parse, plan } from "@bufbuild/cel";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { output } from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { Entitlement, type EntitlementArgs } from "../../../components/gcp/entitlement";
import { binding } from "../../../components/gcp/entitlements";
import { identifier } from "../../../components/gcp/function";
import { until } from "../../../policypack/facts/cel";
import { declare, unknown } from "../../harness/declare";
import { declared, describeRefusals } from "../../harness/describe-component";

const RIGHT: EntitlementArgs = {
    parent: "projects/example",
    roles: [{ role: "roles/cloudsql.admin" }],
    eligible: ["group:dba@example.com"],
    approvers: ["group:dba-leads@example.com"],
    notify: ["security@example.com"],
    owner: "payments@example.com",
};
const make =
    (args: object = {}) =>
    () =>
        new Entitlement("mine", { ...RIGHT, ...args });
const TYPE = "gcp:privilegedaccessmanager/entitlement:entitlement";
const inputs = async (args: object = {}) => (await declared(make(args), TYPE, "mine")).inputs;

async function outputsOf(args: object = {}): Promise<Record<string, string>> {
    const found: Record<string, string> = {};
    const { errors } = await declare(() => {
        const { requestCommand, owner, review } = make(args)();
        for (const [key, value] of Object.entries({ requestCommand, owner, review })) {
            value.apply((text) => (found[key] = text));
        }
    });
    expect(errors).toEqual([]);
    return found;
}

describe("what it makes", () => {
    test("is one entitlement: for an hour, with a reason, and a yes that has a reason too", async () => {
        expect(await inputs()).toEqual({
            parent: "projects/example",
            location: "global",
            entitlementId: "mine-e2a40f",
            maxRequestDuration: "3600s",
            eligibleUsers: [{ principals: ["group:dba@example.com"] }],
            privilegedAccess: {
                gcpIamAccess: {
                    resource: "//cloudresourcemanager.googleapis.com/projects/example",
                    resourceType: "cloudresourcemanager.googleapis.com/Project",
                    roleBindings: [{ role: "roles/cloudsql.admin" }],
                },
            },
            approvalWorkflow: {
                manualApprovals: {
                    requireApproverJustification: true,
                    steps: [{ approvalsNeeded: 1, approvers: { principals: ["group:dba-leads@example.com"] } }],
                },
            },
            requesterJustificationConfig: { unstructured: {} },
            additionalNotificationTargets: { adminEmailRecipients: ["security@example.com"] },
        });
        const { resources } = await declare(make());
        expect(resources.map(({ type, name }) => `${type} ${name}`)).toEqual([
            "jit-guard:gcp:Entitlement mine",
            `${TYPE} mine`,
        ]);
    });

    test.each([
        ["folders/210987654321", "Folder"],
        ["organizations/123456789012", "Organization"],
    ])("is on %s", async (parent, kind) => {
        expect(await inputs({ parent })).toMatchObject({
            parent,
            privilegedAccess: {
                gcpIamAccess: {
                    resource: `//cloudresourcemanager.googleapis.com/${parent}`,
                    resourceType: `cloudresourcemanager.googleapis.com/${kind}`,
                },
            },
        });
    });

    test("takes one's own length, name, conditions and addresses", async () => {
        const roles = [
            { role: "roles/cloudsql.admin", condition: 'resource.name == "shop"' },
            { role: "projects/example/roles/dba" },
        ];
        const approverEmails = ["leads@example.com"];
        expect(await inputs({ roles, approverEmails, maxDuration: "90m", entitlementId: "dba-shop" })).toMatchObject({
            entitlementId: "dba-shop",
            maxRequestDuration: "5400s",
            privilegedAccess: {
                gcpIamAccess: {
                    roleBindings: [
                        { role: "roles/cloudsql.admin", conditionExpression: '(resource.name == "shop")' },
                        { role: "projects/example/roles/dba" },
                    ],
                },
            },
            approvalWorkflow: { manualApprovals: { steps: [{ approverEmailRecipients: ["leads@example.com"] }] } },
        });
    });

    test("says how to ask, whose it is, and when it is looked at again", async () => {
        expect(await outputsOf()).toEqual({
            requestCommand:
                'gcloud pam grants create --entitlement=projects/example/locations/global/entitlements/mine-e2a40f --requested-duration=3600s --justification="…"',
            owner: "payments@example.com",
            review: "90d",
        });
        const others = await outputsOf({
            parent: "folders/12",
            entitlementId: "dba-shop",
            maxDuration: "4h",
            review: "30d",
        });
        expect(others).toMatchObject({
            requestCommand:
                'gcloud pam grants create --entitlement=folders/12/locations/global/entitlements/dba-shop --requested-duration=14400s --justification="…"',
            review: "30d",
        });
    });

    test("knows the rest when a part comes later", async () => {
        const found = await inputs({ eligible: ["user:jo@example.com", unknown("user:ana@example.com")] });
        expect(JSON.stringify(found.eligibleUsers)).not.toContain("jo@");
        // Whether others approve is not known either, but that somebody does.
        expect(JSON.stringify(found.approvalWorkflow)).toContain('"approvalsNeeded":1');
        expect(JSON.stringify(found.privilegedAccess)).toContain("roles/cloudsql.admin");
        expect(found.maxRequestDuration).toBe("3600s");
    });

    test.each([
        ["a group to a person of another", { eligible: ["group:dba@example.com"], approvers: ["user:ana@example.com"] }],
        ["one of two to the other", { approvers: ["user:ana@example.com"], eligible: ["user:jo@example.com"] }],
        [
            "a peer, with somebody else",
            { eligible: ["user:jo@example.com"], approvers: ["user:jo@example.com", "user:ana@example.com"] },
        ],
        ["an agent", { eligible: ["serviceAccount:agent@platform.iam.gserviceaccount.com"], maxDuration: "30m" }],
        ["the longest", { maxDuration: "12h", entitlementId: "a".repeat(63) }],
        ["the shortest id", { entitlementId: "a-1b" }],
        [
            "twenty who ask, and twenty others who are asked",
            {
                eligible: Array.from({ length: 20 }, (_, index) => `user:u${index}@example.com`),
                approvers: Array.from({ length: 20 }, (_, index) => `user:a${index}@example.com`),
            },
        ],
        ["ten roles", { roles: Array(10).fill({ role: "roles/cloudsql.admin" }) }],
        ["ten addresses each", { notify: Array(10).fill("a@example.com"), approverEmails: Array(10).fill("a@example.com") }],
    ])("lets %s", async (_, args) => {
        expect((await declare(make(args))).errors).toEqual([]);
    });

    test("has an id that Privileged Access Manager takes, whatever the component is called", () => {
        for (const name of ["a", "DBA / shop", "…", "9lives", "x".repeat(200)]) {
            expect(identifier(name, 63)).toMatch(/^[a-z][a-z0-9-]{3,62}$/);
        }
    });
});

// As Privileged Access Manager may join them.
const END = "2026-02-01T00:00:00Z";
const LATER = "2027-02-01T00:00:00Z";
const grantOf = (condition: string) =>
    `${binding({ role: "roles/run.admin", condition }, "roles[0]").conditionExpression} && request.time < timestamp("${END}")`;

describe.each([
    'resource.name == "shop" || resource.name == "web"',
    `request.time < timestamp("${LATER}") || resource.name == "web"`,
    'resource.name == "web" ? true : false',
])("a grant on condition of %s", (condition) => {
    const allows = (at: string, name: string) =>
        plan(
            celEnv(),
            parse(grantOf(condition)),
        )({
            request: { time: timestampFromDate(new Date(at)) },
            resource: { name },
        });

    test("ends when the grant does, say the facts of the pack", () => {
        expect(until(grantOf(condition))).toBe(Date.parse(END));
    });

    test("ends when the grant does, says CEL", () => {
        expect(allows("2026-01-31T23:59:59Z", "web")).toBe(true);
        for (const name of ["shop", "web", "other"]) {
            expect(allows(END, name)).toBe(false);
            expect(allows("2026-12-01T00:00:00Z", name)).toBe(false);
        }
    });
});

const OPEN = "(gcp-no-open-entitlement)";
const ELIGIBLE = `Write eligible[0]: "group:dba@example.com" ${OPEN}.`;
const APPROVER = `Write approvers[0]: "group:dba-leads@example.com" ${OPEN}.`;
const PEER = 'Write approvers: ["group:dba-leads@example.com"] (gcp-no-peer-approval).';
const LENGTH = 'Write maxDuration: "1h" (gcp-max-entitlement-duration).';
const ROLE = 'Write roles[0].role: "roles/cloudsql.admin".';
const PARENT = 'Write "projects/example", "folders/123456789012" or "organizations/123456789012".';
const ID =
    'is no id of an entitlement: 4 to 63 lower-case letters, digits and "-", a letter first. Write entitlementId: "db-admin".';
const many = (count: number, what: string) =>
    Array.from({ length: count }, (_, index) => `user:${what}${index}@example.com`);

describeRefusals(Entitlement, RIGHT, {
    "nothing, all at once": {
        given: {
            parent: undefined,
            roles: undefined,
            eligible: undefined,
            approvers: undefined,
            notify: undefined,
            owner: undefined,
        },
        says: [
            'parent is missing. Write parent: "projects/example".',
            'roles is missing. Write roles: [{ role: "roles/cloudsql.admin" }].',
            `eligible is missing. Write eligible: ["group:dba@example.com"] ${OPEN}.`,
            `approvers is missing. Write approvers: ["group:dba-leads@example.com"] ${OPEN}.`,
            'notify is missing. Write notify: ["security@example.com"].',
            'owner is missing. Write owner: "payments@example.com".',
        ],
    },
    "lists of nobody and nothing": {
        given: { roles: [], eligible: [], approvers: [], notify: [] },
        says: [
            'roles has 0 of at least 1. Write roles: [{ role: "roles/cloudsql.admin" }].',
            `eligible has 0 of at least 1. Write eligible: ["group:dba@example.com"] ${OPEN}.`,
            `approvers has 0 of at least 1. Write approvers: ["group:dba-leads@example.com"] ${OPEN}.`,
            'notify has 0 of at least 1. Write notify: ["security@example.com"].',
        ],
    },
    "a parent that is no node": {
        given: { parent: "example" },
        says: [`parent is no project, folder or organization. ${PARENT}`],
    },
    "a folder by its name": {
        given: { parent: "folders/shop" },
        says: [`parent is no project, folder or organization. ${PARENT}`],
    },
    "a role as a text": {
        given: { roles: ["roles/cloudsql.admin"] },
        says: ['roles[0] is no role with its condition. Write { role: "roles/cloudsql.admin" }.'],
    },
    "a role without a name": { given: { roles: [{}] }, says: [`roles[0].role is missing. ${ROLE}`] },
    "a role that is none": { given: { roles: [{ role: "cloudsql.admin" }] }, says: [`roles[0].role is no role. ${ROLE}`] },
    "an owner": {
        given: { roles: [{ role: "roles/owner" }] },
        says: [`roles[0].role is a basic role, which takes no end. ${ROLE}`],
    },
    "an editor and a viewer": {
        given: { roles: [{ role: "roles/editor" }, { role: "roles/viewer" }] },
        says: [
            `roles[0].role is a basic role, which takes no end. ${ROLE}`,
            'roles[1].role is a basic role, which takes no end. Write roles[1].role: "roles/cloudsql.admin".',
        ],
    },
    "the role of a service agent": {
        given: { roles: [{ role: "roles/pubsub.serviceAgent" }] },
        says: [`roles[0].role is a role of Google's own service agents, whose rights change without notice. ${ROLE}`],
    },
    "eleven roles": {
        given: { roles: Array(11).fill({ role: "roles/cloudsql.admin" }) },
        says: [
            "roles has 11, more than 10: each grant writes as many bindings into the policy of its parent, whose size is limited. Write at most 10.",
        ],
    },
    "an empty condition": {
        given: { roles: [{ role: "roles/cloudsql.admin", condition: " " }] },
        says: [
            `roles[0].condition is no condition. Write roles[0].condition: "resource.name.startsWith('projects/example/instances/shop')".`,
        ],
    },
    "a condition that is no text": {
        given: { roles: [{ role: "roles/cloudsql.admin", condition: true }] },
        says: [
            `roles[0].condition is no text. Write roles[0].condition: "resource.name.startsWith('projects/example/instances/shop')".`,
        ],
    },
    "everybody, to ask": { given: { eligible: ["allUsers"] }, says: [`eligible[0] is everybody. ${ELIGIBLE}`] },
    "everybody with an account, to approve": {
        given: { approvers: ["allAuthenticatedUsers"] },
        says: [`approvers[0] is everybody. ${APPROVER}`],
    },
    "a whole domain, to ask": {
        given: { eligible: ["domain:example.com"] },
        says: [`eligible[0] is a whole domain: it lets in whoever has an account there. ${ELIGIBLE}`],
    },
    "a whole pool, to ask": {
        given: { eligible: ["principalSet://iam.googleapis.com/locations/global/workforcePools/staff/*"] },
        says: [`eligible[0] has a wildcard: nobody could say whom it lets in. ${ELIGIBLE}`],
    },
    "a machine, to approve": {
        given: { approvers: ["serviceAccount:bot@example.iam.gserviceaccount.com"] },
        says: [`approvers[0] is a machine. ${APPROVER}`],
    },
    "a workload, to approve": {
        given: {
            approvers: ["principal://iam.googleapis.com/projects/12/locations/global/workloadIdentityPools/ci/subject/main"],
        },
        says: [`approvers[0] is a machine. ${APPROVER}`],
    },
    "twenty-one to ask, and to approve": {
        given: { eligible: many(21, "u"), approvers: many(21, "a") },
        says: [
            `eligible has 21, more than 20: so many are a group. Write at most 20 ${OPEN}.`,
            `approvers has 21, more than 20: so many are a group. Write at most 20 ${OPEN}.`,
        ],
    },
    "one alone, who asks and approves": {
        given: { eligible: ["user:jo@example.com"], approvers: ["user:Jo@example.com"] },
        says: [`approvers is only who may ask: nobody could approve. ${PEER}`],
    },
    "a group that approves itself": {
        given: { eligible: ["group:dba@example.com"], approvers: ["group:dba@example.com"] },
        says: [`approvers are all among those who may ask: two accounts of one team would do. ${PEER}`],
    },
    "two who approve each other": {
        given: {
            eligible: ["user:jo@example.com", "user:ana@example.com"],
            approvers: ["user:ana@example.com", "user:jo@example.com"],
        },
        says: [`approvers are all among those who may ask: two accounts of one team would do. ${PEER}`],
    },
    "one of two who asks the other, and is not asked": {
        given: { eligible: ["user:jo@example.com", "user:ana@example.com"], approvers: ["user:ana@example.com"] },
        says: [`approvers are all among those who may ask: two accounts of one team would do. ${PEER}`],
    },
    "an address that is none": {
        given: { notify: ["https://pager.example.com"], approverEmails: ["leads"] },
        says: [
            'notify[0] is no e-mail address. Write notify[0]: "security@example.com".',
            'approverEmails[0] is no e-mail address. Write approverEmails[0]: "security@example.com".',
        ],
    },
    "eleven addresses": {
        given: { notify: Array(11).fill("a@example.com"), approverEmails: Array(11).fill("a@example.com") },
        says: ["notify has 11, more than 10. Write at most 10.", "approverEmails has 11, more than 10. Write at most 10."],
    },
    "a length without a unit": {
        given: { maxDuration: 3600 },
        says: [`maxDuration is a number without a unit. ${LENGTH}`],
    },
    "a length in words": {
        given: { maxDuration: "1 hour" },
        says: [`maxDuration is no duration such as "15m", "1h" or "90d". ${LENGTH}`],
    },
    "no length": { given: { maxDuration: "0h" }, says: [`maxDuration is shorter than 30m. ${LENGTH}`] },
    "less than nothing": {
        given: { maxDuration: "-1h" },
        says: [`maxDuration is no duration such as "15m", "1h" or "90d". ${LENGTH}`],
    },
    "a fraction": {
        given: { maxDuration: "1.5h" },
        says: [`maxDuration is no duration such as "15m", "1h" or "90d". ${LENGTH}`],
    },
    "a minute less than half an hour": {
        given: { maxDuration: "29m" },
        says: [`maxDuration is shorter than 30m. ${LENGTH}`],
    },
    "a minute more than twelve hours": {
        given: { maxDuration: "721m" },
        says: [`maxDuration is longer than 12h: who needs more than a working day asks again. ${LENGTH}`],
    },
    "an id of three letters": { given: { entitlementId: "dba" }, says: [`entitlementId ${ID}`] },
    "an id of 64 letters": { given: { entitlementId: "a".repeat(64) }, says: [`entitlementId ${ID}`] },
    "an id in capitals": { given: { entitlementId: "DBA-shop" }, says: [`entitlementId ${ID}`] },
    "an id that begins with a digit": { given: { entitlementId: "1-shop" }, says: [`entitlementId ${ID}`] },
    "a look at it in 181 days": {
        given: { review: "181d" },
        says: ['review is longer than 180d: what nobody looks at for half a year has no owner. Write review: "90d".'],
    },
    "an owner who is nobody": {
        given: { owner: "?" },
        says: ['owner is no e-mail address or team name. Write owner: "payments@example.com".'],
    },
});

test("nobody else is asked, and it is refused when either list comes later", async () => {
    for (const [eligible, approvers] of [
        [output(["user:jo@example.com"]), ["user:jo@example.com"]],
        [[output("user:jo@example.com")], ["user:jo@example.com"]],
        [["user:jo@example.com"], output(["user:jo@example.com"])],
    ]) {
        const { errors, resources } = await declare(make({ eligible, approvers }));
        expect(resources.map(({ type }) => type)).not.toContain(TYPE);
        expect(errors.join()).toContain(`approvers is only who may ask: nobody could approve. ${PEER}`);
    }
});

test("a role that comes later is checked when it is known", async () => {
    const later = make({ roles: [{ role: unknown("roles/owner") }] });
    expect((await declare(later)).errors).toEqual([]);
    expect((await declare(make({ roles: [{ role: output("roles/owner") }] }))).errors.join()).toContain(
        `roles[0].role is a basic role, which takes no end. ${ROLE}`,
    );
});
