import { excused } from "../core/excused";
import { byProgram } from "./by-program";
import { coverage } from "./coverage";
import { type BaseFinding, type BaseReport, type Diff, diff } from "./diff";
import { LONGEST, code, escaped, prose } from "./markup";
import type { Report, ReportedFinding, ReportedProgram } from "./model";
import { counted, printableLines, shortened } from "./printable";
import { tally } from "./tally";

/** What GitHub takes as the body of a comment. */
const LIMIT = 65_536;
/** What all but the tables of findings may take of it, each. */
const SHARE = LIMIT / 8;
const MOST_LINES = 20;
const MARK = { mandatory: "❌", advisory: "⚠️", remediate: "🔧" } as const;
const HEAD = "| | Severity | Rule | Resource | Place | What is wrong |\n| --- | --- | --- | --- | --- | --- |";

/** Rows between what opens and what closes them. Without rows there is no table. */
interface Table {
    readonly before: string;
    /** How many there are. They are written only as far as there is room. */
    readonly count: number;
    readonly rows: Iterable<string>;
    readonly after?: string;
}

/** For the comment on a pull request or the summary of a job. With the report of the base branch, what changed comes first. */
export function markdown(report: Report, { base }: { readonly base?: BaseReport } = {}): string {
    const change = base && diff(report, base);
    const head = [...headline(report, change), ...compared(base, change), ...programsTable(report), ...stops(report)];
    const tail = [...open(report), ...howToFix(report.findings, change), covered(report)];
    const table = (findings: readonly ReportedFinding[]): Table => ({
        before: HEAD,
        count: findings.length,
        rows: written(findings, (finding) => row(finding, report)),
    });
    const tables: readonly Table[] = change
        ? [
              table(change.fresh),
              {
                  before: `**Fixed** (${change.fixed.length})\n`,
                  count: change.fixed.length,
                  rows: written(change.fixed, gone),
              },
              folded(`Newly excepted (${change.newlyExcused.length})`, table(change.newlyExcused)),
              folded(`Still there (${change.same.length})`, table(change.same)),
          ]
        : [table(report.findings)];

    const all = tables.reduce((sum, { count }) => sum + count, 0);
    const reserved = [...head, ...tail, leftOut(all)].join("\n\n").length + 3;
    const { shown, dropped } = fitted(tables, LIMIT - reserved);
    return `${[...head, ...shown, ...(dropped > 0 ? [leftOut(dropped)] : []), ...tail].join("\n\n")}\n`;
}

/** As many rows as there is room for, the first tables first. */
function fitted(tables: readonly Table[], room: number): { shown: readonly string[]; dropped: number } {
    let left = room;
    let dropped = 0;
    const shown = tables.flatMap(({ before, count, rows, after }) => {
        const around = before.length + (after?.length ?? 0) + 4;
        const lines = taken(rows, left - around);
        dropped += count - lines.length;
        if (lines.length === 0) return [];
        const table = [before, ...lines, ...(after === undefined ? [] : [after])].join("\n");
        left -= table.length + 2;
        return [table];
    });
    return { shown, dropped };
}

/** Of these lines, the first that fit. */
function taken(lines: Iterable<string>, room: number): readonly string[] {
    const fitting: string[] = [];
    let left = room;
    for (const line of lines) {
        left -= line.length + 1;
        if (left < 0) break;
        fitting.push(line);
    }
    return fitting;
}

function* written<T>(items: readonly T[], write: (item: T) => string): Generator<string> {
    for (const item of items) yield write(item);
}

function folded(summary: string, { before, ...rest }: Table): Table {
    return { before: `<details><summary>${summary}</summary>\n\n${before}`, ...rest, after: "\n</details>" };
}

function headline(report: Report, change: Diff | undefined): readonly string[] {
    const { blocking, advisory, remediated, excused: excepted, judged, seen, failed } = tally(report);
    const [only, second] = report.programs;
    const of = only && !second ? `${code(only.project)} / ${code(only.stack)}` : counted(report.programs.length, "program");
    const over = `${counted(judged, "resource")} judged of ${seen} seen`;
    const found = [
        `${blocking} blocking`,
        `${advisory} advisory`,
        ...(remediated > 0 ? [`${remediated} remediated`] : []),
        ...(excepted > 0 ? [`${excepted} excepted`] : []),
    ].join(", ");
    const mark = MARK[blocking > 0 ? "mandatory" : advisory > 0 ? "advisory" : "remediate"];
    if (failed > 0) {
        const which = second ? `${failed} of ${of}` : of;
        const verb = failed === 1 ? "was not run to its end" : "were not run to their end";
        return [`### ${MARK.advisory} jit-guard: ${which} ${verb}`, `${found}; ${over}.`];
    }
    if (change) {
        const isGood = blocking + advisory + remediated === 0;
        return [`### ${isGood ? "✅" : mark} jit-guard: ${changes(change)} in ${of}`, `${found}; ${over}.`];
    }
    if (report.findings.length === 0) return [`### ✅ jit-guard: nothing found in ${of}`, `${over}.`];
    return [`### ${blocking + advisory + remediated === 0 ? "✅" : mark} jit-guard: ${found} in ${of}`, `${over}.`];
}

function changes({ fresh, fixed, newlyExcused }: Diff): string {
    const excepted = newlyExcused.length > 0 ? `, ${newlyExcused.length} newly excepted` : "";
    return `${fresh.length} new, ${fixed.length} fixed${excepted}`;
}

function compared(base: BaseReport | undefined, change: Diff | undefined): readonly string[] {
    if (!base || !change) return [];
    const said = [
        `Compared with the base as of ${escaped(shortened(base.now, LONGEST))}`,
        `${change.same.length} still there`,
        ...(change.unjudged.length > 0 ? [`${change.unjudged.length} of the base could not be judged this time`] : []),
        ...(base.programs.every(({ complete }) => complete)
            ? []
            : ["the base was not run to its end, so what is new may be old"]),
    ];
    return [`${said.join("; ")}.`];
}

function programsTable(report: Report): readonly string[] {
    if (report.programs.length === 1) return [];
    const { programs, rest } = byProgram(report);
    const cells = (name: string, of: Report, judged: string) => {
        const { blocking, advisory, excused: excepted, undecided, unseen } = tally(of);
        return `| ${[name, blocking, advisory, excepted, undecided, unseen, judged].join(" | ")} |`;
    };
    const ofProgram = ({ failure, resources }: ReportedProgram) =>
        `${resources.judged} of ${resources.seen}${failure === undefined ? "" : ", not run to its end"}`;
    const rows = [
        ...programs.map(({ program, name, ...part }) => cells(code(name), { ...report, ...part }, ofProgram(program))),
        ...(rest.findings.length + rest.undecided.length > 0 ? [cells("registers", { ...report, ...rest }, "–")] : []),
    ];
    const shown = taken(rows, SHARE);
    const head =
        "| Program | Blocking | Advisory | Excepted | Not decided | Not seen | Judged |\n| --- | --- | --- | --- | --- | --- | --- |";
    const more = rows.length - shown.length;
    return [[head, ...shown].join("\n"), ...(more > 0 ? [`${counted(more, "more program")}.`] : [])];
}

function stops({ programs }: Report): readonly string[] {
    const told = programs.flatMap((program) =>
        program.failure === undefined ? [] : [stopped(program, programs.length > 1)],
    );
    return taken(told, SHARE);
}

function stopped({ project, stack, failure = "" }: ReportedProgram, isNamed: boolean): string {
    const lines = printableLines(failure)
        .slice(0, MOST_LINES)
        .map((line) => escaped(shortened(line, LONGEST)));
    const said = taken(lines, SHARE / 2).join("<br>");
    const of = isNamed ? ` of ${code(`${project}/${stack}`)}` : "";
    return `> **The preview${of} stopped.** ${said}\n>\n> What the program would have declared after this was not judged.`;
}

function row(finding: ReportedFinding, { programs }: Report): string {
    const { rule, level, program, excuse, name, type, source, path, part, message, assumed } = finding;
    const what = program === "" ? "register" : code(type);
    const within = programs.length > 1 && program !== "" ? `<br>in ${code(program)}` : "";
    const where = path === undefined ? "" : `<br>at ${code(path)}${part === undefined ? "" : `: ${prose(part)}`}`;
    const made = assumed ? "<br>rests on a value that the preview made up" : "";
    const until = excuse ? `<br>${escaped(shortened(excused(excuse), LONGEST))}` : "";
    const cells = [
        excuse ? "⏳" : MARK[level],
        rule.severity,
        code(rule.name),
        `${code(name)}<br>${what}${within}`,
        source ? code(`${source.file}:${source.line}`) : "–",
        `${prose(message)}${where}${made}${until}`,
    ];
    return `| ${cells.join(" | ")} |`;
}

function gone({ rule, resource, message }: BaseFinding): string {
    return `- ${code(rule)}: ${code(resource.name)} (${code(resource.type)}). ${prose(message)}`;
}

function howToFix(findings: readonly ReportedFinding[], change: Diff | undefined): readonly string[] {
    const standing = [...(change?.fresh ?? []), ...findings].filter(({ excuse }) => !excuse);
    const rules = new Map(standing.map(({ remedy, rule }) => [remedy, rule.name]));
    if (rules.size === 0) return [];
    const fixes = taken(
        [...rules].map(([remedy, name]) => `- ${code(name)}: ${prose(remedy)}`),
        SHARE,
    );
    const more = rules.size - fixes.length;
    const lines = [...fixes, ...(more > 0 ? [`- ${more} more, in the other formats`] : [])];
    return [`<details><summary>How to fix (${rules.size})</summary>\n\n${lines.join("\n")}\n\n</details>`];
}

function covered(report: Report): string {
    const rows = coverage(report).map(({ framework, control, title, rules, blocking, advisory, excused, undecided }) => {
        const counts =
            rules.length === 0 ? ["none", "", "", "", ""] : [rules.length, blocking, advisory, excused, undecided];
        return `| ${[framework, escaped(control), escaped(title), ...counts].join(" | ")} |`;
    });
    return [
        "<details><summary>Coverage by control</summary>\n",
        "Rules support a control; whether it is satisfied is for an assessor to say.\n",
        "| Framework | Control | | Rules | Blocking | Advisory | Excepted | Not decided |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        ...rows,
        "\n</details>",
    ].join("\n");
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
