import { describe, expect, test } from "vitest";
import { excuses } from "../../policypack/core/excuses";
import { resourceRule, stackRule } from "../../policypack/core/rule";
import { type Level, plan } from "../../policypack/core/settings";
import { UNKNOWN, number } from "../../policypack/facts/values";
import { assess } from "../../policypack/preview/assess";
import type { Outcome } from "../../policypack/preview/outcome";
import { tally } from "../../policypack/report/tally";
import { outcome, resource } from "../cli/io";
import { maxTestSession, noKey } from "./fixture";

const ROLE = "aws:iam/role:Role";
const now = new Date("2026-01-15T12:00:00Z");
const PLACE = { root: "/repo", file: "/repo/infra/Pulumi.yaml" };

const readsLimit = resourceRule({
    ...maxTestSession,
    *check({ inputs }) {
        const first = number(inputs.get("first")) ?? 0;
        for (const path of [`policy.Statement[${first}]`, `policy.Statement[${first + 1}]`]) {
            if ((number(inputs.get("limit")) ?? 0) > 1) yield { message: "Too long.", path, part: "sts:*" };
        }
    },
});
const readsLimitToo = resourceRule({ ...readsLimit, name: "aws-max-test-other", severity: "high" });
const { judges: _, ...common } = noKey;
const oneOwner = stackRule({
    ...common,
    name: "any-require-test-one-owner",
    beside: ["test:index:Owner"],
    *check(resources) {
        if (resources.length > 2) yield { message: `${resources.length} seen.`, resource: resources[1]! };
    },
    on: [ROLE],
});

const run = (of: Outcome, undecided: "ignore" | "advise" | "deny" = "advise", levels: Record<string, Level> = {}) =>
    assess(
        of,
        plan([readsLimit, readsLimitToo, oneOwner], { rules: levels }, "test"),
        { now, undecided, excuses: excuses({}, [], now) },
        PLACE,
    );

const at = (file: string, line = 1) => ({ source: { file, line, column: 1 } });

test("most severe first, each with the level of its plan", () => {
    const { findings } = run(outcome([resource(ROLE, "a", { limit: 2 })]), "advise", { "aws-max-test-other": "advisory" });
    expect(findings.map(({ rule, level }) => `${rule.name} ${level}`)).toEqual([
        "aws-max-test-other advisory",
        "aws-max-test-other advisory",
        "aws-max-test-session advisory",
        "aws-max-test-session advisory",
    ]);
});

test("then by place", () => {
    const resources = [
        resource(ROLE, "none", { limit: 2 }),
        resource(ROLE, "b", { limit: 2 }, at("/repo/b.ts")),
        resource(ROLE, "a9", { limit: 2 }, at("/repo/a.ts", 9)),
        resource(ROLE, "a10", { limit: 2 }, at("/repo/a.ts", 10)),
    ];
    const of = run(outcome(resources), "advise", { "aws-max-test-other": "disabled", [oneOwner.name]: "disabled" });
    expect([...new Set(of.findings.map(({ name }) => name))]).toEqual(["a9", "a10", "b", "none"]);
});

test("a rule that is off does not run", () => {
    const report = run(outcome([resource(ROLE, "a", { limit: 2 })]), "advise", { all: "disabled" });
    expect(report.findings).toEqual([]);
    expect(report.rules).toEqual([]);
    expect(report.programs[0]!.resources).toEqual({ seen: 1, judged: 0 });
});

test("what several rules cannot read is said once, by the most severe", () => {
    const of = outcome([resource(ROLE, "a", { limit: UNKNOWN })]);
    expect(run(of).undecided.map(({ rule, message }) => `${rule.name}: ${message}`)).toEqual([
        "aws-max-test-other: `limit` is not known before the deployment.",
    ]);
    expect(run(of).findings).toEqual([]);
});

test("what is not known is left out, told or denied", () => {
    const of = outcome([resource(ROLE, "a", { limit: UNKNOWN })]);
    const counts = (undecided: "ignore" | "advise" | "deny") => {
        const report = run(of, undecided, { all: "mandatory" });
        return [report.findings.length, report.undecided.length];
    };
    expect(counts("ignore")).toEqual([0, 0]);
    expect(counts("advise")).toEqual([0, 1]);
    expect(counts("deny")).toEqual([1, 0]);
});

test("a stack rule sees all resources of its types, and no others", () => {
    const of = outcome([
        resource(ROLE, "a", {}),
        resource("test:index:Other", "x", {}),
        resource(ROLE, "b", {}),
        resource("test:index:Owner", "o", {}),
    ]);
    expect(run(of).findings.map(({ name, message }) => `${name}: ${message}`)).toEqual(["b: 3 seen."]);
    expect(run(of).programs[0]!.resources).toEqual({ seen: 4, judged: 2 });
});

test("the stack itself is no resource", () => {
    const stack = resource("pulumi:pulumi:Stack", "shop-dev", {}, { kind: "stack" });
    expect(run(outcome([stack])).programs[0]!.resources.seen).toBe(0);
});

test("fingerprints differ within a run and stay when a line or an element moves", () => {
    const prints = (line: number, first: number) =>
        run(outcome([resource(ROLE, "a", { limit: 2, first }, at("/repo/a.ts", line))])).findings.map(
            ({ fingerprint }) => fingerprint,
        );
    expect(new Set(prints(1, 0)).size).toBe(4);
    expect(prints(1, 0)).toEqual(prints(50, 0));
    expect(prints(1, 0)).toEqual(prints(1, 7));
    for (const print of prints(1, 0)) expect(print).toMatch(/^[0-9a-f]{32}$/);
});

test("a source is relative to the repository; one outside is left out", () => {
    const source = (file: string) => run(outcome([resource(ROLE, "a", { limit: 2 }, at(file))])).findings[0]!.source?.file;
    expect(source("/repo/infra/a b.ts")).toBe("infra/a b.ts");
    expect(source("/repo/..hidden.ts")).toBe("..hidden.ts");
    expect(source("/repository/a.ts")).toBeUndefined();
    expect(source("/elsewhere/a.ts")).toBeUndefined();
    expect(run(outcome([])).programs[0]!.file).toBe("infra/Pulumi.yaml");
});

test.each([
    ["policy", true],
    ["policy.Statement[0]", true],
    ["policy.Stat", false],
    ["policy.Statement[1]", false],
    ["other", false],
])("a finding rests on what was made up at %s: %s", (path, expected) => {
    const { findings } = run(outcome([resource(ROLE, "a", { limit: 2 }, { assumed: [path] })]));
    expect(findings.find((finding) => finding.path === "policy.Statement[0]")!.assumed).toBe(expected);
});

describe("the level remediate", () => {
    const setsLimit = resourceRule({
        ...maxTestSession,
        *check({ inputs }) {
            if ((number(inputs.get("limit")) ?? 0) > 1) yield { message: "Too long.", path: "limit" };
            if ((number(inputs.get("other")) ?? 0) > 1) yield { message: "Too long too.", path: "other" };
        },
        remediate: () => ({ limit: 1 }),
    });
    const alsoReads = resourceRule({
        ...readsLimitToo,
        check: (resource, options) => setsLimit.check(resource, options, now),
    });
    const remediated = (inputs: Record<string, unknown>) =>
        assess(
            outcome([resource(ROLE, "a", inputs)]),
            plan([setsLimit, alsoReads], { rules: { [setsLimit.name]: "remediate" } }, "test"),
            { now, undecided: "advise", excuses: excuses({}, [], now) },
            PLACE,
        );

    test("tells what was wrong and what is set, and blocks nothing", () => {
        const { findings } = remediated({ limit: 2 });
        expect(findings).toEqual([
            expect.objectContaining({
                rule: setsLimit,
                level: "remediate",
                message: "Too long.",
                remedy: 'The level "remediate" does it: `limit` changes from a number to 1.',
            }),
        ]);
        expect(tally(remediated({ limit: 2 }))).toMatchObject({ blocking: 0, advisory: 0, remediated: 1 });
    });

    test("blocks where something is wrong even so, for other rules too", () => {
        const { findings } = remediated({ limit: 2, other: 2 });
        expect(findings.map(({ rule, level, message }) => `${rule.name} ${level} ${message}`).sort()).toEqual([
            "aws-max-test-other mandatory Too long too.",
            "aws-max-test-session mandatory Too long too.",
            "aws-max-test-session remediate Too long too.",
            "aws-max-test-session remediate Too long.",
        ]);
    });

    test("says nothing of what is allowed, and sets nothing that is not known yet", () => {
        expect(remediated({ limit: 1 }).findings).toEqual([]);
        const open = remediated({ limit: UNKNOWN });
        expect([open.findings, open.undecided.length]).toEqual([[], 1]);
    });
});

test("a failure stands beside what was found before it", () => {
    const report = run(outcome([resource(ROLE, "a", { limit: 2 })], { failure: { kind: "threw", message: "It threw." } }));
    expect(report.programs[0]!.failure).toBe("It threw.");
    expect(report.findings).toHaveLength(4);
});

test("time grows with the number of resources, not with its square", () => {
    const many = (count: number) => outcome(Array.from({ length: count }, (_, i) => resource(ROLE, `r${i}`, { limit: 2 })));
    // The best of some, as other work on the machine only ever adds.
    const time = (of: Outcome) => {
        const times = Array.from({ length: 4 }, () => {
            const start = performance.now();
            run(of);
            return performance.now() - start;
        });
        return Math.min(...times);
    };
    const [small, large] = [many(1_000), many(8_000)].map(time) as [number, number];
    expect(large).toBeLessThan(small * 8 * 4);
});
