import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FRAMEWORKS } from "../policypack/core/controls";
import type { Judgement } from "../policypack/core/judge";
import { defaultsOf } from "../policypack/core/options";
import type { Example, Rule } from "../policypack/core/rule";
import { UNKNOWN } from "../policypack/facts/values";
import { rules } from "../policypack/rules";
import { type RuleFile, ruleFiles } from "../scripts/rule-files";
import { run } from "./harness/describe-rule";
import { declares, required } from "./harness/provider-types";

/** What every rule must do, so that the test of a rule holds only what is particular to it. */

const files = new Map<string, RuleFile>(ruleFiles().map((file) => [file.ruleName, file]));
const CANARY = "canary-5f1e9c";

test("each rule file is in the list, once, under its own name", () => {
    expect([...files.keys()].sort()).toEqual(rules.map(({ name }) => name).sort());
});

describe.each(rules.map((rule) => [rule.name, rule] as const))("%s", (name, rule) => {
    const { denied, allowed } = rule.examples;

    test("denies its denied example", () => {
        expect(kinds(judgements(denied))).toEqual(["violation"]);
    });

    test("allows its allowed example", () => {
        expect(judgements(allowed)).toEqual([]);
    });

    test("says the same each time", () => {
        expect(judgements(denied)).toEqual(judgements(denied));
    });

    test("is named by one of the three verbs, and stands under its cloud", () => {
        expect(name).toMatch(/^(aws|gcp|any)-(no|require|max)-[a-z0-9-]+$/);
        expect(files.get(name)?.path).toMatch(new RegExp(`^${name.split("-")[0]}/[a-z-]+/[a-z0-9-]+\\.ts$`));
    });

    test("cites an OWASP NHI risk first, and a CSF control", () => {
        expect(Object.keys(FRAMEWORKS["OWASP NHI Top 10 2025"])).toContain(rule.controls[0]);
        expect(rule.controls.some((control) => control in FRAMEWORKS["NIST CSF 2.0"])).toBe(true);
        expect(new Set(rule.controls).size).toBe(rule.controls.length);
    });

    test("explains itself in whole sentences, a line each", () => {
        for (const prose of [rule.description, rule.rationale, rule.remedy]) {
            expect(prose).toMatch(/^[A-Z][^\n]*\.$/);
        }
        for (const option of Object.values(rule.options)) expect(option.description).toMatch(/^[A-Z][^\n]*\.$/);
    });

    test("has options whose defaults are within their bounds", () => {
        expect(() => defaultsOf(rule.options)).not.toThrow();
    });

    test("judges types, and shows inputs, that the provider has", () => {
        for (const type of typesOf(rule)) expect(declares(type)).toBe(true);
        for (const { type, inputs } of [...denied, ...allowed]) {
            for (const input of Object.keys(inputs)) expect(declares(type, input), `${type} ${input}`).toBe(true);
        }
    });

    test("shows examples that hold all that the provider demands", () => {
        for (const { type, inputs } of [...denied, ...allowed]) {
            expect(Object.keys(inputs), type).toEqual(expect.arrayContaining([...required(type)]));
        }
    });

    test("does not pass over an input that is not known yet", () => {
        expect(judgements(mapInputs(denied, () => UNKNOWN)).length).toBeGreaterThan(0);
    });

    test("does not break on nothing, nor on inputs of the wrong kind, nor pass over them all", () => {
        const wrong = [[], {}, 42, true, "text", [[]], [null], [{}], { Statement: 1 }, '{"Statement":[1]}', ""];
        const said = wrong.map((value) => judgements(mapInputs(denied, () => value)));
        expect(said.flat().length).toBeGreaterThan(0);
        for (const { message } of [...said.flat(), ...judgements(mapInputs(denied, () => undefined))]) {
            expect(message).not.toContain("could not be judged");
        }
    });

    test("shows no input that does not look like a public identifier", () => {
        const replaced = [denied, allowed].map((example) => mapInputs(example, (input) => withCanary(input)));
        const added = [denied, allowed].map((example) => mapInputs(example, (input) => withCanary(input, true)));
        for (const { message, part, path } of [...replaced, ...added].flatMap(judgements)) {
            expect(`${message} ${part} ${path}`).not.toContain(CANARY);
        }
    });

    test("fits a screen", () => {
        expect(readFileSync(`policypack/${files.get(name)!.path}`, "utf8").split("\n").length).toBeLessThanOrEqual(121);
    });

    test("has a test of its own", () => {
        const { path } = files.get(name)!;
        expect(readFileSync(`test/policypack/${path.replace(/\.ts$/, ".test.ts")}`, "utf8")).toContain("describeRule(");
    });

    function judgements(given: Example): readonly Judgement[] {
        return run(rule, { given });
    }
});

test("the median rule file is under 40 lines, beside the names of what it replaces", () => {
    const lines = [...files.values()]
        .map(({ path }) => readFileSync(`policypack/${path}`, "utf8"))
        .map(
            (text) =>
                text
                    .replace(/^ {4}replaces: \[[^\]]*\],\n/m, "")
                    .trimEnd()
                    .split("\n").length,
        )
        .sort((a, b) => a - b);
    expect(lines[Math.floor(lines.length / 2)]).toBeLessThan(40);
});

function kinds(of: readonly Judgement[]): readonly string[] {
    return [...new Set(of.map(({ kind }) => kind))];
}

function typesOf(rule: Rule): readonly string[] {
    return rule.judges === "stack" ? [...rule.on, ...rule.beside] : rule.on;
}

function mapInputs(example: Example, change: (input: unknown) => unknown): Example {
    return example.map((each) => ({
        ...each,
        inputs: Object.fromEntries(Object.entries(each.inputs).map(([key, input]) => [key, change(input)])),
    }));
}

/** The input with each text replaced by a canary, or with one appended; within JSON text too. */
function withCanary(input: unknown, append = false): unknown {
    if (typeof input === "string") {
        try {
            const parsed: unknown = JSON.parse(input);
            if (typeof parsed === "object") return JSON.stringify(withCanary(parsed, append));
        } catch {
            // No JSON: a text like any other.
        }
        return append ? `${input} ${CANARY}` : CANARY;
    }
    if (Array.isArray(input)) return input.map((element) => withCanary(element, append));
    if (typeof input !== "object" || input === null) return input;
    return Object.fromEntries(Object.entries(input).map(([key, inner]) => [key, withCanary(inner, append)]));
}
