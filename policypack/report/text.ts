import { styleText } from "node:util";
import type { Report, ReportedFinding, ReportedGap, Source } from "./model";
import { counted, printable, printableLines, shortened } from "./printable";
import { tally } from "./tally";

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

const LONGEST_MESSAGE = 1_000;
const OF_SEVERITY = { critical: ["red", "bold"], high: "red", medium: "yellow", low: "blue" } as const;

/** For people: what was found by resource, then what is open, then one line that sums up. */
export function text(report: Report, { colour }: { colour: boolean } = { colour: false }): string {
    // What a stream can show is asked by whoever owns the stream.
    const paint: Paint = colour ? (style, said) => styleText(style, said, { validateStream: false }) : (_, said) => said;
    const told = new Set<string>();
    const sections = [
        ...byResource(report.findings).map((findings) => ofResource(findings, told, paint)),
        undecided(report.undecided, paint),
        unseen(report.unseen, paint),
        failure(report, paint),
        [summary(report, paint)],
    ];
    return sections
        .filter((lines) => lines.length > 0)
        .map((lines) => `${lines.join("\n")}\n`)
        .join("\n");
}

function byResource(findings: readonly ReportedFinding[]): readonly (readonly ReportedFinding[])[] {
    const groups = new Map<string, ReportedFinding[]>();
    for (const finding of findings) {
        const group = groups.get(finding.urn);
        if (group) group.push(finding);
        else groups.set(finding.urn, [finding]);
    }
    return [...groups.values()];
}

/** `told` are the remedies that were written already. */
function ofResource(findings: readonly ReportedFinding[], told: Set<string>, paint: Paint): readonly string[] {
    const [first] = findings;
    if (!first) return [];
    const lines = [`${paint("bold", printable(first.name))}  ${printable(first.type)}`];
    if (first.source) lines.push(`  ${paint("cyan", place(first.source))}`);
    const last = new Map(findings.map(({ remedy }, index) => [remedy, index]));
    findings.forEach((finding, index) => {
        const { rule, level, path, remedy, assumed } = finding;
        const mark = { mandatory: paint("red", "✖"), advisory: paint("yellow", "!"), remediate: paint("green", "✔") }[level];
        lines.push(`  ${mark} ${paint([OF_SEVERITY[rule.severity]].flat(), rule.severity.padEnd(8))}  ${rule.name}`);
        lines.push(`      ${message(finding)}`);
        if (path !== undefined && !finding.message.includes(path)) {
            lines.push(paint("dim", `      at ${shortened(printable(path), LONGEST_MESSAGE)}`));
        }
        if (assumed) lines.push(paint("dim", "      rests on a value that the preview made up"));
        if (last.get(remedy) === index && !told.has(remedy)) {
            told.add(remedy);
            lines.push(`      ${paint("green", "Fix:")} ${printable(remedy)}`);
        }
    });
    return lines;
}

function undecided(findings: readonly ReportedFinding[], paint: Paint): readonly string[] {
    if (findings.length === 0) return [];
    return [
        paint("bold", `Not decided before the deployment (${findings.length})`),
        ...findings.flatMap((finding) => [
            `  ? ${finding.rule.name}  ${printable(finding.name)} (${printable(finding.type)})${at(finding, paint)}`,
            `      ${message(finding)}`,
        ]),
    ];
}

function unseen(gaps: readonly ReportedGap[], paint: Paint): readonly string[] {
    if (gaps.length === 0) return [];
    return [
        paint("bold", `Not seen (${gaps.length})`),
        ...gaps.flatMap((gap) => [
            `  - ${gap.kind}  ${printable(gap.what)}${at(gap, paint)}`,
            ...printableLines(shortened(gap.message, LONGEST_MESSAGE)).map((line) => `      ${line}`),
        ]),
    ];
}

function failure({ failure: said }: Report, paint: Paint): readonly string[] {
    if (said === undefined) return [];
    return [
        paint(["red", "bold"], "THE PREVIEW DID NOT COME TO ITS END"),
        ...printableLines(said).map((line) => `  ${line}`),
        "  What the program would have declared after this was not judged.",
    ];
}

function summary(report: Report, paint: Paint): string {
    const { blocking, advisory, remediated, undecided, unseen } = tally(report);
    const over = `${counted(report.resources.judged, "resource")} judged of ${report.resources.seen} seen`;
    const found =
        report.findings.length === 0
            ? `No findings over ${over}`
            : `${paint(blocking > 0 ? "red" : "yellow", `${blocking} blocking, ${advisory} advisory${remediated > 0 ? `, ${remediated} remediated` : ""}`)} over ${over}`;
    const open = [
        ...(undecided > 0 ? [`${undecided} not decided`] : []),
        ...(unseen > 0 ? [`${unseen} not seen`] : []),
        ...(report.failure === undefined ? [] : [paint("red", "not run to the end")]),
    ];
    return [`${printable(report.project)}/${printable(report.stack)}: ${found}`, ...open].join("; ") + ".";
}

function message(finding: ReportedFinding): string {
    return shortened(printable(finding.message), LONGEST_MESSAGE);
}

function at({ source }: { source?: Source }, paint: Paint): string {
    return source ? `  ${paint("cyan", place(source))}` : "";
}

function place({ file, line, column }: Source): string {
    return `${printable(file)}:${line}:${column}`;
}
