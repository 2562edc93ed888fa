import type { Report, ReportedProgram } from "../model";
import { counted, printableLines } from "../printable";
import { tally } from "../tally";
import { type Markup, code, markup } from "./markup";
import { endingOf } from "./span";
import { effectOf, groupBy, moment } from "./words";

export interface Verdict {
    readonly tone: "bad" | "warn" | "good";
    readonly title: string;
    readonly sentence: string;
}

/** The whole report in one line, and in one sentence. */
export function verdict(report: Report): Verdict {
    const { blocking, advisory, excused, remediated, failed, judged, seen } = tally(report);
    const found = [
        ...(blocking > 0 ? [`${counted(blocking, "finding blocks", "findings block")} the deployment`] : []),
        ...(advisory > 0 ? [counted(advisory, "finding advises", "findings advise")] : []),
        ...(excused > 0 ? [`${excused} ${excused === 1 ? "is" : "are"} excepted until a date`] : []),
        ...(remediated > 0 ? [`${remediated} ${remediated === 1 ? "is" : "are"} put right`] : []),
    ];
    const over = `${counted(judged, "resource was", "resources were")} judged of ${seen} seen.`;
    const unfinished =
        report.programs.length > 1
            ? `${failed} of ${report.programs.length} programs did not come to ${failed === 1 ? "its" : "their"} end`
            : "The program did not come to its end";
    const sentence = [
        ...(failed > 0 ? [`${unfinished}, and what was to follow is not judged.`] : []),
        ...(found.length > 0 ? [`${found.join("; ")}.`] : failed > 0 ? [] : ["No rule found a fault."]),
        over,
    ].join(" ");
    if (failed > 0)
        return { tone: "bad", title: `${blocking > 0 ? "Blocked, and not" : "Not"} judged to the end`, sentence };
    if (blocking > 0) return { tone: "bad", title: "Blocked", sentence };
    if (advisory > 0) return { tone: "warn", title: "Passed, with advice", sentence };
    if (found.length > 0) return { tone: "good", title: "Passed", sentence };
    return { tone: "good", title: "Nothing found", sentence };
}

const SIGNS = { bad: "✖", warn: "!", good: "✔" };

export function head(report: Report): Markup {
    const { tone, title, sentence } = verdict(report);
    return markup`<header>
<p class="tool">jit-guard ${report.tool.version} · ${subject(report)} · judged against ${moment(report.now) ?? report.now}</p>
<div class="verdict ${tone}"><span class="sign" aria-hidden="true">${SIGNS[tone]}</span><div><h1>${title}</h1><p>${sentence}</p></div></div>
${counts(report)}
</header>`;
}

/** What was judged, by name while it is one. */
export function subject({ programs }: Report): string {
    const [only, second] = programs;
    return only && !second ? `${only.project}/${only.stack}` : counted(programs.length, "program");
}

function counts(report: Report): Markup {
    const { blocking, advisory, excused, remediated, undecided, unseen } = tally(report);
    const endless = report.accesses.filter((access) => endingOf(access, report.now) === "never").length;
    return markup`<ul class="counts">
${count(blocking, "blocking", "bad", "findings", "effect=blocking")}
${count(advisory, "advisory", "warn", "findings", "effect=advisory")}
${count(excused, "excepted", "calm", "exceptions")}
${remediated > 0 && count(remediated, "remediated", "good", "findings", "effect=remediated")}
${count(undecided, "not decided", "warn", "undecided")}
${count(unseen, "not seen", "warn", "unseen")}
${count(endless, endless === 1 ? "way in never ends" : "ways in never end", "bad", "access", "ends=never")}
</ul>`;
}

function count(number: number, label: string, tone: string, section: string, filter?: string): Markup {
    if (number === 0) return markup`<li class="none"><b>0</b> <span>${label}</span></li>`;
    const asked = filter === undefined ? markup`` : markup` data-filter="${filter}"`;
    return markup`<li class="${tone}"><a href="#${section}"${asked}><b>${number}</b> <span>${label}</span></a></li>`;
}

/** More would push the findings off the screen. */
const MOST_PROGRAMS = 10;

/** What was judged, and what did not come to its end. */
export function programs(report: Report): Markup {
    const findings = groupBy(report.findings, ({ program }) => program);
    const row = (program: ReportedProgram): Markup => {
        const { project, stack, file, resources, failure } = program;
        const own = findings.get(`${project}/${stack}`) ?? [];
        const of = (effect: string) => own.filter((finding) => effectOf(finding) === effect).length;
        const run = failure === undefined ? markup`ran to its end` : markup`<strong class="bad">did not end</strong>`;
        const cell = (number: number, unit: string) =>
            markup`<td role="cell">${number}<span class="unit"> ${unit}</span></td>`;
        return markup`<tr role="row"><th role="rowheader" scope="row">${code(`${project}/${stack}`)}${file !== undefined && markup` <small>${code(file)}</small>`}</th>${["blocking", "advisory", "excepted"].map((effect) => cell(of(effect), effect))}<td role="cell">${resources.judged} of ${resources.seen}<span class="unit"> judged</span></td><td role="cell">${run}</td></tr>`;
    };
    const isLong = report.programs.length > MOST_PROGRAMS;
    const columns = ["Program", "Blocking", "Advisory", "Excepted", "Judged", "Run"];
    const table = markup`<table class="programs" role="table"><thead role="rowgroup"><tr role="row">${columns.map((column) => markup`<th role="columnheader" scope="col">${column}</th>`)}</tr></thead>
<tbody role="rowgroup">${report.programs.map(row)}</tbody></table>`;
    return markup`<section class="programs" aria-labelledby="programs"><h2 id="programs" tabindex="-1">Programs</h2>
${isLong ? markup`<details><summary>all ${report.programs.length}</summary>${table}</details>` : table}
${report.programs.map(failure)}</section>`;
}

function failure({ project, stack, failure: said }: ReportedProgram): Markup | undefined {
    if (said === undefined) return undefined;
    const lines = printableLines(said).map((line) => markup`${line}\n`);
    return markup`<details class="failure" open><summary>${code(`${project}/${stack}`)} did not come to its end</summary><pre>${lines}</pre><p>What the program would have declared after this was not judged.</p></details>`;
}
