import { secret } from "../../../policypack/preview/wire";
import { describe, expect, test } from "vitest";
import { firstSayer, judge } from "../../../policypack/core/judge";
import { type Resource, type Rule, eachResource, resourceRule, stackRule } from "../../../policypack/core/rule";
import { Malformed, UNKNOWN, Unknown, each, text } from "../../../policypack/facts/values";
import { NOW, resources } from "../../harness/describe-rule";

const TYPE = "aws:iam/role:Role";
const BESIDE = "aws:iam/user:User";
const described = {
    name: "aws-no-thing",
    severity: "high",
    description: "Nothing.",
    rationale: "None.",
    remedy: "Write nothing.",
    controls: ["NHI7:2025", "PR.AA-01"],
    on: [TYPE],
    examples: { denied: [], allowed: [] },
} as const;

const rule = (check: (resource: Resource) => ReturnType<Rule["check"]>) => resourceRule({ ...described, check });
const of = (inputs: Record<string, unknown>, name = "one") => resources([{ type: TYPE, name, inputs }]);
const said = (subject: Rule, given: readonly Resource[]) => [...judge(subject, given, {}, NOW)];

describe("a resource rule", () => {
    test("keeps what it found before it met an unknown", () => {
        const subject = rule(function* ({ inputs }) {
            yield { message: "Certain." };
            text(inputs.get("later"));
            yield { message: "Never reached." };
        });
        expect(said(subject, of({ later: UNKNOWN })).map(({ kind, message }) => [kind, message])).toEqual([
            ["violation", "Certain."],
            ["undecided", "`later` is not known before the deployment."],
        ]);
    });

    test("says of each resource on its own", () => {
        const subject = rule(function* ({ inputs }) {
            yield { message: `${text(inputs.get("name"))}.` };
        });
        const given = [...of({ name: 1 }, "a"), ...of({ name: "b" }, "b"), ...of({ name: UNKNOWN }, "c")];
        expect(said(subject, given).map(({ kind, message }) => [kind, message])).toEqual([
            ["violation", "`name` is not a text."],
            ["violation", "b."],
            ["undecided", "`name` is not known before the deployment."],
        ]);
    });

    test("denies when it fails, without the text of the error", () => {
        const subject = rule(() => {
            throw new RangeError("the password is hunter2");
        });
        expect(said(subject, of({}))).toMatchObject([
            { kind: "violation", message: "This resource could not be judged (RangeError), so it is denied." },
        ]);
    });

    test("says what to write instead: the rule's remedy, or else how to make the input readable", () => {
        const subject = rule(function* ({ inputs }) {
            yield { message: "Wrong." };
            text(inputs.get("name"));
        });
        expect(said(subject, of({ name: 1 })).map(({ remedy }) => remedy)).toEqual([
            "Write nothing.",
            "Write the input as the provider takes it; what cannot be read is denied.",
        ]);
    });

    test("hides nothing of a list behind what cannot be read in it", () => {
        const subject = rule(function* ({ inputs }) {
            yield* each(["a", "b", "c"], function* (key) {
                yield { message: `${text(inputs.get(key))}.` };
            });
        });
        expect(said(subject, of({ a: UNKNOWN, b: 2, c: "known" })).map(({ message }) => message)).toEqual([
            "known.",
            "`a` is not known before the deployment.",
            "`b` is not a text.",
        ]);
    });

    test("does not repeat what the program marked as secret", () => {
        const subject = rule(function* ({ inputs }) {
            yield {
                message: `It allows \`${text(inputs.get("open"))}\` and \`${text(inputs.get("hidden"))}\`.`,
                path: "hidden",
            };
        });
        expect(said(subject, of({ open: "s3:Get*", hidden: secret("s3:Put*") }))[0]?.message).toBe(
            "It allows `s3:Get*` and (a secret, not shown).",
        );
    });
});

describe("a stack rule", () => {
    const stack = (check: (given: readonly Resource[]) => ReturnType<Rule["check"]>) =>
        stackRule({ ...described, beside: [BESIDE], check });

    test("is not asked when the stack has none of its resources", () => {
        const subject = stack(function* () {
            yield { message: "Asked." };
        });
        expect(said(subject, resources([{ type: BESIDE, inputs: {} }]))).toEqual([]);
    });

    test("names the resource that a finding is about, and the one that could not be read", () => {
        const subject = stack(function* (given) {
            yield* eachResource(given, function* (resource) {
                yield { message: `${text(resource.inputs.get("name"))}.`, resource };
            });
        });
        const given = resources([
            { type: TYPE, name: "z", inputs: { name: "last" } },
            { type: TYPE, name: "a", inputs: { name: UNKNOWN } },
        ]);
        expect(said(subject, given).map(({ urn, message }) => [urn.split("::").at(-1), message])).toEqual([
            ["a", "`name` is not known before the deployment."],
            ["z", "last."],
        ]);
    });
});

describe("what several rules cannot read of one resource", () => {
    const reads = (name: "aws-no-a" | "aws-no-b") => ({ ...rule(() => []), name });
    const [a, b] = [reads("aws-no-a"), reads("aws-no-b")];
    const [resource] = of({});
    const unread = said(
        rule(() => {
            throw new Unknown("policy");
        }),
        of({}),
    );

    test("is said by the first of them", () => {
        const saidFirst = firstSayer();
        expect(saidFirst(a, resource!.urn, unread)).toEqual(unread);
        expect(saidFirst(b, resource!.urn, unread)).toEqual([]);
    });

    test("is said by a more severe one too, so that what blocks is not left to one that does not", () => {
        const saidFirst = firstSayer();
        saidFirst({ ...a, severity: "low" }, resource!.urn, unread);
        expect(saidFirst({ ...b, severity: "low" }, resource!.urn, unread)).toEqual([]);
        expect(saidFirst({ ...b, severity: "high" }, resource!.urn, unread)).toEqual(unread);
    });

    test("is said again when the resource is judged again", () => {
        const saidFirst = firstSayer();
        for (const run of [1, 2]) {
            expect(saidFirst(a, resource!.urn, unread), `run ${run}`).toEqual(unread);
            expect(saidFirst(b, resource!.urn, unread), `run ${run}`).toEqual([]);
        }
    });

    test("is said by the next when the first no longer says it", () => {
        const saidFirst = firstSayer();
        saidFirst(a, resource!.urn, unread);
        saidFirst(a, resource!.urn, []);
        expect(saidFirst(b, resource!.urn, unread)).toEqual(unread);
    });

    test("hides no finding, and nothing of another place or resource", () => {
        const saidFirst = firstSayer();
        saidFirst(a, resource!.urn, unread);
        const other = said(
            rule(() => {
                throw new Malformed("policy", "an object");
            }),
            of({}),
        );
        const found = said(
            rule(function* () {
                yield { message: "`policy` is not known before the deployment." };
            }),
            of({}),
        );
        expect(saidFirst(b, resource!.urn, [...other, ...found])).toEqual([...other, ...found]);
        expect(saidFirst(b, "urn:another", unread)).toEqual(unread);
    });
});
