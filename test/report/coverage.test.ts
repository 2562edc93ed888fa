import { expect, test } from "vitest";
import { FRAMEWORKS } from "../../policypack/core/controls";
import { coverage } from "../../policypack/report/coverage";
import { clean, report } from "./fixture";

const of = (control: string, from = report) => coverage(from).find((one) => one.control === control);

test("has every control of every framework once, in order", () => {
    const all = Object.entries(FRAMEWORKS).flatMap(([framework, controls]) =>
        Object.entries(controls).map(([control, title]) => ({ framework, control, title })),
    );
    expect(coverage(report)).toMatchObject(all);
    expect(coverage(report)).toHaveLength(all.length);
});

test("counts what the rules found that support a control", () => {
    expect(of("NHI7:2025")).toEqual({
        framework: "OWASP NHI Top 10 2025",
        control: "NHI7:2025",
        title: "Long-lived secrets",
        rules: ["aws-max-test-session", "aws-no-test-key"],
        blocking: 1,
        advisory: 2,
        excused: 1,
        undecided: 1,
    });
    expect(of("PR.AA-01")).toMatchObject({ rules: ["aws-no-test-key"], blocking: 1, advisory: 0, excused: 1, undecided: 0 });
    expect(of("NHI1:2025")).toMatchObject({ rules: ["any-require-test-owner"], blocking: 0, advisory: 0, excused: 1 });
});

test("knows a rule that found nothing from a control without a rule", () => {
    expect(of("NHI7:2025", clean)).toMatchObject({
        rules: { length: 2 },
        blocking: 0,
        advisory: 0,
        excused: 0,
        undecided: 0,
    });
    expect(of("NHI3:2025")).toMatchObject({ rules: [], blocking: 0, advisory: 0, excused: 0, undecided: 0 });
    expect(of("NHI7:2025", { ...clean, rules: [] })!.rules).toEqual([]);
});

test("counts what is put right neither as blocking nor as advisory", () => {
    const findings = report.findings.slice(0, 1).map((one) => ({ ...one, level: "remediate" as const }));
    expect(of("NHI7:2025", { ...clean, findings })).toMatchObject({ blocking: 0, advisory: 0, excused: 0 });
});
