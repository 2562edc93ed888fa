import { type CelInput, celEnv, parse, plan, run } from "@bufbuild/cel";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { until, window } from "../../../policypack/facts/cel";

const END = "2026-02-01T00:00:00Z";
const LATER = "2026-03-01T00:00:00Z";
const before = (end: string) => `request.time < timestamp("${end}")`;

const ENDS: Readonly<Record<string, string>> = {
    [before(END)]: END,
    [`request.time <= timestamp("${END}")`]: END,
    [`request.time == timestamp("${END}")`]: END,
    [`timestamp("${END}") > request.time`]: END,
    [`timestamp("${END}") >= request.time`]: END,
    [`!(request.time > timestamp("${END}"))`]: END,
    [`!(request.time >= timestamp("${END}"))`]: END,
    [`!(timestamp("${END}") <= request.time)`]: END,
    [`!(request.time != timestamp("${END}"))`]: END,
    [`!!(${before(END)})`]: END,
    [`${before(LATER)} && ${before(END)}`]: END,
    [`${before(LATER)} || ${before(END)}`]: LATER,
    [`!(request.time > timestamp("${END}") || resource.name == "x")`]: END,
    [`!(request.time > timestamp("${END}") && request.time > timestamp("${LATER}"))`]: LATER,
    [`resource.name.startsWith("projects/x") && ${before(END)}`]: END,
    [`${before(END)} && (resource.name == "x" || true)`]: END,
    [`(${before(END)} || false) && (${before(LATER)} || true)`]: END,
    [`resource.type == "x" ? ${before(END)} : ${before(LATER)}`]: LATER,
    [`${before(END)} ? resource.name == "x" : false`]: END,
    [`${before(END)} ? true : ${before(LATER)}`]: LATER,
    [`true ? ${before(END)} : true`]: END,
    ['request.time < timestamp("2026-01-31T23:00:00Z") + duration("3600s")']: END,
    ['request.time < timestamp("2026-02-01T01:30:00Z") - duration("1h30m")']: END,
    ['request.time - duration("3600s") < timestamp("2026-01-31T23:00:00Z")']: END,
    ['request.time < timestamp("2026-01-31T23:59:59.5Z") + duration("500ms")']: END,
    ['request.time < timestamp("2026-02-01T01:00:00+01:00")']: END,
    ['request.time < timestamp("2026-01-31T23:59:59.999999999Z")']: END,
    ["request.time < timestamp(r'2026-02-01T00:00:00Z')"]: END,
    [`request.time >= timestamp("${END}") && ${before(LATER)}`]: LATER,
    ["request.time.getFullYear() < 2027"]: "2027-01-01T00:00:00Z",
    ["request.time.getFullYear() <= 2026"]: "2027-01-01T00:00:00Z",
    ["2026 == request.time.getFullYear()"]: "2027-01-01T00:00:00Z",
    ["!(request.time.getFullYear() > 2026)"]: "2027-01-01T00:00:00Z",
    ['request.time.getFullYear("America/New_York") < 2027']: "2027-01-02T00:00:00Z",
    [`${before(END)} // and resource.name == "x"`]: END,
    [`request.time\n    <\ttimestamp(\n"${END}"\n)`]: END,
    false: "never",
    "!true": "never",
    [`${before(LATER)} && false`]: "never",
    [`request.time > timestamp("${LATER}") && ${before(END)}`]: "never",
    [`(request.time > timestamp("${LATER}") && ${before(END)}) || ${before(END)}`]: END,
};

/** Each of these has an end in its text. */
const ENDLESS = [
    `request.time > timestamp("${END}")`,
    `request.time >= timestamp("${END}")`,
    `request.time != timestamp("${END}")`,
    `timestamp("${END}") < request.time`,
    `!(${before(END)})`,
    `!(request.time == timestamp("${END}"))`,
    `${before(END)} || resource.name == "x"`,
    `${before(END)} || true`,
    `!(${before(END)} && resource.name == "x")`,
    `!(request.time > timestamp("${END}") && resource.name == "x")`,
    `resource.name == "x" ? ${before(END)} : true`,
    `${before(END)} ? true : true`,
    `true || (${before(END)})`,
    `true // && ${before(END)}`,
    `"${before(END).replaceAll('"', "'")}" != ""`,
    `resource.name == '${before(END)}'`,
    `request["time"] < timestamp("${END}")`,
    `REQUEST.TIME < timestamp("${END}")`,
    `request.time.getHours() < 18 // until ${END}`,
    `request.time.getDayOfWeek() <= 5 && request.time.getMonth() < 2026`,
    `resource.time < timestamp("${END}")`,
    `resource.request.time < timestamp("${END}")`,
    `[1].exists(request, request.time < timestamp("${END}")) || true`,
    `has(request.time) && timestamp("${END}") < timestamp("${LATER}")`,
    `timestamp("${END}") < timestamp("${LATER}")`,
    `request.time < timestamp(resource.name)`,
    `request.time < timestamp("2026")`,
    `request.time < timestamp("2026-02-01")`,
    `request.time < timestamp("2026-02-01T00:00:00")`,
    `request.time < timestamp("2026-02-30T00:00:00Z")`,
    `request.time < timestamp("2026-02-01T24:00:00Z")`,
    `request.time < timestamp("Feb 1 2026 00:00:00Z")`,
    `request.time < timestamp("${END}") + duration(resource.name)`,
    `request.time < timestamp("${END}") + duration("1d")`,
    `request.time < timestamp("9999-12-31T23:59:59Z") + duration("8760h")`,
    `request.time < request.time + duration("3600s")`,
    `request.time < "${END}"`,
    `request.time.getFullYear() > 2026`,
    `request.time.getFullYear() != 2026`,
    `request.time.getFullYear(resource.name) < 2027`,
    `request.time.getFullYear("+99:00") < 2027`,
    `resource.time.getFullYear() < 2027`,
    `request.time.getDayOfWeek() < 7`,
    `request.time.getDayOfMonth() < 31 && request.time.getMonth() <= 11`,
    `2026 > request.time.getDayOfYear()`,
    `request.time.getFullYear() >= 2020`,
    `${before(END)} || request.time >= timestamp("${END}")`,
    `!(${before(LATER)} && request.time >= timestamp("${LATER}"))`,
    `(${before(END)}) != true`,
    `(${before(END)}) ? false : true`,
    `!(${before(END)}) && !(${before(LATER)})`,
    `[${before(END)}, true].exists(each, each)`,
    `"${END}" in ["${END}", "${LATER}"]`,
    `timestamp("${END}") < request.time || resource.type == "a"`,
    `request.time - timestamp("${END}") > duration("0s")`,
    `request.time != timestamp("${END}") && (resource.type == "a" || ${before(LATER)})`,
    `unknown(${before(END)})`,
    `(${before(END)}) == false`,
    `${before(END)} &&`,
    `${before(END)} && (`,
    "",
    `${"!".repeat(5_001)}(${before(END)})`,
    `${"(".repeat(300)}${before(END)}${")".repeat(300)}`,
];

describe("until", () => {
    test.each(Object.entries(ENDS))("%s", (expression, end) => {
        expect(until(expression)).toBe(end === "never" ? -Infinity : Date.parse(end));
    });

    test.each(ENDLESS)("no end: %.120s", (expression) => {
        expect(until(expression)).toBe(Infinity);
    });

    test("no end beyond a tree that is too deep", () => {
        expect(until(Array<string>(3_000).fill(before(END)).join(" || "))).toBe(Infinity);
    });
});

test("a window has a start where the condition has one", () => {
    const expression = `request.time >= timestamp("${END}") && ${before(LATER)}`;
    expect(window(expression)).toEqual({ from: Date.parse(END), until: Date.parse(LATER) });
});

describe("by an independent evaluator", () => {
    const env = celEnv();
    const sampled = [
        "2000-01-01",
        "2025-12-31",
        "2026-01-01",
        "2026-01-31",
        "2026-02-01",
        "2026-03-01",
        "2026-12-31",
        "2027-01-01",
    ]
        .flatMap((day) => ["00:00:00Z", "00:00:01Z", "11:59:59Z", "18:30:00Z", "23:59:59Z"].map((hour) => `${day}T${hour}`))
        .concat("2100-06-01T12:00:00Z", "2500-06-01T12:00:00Z");
    const instants = sampled.map((written) => ({
        at: Date.parse(written),
        time: run(`timestamp("${written}")`) as CelInput,
    }));
    const resources = [
        { name: "x", type: "a" },
        { name: "projects/x", type: "b" },
    ];

    test.each(Object.keys(ENDS).filter((expression) => !expression.includes("//")))("%s", (expression) =>
        expectSound(expression),
    );

    // Not certain of these, whatever they say: an expression that cannot be read, or is true of no context, bounds nothing.
    const UNCERTAIN = new Set(ENDLESS.filter((expression) => !isTrueLater(expression)));

    test.each(ENDLESS.filter((expression) => !UNCERTAIN.has(expression)))(
        "true long after its end: %.120s",
        (expression) => {
            expect(isTrueLater(expression)).toBe(true);
            expect(until(expression)).toBe(Infinity);
        },
    );

    test("most that have no end are such", () => {
        expect(ENDLESS.length - UNCERTAIN.size).toBeGreaterThan(35);
    });

    test("a condition is false outside its window", () => {
        fc.assert(fc.property(expressions, expectSound), { numRuns: 400 });
    });

    /** Whether it is true at some instant that is sampled and long past every date in the table. */
    function isTrueLater(expression: string): boolean {
        try {
            const evaluate = plan(env, parse(expression));
            const later = instants.filter(({ at }) => at > Date.parse("2099-01-01T00:00:00Z"));
            return later.some(({ time }) =>
                resources.some((resource) => evaluate({ request: { time }, resource }) === true),
            );
        } catch {
            return false;
        }
    }

    function expectSound(expression: string): void {
        const { from, until } = window(expression);
        const evaluate = plan(env, parse(expression));
        for (const { at, time } of instants) {
            if (from <= at && at <= until) continue;
            for (const resource of resources) {
                expect(evaluate({ request: { time }, resource }), `${expression} at ${new Date(at).toISOString()}`).not.toBe(
                    true,
                );
            }
        }
    }
});

const dates = fc.constantFrom(
    END,
    LATER,
    "2026-01-01T12:00:00+14:00",
    "2026-12-31T23:59:59.5Z",
    "2025-12-31T12:00:00-12:00",
);
const zones = fc.constantFrom("", '"UTC"', '"America/New_York"', '"Pacific/Auckland"', '"-11:30"');
const operators = fc.constantFrom("<", "<=", ">", ">=", "==", "!=");
const lengths = fc.constantFrom(
    "",
    ' + duration("36h")',
    ' - duration("1h30m")',
    ' + duration("-3600s")',
    ' - duration("250ms")',
);
const sides = fc.oneof(
    fc.tuple(
        fc.tuple(lengths, dates, lengths).map(([l, date, r]) => [`request.time${l}`, `timestamp("${date}")${r}`] as const),
    ),
    fc.tuple(
        fc
            .tuple(zones, fc.integer({ min: 2024, max: 2028 }))
            .map(([zone, year]) => [`request.time.getFullYear(${zone})`, String(year)] as const),
    ),
);
const comparisons = fc
    .tuple(sides, operators, fc.boolean())
    .map(([[[left, right]], operator, mirrored]) =>
        mirrored ? `${right} ${operator} ${left}` : `${left} ${operator} ${right}`,
    );
const others = fc.constantFrom(
    "true",
    "false",
    'resource.name == "x"',
    'resource.type != "a"',
    "request.time.getHours() < 12",
    "request.missing == 1",
);
const { expressions } = fc.letrec<{ expressions: string; leaf: string }>((tie) => ({
    leaf: fc.oneof({ weight: 4, arbitrary: comparisons }, { weight: 1, arbitrary: others }).map((leaf) => `(${leaf})`),
    expressions: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        tie("leaf"),
        fc.tuple(tie("expressions"), fc.constantFrom("&&", "||"), tie("expressions")).map((parts) => `(${parts.join(" ")})`),
        tie("expressions").map((inner) => `!${inner}`),
        fc
            .tuple(tie("expressions"), tie("expressions"), tie("expressions"))
            .map(([when, then, otherwise]) => `(${when} ? ${then} : ${otherwise})`),
    ),
}));

test("choices that depend on choices are read in no time", () => {
    const nested = (depth: number): string =>
        depth === 0 ? 'request.time < timestamp("2026-02-01T00:00:00Z")' : `(${nested(depth - 1)} ? true : false)`;
    expect(until(nested(60))).toBe(Date.parse("2026-02-01T00:00:00Z"));
});
