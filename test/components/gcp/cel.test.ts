import { celEnv, parse, plan } from "@bufbuild/cel";
import { evaluate } from "@marcbachmann/cel-js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { oneOf, quoted } from "../../../components/gcp/cel";
import { endOf, isOneTerm } from "../../../components/gcp/grant-sweep/runtime/form";

const both = (expression: string, given: string) =>
    [plan(celEnv(), parse(expression))({ given }), evaluate(expression, { given })] as const;

test("a quoted text is that text, to two readers of CEL", () => {
    const texts = fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: fc.constantFrom(...`"'\\\n\t\r/u{}$é😀 a`) }));
    fc.assert(
        fc.property(texts, (text) => {
            expect(both(`given == ${quoted(text)}`, text)).toEqual([true, true]);
            expect(both(`given == ${quoted(text)}`, `${text}x`)).toEqual([false, false]);
        }),
    );
});

test("one of several texts is none but those", () => {
    expect(oneOf("given", ["a"])).toBe('given == "a"');
    expect(oneOf("given", ["a", 'b"'])).toBe(String.raw`given in ["a", "b\""]`);
    for (const [given, is] of [
        ["a", true],
        ['b"', true],
        ["b", false],
        ["ab", false],
        ["", false],
    ] as const) {
        expect(both(oneOf("given", ["a", 'b"']), given)).toEqual([is, is]);
    }
});

test.each([
    ["a || b", true],
    ["(a) && (b)", true],
    ['")" == "("', true],
    ['"\\")" == x', true],
    ["'''')'''' == x", false],
    ["r'\\' == ')'", true],
    ["'\\' == ')'", false],
    ["a // )\n", true],
    ["a // )", false],
    ["true) || (true", false],
    ["a)", false],
    ["(a", false],
    [")(", false],
    ['"', false],
    ["\\", false],
    ["", true],
])("%j is one term: %s", (expression, is) => {
    expect(isOneTerm(expression)).toBe(is);
});

test("what is one term here is one to GrantSweep, and nothing else", () => {
    const from = "2026-01-16T08:00:00Z";
    const until = "2026-01-16T18:00:00Z";
    const window = `request.time >= timestamp("${from}") && request.time < timestamp("${until}")`;
    const parts = fc.constantFrom(
        ..."()\"'\\/ \nrRbBa",
        '"""',
        "'''",
        "//",
        "&&",
        "||",
        "true",
        'r"',
        "rb'",
        'Br"""',
        '\\"',
        "\\\n",
        '"a"',
        "(b)",
    );
    fc.assert(
        fc.property(
            fc.array(parts, { minLength: 1, maxLength: 12 }).map((list) => list.join("")),
            (expression) => {
                expect(endOf(`${window} && (${expression})`) === Date.parse(until)).toBe(isOneTerm(expression));
            },
        ),
        { numRuns: 5_000 },
    );
});
