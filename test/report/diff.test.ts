import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BaseReportError, diff, readBase } from "../../policypack/report/diff";
import { json } from "../../policypack/report/json";
import type { Report, ReportedFinding } from "../../policypack/report/model";
import { HOSTILE, clean, failed, hostile, registers, report, several } from "./fixture";

const [key, session, , partner] = report.findings as [ReportedFinding, ReportedFinding, ReportedFinding, ReportedFinding];
const { excuse, ...standing } = partner;
const of = (...findings: readonly ReportedFinding[]): Report => ({ ...clean, findings });
const compared = (base: Report, now: Report) => {
    const found = diff(now, readBase(json(base)));
    return Object.fromEntries(Object.entries(found).map(([name, some]) => [name, (some as ReportedFinding[]).length]));
};
const NONE = { fresh: 0, newlyExcused: 0, same: 0, fixed: 0, unjudged: 0 };

test.each<[string, Report, Report, Partial<typeof NONE>]>([
    ["the same", report, report, { same: 5 }],
    ["new", of(session), of(session, key), { same: 1, fresh: 1 }],
    ["new, though its line moved", of(key), of({ ...key, source: { file: "b.ts", line: 1, column: 1 } }), { same: 1 }],
    ["fixed", of(key, session), of(session), { same: 1, fixed: 1 }],
    ["fixed that was excused", of(partner), of(), { fixed: 1 }],
    ["newly excused", of(standing), of(partner), { newlyExcused: 1 }],
    ["new and excused at once", of(), of(partner), { newlyExcused: 1 }],
    [
        "excused as before, until another day",
        of(partner),
        of({ ...partner, excuse: { ...excuse!, daysLeft: 1 } }),
        { same: 1 },
    ],
    ["excused no more", of(partner), of(standing), { fresh: 1 }],
    ["of a register", registers, { ...registers, findings: [] }, { fixed: 8 }],
    ["of a program that is not judged now", { ...several, findings: [{ ...key, program: "billing/prod" }] }, of(), {}],
    ["of a program that failed now", of(key), { ...failed, findings: [] }, { unjudged: 1 }],
    ["of a rule that is off now", of(key), { ...of(), rules: report.rules.slice(0, 2) }, { unjudged: 1 }],
    ["not decided now", of(session), { ...of(), undecided: [session] }, { unjudged: 1 }],
    ["fixed beside what is not decided", of(session), { ...of(), undecided: [key] }, { fixed: 1 }],
])("%s", (_, base, now, expected) => {
    expect(compared(base, now)).toEqual({ ...NONE, ...expected });
});

test("puts each finding into one of three, and each of the base that is gone into one of two", () => {
    const findings = fc.subarray([...report.findings]).map((some) => of(...some));
    fc.assert(
        fc.property(findings, findings, (base, now) => {
            const { fresh, newlyExcused, same, fixed, unjudged } = diff(now, readBase(json(base)));
            const sorted = (some: readonly ReportedFinding[]) => some.map(({ fingerprint }) => fingerprint).sort();
            expect(sorted([...fresh, ...newlyExcused, ...same])).toEqual(sorted(now.findings));
            const gone = base.findings.filter((one) => !now.findings.includes(one));
            expect([...fixed, ...unjudged].map(({ fingerprint }) => fingerprint).sort()).toEqual(sorted(gone));
        }),
    );
});

describe("the text of a base", () => {
    test("is what json() wrote, whatever it holds", () => {
        expect(readBase(json(hostile)).findings[0]!.message).toBe(HOSTILE);
        expect(readBase(`\ufeff${json(report)}`).programs).toEqual([{ project: "shop", stack: "dev", complete: true }]);
    });

    const without = (change: (written: Record<string, unknown>) => void) => {
        const written = JSON.parse(json(report)) as Record<string, unknown>;
        change(written);
        return JSON.stringify(written);
    };
    const GIVE = "Give the file that `--out json=FILE` wrote for the base branch.";

    test.each([
        ["nothing", "", `The base is not JSON. ${GIVE}`],
        ["a secret", "hunter2", `The base is not JSON. ${GIVE}`],
        ["null", "null", `The base is no report of jit-guard. ${GIVE}`],
        ["a list", "[]", `The base is no report of jit-guard. ${GIVE}`],
        ["a file of another tool", '{"version":"2.1.0","runs":[]}', `The base is no report of jit-guard. ${GIVE}`],
        [
            "an older report",
            without((written) => (written.schemaVersion = 1)),
            "The base has `schemaVersion` 1, and 2 is what can be compared. Write it with this version of jit-guard.",
        ],
        [
            "another tool's of that version",
            without((written) => (written.tool = { name: "other" })),
            `The base is no report of jit-guard: \`tool.name\` in it is missing, or not of its kind. ${GIVE}`,
        ],
        [
            "a report without findings",
            without((written) => delete written.findings),
            `The base is no report of jit-guard: \`findings\` in it is missing, or not of its kind. ${GIVE}`,
        ],
        [
            "a finding of the wrong kind",
            without((written) => ((written.findings as { fingerprint: unknown }[])[1]!.fingerprint = 7)),
            `The base is no report of jit-guard: \`findings.1.fingerprint\` in it is missing, or not of its kind. ${GIVE}`,
        ],
    ])("is not %s", (_, written, message) => {
        expect(() => readBase(written)).toThrow(new BaseReportError(message));
    });
});
