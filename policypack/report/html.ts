import { createHash } from "node:crypto";
import { controls } from "./html/controls";
import { exceptions } from "./html/exceptions";
import { findings, undecided, unseen } from "./html/findings";
import { Markup, markup } from "./html/markup";
import { SCRIPT } from "./html/script";
import { STYLE } from "./html/style";
import { timeline } from "./html/timeline";
import { head, programs, subject, verdict } from "./html/verdict";
import { moment } from "./html/words";
import type { Report } from "./model";

const ICON =
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%232458a6' d='M8 0l7 3v5c0 4-3 7-7 8-4-1-7-4-7-8V3z'/%3E%3C/svg%3E";

// What the page may do: these two pieces of its own, and nothing else.
const POLICY = `default-src 'none'; img-src data:; style-src ${hash(STYLE)}; script-src ${hash(SCRIPT)}; base-uri 'none'; form-action 'none'`;

const SECTIONS = {
    programs: "Programs",
    findings: "Findings",
    access: "Timeline of access",
    exceptions: "Exceptions",
    undecided: "Not decided",
    unseen: "Not seen",
    controls: "Controls",
};

/** One page for people: it needs no network, and can be read without its script. */
export async function html(report: Report): Promise<string> {
    const { scaleUtc } = await import("d3-scale");
    const { title } = verdict(report);
    const links = Object.entries(SECTIONS).map(([id, name]) => markup`<li><a href="#${id}">${name}</a></li>`);
    return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${title} · ${subject(report)} · jit-guard</title>
<link rel="icon" href="${new Markup(ICON)}">
<style>${new Markup(STYLE)}</style>
</head>
<body>
<a class="skip" href="#findings">To the findings</a>
${head(report)}
<nav aria-label="Sections"><ul>${links}</ul></nav>
<main>
${programs(report)}
${findings(report)}
${timeline(report, scaleUtc<number, number>())}
${exceptions(report)}
${undecided(report)}
${unseen(report)}
${controls(report)}
</main>
<footer><p>Written by jit-guard ${report.tool.version}. Ends and ages were judged against ${moment(report.now) ?? report.now}. This page holds all that it shows and asks no server for anything.</p></footer>
<script>${new Markup(SCRIPT)}</script>
</body>
</html>
`.text;
}

function hash(text: string): string {
    return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
