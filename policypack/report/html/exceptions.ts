import type { Excuse } from "../../core/excuses";
import type { Report, ReportedFinding } from "../model";
import { counted } from "../printable";
import { type Markup, capped, code, markup, prose } from "./markup";
import { anchors, groupBy, moment } from "./words";

/** As many findings of one exception are listed openly. */
const CAP = 50;
/** Days left from which on an end is near. */
const NEAR = 14;

/** What lets findings through, and for how long: what ends first comes first. */
export function exceptions(report: Report): Markup {
    const excused = report.findings.flatMap((finding) => (finding.excuse ? [{ finding, excuse: finding.excuse }] : []));
    const ids = anchors(report.findings);
    const groups = [...groupBy(excused, ({ excuse }) => keyOf(excuse)).values()]
        .map((group) => ({ excuse: group[0]!.excuse, findings: group.map(({ finding }) => finding) }))
        .sort((a, b) => compare(a.excuse.until, b.excuse.until));
    return markup`<section aria-labelledby="exceptions"><h2 id="exceptions" tabindex="-1">Exceptions and baseline</h2>
${
    groups.length === 0
        ? markup`<p class="empty">Nothing is let through.</p>`
        : markup`<p>${counted(excused.length, "finding is", "findings are")} let through until a date. What ends first comes first; from then on it counts again.</p>
<ul class="exceptions">${groups.map(({ excuse, findings }) => entry(excuse, findings, ids))}</ul>`
}</section>`;
}

/** One entry of the register of exceptions; the baseline is one as a whole, as it has one end and one owner. */
function keyOf({ kind, until, at }: Excuse): string {
    return kind === "baseline" ? `${kind} ${until} ${at.file}` : `${kind} ${at.file}:${at.line}:${at.column}`;
}

function entry(excuse: Excuse, findings: readonly ReportedFinding[], ids: ReadonlyMap<ReportedFinding, string>): Markup {
    const { kind, until, daysLeft, owner, approver, ticket, reason, breakGlass, at } = excuse;
    const title = kind === "baseline" ? "Baseline" : breakGlass ? "Break-glass exception" : "Exception";
    const facts: readonly (readonly [string, string | undefined])[] = [
        ["Owner", owner],
        ["Approver", approver],
        ["Ticket", ticket],
        ["Written in", kind === "baseline" ? at.file : `${at.file}:${at.line}`],
    ];
    const through = findings.map(
        (finding) =>
            markup`<li><a href="#${ids.get(finding)}">${finding.name}</a> ${code(finding.rule.name)} ${prose(finding.message)}</li>`,
    );
    return markup`<li class="exception${daysLeft <= NEAR && " near"}"><p class="left"><b>${daysLeft}</b> ${daysLeft === 1 ? "day" : "days"} left${daysLeft <= NEAR && markup` <span class="tag advisory">ends soon</span>`}<small>until ${moment(until) ?? until}</small></p>
<div><h3>${title}</h3>${reason !== undefined && markup`<p>${prose(reason)}</p>`}
<dl>${facts.map(([name, said]) => said !== undefined && markup`<div><dt>${name}</dt><dd>${said}</dd></div>`)}</dl>
<details><summary>lets ${counted(findings.length, "finding")} through</summary>${capped(through, CAP, (items) => markup`<ul class="through">${items}</ul>`)}</details></div></li>
`;
}

function compare(a: string, b: string): number {
    return a < b ? -1 : a > b ? 1 : 0;
}
