import { lasting } from "../../facts/duration";
import type { Report, ReportedAccess } from "../model";
import { counted } from "../printable";
import { type Scale, axis, bar, defs, legend, styleOf, until } from "./chart";
import { checkboxes, filter, search, select } from "./filter";
import { type Markup, capped, markup, prose } from "./markup";
import { type Ending, endingOf, period } from "./span";
import { groupBy, moment, place } from "./words";

/** As many rows are open when the page is; of more, the groups are an overview. */
const OPEN = 200;
const CAP = 100;
const KINDS = {
    key: "Keys",
    secret: "Secrets",
    role: "Roles",
    entitlement: "Entitlements",
    grant: "Grants",
    session: "Sessions",
} as const;
/** The words of the filter "Ends". */
const ENDINGS = { never: "never", unknown: "not known", ends: "later", ended: "already" } as const;
const RANK = { never: 0, unknown: 1, ends: 2, ended: 3 } as const;

/** A table with a chart in it: what the bars show stands beside them in words. */
export function timeline(report: Report, unset: Scale): Markup {
    const all = report.accesses;
    if (all.length === 0)
        return section(markup`<p class="empty">No role, key, secret, entitlement, grant or session was seen.</p>`);

    const now = Date.parse(report.now);
    // What goes on after the last instant needs room to be seen to.
    const scale = unset.copy().domain(period(all, report.now)).range([0, 97]);
    const kinds = groupBy(all, ({ kind }) => kind);
    const groups = Object.entries(KINDS).flatMap(([kind, title]) => {
        const of = kinds.get(kind);
        return of ? [group(title, of, report, scale, all.length <= OPEN)] : [];
    });
    return section(markup`<p>${summary(report)}</p>
${filters(report)}
${legend()}
${defs(scale, now)}
<div id="access-list">${groups}</div>`);
}

function section(inner: Markup): Markup {
    return markup`<section aria-labelledby="access"><h2 id="access" tabindex="-1">Timeline of access</h2>
${inner}</section>`;
}

function summary({ accesses, now }: Report): string {
    const endings = groupBy(accesses, (access) => endingOf(access, now));
    const count = (ending: Ending) => endings.get(ending)?.length ?? 0;
    const said = [
        [count("never"), "never ends", "never end"],
        [count("unknown"), "has an end that is not known yet", "have an end that is not known yet"],
        [count("ends"), "ends", "end"],
        [count("ended"), "has ended", "have ended"],
    ] as const;
    const parts = said.flatMap(([number, one, many]) => (number > 0 ? [`${number} ${number === 1 ? one : many}`] : []));
    return `Of ${counted(accesses.length, "way in", "ways in")}, ${parts.join(", ")}.`;
}

function filters({ accesses, now }: Report): Markup {
    const kinds = groupBy(accesses, ({ kind }) => kind);
    const endings = groupBy(accesses, (access) => endingOf(access, now));
    const programs = [...groupBy(accesses, ({ program }) => program)].map(
        ([name, of]) => [name, `${name} (${of.length})`] as const,
    );
    return filter("access", counted(accesses.length, "way in", "ways in"), [
        checkboxes("Ends", "ends", Object.keys(ENDINGS), endings, ENDINGS),
        checkboxes("Kind", "kind", Object.keys(KINDS), kinds),
        programs.length > 1 ? select("Program", "where", programs) : markup``,
        search("Search", "way", "who, what, where"),
    ]);
}

/** One kind, by program. */
function group(title: string, all: readonly ReportedAccess[], report: Report, scale: Scale, isOpen: boolean): Markup {
    const sorted = [...groupBy(all, ({ program }) => program).values()].flatMap((of) =>
        [...of].sort((a, b) => worstFirst(a, b, report.now)),
    );
    const endless = all.filter((access) => endingOf(access, report.now) === "never").length;
    const table = (some: readonly ReportedAccess[]) => markup`<table class="ways" role="table">
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">What</th><th role="columnheader" scope="col">${axis(scale, report.now)}</th><th role="columnheader" scope="col">Until</th></tr></thead>
${[...groupBy(some, ({ program }) => program)].map(([program, of]) => ofProgram(program, of, report, scale))}</table>`;
    return markup`<details class="group"${isOpen && markup` open`}><summary><h3>${title}</h3> <span class="tallies"><span class="tag plain">${all.length}</span> ${
        endless > 0 && markup`<span class="tag blocking">${counted(endless, "never ends", "never end")}</span>`
    } <span class="shown" data-shown></span></span></summary>
${capped(sorted, CAP, table)}</details>
`;
}

function ofProgram(program: string, all: readonly ReportedAccess[], report: Report, scale: Scale): Markup {
    const heading = markup`<tr class="program" role="row"><th role="rowheader" scope="rowgroup" colspan="3">${program}</th></tr>
`;
    return markup`<tbody role="rowgroup">
${report.programs.length > 1 && heading}${all.map((access) => row(access, report, scale))}</tbody>`;
}

/** What nothing ends, then what is not known, then the latest end. */
function worstFirst(a: ReportedAccess, b: ReportedAccess, now: string): number {
    const [first, second] = [endingOf(a, now), endingOf(b, now)];
    if (first !== second) return RANK[first] - RANK[second];
    if (first === "never")
        return (a.each ?? Infinity) === (b.each ?? Infinity) ? 0 : (b.each ?? Infinity) - (a.each ?? Infinity);
    return first === "unknown" ? 0 : Date.parse(b.until) - Date.parse(a.until);
}

function row(access: ReportedAccess, report: Report, scale: Scale): Markup {
    const ending = endingOf(access, report.now);
    const { kind, program, name, what, because, each } = access;
    const one = kind === "secret" || kind === "key" ? "One value" : "One use";
    const use = each === undefined ? "" : ` ${one} lasts ${lasting(each)} at most.`;
    const from = access.from === undefined ? undefined : moment(access.from);
    return markup`<tr class="way" role="row" data-item data-kind="${kind}" data-ends="${ending}" data-where="${program}"><th role="rowheader" scope="row"><b>${name}</b> <span>${prose(what)}</span> ${place(access, report)}</th><td role="cell" class="chart">${bar(access, ending, report, scale)}</td><td role="cell"><b class="${styleOf(access, ending)}">${until(access, ending)}</b>${
        from !== undefined && markup` <span>from ${from}</span>`
    } <span>${prose(because)}.${use}</span></td></tr>
`;
}
