import { describe, expect, test } from "vitest";
import { type Judgement, judge } from "../../policypack/core/judge";
import type { Example, Resource, Rule } from "../../policypack/core/rule";
import { parseOptions } from "../../policypack/core/settings";
import { Value } from "../../policypack/facts/values";

/** The instant of all tests that do not set their own; vitest.config.mts says which. */
export const NOW = new Date(process.env.JIT_GUARD_NOW!);

export interface Case {
    readonly given: Example;
    readonly options?: Readonly<Record<string, unknown>>;
    readonly now?: string;
}

/** Cases of one rule. Titles are clauses: "denies …", "allows …", "cannot decide …". */
export function describeRule(
    rule: Rule,
    cases: {
        denies?: Record<string, Case & { says: readonly string[] }>;
        allows?: Record<string, Case>;
        cannotDecide?: Record<string, Case & { says: readonly string[] }>;
    },
): void {
    describe(rule.name, () => {
        for (const [title, { says, ...of }] of Object.entries(cases.denies ?? {})) {
            test(`denies ${title}`, () => {
                expect(messages(run(rule, of), "violation")).toEqual(says);
            });
        }
        for (const [title, of] of Object.entries(cases.allows ?? {})) {
            test(`allows ${title}`, () => {
                expect(run(rule, of)).toEqual([]);
            });
        }
        for (const [title, { says, ...of }] of Object.entries(cases.cannotDecide ?? {})) {
            test(`cannot decide ${title}`, () => {
                const judgements = run(rule, of);
                expect(messages(judgements, "violation")).toEqual([]);
                expect(messages(judgements, "undecided")).toEqual(says);
            });
        }
    });
}

export function run(rule: Rule, { given, options = {}, now }: Case): readonly Judgement[] {
    const judged = resources(given).filter(({ type }) => typesOf(rule).includes(type));
    return [...judge(rule, judged, parseOptions(rule, options, "test"), now ? new Date(now) : NOW)];
}

export function typesOf(rule: Rule): readonly string[] {
    return rule.judges === "stack" ? [...rule.on, ...rule.beside] : rule.on;
}

export function resources(example: Example): Resource[] {
    const named = example.map((each, index) => ({ ...each, name: each.name ?? `example-${index}` }));
    const urns = new Map(named.map(({ type, name }) => [name, `urn:pulumi:test::test::${type}::${name}`]));
    return named.map(({ type, name, inputs, sources = {} }) => ({
        urn: urns.get(name)!,
        type,
        name,
        inputs: new Value(inputs, ""),
        sources: Object.fromEntries(
            Object.entries(sources).map(([key, names]) => [key, names.map((source) => urns.get(source) ?? source)]),
        ),
    }));
}

function messages(judgements: readonly Judgement[], kind: Judgement["kind"]): readonly string[] {
    return judgements.filter((judgement) => judgement.kind === kind).map(({ message }) => message);
}
