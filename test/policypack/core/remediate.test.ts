import { describe, expect, test } from "vitest";
import { judge } from "../../../policypack/core/judge";
import { duration } from "../../../policypack/core/options";
import { remediate } from "../../../policypack/core/remediate";
import { resourceRule } from "../../../policypack/core/rule";
import { parseOptions } from "../../../policypack/core/settings";
import { SIGNATURE, UNKNOWN, Value, flag, number } from "../../../policypack/facts/values";
import { secret } from "../../../policypack/preview/wire";
import { rules } from "../../../policypack/rules";

const TYPE = "test:index:Thing";
const now = new Date("2026-01-15T12:00:00Z");
const asset = { [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17", text: "code" };
const thing = (inputs: unknown, type = TYPE) => ({
    urn: `urn:pulumi:dev::shop::${type}::thing`,
    type,
    name: "thing",
    inputs: new Value(inputs, ""),
    sources: {},
});
const rule = (sets: Record<string, unknown> | (() => Record<string, unknown>)) =>
    resourceRule({
        name: "any-require-test-thing",
        severity: "low",
        description: "A thing is as it should be.",
        rationale: "Tests need one.",
        remedy: "Write it so.",
        controls: ["NHI7:2025"],
        on: [TYPE],
        options: { limit: duration({ description: "Longest.", default: "1h", minimum: "15m", maximum: "12h" }) },
        examples: { denied: [{ type: TYPE, inputs: {} }], allowed: [{ type: TYPE, inputs: {} }] },
        *check({ inputs }) {
            if (flag(inputs.get("wrong"))) yield { message: "It is wrong.", path: "wrong" };
        },
        remediate: typeof sets === "function" ? sets : () => sets,
    });
const set = (inputs: object, sets: Parameters<typeof rule>[0]) =>
    remediate(rule(sets), thing({ wrong: true, ...inputs }), {}, now);

describe("a remediation", () => {
    test.each<[string, object, Record<string, unknown>, object, string[]]>([
        ["sets what is absent", {}, { seconds: 60 }, { seconds: 60 }, ["`seconds` is set to 60"]],
        [
            "replaces a scalar, and tells its kind only",
            { name: "hush" },
            { name: "required" },
            { name: "required" },
            ['`name` changes from a text to "required"'],
        ],
        [
            "replaces what is not known yet",
            { on: UNKNOWN },
            { on: true },
            { on: true },
            ["`on` changes from a value not known yet to true"],
        ],
        [
            "merges objects, however deep",
            { a: { b: { c: 1, kept: asset }, kept: secret("s") } },
            { a: { b: { c: 2 } } },
            { a: { b: { c: 2, kept: asset }, kept: secret("s") } },
            ["`a.b.c` changes from a number to 2"],
        ],
        [
            "replaces a list whole",
            { list: [1, 2] },
            { list: [] },
            { list: [] },
            ["`list` changes from a list to an empty list"],
        ],
        ["keeps a secret one", { n: secret(9) }, { n: 1 }, { n: secret(1) }, ["`n` changes from a number to 1"]],
        [
            "merges within a secret",
            { o: secret({ a: 1, b: 2 }) },
            { o: { a: 0 } },
            { o: secret({ a: 0, b: 2 }) },
            ["`o.a` changes from a number to 0"],
        ],
        [
            "does not repeat a secret that it moves",
            { from: secret("hush"), to: "x" },
            { to: "hush" },
            { from: secret("hush"), to: "hush" },
            ["`to` changes from a text to another text"],
        ],
        ["sets an empty object", {}, { o: { a: {} } }, { o: { a: {} } }, ["`o.a` is set to an empty object"]],
        ["takes null for absent", { o: null }, { o: { a: 1 } }, { o: { a: 1 } }, ["`o.a` is set to 1"]],
    ])("%s", (_, inputs, sets, expected, changes) => {
        const before = JSON.stringify(inputs);
        const done = set(inputs, sets);
        expect(done?.inputs).toEqual({ wrong: true, ...expected });
        expect(done?.changes).toEqual(changes);
        expect(JSON.stringify(inputs)).toBe(before);
    });

    test.each<[string, object, Parameters<typeof rule>[0]]>([
        ["over an object that is not known yet", { o: UNKNOWN }, { o: { a: 1 } }],
        ["over an asset", { o: asset }, { o: { a: 1 } }],
        ["over a list or a text", { o: [{ a: 2 }] }, { o: { a: 1 } }],
        ["when all is so already", { n: 1 }, { n: 1 }],
        ["when the rule needs what is not known", {}, () => ({ n: number(new Value(UNKNOWN, "n")) })],
    ])("changes nothing %s", (_, inputs, sets) => {
        expect(set(inputs, sets)).toBeUndefined();
    });

    test("changes nothing where the check is content, cannot tell, or cannot read", () => {
        for (const wrong of [false, UNKNOWN, "perhaps"]) {
            expect(remediate(rule({ n: 1 }), thing({ wrong }), {}, now)).toBeUndefined();
        }
    });

    test("is not for a rule that has none", () => {
        const { name, severity, description, rationale, remedy, controls, on, examples } = rule({});
        const without = resourceRule({
            ...{ name, severity, description, rationale, remedy, controls, on, examples },
            *check() {
                yield { message: "It is wrong." };
            },
        });
        expect(remediate(without, thing({ wrong: true }), {}, now)).toBeUndefined();
    });
});

const able = rules.flatMap((one) => (one.judges === "resource" && one.remediate ? [one] : []));

test.each(able.map((one) => [one.name, one] as const))("%s is content with what it sets in its denied example", (_, of) => {
    const options = parseOptions(of, {}, "test");
    const faulty = of.examples.denied.filter(({ type }) => of.on.includes(type));
    const done = faulty.map(({ type, inputs }) => [type, remediate(of, thing(inputs, type), options, now)] as const);
    expect(done.some(([, remediation]) => remediation)).toBe(true);
    for (const [type, remediation] of done) {
        if (remediation) expect([...judge(of, [thing(remediation.inputs, type)], options, now)]).toEqual([]);
    }
});
