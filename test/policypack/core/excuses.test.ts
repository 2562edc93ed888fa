import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { excuses } from "../../../policypack/core/excuses";
import { readRegister } from "../../../policypack/core/register-file";
import { plan } from "../../../policypack/core/settings";
import { assess } from "../../../policypack/preview/assess";
import type { SeenResource } from "../../../policypack/preview/outcome";
import { rules } from "../../../policypack/rules";
import { outcome, resource } from "../../cli/io";
import { EXCEPTION } from "../../harness/exception";

const POLICY = "aws:iam/policy:Policy";
const KEY = "aws:iam/accessKey:AccessKey";
const NOW = "2026-01-15T12:00:00Z";
const wide = { Effect: "Allow", Action: "*", Resource: "*" };
const policy = resource(POLICY, "deploy", { policy: { Version: "2012-10-17", Statement: [wide, { ...wide, Sid: "Two" }] } });
const key = (name: string, more: Partial<SeenResource> = {}) => resource(KEY, name, { user: "partner" }, more);
const entry = { ...EXCEPTION, resource: "urn:pulumi:dev::shop::aws:iam/accessKey:AccessKey::partner" };
const baseline = {
    owner: "payments@example.com",
    opened: "2026-01-02",
    expires: "2026-04-02",
    findings: [{ rule: "aws-no-iam-access-key", resource: entry.resource, count: 1 }],
};

interface Given {
    readonly exceptions?: readonly object[];
    readonly baseline?: object;
    readonly now?: string;
    readonly more?: Record<string, "remediate" | "advisory">;
}

/** What is said of the resources with these registers: what blocks, and what is let through. */
function judged(resources: readonly SeenResource[], given: Given) {
    const folder = mkdtempSync(join(tmpdir(), "excuses-"));
    const read = (name: string, content: unknown) => {
        writeFileSync(join(folder, name), stringify(content));
        return readRegister(join(folder, name), name);
    };
    const now = new Date(given.now ?? NOW);
    const registers = {
        ...(given.exceptions && { exceptions: read("exceptions.yaml", { exceptions: given.exceptions }) }),
        ...(given.baseline && { baseline: read("baseline.yaml", given.baseline) }),
    };
    const only = { "any-require-valid-exception": "mandatory", "any-no-stale-baseline": "mandatory" } as const;
    const named = new Set([entry.rule, "aws-no-wildcard-policy", "aws-max-session-duration"]);
    const disabled = rules.filter(({ name }) => !named.has(name)).map(({ name }) => [name, "disabled"] as const);
    const settings = { rules: { ...Object.fromEntries(disabled), ...only, ...given.more } };
    const run = { now, undecided: "advise" as const, excuses: excuses(registers, rules, now) };
    const report = assess(outcome(resources), plan(rules, settings, "test"), run, { root: folder });
    const words = ({ rule, name, path, source }: (typeof report.findings)[number]) =>
        `${rule.name} ${name}${path ? ` ${path}` : ""}${name.endsWith(".yaml") ? ` (line ${source?.line})` : ""}`;
    return {
        blocking: report.findings.filter(({ excuse, level }) => !excuse && level === "mandatory").map(words),
        excused: report.findings.filter(({ excuse }) => excuse).map(words),
        report,
    };
}

describe("an exception", () => {
    test("lets its finding through, with the days that are left", () => {
        const { blocking, excused, report } = judged([key("partner"), key("ci")], { exceptions: [entry] });
        expect(excused).toEqual(["aws-no-iam-access-key partner"]);
        expect(blocking).toEqual(["aws-no-iam-access-key ci"]);
        expect(report.findings.find(({ name }) => name === "partner")!.excuse).toEqual({
            kind: "exception",
            until: "2026-01-30T00:00:00.000Z",
            daysLeft: 15,
            owner: "payments@example.com",
            approver: "security@example.com",
            ticket: "SEC-1234",
            reason: "The partner's SFTP server takes nothing but a key until it is replaced.",
            at: { file: "exceptions.yaml", line: 2, column: 5 },
        });
    });

    test.each([
        ["2026-01-01T23:59:59Z", "aws-no-iam-access-key partner"],
        ["2026-01-02T00:00:00Z", undefined],
        ["2026-01-29T23:59:59Z", undefined],
        ["2026-01-30T00:00:00Z", "aws-no-iam-access-key partner"],
    ])("at %s blocks %s", (now, finding) => {
        const { blocking } = judged([key("partner")], { exceptions: [entry], now });
        expect(blocking.filter((one) => !one.startsWith("any-"))).toEqual(finding === undefined ? [] : [finding]);
        // What lies outside of its time is itself a fault.
        expect(blocking.some((one) => one.startsWith("any-require-valid-exception"))).toBe(finding !== undefined);
    });

    test.each([
        ["2026-01-16T02:59:59Z", []],
        // It stays on record for its review, and is no fault before that is due.
        ["2026-01-16T03:00:00Z", ["aws-no-iam-access-key partner"]],
        [
            "2026-01-20T00:00:00Z",
            [
                "any-require-valid-exception exceptions.yaml exceptions[0].review.due (line 12)",
                "aws-no-iam-access-key partner",
            ],
        ],
    ])("of an emergency ends too: %s", (now, expected) => {
        const emergency = { ...entry, opened: "2026-01-10T03:00:00Z", expires: "2026-01-16T03:00:00Z", breakGlass: true };
        const { blocking } = judged([key("partner")], {
            exceptions: [{ ...emergency, review: { due: "2026-01-20" } }],
            now,
        });
        expect(blocking.sort()).toEqual(expected);
    });

    test("of one statement leaves the other statement's finding standing", () => {
        const one = { ...entry, rule: "aws-no-wildcard-policy", resource: policy.urn, part: "policy.Statement[0]" };
        const { blocking, excused } = judged([policy], { exceptions: [one] });
        expect(excused).toEqual(["aws-no-wildcard-policy deploy policy.Statement[0]"]);
        expect(blocking).toEqual(["aws-no-wildcard-policy deploy policy.Statement[1]"]);
    });

    test.each([
        ["a pattern", { resource: "urn:pulumi:*::shop::*AccessKey::part*" }, ["partner"]],
        ["a type", { resource: undefined, type: KEY }, ["ci", "partner", "renamed"]],
        ["a type and a pattern", { resource: "*::ci", type: KEY }, ["ci"]],
        ["the URN that it had before", { resource: "urn:pulumi:dev::shop::aws:iam/accessKey:AccessKey::old" }, ["renamed"]],
    ])("names resources by %s", (_, by, expected) => {
        const aliases = ["urn:pulumi:dev::shop::aws:iam/accessKey:AccessKey::old"];
        const { report } = judged([key("partner"), key("ci"), key("renamed", { aliases })], {
            exceptions: [{ ...entry, ...by }],
        });
        const names = report.findings.filter(({ excuse }) => excuse).map(({ name }) => name);
        expect(names.sort()).toEqual(expected);
    });

    test("with a fault lets nothing through; the next one does", () => {
        const faulty = { ...entry, approver: entry.owner };
        const other = { ...entry, resource: "urn:pulumi:dev::shop::aws:iam/accessKey:AccessKey::ci" };
        const { blocking, excused } = judged([key("partner"), key("ci")], { exceptions: [faulty, other] });
        expect(excused).toEqual(["aws-no-iam-access-key ci"]);
        expect(blocking).toEqual([
            "aws-no-iam-access-key partner",
            "any-require-valid-exception exceptions.yaml exceptions[0].approver (line 5)",
        ]);
    });

    test("that lets nothing through is a fault where it names this program, and not where it names another", () => {
        const gone = { ...entry, resource: "urn:pulumi:dev::shop::aws:iam/accessKey:AccessKey::gone" };
        const elsewhere = { ...entry, resource: "urn:pulumi:prod::shop::aws:iam/accessKey:AccessKey::gone" };
        const { blocking } = judged([key("partner")], { exceptions: [entry, gone, elsewhere] });
        expect(blocking).toEqual(["any-require-valid-exception exceptions.yaml exceptions[1] (line 10)"]);
    });

    test("cannot be made of the rule that judges exceptions", () => {
        const own = { ...entry, rule: "any-require-valid-exception", resource: "*::*::jit-guard*::*" };
        const { blocking } = judged([], { exceptions: [own] });
        expect(blocking).toEqual(["any-require-valid-exception exceptions.yaml exceptions[0].rule (line 2)"]);
    });

    test("keeps a remediation from what it lets through", () => {
        const role = resource("aws:iam/role:Role", "batch", { maxSessionDuration: 43_200 });
        const long = { ...entry, rule: "aws-max-session-duration", resource: role.urn };
        const more = { "aws-max-session-duration": "remediate" } as const;
        expect(judged([role], { more }).report.findings.map(({ level }) => level)).toEqual(["remediate"]);
        const { report } = judged([role], { more, exceptions: [long] });
        expect(report.findings.map(({ excuse }) => excuse?.ticket)).toEqual(["SEC-1234"]);
    });
});

describe("a baseline", () => {
    test("lets through what it knows, and nothing new", () => {
        const { blocking, excused } = judged([key("partner"), key("ci")], { baseline });
        expect(excused).toEqual(["aws-no-iam-access-key partner"]);
        expect(blocking).toEqual(["aws-no-iam-access-key ci"]);
    });

    test("knows a finding wherever its index moves, as often as it was found", () => {
        const { part } = judged([policy], {}).report.findings[0]!;
        const finding = { rule: "aws-no-wildcard-policy", resource: policy.urn, path: "policy.Statement[]", part, count: 1 };
        const once = judged([policy], { baseline: { ...baseline, findings: [finding] } });
        expect([once.excused.length, once.blocking.length]).toEqual([1, 1]);
        const twice = judged([policy], { baseline: { ...baseline, findings: [{ ...finding, count: 2 }] } });
        expect([twice.excused.length, twice.blocking.length]).toEqual([2, 0]);
    });

    test("holds nothing that is fixed", () => {
        expect(judged([], { baseline }).blocking).toEqual(["any-no-stale-baseline baseline.yaml findings[0] (line 5)"]);
        const twice = { ...baseline, findings: [{ ...baseline.findings[0], count: 2 }] };
        const { blocking, report } = judged([key("partner")], { baseline: twice });
        expect(blocking).toEqual(["any-no-stale-baseline baseline.yaml findings[0] (line 5)"]);
        expect(report.findings.find(({ name }) => name === "baseline.yaml")!.message).toBe(
            "`findings[0]` is found once, and not 2 times. Run `jit-guard baseline write`, which takes out what is fixed and adds nothing.",
        );
    });

    test("of another program says nothing of this one", () => {
        const other = { ...baseline.findings[0], resource: "urn:pulumi:prod::mail::aws:iam/accessKey:AccessKey::x" };
        expect(judged([], { baseline: { ...baseline, findings: [other] } }).blocking).toEqual([]);
    });

    test.each([
        ["2026-01-01T23:59:59Z", true],
        ["2026-01-02T00:00:00Z", false],
        ["2026-04-01T23:59:59Z", false],
        ["2026-04-02T00:00:00Z", true],
    ])("has a beginning and an end: at %s blocks: %s", (now, blocks) => {
        const { blocking } = judged([key("partner")], { baseline, now });
        expect(blocking.some((one) => one === "aws-no-iam-access-key partner")).toBe(blocks);
        expect(blocking.some((one) => one.startsWith("any-no-stale-baseline"))).toBe(blocks);
    });

    test("gives way to an exception", () => {
        const { report } = judged([key("partner")], { baseline, exceptions: [entry] });
        expect(report.findings.find(({ name }) => name === "partner")!.excuse!.kind).toBe("exception");
    });
});
