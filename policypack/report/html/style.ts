/** How the page looks: by the reader's own fonts and scheme, on a phone, a desk and paper. Its hash stands in the page's policy. */
export const STYLE = String.raw`
:root {
    color-scheme: light dark;
    --ground: #ffffff; --raised: #f4f6f9; --line: #d3dae3; --edge: #6c7889; --text: #18212d; --muted: #515d6c; --link: #0b55ad;
    --bad: #b3261e; --bad-soft: #fdeceb; --bad-text: #8f1a14;
    --warn: #9a5b00; --warn-soft: #fff2d4; --warn-text: #6d4100;
    --good: #1b7a3d; --good-soft: #e4f5ea; --good-text: #14572c;
    --calm: #2a62b8; --calm-soft: #e7effb; --calm-text: #1c4788;
}
@media screen and (prefers-color-scheme: dark) {
    :root {
        --ground: #10151c; --raised: #19202a; --line: #313b48; --edge: #8391a3; --text: #e5eaf1; --muted: #a5b1c0; --link: #84bbff;
        --bad: #f0756b; --bad-soft: #3d1d1b; --bad-text: #ffb5ad;
        --warn: #dda63b; --warn-soft: #37290a; --warn-text: #ffd98f;
        --good: #58bd7c; --good-soft: #14321f; --good-text: #9be3b4;
        --calm: #6ea4f5; --calm-soft: #1a2d4c; --calm-text: #b4d1ff;
    }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1rem; }
body { max-width: 76rem; margin: 0 auto; padding: 1.5rem 1.5rem 4rem; background: var(--ground); color: var(--text);
    font: 0.9375rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; overflow-wrap: anywhere; }
code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; font-size: 0.86em; }
code, b, .place { unicode-bidi: isolate; }
a { color: var(--link); }
h1, h2, h3, p, ul, dl, dd, pre, fieldset { margin: 0; padding: 0; }
ul { list-style: none; }
h1 { font-size: 1.6rem; line-height: 1.2; }
h2 { font-size: 1.25rem; margin: 0 0 0.75rem; }
h3 { font-size: 1rem; }
h2:focus { outline: none; }
small { font-size: 0.86em; font-weight: normal; color: var(--muted); }
section { margin-top: 3rem; }
summary { cursor: pointer; }
:focus-visible { outline: 3px solid var(--calm); outline-offset: 2px; border-radius: 3px; }
.skip, .spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip:focus { position: static; width: auto; height: auto; clip-path: none; }
.empty, .none, .meta, .tool { color: var(--muted); }

.tool { margin-bottom: 0.75rem; }
.verdict { display: flex; gap: 1rem; padding: 1.1rem 1.25rem; border: 1px solid var(--tone); border-left-width: 8px; border-radius: 8px; background: var(--soft); }
.verdict h1, .verdict .sign { color: var(--tone-text); }
.verdict p { margin-top: 0.25rem; }
.sign { font-size: 1.6rem; line-height: 1.2; font-weight: bold; }
.bad, .blocking, .critical, .never { --tone: var(--bad); --soft: var(--bad-soft); --tone-text: var(--bad-text); }
.warn, .advisory, .high, .renewed { --tone: var(--warn); --soft: var(--warn-soft); --tone-text: var(--warn-text); }
.good, .remediated { --tone: var(--good); --soft: var(--good-soft); --tone-text: var(--good-text); }
.calm, .excepted, .medium, .ends { --tone: var(--calm); --soft: var(--calm-soft); --tone-text: var(--calm-text); }
.low, .plain, .none, .unknown, .ended { --tone: var(--edge); --soft: var(--raised); --tone-text: var(--text); }

.counts { display: grid; grid-template-columns: repeat(auto-fit, minmax(7.5rem, 1fr)); gap: 0.5rem; margin-top: 0.75rem; }
.counts li { border: 1px solid var(--line); border-top: 4px solid var(--tone); border-radius: 6px; background: var(--raised); }
.counts li.none { border-top-color: var(--line); padding: 0.4rem 0.75rem 0.5rem; }
.counts a { display: block; padding: 0.4rem 0.75rem 0.5rem; color: inherit; text-decoration: none; }
.counts a:hover span { text-decoration: underline; }
.counts b { display: block; font-size: 1.5rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
nav { margin-top: 1rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; }
nav a { display: inline-block; padding: 0.2rem 0; }

.tag { display: inline-block; padding: 0 0.5em; border: 1px solid var(--tone); border-radius: 1em; background: var(--soft); color: var(--tone-text); font-size: 0.8rem; line-height: 1.5; white-space: nowrap; }
.tag.plain { white-space: normal; border-radius: 0.8em; }
.tag.critical { background: var(--tone); color: var(--ground); font-weight: 600; }

.filter { margin: 0.75rem 0 1rem; padding: 0.75rem 1rem; border: 1px solid var(--line); border-radius: 8px; background: var(--raised); }
.fields { display: flex; flex-wrap: wrap; gap: 0.75rem 1.5rem; align-items: end; }
.fields fieldset { border: 0; min-width: 0; }
.fields legend, .fields > label { font-size: 0.8rem; color: var(--muted); }
.fields > label { display: block; min-width: 0; max-width: 100%; }
.fields .search { flex: 1 1 14rem; }
.box { display: inline-block; position: relative; margin: 0 0.25rem 0.25rem 0; }
.box input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
.box span { display: inline-block; padding: 0.15rem 0.65rem; border: 1px solid var(--edge); border-radius: 1em; background: var(--ground); color: var(--text); font-size: 0.86rem; }
.box input:checked + span { border-color: var(--calm-text); background: var(--calm-text); color: var(--ground); }
.box input:checked + span::before { content: "✓ "; }
.box input:focus-visible + span { outline: 3px solid var(--calm); outline-offset: 2px; }
select, .search input, button { display: block; min-height: 2rem; padding: 0.2rem 0.6rem; border: 1px solid var(--edge); border-radius: 6px; background: var(--ground); color: var(--text); font: inherit; font-size: 0.9rem; }
select, .search input { width: 100%; max-width: 100%; }
select { max-width: 22rem; text-overflow: ellipsis; }
::placeholder { color: var(--muted); opacity: 1; }
button { display: inline-block; cursor: pointer; }
.state { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; justify-content: space-between; align-items: center; margin-top: 0.75rem; }
.state output { font-weight: 600; }

.rule, .group, .rules { margin-bottom: 0.5rem; border: 1px solid var(--line); border-radius: 8px; }
.rule > summary, .group > summary { padding: 0.6rem 1rem; border-radius: 8px; background: var(--raised); }
.rule[open] > summary, .group[open] > summary { border-radius: 8px 8px 0 0; border-bottom: 1px solid var(--line); }
.rule > summary { display: grid; grid-template-columns: 5.6rem minmax(0, 1fr) auto; gap: 0.1rem 0.75rem; align-items: center; }
.rule > summary .tallies::after, .group > summary .tallies::after { content: "▸" / ""; width: 1rem; text-align: right; }
.rule[open] > summary .tallies::after, .group[open] > summary .tallies::after { content: "▾" / ""; }
.group > summary { list-style: none; }
.group > summary::-webkit-details-marker, .rule > summary::-webkit-details-marker { display: none; }
.rule > summary .tag:first-child { justify-self: start; }
.rule h3 { font-weight: 600; }
.tallies { display: flex; flex-wrap: wrap; gap: 0.25rem; align-items: center; justify-content: end; }
.shown:not(:empty) { font-size: 0.8rem; font-weight: 600; margin-left: 0.25rem; }
.demand { grid-column: 2 / -1; color: var(--muted); }
.about { display: grid; grid-template-columns: 5.6rem minmax(0, 1fr); gap: 0.25rem 0.75rem; padding: 0.75rem 1rem; border-bottom: 1px solid var(--line); }
.about dt { color: var(--muted); }
.supports { display: flex; flex-wrap: wrap; gap: 0 1.25rem; }
.item { display: grid; grid-template-columns: 5.6rem minmax(0, 1fr) minmax(0, 16rem); gap: 0.25rem 0.75rem; padding: 0.55rem 1rem; scroll-margin-top: 1rem; }
.unseen .item { grid-template-columns: 9.5rem minmax(0, 1fr) minmax(0, 16rem); }
.item + .item { border-top: 1px solid var(--line); }
.item > .tag { justify-self: start; align-self: start; margin-top: 0.1rem; }
.item:target { background: var(--calm-soft); }
.item .place { text-align: right; }
.meta, .note { font-size: 0.86rem; }
.note { color: var(--tone-text, var(--text)); font-style: italic; }
.link { color: var(--muted); text-decoration: none; padding: 0 0.25rem; }
.more { margin: 0; }
.more > summary { padding: 0.6rem 1rem; color: var(--link); }
section > ul.list > .item:first-child { border-top: 1px solid var(--line); }
section > ul.list, section > .more > ul { border-bottom: 1px solid var(--line); margin-top: 0.75rem; }

.legend { display: flex; flex-wrap: wrap; gap: 0.1rem 1.25rem; margin: 0.75rem 0; font-size: 0.86rem; }
.legend svg { vertical-align: -0.35rem; }
.defs { position: absolute; }
rect, path.arrow { fill: var(--tone); stroke: var(--tone); stroke-width: 1.5; }
rect.unknown { fill: url(#hatch); stroke: var(--edge); stroke-dasharray: 4 3; }
rect.ended { fill: var(--ground); }
line.renewed { stroke: var(--tone); stroke-width: 11; stroke-dasharray: 14 3; }
circle { fill: var(--ground); stroke: var(--tone); stroke-width: 2.5; }
#hatch line { stroke: var(--edge); stroke-width: 3; }
#ticks line { stroke: var(--line); stroke-width: 1; }
#ticks line.now { stroke: var(--text); stroke-width: 1.5; stroke-dasharray: 3 3; }
.axis text { fill: var(--muted); font-size: 0.75rem; }
.axis text.now { fill: var(--text); font-weight: 600; }
svg { overflow: visible; }
.group > summary { display: flex; flex-wrap: wrap; gap: 0.25rem 0.75rem; align-items: center; justify-content: space-between; }
.ways { table-layout: fixed; }
.ways th:nth-child(1) { width: 32%; }
.ways th:nth-child(3) { width: 27%; }
.ways td, .ways th { padding: 0.4rem 1rem; overflow: hidden; }
.ways .chart, .ways thead th:nth-child(2) { padding: 0.4rem 0.75rem; overflow: clip; overflow-clip-margin: 12px; }
.ways td > *, .ways tbody th > * { display: block; }
.ways td span, .ways th span { font-size: 0.86rem; }
.ways .program th { padding: 0.3rem 1rem; background: var(--raised); font-size: 0.86rem; font-weight: 600; width: auto; }
.ways .chart { vertical-align: middle; }
b.never, b.renewed, b.unknown, b.ends, b.ended { color: var(--tone-text); }

table { width: 100%; border-collapse: collapse; }
th, td { padding: 0.4rem 0.75rem; text-align: left; vertical-align: top; font-weight: normal; }
thead th { color: var(--muted); font-size: 0.8rem; vertical-align: bottom; }
tbody tr { border-top: 1px solid var(--line); }
table.programs td { font-variant-numeric: tabular-nums; }
.programs small { margin-left: 0.5rem; }
.unit { display: none; }
section.programs { margin-top: 1.5rem; }
strong.bad { color: var(--tone-text); }
.failure { margin-top: 0.75rem; padding: 0.75rem 1rem; border: 1px solid var(--bad); border-left-width: 6px; border-radius: 6px; }
.failure pre { margin: 0.5rem 0; white-space: pre-wrap; }

section > h3 { margin: 1.5rem 0 0.25rem; }
table.controls { table-layout: fixed; }
table.controls th:nth-child(1) { width: 50%; }
table.controls th:nth-child(2) { width: 27%; }
.rules { margin-top: 1.5rem; padding: 0.6rem 1rem; }
.rules li { padding: 0.2rem 0; }

.exception { display: grid; grid-template-columns: 9rem minmax(0, 1fr); gap: 0.5rem 1rem; padding: 0.9rem 0; border-top: 1px solid var(--line); }
.exceptions { margin-top: 0.75rem; border-bottom: 1px solid var(--line); }
.left b { font-size: 1.6rem; line-height: 1.1; font-variant-numeric: tabular-nums; }
.left small { display: block; }
.near .left b { color: var(--warn-text); }
.exception dl { display: flex; flex-wrap: wrap; gap: 0.1rem 1.5rem; margin: 0.25rem 0; }
.exception dt, .exception dd { display: inline; }
.exception dt { color: var(--muted); margin-right: 0.35rem; }
.through { padding: 0.25rem 0 0 1rem; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--muted); font-size: 0.86rem; }

@media (max-width: 46rem) {
    body { padding: 1rem 1rem 3rem; }
    section { margin-top: 2.25rem; }
    .counts { grid-template-columns: repeat(auto-fit, minmax(5.8rem, 1fr)); }
    .counts a, .counts li.none { padding: 0.3rem 0.5rem; }
    .counts b { font-size: 1.25rem; }
    .counts span { display: block; font-size: 0.8rem; line-height: 1.3; }
    .rule > summary { grid-template-columns: auto minmax(0, 1fr); }
    .rule > summary h3 { grid-column: 1 / -1; grid-row: 2; }
    .rule > summary .demand { grid-column: 1 / -1; }
    .about { grid-template-columns: minmax(0, 1fr); gap: 0 0.75rem; }
    .about dd { margin-bottom: 0.4rem; }
    .item, .unseen .item { grid-template-columns: minmax(0, 1fr); gap: 0.15rem; }
    .item .place { text-align: left; }
    .exception { grid-template-columns: minmax(0, 1fr); }
    .exception dl > div { flex: 1 1 100%; }
    .ways, .ways tbody, .ways thead, .ways tr, .ways td, .ways th, table.controls, .controls tbody, .controls tr, .controls th, .controls td, table.programs, .programs tbody, .programs tr, .programs th, .programs td { display: block; width: auto !important; }
    .ways thead th:nth-child(odd), .controls thead, .programs thead { position: absolute; width: 1px !important; height: 1px; overflow: hidden; clip-path: inset(50%); padding: 0; }
    .ways tbody tr { padding: 0.4rem 0; }
    .ways th, .ways td { padding: 0.1rem 0.75rem; }
    .controls tbody tr { padding: 0.4rem 0; }
    .controls tbody th { padding: 0.05rem 0; }
    .controls tbody td { display: inline-block; padding: 0 1.25rem 0 0; vertical-align: top; }
    .programs tbody tr { padding: 0.4rem 0; }
    .programs tbody th { padding: 0; }
    table.programs tbody td { display: inline-block; padding: 0 1rem 0 0; font-size: 0.86rem; }
    .unit { display: inline; }
    .axis .other { display: none; }
    .bar { clip-path: inset(-3px -12px); }
    select { max-width: 100%; }
}
@media print {
    html { font-size: 9.5pt; }
    body { max-width: none; padding: 0; }
    nav, .filter, .skip, .link { display: none !important; }
    section { margin-top: 1.5rem; }
    .item, .way, .exception, .verdict { break-inside: avoid; }
    h2, h3, summary { break-after: avoid; }
    .tag, .verdict, svg, .counts li { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
