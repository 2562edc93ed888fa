import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judge } from "../policypack/core/judge";
import { defaultsOf } from "../policypack/core/options";
import type { Rule } from "../policypack/core/rule";
import { excuses } from "../policypack/core/excuses";
import { plan } from "../policypack/core/settings";
import { UNKNOWN, Value } from "../policypack/facts/values";
import { assess } from "../policypack/preview/assess";
import type { Outcome, SeenResource } from "../policypack/preview/outcome";
import { json } from "../policypack/report/json";
import { junit } from "../policypack/report/junit";
import { markdown } from "../policypack/report/markdown";
import { oscal } from "../policypack/report/oscal";
import { sarif } from "../policypack/report/sarif";
import { text } from "../policypack/report/text";
import { rules } from "../policypack/rules";
import { secret as secretMark } from "../policypack/preview/wire";
import { NOW, resources as declared } from "./harness/describe-rule";
import { partly } from "./harness/partly";

/**
 * Whatever a program hands over: no rule crashes, no finding of a sibling is hidden, and no secret is shown. A hundred
 * thousand inputs by default; JIT_GUARD_FUZZ sets another number.
 */

const INPUTS = Number(process.env.JIT_GUARD_FUZZ ?? 100_000);
const BATCH = 1_000;
const CANARY = "s3cr3t";
// As fast as the machine is; nobody waits for ever.
const LONG = 900_000;
// Shaped like what may be shown, so that only the mark of the secret keeps it back.
const SECRETS = [
    `${CANARY}:*`,
    `arn:aws:${CANARY}:::*`,
    `arn:aws:iam::123456789012:oidc-provider/${CANARY}.example.com`,
    `arn:aws:iam::123456789012:role/${CANARY}`,
    `repo:${CANARY}*`,
    `roles/${CANARY}`,
    `user:${CANARY}@acme.example`,
];

const secret = fc.constantFrom(...SECRETS).map((value) => secretMark(value));
const word = fc.constantFrom(
    "*",
    "Allow",
    "Deny",
    "s3:*",
    "iam:*",
    "*:*",
    "arn:aws:s3:::*",
    "roles/owner",
    "allUsers",
    "PT12H",
    "PT",
    "3600s",
    "-1s",
    "2026-02-30T00:00:00Z",
    "true",
    "{",
    "[]",
    '"',
    "null",
    "\u0000\u001b[31m",
    "`",
    "é🔥",
    "",
);
const hugeText = fc.integer({ min: 1, max: 200_000 }).map((length) => "a*?".repeat(length / 3));
const deepText = fc
    .integer({ min: 1, max: 50_000 })
    .map((depth) => `{"Statement":${"[".repeat(depth)}${"]".repeat(depth)}}`);
const deep = fc.integer({ min: 1, max: 1_000 }).map((depth) => {
    let value: unknown = "deep";
    for (let level = 0; level < depth; level++) value = level % 2 ? [value] : { Statement: value };
    return value;
});
const leaf = fc.oneof(
    { weight: 20, arbitrary: word },
    { weight: 10, arbitrary: fc.constant(UNKNOWN) },
    { weight: 10, arbitrary: secret },
    {
        weight: 20,
        arbitrary: fc.oneof(fc.string(), fc.double(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant(undefined)),
    },
);
const key = fc.constantFrom(
    "Statement",
    "Effect",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Principal",
    "Federated",
    "AWS",
    "Condition",
    "StringEquals",
    "DateLessThan",
    "aws:CurrentTime",
    "expression",
    "members",
    "role",
    "bindings",
    "__proto__",
    "constructor",
    "toString",
    "value",
    "x",
);
const anything = fc.letrec<{ any: unknown }>((tie) => ({
    any: fc.oneof(
        { maxDepth: 6, withCrossShrink: true },
        leaf,
        fc.array(tie("any"), { maxLength: 4 }),
        fc.dictionary(key, tie("any"), { maxKeys: 5 }),
        fc.dictionary(key, tie("any"), { maxKeys: 4 }).map((object) => JSON.stringify(object)),
    ),
})).any;
const hostile = fc.oneof(
    { weight: 300, arbitrary: anything },
    { weight: 1, arbitrary: hugeText },
    { weight: 1, arbitrary: deepText },
    { weight: 1, arbitrary: deep },
);

/** A rule, and an input of one of its types: its own examples with parts replaced by anything. */
const input = fc
    .constantFrom(...rules)
    .chain((rule) =>
        fc
            .constantFrom(...rule.examples.denied, ...rule.examples.allowed)
            .chain(({ type, inputs }) =>
                fc
                    .oneof(
                        { weight: 4, arbitrary: partly(inputs, hostile, 5) },
                        { weight: 1, arbitrary: fc.dictionary(fc.constantFrom(...Object.keys(inputs), "x"), hostile) },
                    )
                    .map((changed) => ({ type, inputs: changed })),
            ),
    );

describe("any input", () => {
    const formats = { text, json, sarif, junit, markdown, oscal };
    const plans = plan(rules, { preset: "strict", undecided: "deny" }, "test");
    const siblings = rules.flatMap((rule) => siblingOf(rule));
    const alone = findingsOf(siblings);
    let batch = 0;

    test(`${INPUTS} of them crash no rule, hide no finding of a sibling, and show no secret`, { timeout: LONG }, () => {
        fc.assert(
            fc.property(fc.array(input, { minLength: BATCH, maxLength: BATCH }), (inputs) => {
                const strange = inputs.map(({ type, inputs: of }, index) => seen(type, `strange-${index}`, of));
                const report = assess(
                    outcome([...strange, ...siblings]),
                    plans,
                    { now: NOW, undecided: "deny", excuses: excuses({}, [], NOW) },
                    { root: "/project" },
                );

                const crashed = report.findings.filter(({ message }) => message.includes("could not be judged"));
                expect(crashed.map(({ rule, urn, message }) => ({ rule: rule.name, urn, message }))).toEqual([]);
                expect(findingsFor(report, "sibling-")).toEqual(alone);
                const shown = report.findings.filter(({ message, path, part }) =>
                    `${message} ${path} ${part}`.includes(CANARY),
                );
                expect(shown.map(({ rule, message, path, part }) => ({ rule: rule.name, message, path, part }))).toEqual([]);
                // The JSON has all that a report holds, and the others are made of nothing else: they are looked at now and then.
                for (const [name, format] of Object.entries(batch++ % 5 === 0 ? formats : { json }))
                    expect(format(report).includes(CANARY), `${name} shows a secret`).toBe(false);
            }),
            { numRuns: Math.ceil(INPUTS / BATCH), endOnFailure: true },
        );
    });

    test("a rule that throws denies, and says so without the input", () => {
        const broken = {
            ...rules[0]!,
            check: () => {
                throw new TypeError(`reading ${CANARY}`);
            },
        } as Rule;
        const [said] = judge(broken, siblings.slice(0, 1), defaultsOf(broken.options), NOW);
        expect(said).toMatchObject({
            kind: "violation",
            message: "This resource could not be judged (TypeError), so it is denied.",
        });
    });

    function findingsOf(of: readonly SeenResource[]) {
        return findingsFor(
            assess(outcome(of), plans, { now: NOW, undecided: "deny", excuses: excuses({}, [], NOW) }, { root: "/project" }),
            "sibling-",
        );
    }
});

function findingsFor({ findings }: ReturnType<typeof assess>, prefix: string) {
    return findings
        .filter(({ name }) => name.startsWith(prefix))
        .map(({ urn, rule, message, path, fingerprint }) => ({ urn, rule: rule.name, message, path, fingerprint }));
}

/** The denied example of a rule, under names that no generated resource has. */
function siblingOf(rule: Rule): SeenResource[] {
    const named = rule.examples.denied.map((of, index) => ({ ...of, name: `sibling-${rule.name}-${of.name ?? index}` }));
    return declared(named).map((resource) => seen(resource.type, resource.name, resource.inputs.raw));
}

function seen(type: string, name: string, inputs: unknown): SeenResource {
    return {
        urn: `urn:pulumi:test::test::${type}::${name}`,
        type,
        name,
        inputs: new Value(inputs, ""),
        sources: {},
        kind: "custom",
        aliases: [],
        assumed: [],
    };
}

function outcome(resources: readonly SeenResource[]): Outcome {
    return { project: "test", stack: "test", organization: "organization", resources, unseen: [], log: [] };
}
