import { celEnv, parse, plan } from "@bufbuild/cel";
import { output } from "@pulumi/pulumi";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { iso } from "../../../components/checks";
import { TITLE, endOf } from "../../../components/gcp/grant-sweep/runtime/form";
import { TimeboxedMember, type TimeboxedMemberArgs } from "../../../components/gcp/timeboxed-member";
import { role } from "../../../components/gcp/timeboxed-member/arguments";
import { expression, title } from "../../../components/gcp/timeboxed-member/documents";
import { window } from "../../../policypack/facts/cel";
import { declare, unknown } from "../../harness/declare";
import { declared, describeRefusals } from "../../harness/describe-component";

const ON = {
    project: "gcp:projects/iAMMember:IAMMember",
    folder: "gcp:folder/iAMMember:IAMMember",
    organization: "gcp:organizations/iAMMember:IAMMember",
};
const RIGHT: TimeboxedMemberArgs = {
    parent: "projects/orders",
    role: "roles/cloudsql.admin",
    member: "user:jo@example.com",
    notBefore: "2026-01-16T08:00:00Z",
    notAfter: "2026-01-16T18:00:00Z",
    owner: "payments@example.com",
};
const make =
    (args: Partial<TimeboxedMemberArgs> = {}) =>
    () =>
        new TimeboxedMember("mine", { ...RIGHT, ...args });
const condition = async (args: Partial<TimeboxedMemberArgs> = {}) =>
    (await declared(make(args), ON.project)).inputs.condition as Record<"title" | "description" | "expression", string>;

const [BEFORE, FIRST, LAST, END] = [
    "2026-01-16T07:59:59Z",
    "2026-01-16T08:00:00Z",
    "2026-01-16T17:59:59Z",
    "2026-01-16T18:00:00Z",
];

/** Whether the grant counts at an instant, to two readers of CEL: the facts of the pack, and @bufbuild/cel. */
function counts(written: string, at: string, resource = ""): readonly [boolean, unknown] {
    const { from, until } = window(written);
    // It knows no call of Google's: the same, with the instant in place of that of the call.
    const asked = written.replaceAll("request.time", "timestamp(at)").replaceAll("resource.name", "resource");
    const now = Date.parse(at);
    return [from <= now && now < until, plan(celEnv(), parse(asked))({ at, resource })];
}

describe("the role counts", () => {
    test.each([
        ["not a second before the window", BEFORE, false],
        ["in its first second", FIRST, true],
        ["in its last second", LAST, true],
        ["not from the end on", END, false],
        ["not a day later", "2026-01-17T12:00:00Z", false],
        ["not a year later, at that hour", "2027-01-16T12:00:00Z", false],
    ])("%s", async (_, at, is) => {
        expect(counts((await condition()).expression, at)).toEqual([is, is]);
    });

    test("by the zones that the window is given in", async () => {
        const { expression } = await condition({
            notBefore: "2026-01-16T09:00:00+01:00",
            notAfter: "2026-01-16T13:00:00-05:00",
        });
        for (const [at, is] of [
            [BEFORE, false],
            [FIRST, true],
            [LAST, true],
            [END, false],
        ] as const) {
            expect(counts(expression, at)).toEqual([is, is]);
        }
    });

    test.each([
        ["there and then", LAST, "projects/orders/instances/orders", true],
        ["not elsewhere", LAST, "projects/orders/instances/other", false],
        ["not before, wherever", BEFORE, "projects/orders/instances/orders", false],
        ["not later, wherever", END, "projects/orders/instances/orders", false],
        ["not later, by what the condition says first", END, "x", false],
    ])("with a condition %s", async (_, at, resource, is) => {
        const { expression } = await condition({
            condition: "resource.name == 'x' || resource.name == 'projects/orders/instances/orders'",
        });
        expect(counts(expression, at, resource)[1]).toBe(is);
        expect(counts(expression, at, resource)[0]).toBe(at === LAST);
    });
});

test("GrantSweep takes what is written for its own form, and reads its end; so does the pack", () => {
    // From 2000 to 2100, in seconds.
    const instants = fc.integer({ min: 946_684_800, max: 4_102_444_800 }).map((seconds) => seconds * 1_000);
    const terms = fc.constantFrom(
        undefined,
        "a || b",
        "resource.name.startsWith('projects/x')",
        '")" == "("',
        "a // )\n",
        "(a)",
        'resource.type == "x" && api.getAttribute("y", []).hasOnly(["roles/z"])',
    );
    fc.assert(
        fc.property(instants, fc.integer({ min: 1, max: 2_592_000 }), terms, (start, seconds, more) => {
            const end = start + seconds * 1_000;
            const written = expression({ start, end }, more);
            expect(endOf(written)).toBe(end);
            expect(window(written)).toEqual({ from: start, until: end });
            expect(written).toContain(`timestamp("${iso(end)}")`);
        }),
    );
});

describe("what it makes", () => {
    test("is one grant, with owner and review in its condition", async () => {
        const { resources, errors } = await declare(make());
        expect(errors).toEqual([]);
        expect(resources.map(({ type, name }) => [type, name])).toEqual([
            ["jit-guard:gcp:TimeboxedMember", "mine"],
            [ON.project, "mine"],
        ]);
        expect(resources[1]!.inputs).toEqual({
            project: "orders",
            role: "roles/cloudsql.admin",
            member: "user:jo@example.com",
            condition: {
                title: "jit-guard: mine",
                description: "Owner: payments@example.com. Review: 90d.",
                expression: `request.time >= timestamp("${FIRST}") && request.time < timestamp("${END}")`,
            },
        });
    });

    test("joins the condition in brackets", async () => {
        const { expression, description } = await condition({ condition: "a || b", owner: "dba", review: "30d" });
        expect(expression).toBe(`request.time >= timestamp("${FIRST}") && request.time < timestamp("${END}") && (a || b)`);
        expect(description).toBe("Owner: dba. Review: 30d.");
    });

    test.each<[string, string, object]>([
        ["projects/orders", ON.project, { project: "orders" }],
        ["projects/example.com:orders", ON.project, { project: "example.com:orders" }],
        ["folders/210987654321", ON.folder, { folder: "folders/210987654321" }],
        ["organizations/123456789012", ON.organization, { orgId: "123456789012" }],
    ])("is on %s", async (parent, type, on) => {
        const { inputs } = await declared(make({ parent }), type);
        expect(inputs).toMatchObject({ ...on, role: RIGHT.role, member: RIGHT.member });
        expect(inputs.condition).toEqual(await condition());
    });

    test("is found by the title that GrantSweep looks for", async () => {
        expect((await condition()).title).toBe(`${TITLE}mine`);
        expect(title("db")).toBe("jit-guard: db");
    });

    test("tells title and window", async () => {
        let made: TimeboxedMember | undefined;
        let window: unknown;
        await declare(() => {
            made = make({ notBefore: "2026-01-16T09:00:00+01:00" })();
            made.window.apply((of) => (window = of));
        });
        expect(made?.title).toBe("jit-guard: mine");
        expect(window).toEqual({ notBefore: FIRST, notAfter: END });
    });

    test("takes what comes from other resources", async () => {
        const { parent, ...rest } = { ...RIGHT, condition: "a" };
        for (const wrap of [output, unknown]) {
            const wrapped = () => Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, wrap(value)]));
            const program = () => make({ parent, ...wrapped() })();
            expect((await declare(program)).errors).toEqual([]);
            const { resources, errors } = await declare(program, { preview: false });
            expect(errors).toEqual([]);
            expect(resources[1]!.inputs).toEqual((await declared(make({ condition: "a" }), ON.project)).inputs);
        }
    });

    test.each([
        ["89 letters", 89, []],
        [
            "90",
            90,
            ["name of the component has 90 characters, of which the title of a condition takes 89. Write a shorter one."],
        ],
    ])("may have a name of %s", async (_, length, says) => {
        const name = "n".repeat(length);
        const { resources, errors } = await declare(() => new TimeboxedMember(name, RIGHT));
        expect(errors).toEqual(says.map((line) => `TimeboxedMember "${name}" cannot be made:\n  ${line}`));
        const titles = resources.flatMap(({ inputs }) => (inputs.condition as { title: string } | undefined)?.title ?? []);
        expect(titles.map((each) => each.length)).toEqual(says.length === 0 ? [100] : []);
    });
});

const RULE = "(gcp-no-standing-admin).";
const NEXT = `Write for example notAfter: "2026-01-15T20:00:00Z" ${RULE}`;
const ROLE = `Write role: "roles/cloudsql.admin" ${RULE}`;
const MEMBER = 'Write member: "user:jo@example.com" (gcp-no-public-access).';
const CONDITION = `Write condition: "resource.name.startsWith('projects/example/instances/shop')" ${RULE}`;
const basic = `role is a basic role, which takes no end. ${ROLE}`;
const agent = `role is a role of Google's own service agents, whose rights change without notice. ${ROLE}`;
const open = `condition has a bracket, a text or a comment that does not end in it. ${CONDITION}`;

describeRefusals(TimeboxedMember, RIGHT, {
    "nothing, all at once": {
        given: { parent: undefined, role: undefined, member: undefined, notBefore: undefined, owner: undefined },
        says: [
            'parent is missing. Write parent: "projects/example".',
            `role is missing. ${ROLE}`,
            `member is missing. ${MEMBER}`,
            `notBefore is missing. Write for example notBefore: "2026-01-15T12:00:00Z" ${RULE}`,
            'owner is missing. Write owner: "payments@example.com".',
        ],
    },
    "no end": { given: { notAfter: undefined }, says: [`notAfter is missing. ${NEXT}`] },
    "an end that is the start": {
        given: { notAfter: RIGHT.notBefore },
        says: [`notAfter is not after notBefore. ${NEXT}`],
    },
    "an end before the start": {
        given: { notBefore: RIGHT.notAfter, notAfter: RIGHT.notBefore },
        says: [`notAfter is not after notBefore. ${NEXT}`],
    },
    "an end that is now": {
        given: { notBefore: "2026-01-15T10:00:00Z", notAfter: "2026-01-15T12:00:00Z" },
        says: [`notAfter is past. Take the grant out of the program, or give it a new window. ${NEXT}`],
    },
    "an end without a zone": {
        given: { notAfter: "2026-01-16T18:00:00" },
        says: [`notAfter is an instant without a zone, or only a day. ${NEXT}`],
    },
    "an end that is only a day": {
        given: { notAfter: "2026-01-16" },
        says: [`notAfter is an instant without a zone, or only a day. ${NEXT}`],
    },
    "an end on the 30th of February": {
        given: { notAfter: "2026-02-30T18:00:00Z" },
        says: [`notAfter is no instant. ${NEXT}`],
    },
    "an end with a part of a second": {
        given: { notAfter: "2026-01-16T18:00:00.5Z" },
        says: [`notAfter is no instant. ${NEXT}`],
    },
    "an end as a number": { given: { notAfter: 1768586400 }, says: [`notAfter is no text. ${NEXT}`] },
    "an end a second more than 30 d ahead": {
        given: { notAfter: "2026-02-14T12:00:01Z" },
        says: [`notAfter is more than 30 d ahead: access for longer is asked for again. ${NEXT}`],
    },
    "a start without a zone": {
        given: { notBefore: "2026-01-16T08:00:00" },
        says: [
            `notBefore is an instant without a zone, or only a day. Write for example notBefore: "2026-01-15T12:00:00Z" ${RULE}`,
        ],
    },
    "an owner of everything": { given: { role: "roles/owner" }, says: [basic] },
    "an editor": { given: { role: "roles/editor" }, says: [basic] },
    "a viewer": { given: { role: "roles/viewer" }, says: [basic] },
    "a role of a service agent": { given: { role: "roles/container.serviceAgent" }, says: [agent] },
    "a role without its kind": { given: { role: "cloudsql.admin" }, says: [`role is no role. ${ROLE}`] },
    "every role": { given: { role: "roles/*" }, says: [`role is no role. ${ROLE}`] },
    "a role as a number": { given: { role: 1 }, says: [`role is no text. ${ROLE}`] },
    everybody: { given: { member: "allUsers" }, says: [`member is everybody. ${MEMBER}`] },
    "everybody who signs in": { given: { member: "allAuthenticatedUsers" }, says: [`member is everybody. ${MEMBER}`] },
    "a domain": {
        given: { member: "domain:example.com" },
        says: [`member is a whole domain: it lets in whoever has an account there. ${MEMBER}`],
    },
    "a wildcard": {
        given: { member: "user:*@example.com" },
        says: [`member has a wildcard: nobody could say whom it lets in. ${MEMBER}`],
    },
    "all of a pool": {
        given: { member: "principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/ci/*" },
        says: [`member has a wildcard: nobody could say whom it lets in. ${MEMBER}`],
    },
    "an address alone": {
        given: { member: "jo@example.com" },
        says: [`member is no member such as "user:…", "group:…", "serviceAccount:…" or "principal://…". ${MEMBER}`],
    },
    "a member as a number": { given: { member: 1 }, says: [`member is no text. ${MEMBER}`] },
    "a condition that opens what it is joined with": { given: { condition: "true) || (true" }, says: [open] },
    "a condition with a comment that does not end": { given: { condition: "true // a" }, says: [open] },
    "a condition that is empty": { given: { condition: "" }, says: [`condition is missing. ${CONDITION}`] },
    "a condition of spaces": { given: { condition: "    " }, says: [`condition is empty. ${CONDITION}`] },
    "a condition as a number": { given: { condition: 1 }, says: [`condition is no text. ${CONDITION}`] },
    "a review a day too far off": {
        given: { review: "181d" },
        says: ['review is longer than 180d: what nobody looks at for half a year has no owner. Write review: "90d".'],
    },
    "a review without a unit": { given: { review: 90 }, says: ['review is a number without a unit. Write review: "90d".'] },
});

test("an end exactly 30 d ahead is taken", async () => {
    expect(endOf((await condition({ notAfter: "2026-02-14T12:00:00Z" })).expression)).toBe(
        Date.parse("2026-02-14T12:00:00Z"),
    );
});

// It decides which resource there is, and so is no output.
test.each([
    ["known later", output("projects/orders")],
    ["of another kind", "billingAccounts/1"],
    ["a folder by name", "folders/shop"],
    ["without its kind", "orders"],
])("a parent is not %s", async (_, parent) => {
    const { errors, resources } = await declare(make({ parent: parent as string }));
    expect(errors).toEqual([
        'TimeboxedMember "mine" cannot be made:\n  parent is no project, folder or organization. Write "projects/example", "folders/123456789012" or "organizations/123456789012".',
    ]);
    expect(resources).toEqual([]);
});

test("a role of a project is granted in projects alone", async () => {
    const custom = "projects/orders/roles/dba";
    const { errors } = await declare(make({ parent: "folders/12", role: custom }));
    expect(errors).toEqual([
        `TimeboxedMember "mine" cannot be made:\n  role is a role of a project, which can be granted there only. ${ROLE}`,
    ]);
    expect(role({ kind: "projects", id: "orders" })(custom, "role")).toBe(custom);
    for (const kind of ["folders", "organizations"] as const) {
        expect(() => role({ kind, id: "1" })(custom, "role")).toThrow("is a role of a project");
        expect(role({ kind, id: "1" })("organizations/1/roles/dba", "role")).toBe("organizations/1/roles/dba");
    }
});
