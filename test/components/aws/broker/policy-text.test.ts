import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Entitlement, decide, validatePolicies } from "../../../../components/aws/broker/runtime/policy";

const ALL = "permit (principal, action, resource);";
const when = (condition: string) => `permit (principal, action, resource) when { ${condition} };`;

describe("policies have no fault", () => {
    test.each([
        ["where they permit everything", ALL],
        [
            "by persons, groups, agents and workloads",
            when('principal is Person && principal in Group::"dba" || principal is Agent || principal is Workload'),
        ],
        ["by what may be left out, if that is asked first", when('context has ticket && context.ticket like "INC-*"')],
        ["by hours and days", when('context.time >= duration("8h30m") && context.weekday == Weekday::"monday"')],
        ["by length", when('context.duration <= duration("1h")')],
        ["by instants", when('context.now < datetime("2027-01-01")')],
        ["by resources", when('context.resources.contains("arn:aws:s3:::ledger/1")')],
        [
            "with one for each moment",
            '@id("a") permit (principal, action == Action::"request", resource);\npermit (principal, action in [Action::"approve", Action::"vend"], resource);',
        ],
        [
            "with brackets, dots and capitals in texts and comments",
            `// ((((((((((((((((((( Person::"Jo" a.b.c.d.e.f.g\n${when(`context.reason != "((((((((((((((((((((((((("`)}`,
        ],
        ["with a text over lines", when('context.reason == "one // \n((((((((((((((((((((" ')],
        ["with as many brackets as may be open", when(`${"(".repeat(15)}context.isAgent${")".repeat(15)}`)],
        ["with as many operators as there may be", when(Array.from({ length: 64 }, () => "context.isAgent").join(" && "))],
    ])("%s", (_, text) => {
        expect(validatePolicies(text)).toEqual([]);
    });

    test("where a moment is not permitted that never comes", () => {
        const text = 'permit (principal, action in [Action::"request", Action::"vend"], resource);';
        expect(validatePolicies(text, ["request", "vend"])).toEqual([]);
    });
});

describe("a fault is said with its place", () => {
    test.each<[string, string, string, string]>([
        [
            "a text that ends too early",
            "permit (principal,\n  action",
            "2:9",
            "Failed to parse policies from string: unexpected end of input.",
        ],
        [
            "a word that is none",
            "permit (principal, action, resource);\nallow (principal, action, resource);",
            "2:1",
            "Failed to parse policies from string: invalid policy effect: allow: effect must be either `permit` or `forbid`.",
        ],
        [
            "an attribute that there is not",
            `${ALL}\nforbid (principal, action, resource)\n    when { context.tickt == "" };`,
            "3:12",
            "Attribute `tickt` in context not found: did you mean `ticket`?",
        ],
        [
            "an attribute that may be left out",
            when('context.ticket == "INC-1"'),
            "1:45",
            "Unable to guarantee safety of access to optional attribute `ticket` in context: try testing for the attribute's presence with `context has ticket && ..`.",
        ],
        [
            "a moment that there is not",
            `${ALL}\n  permit (principal, action == Action::"aprove", resource);`,
            "2:32",
            'Unrecognized action `Action::"aprove"`: there are `Action::"request"`, `Action::"approve"`, `Action::"vend"`.',
        ],
        [
            "an attribute that no requester has",
            when('principal.name == "jo"'),
            "1:45",
            "Attribute `name` of the principal not found.",
        ],
        [
            "a kind of requester that there is not",
            `${ALL}\nforbid (principal == User::"jo", action, resource);`,
            "2:22",
            "Unrecognized entity type `User`: did you mean `Agent`?",
        ],
        [
            "a day that there is not",
            when('context.weekday == Weekday::"funday"'),
            "1:64",
            'Entity `Weekday::"funday"` is of an enumerated entity type, but `"funday"` is not declared as a valid eid',
        ],
        [
            "a duration that is none",
            when('context.duration < duration("1hour")'),
            "1:64",
            "failed to parse as a duration value",
        ],
        [
            "a number in place of a duration",
            when("context.duration < 3600"),
            "1:45",
            "Unexpected type: expected Long but saw duration.",
        ],
        [
            "what can never be",
            `${ALL}\nforbid (principal, action, resource) when { false };`,
            "2:1",
            "Policy is impossible: the policy expression evaluates to false for all valid requests.",
        ],
        [
            "a place after letters of more than a byte",
            `${when('context.reason == "Größe ✓ 😀"')} forbid (principal, action, resource) when { context.x };`,
            "1:123",
            "Attribute `x` in context not found",
        ],
        [
            "a template",
            `${ALL}\npermit (principal == ?principal, action, resource);`,
            "2:22",
            "Static policy set includes a template.",
        ],
        [
            "a requester in capitals",
            `${ALL}\nforbid (principal == Person::"Jo@example.com", action, resource);`,
            "2:22",
            "Requesters are named in lower case.",
        ],
        [
            "an id that two have",
            `@id("a") ${ALL} @id("a") forbid (principal, action, resource) when { context.isAgent };`,
            "1:1",
            "Two policies have the same id.",
        ],
        [
            "an id that is that of another without one",
            `${ALL} @id("policy0") ${ALL}`,
            "1:1",
            "Two policies have the same id.",
        ],
        ["no policy", "", "1:1", "There is no policy."],
        ["comments only", " // permit (principal, action, resource);\n", "1:1", "There is no policy."],
        [
            "a bracket too many",
            when(`${"(".repeat(16)}context.isAgent${")".repeat(16)}`),
            "1:60",
            "More than 16 brackets are open.",
        ],
        [
            "an operator too many",
            when(Array.from({ length: 65 }, () => "true").join(" && ")),
            "1:554",
            "A policy has more than 64 operators: write several policies.",
        ],
        ["dots without end", when("context.a.b.c.d.e.f"), "1:52", "More than 5 dots follow each other."],
        [
            "calls without end",
            when(`context.now${".toDate ( )".repeat(6)} == context.now`),
            "1:52",
            "More than 5 dots follow each other.",
        ],
        [
            "a text that is too long",
            `${ALL}${" ".repeat(10_000)}`,
            "1:10001",
            "The text has 10037 characters, more than 10000.",
        ],
    ])("%s", (_, text, place, message) => {
        const [fault, ...more] = validatePolicies(text);
        expect(more).toEqual([]);
        expect(`${fault?.line}:${fault?.column}`).toBe(place);
        expect(fault?.message).toContain(message);
    });

    test("all of them, in their order", () => {
        const text = [
            "permit (principal, action, resource) when { context.a };",
            'permit (principal == Person::"Jo", action, resource);',
            "permit (principal, action, resource) when { context.b };",
        ].join("\n");
        expect(validatePolicies(text).map(({ line, column }) => [line, column])).toEqual([
            [1, 45],
            [2, 22],
            [3, 45],
        ]);
    });

    test("a moment that nothing permits", () => {
        expect(validatePolicies('permit (principal, action == Action::"request", resource);')).toEqual([
            { line: 1, column: 1, message: 'Nothing permits Action::"approve", which is refused therefore.' },
            { line: 1, column: 1, message: 'Nothing permits Action::"vend", which is refused therefore.' },
        ]);
    });

    test("forbids that nothing is left of", () => {
        expect(validatePolicies("forbid (principal, action, resource) when { context.isAgent };")).toHaveLength(3);
    });
});

test.each([
    ["an action that is none", 'permit (principal, action == Action::"aprove", resource);'],
    ["an attribute of each kind of requester", when("principal.name == 1")],
    ["two faults of one place", when("context.ticket == 1")],
    ["two faults of two places each", when("context.ticket == 1 && context.ticket == 2")],
    ["moments that nothing permits", 'permit (principal, action == Action::"vend", resource);'],
])("Cedar says it in any order, and it is told in one: %s", (_, text) => {
    const told = Array.from({ length: 40 }, () => JSON.stringify(validatePolicies(text)));
    expect(new Set(told).size).toBe(1);
    expect(told[0]).not.toBe("[]");
});

describe("the evaluator survives", () => {
    const entitlement: Entitlement = {
        name: "prod-dba",
        roleArn: "arn:aws:iam::123456789012:role/jit/prod-dba",
        maxDuration: 3_600,
        defaultDuration: 3_600,
        agentMaxDuration: 900,
        eligible: ["person:jo@example.com"],
        approvers: [],
        required: [],
        scopes: [],
    };
    const asked = { requester: "person:jo@example.com", groups: [], isAgent: false, reason: "r", duration: 60 };
    const decided = (policies: string) => decide("request", { ...entitlement, policies }, asked, 0);
    const survives = () => expect(decided(ALL)).toEqual({ allowed: true, reasons: ["policy:policy0"] });

    test.each([
        ["brackets", (count: number) => when(`${"(".repeat(count)}true${")".repeat(count)}`)],
        ["lists", (count: number) => when(`${"[".repeat(count)}1${"]".repeat(count)}.contains(1)`)],
        ["ands", (count: number) => when(`${"true && ".repeat(count)}true`)],
        ["sums", (count: number) => when(`${"1 + ".repeat(count)}1 > 0`)],
        ["nots", (count: number) => when(`${"! ".repeat(count)}true`)],
        ["choices", (count: number) => when(`${"if true then true else ".repeat(count)}true`)],
        ["dots", (count: number) => when(`context${".a".repeat(count)}`)],
        ["calls", (count: number) => when(`context.now${".toDate()".repeat(count)} == context.now`)],
        ["conditions", (count: number) => `permit (principal, action, resource) ${"when { true } ".repeat(count)};`],
        ["nested", (count: number) => when(`${"(true && ".repeat(count)}true${")".repeat(count)}`)],
        ["policies", (count: number) => ALL.repeat(count)],
    ])("%s, however many, and fails closed", (_, text) => {
        for (const count of [1, 5, 15, 16, 17, 60, 64, 65, 100, 200, 1_000, 100_000]) {
            const { allowed, reasons } = decided(text(count));
            if (!allowed) expect(reasons[0]).toMatch(/^(policy-invalid|no-policy-permits)$/);
            survives();
        }
    });

    test("the worst that is taken, when the code is warm", () => {
        for (let times = 0; times < 300; times++) decided(`${ALL} // ${times}`);
        const deep = `context.now${".toDate()".repeat(4)} == context.now`;
        const nested = Array.from({ length: 14 }).reduce<string>(
            (inner) => `(${inner} && true && true && true && true)`,
            deep,
        );
        expect(validatePolicies(when(nested))).toEqual([]);
        expect(decided(when(nested)).reasons).toEqual(["policy:policy0"]);
        survives();
    });

    test("any text", () => {
        const token = fc.constantFrom(
            ...'permit,forbid,(,),{,},[,],principal,action,resource,when,unless,context,.,a,reason,&&,||,==,!=,<,+,-,*,!,if,then,else,like,has,in,is,"x",1,;,::,Person,Action,?principal,@id,//,\n,duration,"'.split(
                ",",
            ),
        );
        const tokens = fc.array(token, { maxLength: 200 }).map((of) => of.join(" "));
        const texts = fc.oneof(
            tokens,
            tokens.map((of) => when(of)),
            fc.string({ maxLength: 200 }),
            fc.string({ unit: "binary" }),
        );
        fc.assert(
            fc.property(texts, (text) => {
                for (const { line, column, message } of validatePolicies(text)) {
                    expect(line).toBeGreaterThan(0);
                    expect(column).toBeGreaterThan(0);
                    expect(message).not.toBe("");
                }
                const { allowed, reasons } = decided(text);
                expect(allowed || reasons.length > 0).toBe(true);
            }),
            { numRuns: 800 },
        );
        survives();
    });
});
