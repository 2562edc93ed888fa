import { type Covered, coverage } from "../coverage";
import type { Report } from "../model";
import { counted } from "../printable";
import { type Markup, code, markup, prose } from "./markup";
import { groupBy } from "./words";

/** What the rules say on each control, and the controls that none of them speaks of. */
export function controls(report: Report): Markup {
    const frameworks = groupBy(coverage(report), ({ framework }) => framework);
    return markup`<section aria-labelledby="controls"><h2 id="controls" tabindex="-1">Coverage by control</h2>
<p>A rule supports a control: what it finds is evidence for an assessor, who alone can say whether the control is met. A finding counts for each control that its rule supports. The frameworks of NIST hold more controls, of which nothing here speaks.</p>
${[...frameworks].map(([framework, all]) => ofFramework(framework, all))}
<details class="rules"><summary>${counted(report.rules.length, "rule")} ran</summary><ul>${report.rules.map(
        ({ name, severity, description }) =>
            markup`<li>${code(name)} <span class="tag ${severity}">${severity}</span> ${prose(description)}</li>\n`,
    )}</ul></details></section>`;
}

function ofFramework(framework: string, all: readonly Covered[]): Markup {
    const supported = all.filter(({ rules }) => rules.length > 0).length;
    return markup`<h3>${framework} <small>${supported} of ${counted(all.length, "control")} with a rule</small></h3>
<table class="controls" role="table"><thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Control</th><th role="columnheader" scope="col">Supported by</th><th role="columnheader" scope="col">Found</th></tr></thead>
<tbody role="rowgroup">${all.map(ofControl)}</tbody></table>
`;
}

function ofControl({ control, title, rules, ...found }: Covered): Markup {
    const by =
        rules.length === 0
            ? markup`<span class="none">no rule</span>`
            : markup`<details><summary>${counted(rules.length, "rule")}</summary><ul>${rules.map((name) => markup`<li>${code(name)}</li>`)}</ul></details>`;
    const counts = (
        [
            [found.blocking, "blocking", "blocking"],
            [found.advisory, "advisory", "advisory"],
            [found.excused, "excepted", "excepted"],
            [found.undecided, "plain", "not decided"],
        ] as const
    ).flatMap(([count, style, word]) => (count > 0 ? [markup`<span class="tag ${style}">${count} ${word}</span> `] : []));
    const nothing = markup`<span class="none">${rules.length === 0 ? "not looked at" : "nothing"}</span>`;
    return markup`<tr role="row"><th role="rowheader" scope="row"><b>${control}</b> ${title}</th><td role="cell">${by}</td><td role="cell">${counts.length > 0 ? counts : nothing}</td></tr>\n`;
}
