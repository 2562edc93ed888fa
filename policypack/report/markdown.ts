import type { Report, ReportedFinding } from "./model";
import { counted, printable, printableLines, shortened } from "./printable";
import { tally } from "./tally";

/** What GitHub takes as the body of a comment. */
const LIMIT = 65_536;
const LONGEST_CELL = 500;
const MARK = { mandatory: "❌", advisory: "⚠️", remediate: "🔧" } as const;
const MOST_FIXES = 40;
const TABLE = ["| | Severity | Rule | Resource | Place | What is wrong |", "| --- | --- | --- | --- | --- | --- |"];

/** For the comment on a pull request or the summary of a job. */
export function markdown(report: Report): string {
    const { findings, failure } = report;
    const head = [headline(report), ...(failure === undefined ? [] : stopped(failure))];
    if (findings.length === 0) return `${[...head, ...open(report)].join("\n\n")}\n`;

    const tail = [...open(report), howToFix(findings)];
    const reserved = [...head, ...TABLE, ...tail, leftOut(findings.length)].join("\n\n").length + 3;
    const rows: string[] = [];
    let left = LIMIT - reserved;
    for (const finding of findings) {
        const written = row(finding);
        left -= written.length + 1;
        if (left < 0) break;
        rows.push(written);
    }
    const dropped = findings.length - rows.length;
    const table = [...TABLE, ...rows].join("\n");
    return `${[...head, table, ...(dropped > 0 ? [leftOut(dropped)] : []), ...tail].join("\n\n")}\n`;
}

function headline(report: Report): string {
    const { blocking, advisory, remediated } = tally(report);
    const of = `${code(report.project)} / ${code(report.stack)}`;
    const over = `${counted(report.resources.judged, "resource")} judged of ${report.resources.seen} seen`;
    if (report.failure !== undefined) return `### ⚠️ jit-guard: ${of} was not run to its end`;
    if (report.findings.length === 0) return `### ✅ jit-guard: nothing found in ${of}\n\n${over}.`;
    const level = blocking > 0 ? "mandatory" : advisory > 0 ? "advisory" : "remediate";
    const also = remediated > 0 ? `, ${remediated} remediated` : "";
    return `### ${MARK[level]} jit-guard: ${blocking} blocking, ${advisory} advisory${also} in ${of}\n\n${over}.`;
}

function stopped(failure: string): readonly string[] {
    const lines = printableLines(failure).slice(0, 20);
    return [
        `> **The preview stopped.** ${lines.map((line) => escaped(shortened(line, LONGEST_CELL))).join("<br>")}\n>\n> What the program would have declared after this was not judged.`,
    ];
}

function row({ rule, level, name, type, source, path, part, message, assumed }: ReportedFinding): string {
    const place = source ? code(`${source.file}:${source.line}`) : "–";
    const where = path === undefined ? "" : `<br>at ${code(path)}${part === undefined ? "" : `: ${prose(part)}`}`;
    const made = assumed ? "<br>rests on a value that the preview made up" : "";
    return [
        "",
        MARK[level],
        rule.severity,
        code(rule.name),
        `${code(name)}<br>${code(type)}`,
        place,
        `${prose(message)}${where}${made}`,
        "",
    ]
        .join(" | ")
        .trim();
}

function howToFix(findings: readonly ReportedFinding[]): string {
    const rules = new Map(findings.map(({ remedy, rule }) => [remedy, rule.name]));
    const fixes = [...rules].slice(0, MOST_FIXES).map(([remedy, name]) => `- ${code(name)}: ${prose(remedy)}`);
    const summary = `<summary>How to fix (${counted(rules.size, "rule")})</summary>`;
    return `<details>${summary}\n\n${fixes.join("\n")}\n\n</details>`;
}

function open(report: Report): readonly string[] {
    const { undecided, unseen } = tally(report);
    const said = [
        ...(undecided > 0 ? [`${counted(undecided, "thing")} could not be decided before the deployment`] : []),
        ...(unseen > 0 ? [`${counted(unseen, "thing")} could not be seen by the preview`] : []),
    ];
    return said.length > 0 ? [`${said.join("; ")}.`] : [];
}

function leftOut(count: number): string {
    return `**${counted(count, "more finding")} not shown here**: a comment has its limit. The other formats have them all.`;
}

/** The backticks of our messages mark names; everything between and around them is escaped. */
function prose(message: string): string {
    return shortened(printable(message), LONGEST_CELL)
        .split(/`([^`]+)`/)
        .map((piece, index) => (index % 2 === 1 ? code(piece) : escaped(piece)))
        .join("");
}

/** As an element and not between backticks: no text can end it, and within it nobody is mentioned and nothing linked. */
function code(text: string): string {
    return `<code>${escaped(shortened(printable(text), LONGEST_CELL))}</code>`;
}

function escaped(text: string): string {
    return (
        printable(text)
            .replace(/&/g, "&amp;")
            .replace(/</g, "&lt;")
            .replace(/>/g, "&gt;")
            .replace(/[\\`*_{}[\]()#|~!$]/g, "\\$&")
            // Addresses are shown, not linked.
            .replace(/@/g, "&#64;")
            .replace(/:\/\//g, "&#58;//")
    );
}
