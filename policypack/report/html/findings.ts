import { FRAMEWORKS } from "../../core/controls";
import { excused } from "../../core/excused";
import type { Rule, Severity } from "../../core/rule";
import type { Report, ReportedFinding } from "../model";
import { counted } from "../printable";
import { checkboxes, filter, search, select } from "./filter";
import { type Markup, capped, code, markup, prose } from "./markup";
import { anchors, effectOf, groupBy, place } from "./words";

/** As many are open when the page is; of more, the groups are an overview. */
const OPEN = 60;
const CAP = 20;
// Not the name of a program, which has a "/" in it.
const REGISTERS = "registers";
const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low"];
const EFFECTS = ["blocking", "advisory", "remediated", "excepted"] as const;
const TITLES: ReadonlyMap<string, string> = new Map(Object.values(FRAMEWORKS).flatMap((of) => Object.entries(of)));

/** Grouped by rule, as the fix and the reason are the rule's. The most severe come first, as they do in the report. */
export function findings(report: Report): Markup {
    const all = report.findings;
    const ids = anchors(all);
    let shown = 0;
    const groups = [...groupBy(all, ({ rule }) => rule.name).values()].map((group) => {
        shown += group.length;
        return ofRule(group, shown <= OPEN, report, ids);
    });
    return markup`<section aria-labelledby="findings"><h2 id="findings" tabindex="-1">Findings</h2>
${all.length === 0 ? markup`<p class="empty">No rule found a fault.</p>` : markup`${filters(all)}<div id="findings-list">${groups}</div>`}
</section>`;
}

function filters(all: readonly ReportedFinding[]): Markup {
    const rules = [...groupBy(all, ({ rule }) => rule.name)].map(([name, of]) => [name, `${name} (${of.length})`] as const);
    const programs = [...groupBy(all, ({ program }) => program)].map(
        ([name, of]) => [name || REGISTERS, `${name || "the registers"} (${of.length})`] as const,
    );
    const severities = groupBy(all, ({ rule }) => rule.severity);
    const effects = groupBy(all, effectOf);
    return filter("findings", counted(all.length, "finding"), [
        checkboxes("Severity", "severity", SEVERITIES, severities),
        checkboxes("Effect", "effect", EFFECTS, effects),
        rules.length > 1 ? select("Rule", "rule", rules) : markup``,
        programs.length > 1 ? select("Program", "program", programs) : markup``,
        search("Search", "text", "resource, type, file, words"),
    ]);
}

function ofRule(
    group: readonly ReportedFinding[],
    isOpen: boolean,
    report: Report,
    ids: ReadonlyMap<ReportedFinding, string>,
): Markup {
    const { rule } = group[0]!;
    const effects = groupBy(group, effectOf);
    const counts = EFFECTS.flatMap((effect) => {
        const count = effects.get(effect)?.length ?? 0;
        return count > 0 ? [markup`<span class="tag ${effect}">${count} ${effect}</span> `] : [];
    });
    return markup`<details class="rule" data-severity="${rule.severity}" data-rule="${rule.name}"${isOpen && markup` open`}>
<summary><span class="tag ${rule.severity}">${rule.severity}</span> <h3>${code(rule.name)}</h3> <span class="tallies">${counts}<span class="shown" data-shown></span></span> <span class="demand">${prose(rule.description)}</span></summary>
${about(rule)}
<ul>${group.map((finding) => ofFinding(finding, report, ids.get(finding)!))}</ul></details>
`;
}

function about({ remedy, rationale, controls }: Rule): Markup {
    const supported = controls.map((control) => markup`<li>${control} <small>${TITLES.get(control)}</small></li>`);
    return markup`<dl class="about"><dt>Fix</dt><dd>${prose(remedy)}</dd><dt>Why</dt><dd>${prose(rationale)}</dd><dt>Supports</dt><dd><ul class="supports">${supported}</ul></dd></dl>`;
}

function ofFinding(finding: ReportedFinding, report: Report, id: string): Markup {
    const { rule, program, excuse, remedy, assumed } = finding;
    const effect = effectOf(finding);
    return markup`<li class="item" id="${id}" data-item data-effect="${effect}" data-program="${program || REGISTERS}"><span class="tag ${effect}">${effect}</span><div>${what(finding, report)}${
        remedy !== rule.remedy && markup`<p class="note">Fix here: ${prose(remedy)}</p>`
    }${excuse && markup`<p class="note">${excused(excuse)}</p>`}${
        assumed && markup`<p class="note">Rests on a value that the preview made up.</p>`
    }</div><p class="place">${place(finding, report)} <a class="link" href="#${id}" aria-label="Link to this finding">#</a></p></li>`;
}

function what({ name, type, message, path, part, program }: ReportedFinding, { programs }: Report): Markup {
    const at = path === undefined || message.includes(path) ? undefined : markup` · at ${code(path)}`;
    const of = part === undefined || message.includes(part) ? undefined : markup` · ${code(part)}`;
    return markup`<p><b>${name}</b> ${prose(message)}</p><p class="meta">${code(type)}${at}${of}${programs.length > 1 && program !== "" && markup` · ${program}`}</p>`;
}

/** What a rule asks and the preview cannot answer. */
export function undecided(report: Report): Markup {
    const all = report.undecided;
    const items = all.map(
        (finding) =>
            markup`<li class="item"><span class="tag ${finding.rule.severity}">${finding.rule.severity}</span><div>${what(finding, report)}<p class="meta">${code(finding.rule.name)}</p></div><p class="place">${place(finding, report)}</p></li>`,
    );
    return markup`<section aria-labelledby="undecided"><h2 id="undecided" tabindex="-1">Not decided before the deployment</h2>
${
    all.length === 0
        ? markup`<p class="empty">Every rule could decide.</p>`
        : markup`<p>${counted(all.length, "question")} that only the deployment answers: neither a pass nor a fault.</p>${capped(items, CAP, list)}`
}</section>`;
}

/** What the preview could not look into. */
export function unseen(report: Report): Markup {
    const all = report.unseen;
    const items = all.map(
        (gap) =>
            markup`<li class="item"><span class="tag plain">${gap.kind}</span><div><p>${code(gap.what)} ${prose(gap.message)}</p><p class="meta">${gap.program}</p></div><p class="place">${place(gap, report)}</p></li>`,
    );
    return markup`<section class="unseen" aria-labelledby="unseen"><h2 id="unseen" tabindex="-1">Not seen</h2>
${
    all.length === 0
        ? markup`<p class="empty">Nothing was out of sight.</p>`
        : markup`<p>The preview could not look into ${counted(all.length, "thing")}; what is in there is not judged.</p>${capped(items, CAP, list)}`
}</section>`;
}

function list(items: readonly Markup[]): Markup {
    return markup`<ul class="list">${items}</ul>`;
}
