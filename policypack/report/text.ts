import { styleText } from "node:util";
import { excused } from "../core/excused";
import { type Part, byProgram } from "./by-program";
import type { Report, ReportedFinding, ReportedGap, ReportedProgram, Source } from "./model";
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
    const isOne = report.programs.length === 1;
    const sections = [
        ...byResource(report.findings).map((findings) => ofResource(findings, isOne, told, paint)),
        undecided(report.undecided, isOne, paint),
        unseen(report.unseen, isOne, paint),
        ...report.programs.map((program) => failure(program, isOne, paint)),
        isOne ? [] : byPrograms(report, paint),
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
        const key = JSON.stringify([finding.program, finding.urn]);
        const group = groups.get(key);
        if (group) group.push(finding);
        else groups.set(key, [finding]);
    }
    return [...groups.values()];
}

/** `told` are the remedies that were written already. */
function ofResource(
    findings: readonly ReportedFinding[],
    isOne: boolean,
    told: Set<string>,
    paint: Paint,
): readonly string[] {
    const [first] = findings;
    if (!first) return [];
    const lines = [`${paint("bold", printable(first.name))}  ${what(first)}${within(first, isOne)}`];
    // What is wrong with a register is in many places of it; what is wrong with a resource is where it is declared.
    const places = [...new Set(findings.flatMap(({ source }) => (source ? [place(source)] : [])))];
    if (places.length === 1) lines.push(`  ${paint("cyan", places[0]!)}`);
    const last = new Map(findings.flatMap(({ remedy, excuse }, index) => (excuse ? [] : [[remedy, index]])));
    findings.forEach((finding, index) => {
        const { rule, excuse, path, remedy, source, assumed } = finding;
        lines.push(
            `  ${mark(finding, paint)} ${paint([OF_SEVERITY[rule.severity]].flat(), rule.severity.padEnd(8))}  ${rule.name}`,
        );
        if (places.length > 1 && source) lines.push(`      ${paint("cyan", place(source))}`);
        lines.push(`      ${message(finding)}`);
        if (path !== undefined && !finding.message.includes(path)) {
            lines.push(paint("dim", `      at ${shortened(printable(path), LONGEST_MESSAGE)}`));
        }
        if (assumed) lines.push(paint("dim", "      rests on a value that the preview made up"));
        if (excuse) lines.push(paint("dim", `      ${shortened(printable(excused(excuse)), LONGEST_MESSAGE)}`));
        if (!excuse && last.get(remedy) === index && !told.has(remedy)) {
            told.add(remedy);
            lines.push(`      ${paint("green", "Fix:")} ${printable(remedy)}`);
        }
    });
    return lines;
}

function mark({ excuse, level }: ReportedFinding, paint: Paint): string {
    if (excuse) return paint("dim", "~");
    return { mandatory: paint("red", "✖"), advisory: paint("yellow", "!"), remediate: paint("green", "✔") }[level];
}

/** A register is no resource, and its type is a word of ours. */
function what({ program, type }: ReportedFinding): string {
    return program === "" ? "register" : printable(type);
}

function within({ program }: { readonly program: string }, isOne: boolean): string {
    return isOne || program === "" ? "" : `  in ${printable(program)}`;
}

function undecided(findings: readonly ReportedFinding[], isOne: boolean, paint: Paint): readonly string[] {
    if (findings.length === 0) return [];
    return [
        paint("bold", `Not decided before the deployment (${findings.length})`),
        ...findings.flatMap((finding) => [
            `  ? ${finding.rule.name}  ${printable(finding.name)} (${what(finding)})${within(finding, isOne)}${at(finding, paint)}`,
            `      ${message(finding)}`,
        ]),
    ];
}

function unseen(gaps: readonly ReportedGap[], isOne: boolean, paint: Paint): readonly string[] {
    if (gaps.length === 0) return [];
    return [
        paint("bold", `Not seen (${gaps.length})`),
        ...gaps.flatMap((gap) => [
            `  - ${gap.kind}  ${printable(gap.what)}${within(gap, isOne)}${at(gap, paint)}`,
            ...printableLines(shortened(gap.message, LONGEST_MESSAGE)).map((line) => `      ${line}`),
        ]),
    ];
}

function failure({ project, stack, failure: said }: ReportedProgram, isOne: boolean, paint: Paint): readonly string[] {
    if (said === undefined) return [];
    const of = isOne ? "" : ` OF ${printable(`${project}/${stack}`)}`;
    return [
        paint(["red", "bold"], `THE PREVIEW${of} DID NOT COME TO ITS END`),
        ...printableLines(said).map((line) => `  ${line}`),
        "  What the program would have declared after this was not judged.",
    ];
}

function byPrograms(report: Report, paint: Paint): readonly string[] {
    const { programs, rest } = byProgram(report);
    const registers = found({ ...report, ...rest }, paint);
    return [
        ...programs.map(({ program, name, ...part }) => `${printable(name)}: ${counts(report, [program], part, paint)}`),
        ...(rest.findings.length + rest.undecided.length > 0
            ? [`Registers: ${registers}${open({ ...report, ...rest, programs: [] }, paint)}.`]
            : []),
    ];
}

function summary(report: Report, paint: Paint): string {
    const [only, second] = report.programs;
    const name = only && !second ? printable(`${only.project}/${only.stack}`) : `${report.programs.length} programs`;
    return `${name}: ${counts(report, report.programs, report, paint)}`;
}

function counts(report: Report, programs: readonly ReportedProgram[], part: Part, paint: Paint): string {
    const of = { ...report, ...part, programs };
    const { judged, seen } = tally(of);
    return `${found(of, paint)} over ${counted(judged, "resource")} judged of ${seen} seen${open(of, paint)}.`;
}

function found(report: Report, paint: Paint): string {
    if (report.findings.length === 0) return "No findings";
    const { blocking, advisory, remediated, excused } = tally(report);
    const said = [
        `${blocking} blocking`,
        `${advisory} advisory`,
        ...(remediated > 0 ? [`${remediated} remediated`] : []),
        ...(excused > 0 ? [`${excused} excepted`] : []),
    ];
    return paint(blocking > 0 ? "red" : advisory + remediated > 0 ? "yellow" : "dim", said.join(", "));
}

function open(report: Report, paint: Paint): string {
    const { undecided, unseen, failed } = tally(report);
    return [
        ...(undecided > 0 ? [`${undecided} not decided`] : []),
        ...(unseen > 0 ? [`${unseen} not seen`] : []),
        ...(failed > 0
            ? [paint("red", report.programs.length > 1 ? `${failed} not run to the end` : "not run to the end")]
            : []),
    ]
        .map((said) => `; ${said}`)
        .join("");
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
