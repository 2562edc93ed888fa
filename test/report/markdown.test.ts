import { describe, expect, test } from "vitest";
import { readBase } from "../../policypack/report/diff";
import { json } from "../../policypack/report/json";
import { markdown } from "../../policypack/report/markdown";
import type { Report, ReportedFinding } from "../../policypack/report/model";
import { clean, failed, hostile, hostileRegister, huge, registers, report, several } from "./fixture";

/** The findings that are shown, by the mark of their row. */
const rows = (written: string) => written.split("\n").filter((line) => /^\| [❌⚠🔧⏳]/u.test(line));
const against = (base: Report, now: Report) => markdown(now, { base: readBase(json(base)) });
const headline = (written: string) => written.split("\n")[0];

describe("length", () => {
    test("keeps to that of a comment, and says what is left out", () => {
        const written = markdown(huge);
        expect(written.length).toBeLessThanOrEqual(65_536);
        expect(written.length).toBeGreaterThan(60_000);
        expect(written).toContain(`**${5_000 - rows(written).length} more findings not shown here**`);
    });

    const many = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, index) => make(index));
    const hostileProgram = hostile.programs[0]!;
    const remedy = hostile.programs[0]!.failure!;

    test.each<[string, Report]>([
        [
            "many programs that failed",
            { ...huge, programs: many(500, () => ({ ...hostileProgram, failure: `${remedy}\n`.repeat(50) })) },
        ],
        [
            "many remedies",
            { ...huge, findings: huge.findings.map((one, index) => ({ ...one, remedy: `${index} ${remedy.repeat(10)}` })) },
        ],
        ["many of both", { ...hostile, programs: many(500, () => hostileProgram), findings: huge.findings }],
    ])("keeps to it with %s", (_, of) => {
        const written = markdown(of);
        expect(written.length).toBeLessThanOrEqual(65_536);
        expect(rows(written).length).toBeGreaterThan(5);
    });

    test("shows what is new before what is old, where there is no room for both", () => {
        const [old, fresh] = [huge.findings.slice(0, 4_000), huge.findings.slice(4_000, 4_010)];
        const written = against({ ...huge, findings: old }, { ...huge, findings: [...old, ...fresh] });
        expect(written.length).toBeLessThanOrEqual(65_536);
        for (const { message } of fresh) expect(written).toContain(` | ${message.slice(0, 5)}`);
        expect(written).toContain(`**${4_010 - rows(written).length} more findings not shown here**`);
    });
});

describe("hostile texts", () => {
    test.each(Object.entries({ hostile, hostileRegister }))(
        "keeps each finding of %s in its row, whatever it says",
        (_, of) => {
            const shown = rows(markdown(of));
            expect(shown).toHaveLength(of.findings.length);
            for (const row of shown) expect(row.match(/(?<!\\)\|/g)).toHaveLength(7);
        },
    );

    test.each([
        ["a report", markdown(hostile)],
        ["a register", markdown(hostileRegister)],
        ["what is fixed", against(hostile, { ...hostile, programs: several.programs.slice(0, 1), findings: [] })],
        ["what is new", against(clean, hostile)],
    ])("makes no element, link or mention of %s", (_, written) => {
        expect(written).not.toMatch(/<script|[^\\]\[link|@everyone|https:\/\//);
    });
});

test("folds the controls, those without a rule among them", () => {
    const lines = markdown(clean).split("\n");
    expect(lines).toContain("| OWASP NHI Top 10 2025 | NHI7:2025 | Long-lived secrets | 2 | 0 | 0 | 0 | 0 |");
    expect(lines).toContain("| NIST AI RMF 1.0 | MANAGE 2.4 | Systems can be disengaged | none |  |  |  |  |");
    expect(lines).toContain("<details><summary>Coverage by control</summary>");
});

test("has a line for each program, and for the registers", () => {
    const lines = markdown(registers).split("\n");
    expect(headline(markdown(registers))).toBe("### ⚠️ jit-guard: 1 of 3 programs was not run to its end");
    expect(lines).toContain("| <code>shop/dev</code> | 1 | 2 | 2 | 1 | 2 | 5 of 9 |");
    expect(lines).toContain("| <code>billing/prod</code> | 0 | 0 | 0 | 0 | 0 | 4 of 4 |");
    expect(lines).toContain("| <code>mail/prod</code> | 0 | 0 | 0 | 0 | 0 | 0 of 0, not run to its end |");
    expect(lines).toContain("| registers | 3 | 0 | 0 | 0 | 0 | – |");
});

test("asks to fix what stands, and not what is excused", () => {
    expect(markdown(report)).toContain("<summary>How to fix (2)</summary>");
    const excused = report.findings.filter(({ excuse }) => excuse);
    expect(markdown({ ...report, findings: excused })).not.toContain("How to fix");
    expect(headline(markdown({ ...report, findings: excused }))).toBe(
        "### ✅ jit-guard: 0 blocking, 0 advisory, 2 excepted in <code>shop</code> / <code>dev</code>",
    );
});

describe("against a base", () => {
    const [key, session, statement, partner, owner] = report.findings as [
        ReportedFinding,
        ReportedFinding,
        ReportedFinding,
        ReportedFinding,
        ReportedFinding,
    ];
    const { excuse: _, ...standing } = partner;
    const of = (...findings: readonly ReportedFinding[]): Report => ({ ...report, findings, undecided: [], unseen: [] });

    test("writes the pull request's comment as in golden/", async () => {
        const base = of(session, standing, owner);
        await expect(against(base, of(key, statement, partner, owner))).toMatchFileSnapshot("golden/against-base.md");
    });

    test.each<[string, Report, Report, string]>([
        ["nothing changed", report, report, "### ❌ jit-guard: 0 new, 0 fixed in"],
        ["what is new", of(session), of(key, session, statement), "### ❌ jit-guard: 2 new, 0 fixed in"],
        ["what is fixed", of(key, session), of(session), "### ⚠️ jit-guard: 0 new, 1 fixed in"],
        ["all is fixed", of(key, session), clean, "### ✅ jit-guard: 0 new, 2 fixed in"],
        ["an exception that came", of(standing), of(partner), "### ✅ jit-guard: 0 new, 0 fixed, 1 newly excepted in"],
        ["an exception that ended", of(partner), of(standing), "### ❌ jit-guard: 1 new, 0 fixed in"],
        [
            "a program that failed",
            of(key),
            { ...failed, findings: [] },
            "### ⚠️ jit-guard: <code>shop</code> / <code>dev</code> was not run",
        ],
    ])("says of %s in its first line", (_title, base, now, expected) => {
        expect(headline(against(base, now))).toContain(expected);
    });

    test("shows what is new in the open, and folds what is old", () => {
        const [open, rest] = against(of(session), of(key, session)).split("<details>");
        expect(open).toContain("This key never expires.");
        expect(open).not.toContain("A session may last");
        expect(rest).toContain("<summary>Still there (1)</summary>");
        expect(rest).toContain("A session may last");
    });

    test("says where the base says less than it seems to", () => {
        expect(against({ ...failed, findings: [] }, of(key))).toContain(
            "the base was not run to its end, so what is new may be old",
        );
        expect(against(of(key), { ...of(), rules: [] })).toContain("1 of the base could not be judged this time");
        expect(against(of(key), of())).not.toMatch(/may be old|could not be judged/);
    });
});
