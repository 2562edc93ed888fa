import type { ScaleTime } from "d3-scale";
import type { Report, ReportedAccess } from "../model";
import { type Markup, markup } from "./markup";
import type { Ending } from "./span";
import { moment } from "./words";

/** Where an instant stands, in hundredths of the width: a bar is as wide as there is room, and needs no script to be. */
export type Scale = ScaleTime<number, number>;

export function until({ until: written }: ReportedAccess, ending: Ending): string {
    if (ending === "never") return "never ends";
    if (ending === "unknown") return "end not known";
    return `${ending === "ended" ? "ended" : "ends"} ${moment(written) ?? ""}`;
}

/** Colour, pattern and the shape of its end say what the words beside it say. */
export function bar(access: ReportedAccess, ending: Ending, report: Report, scale: Scale): Markup {
    const now = Date.parse(report.now);
    const end = Date.parse(access.until);
    const [first, last] = scale.domain().map(Number) as [number, number];
    // What is to be made begins now at the earliest; of what has ended the beginning is not known.
    const start = access.from === undefined ? (end <= now ? first : now) : Date.parse(access.from);
    const isBeyond = Number.isNaN(end) || end > last;
    const [x, to] = [at(scale, Math.max(start, first)), isBeyond ? 100 : at(scale, Math.max(end, first))];
    const width = rounded(Math.max(to - x, 0));
    const style = styleOf(access, ending);
    const shape =
        style === "renewed"
            ? markup`<line class="renewed" x1="${x}%" x2="100%" y1="10" y2="10"/>`
            : markup`<rect class="${style}" x="${x}%" y="5" width="${width}%" height="10"/>`;
    const arrow =
        ending !== "unknown" &&
        isBeyond &&
        markup`<svg x="100%" overflow="visible"><path class="${style} arrow" d="M0 2l9 8-9 8z"/></svg>`;
    const begins = access.from === undefined && end !== start && markup`<circle class="${style}" cx="${x}%" cy="10" r="4"/>`;
    return markup`<svg class="bar" height="20" width="100%" aria-hidden="true"><use href="#ticks"/><g><title>${access.name}: ${until(access, ending)}</title>${shape}${arrow}${begins}</g></svg>`;
}

export function styleOf({ each }: ReportedAccess, ending: Ending): Ending | "renewed" {
    return ending === "never" && each !== undefined ? "renewed" : ending;
}

function at(scale: Scale, instant: number): number {
    return Math.min(rounded(scale(instant)), 100);
}

function rounded(number: number): number {
    return Math.round(number * 100) / 100;
}

function ticksOf(scale: Scale): readonly Date[] {
    return scale.ticks(5);
}

export function axis(scale: Scale, now: string): Markup {
    const ticks = ticksOf(scale);
    const write = labels(ticks);
    const written = ticks.map((tick, index) => {
        const x = at(scale, tick.getTime());
        if (x < 5 || x > 95) return undefined;
        // A phone has no room for these.
        const isOther = x < 10 || x > 90 || (index % 2 === 1 && ticks.length > 4);
        return markup`<text${isOther && markup` class="other"`} x="${x}%" y="12" text-anchor="middle">${write(tick)}</text>`;
    });
    const x = at(scale, Date.parse(now));
    const [from = "", to = ""] = scale.domain().map((end) => end.toISOString().slice(0, 10));
    return markup`<span class="spoken">From ${from} to ${to}</span><svg class="axis" height="32" width="100%" aria-hidden="true">${written}<text class="now" x="${x}%" y="28" text-anchor="${anchor(x)}">now</text></svg>`;
}

function anchor(x: number): string {
    return x < 10 ? "start" : x > 90 ? "end" : "middle";
}

/** As much of an instant as tells the ticks apart: a year, a month, a day or a minute. */
function labels(ticks: readonly Date[]): (tick: Date) => string {
    const written = ticks.map((tick) => tick.toISOString());
    if (written.every((one) => one.endsWith("-01-01T00:00:00.000Z"))) return (tick) => tick.toISOString().slice(0, 4);
    if (written.every((one) => one.endsWith("-01T00:00:00.000Z"))) return (tick) => tick.toISOString().slice(0, 7);
    if (written.every((one) => one.endsWith("T00:00:00.000Z"))) return (tick) => tick.toISOString().slice(0, 10);
    return (tick) => tick.toISOString().slice(5, 16).replace("T", " ");
}

/** What all rows share: the lines of the ticks and of now, and the hatching. */
export function defs(scale: Scale, now: number): Markup {
    const lines = ticksOf(scale).map((tick) => {
        const x = at(scale, tick.getTime());
        return markup`<line x1="${x}%" x2="${x}%" y1="-20" y2="40"/>`;
    });
    const x = at(scale, now);
    return markup`<svg class="defs" width="0" height="0" aria-hidden="true"><defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line x1="0" x2="0" y1="0" y2="6"/></pattern><symbol id="ticks" overflow="visible">${lines}<line class="now" x1="${x}%" x2="${x}%" y1="-20" y2="40"/></symbol></defs></svg>`;
}

export function legend(): Markup {
    const drawn = (shape: Markup, words: string, width = 44) =>
        markup`<li><svg width="${width}" height="20" aria-hidden="true">${shape}</svg> ${words}</li>`;
    return markup`<ul class="legend">
${drawn(markup`<rect class="never" x="1" y="5" width="32" height="10"/><path class="never arrow" d="M33 2l9 8-9 8z"/>`, "never ends")}
${drawn(markup`<line class="renewed" x1="1" x2="33" y1="10" y2="10"/><path class="renewed arrow" d="M33 2l9 8-9 8z"/>`, "never ends, but one use or value does")}
${drawn(markup`<rect class="unknown" x="1" y="5" width="41" height="10"/>`, "end not known")}
${drawn(markup`<rect class="ends" x="1" y="5" width="41" height="10"/>`, "ends")}
${drawn(markup`<rect class="ended" x="1" y="5" width="41" height="10"/>`, "has ended")}
${drawn(markup`<circle class="ends" cx="8" cy="10" r="4"/>`, "begins when it is made", 16)}
</ul>`;
}
