import type { ReportedAccess } from "../model";

/** How a way in ends, as far as that is known. */
export type Ending = "never" | "unknown" | "ends" | "ended";

const DAY = 86_400_000;
/** What lies further from now is drawn to the edge, or one end in 2099 would leave nothing to see of today. */
const FURTHEST = 365 * DAY;

export function endingOf({ until }: ReportedAccess, now: string): Ending {
    if (until === "never") return "never";
    const end = Date.parse(until);
    if (Number.isNaN(end)) return "unknown";
    return end <= Date.parse(now) ? "ended" : "ends";
}

/** The time that the chart shows: now, and what is within a year of it. */
export function period(accesses: readonly ReportedAccess[], written: string): readonly [from: number, to: number] {
    const now = Date.parse(written);
    const [first, last] = [now - FURTHEST, now + FURTHEST];
    const instants = accesses.flatMap(({ from, until }) => [Date.parse(from ?? ""), Date.parse(until)]);
    let [from, to] = [now, now];
    for (const at of instants) {
        if (Number.isNaN(at)) continue;
        from = Math.min(from, Math.max(at, first));
        to = Math.max(to, Math.min(at, last));
    }
    // What has no end is to be seen to go on after now.
    const isOpen = accesses.some((access) => ["never", "unknown"].includes(endingOf(access, written)));
    if (isOpen) to = Math.max(to, now + (now - from) / 3, from === now && to === now ? now + 30 * DAY : 0);
    if (to === from) to += DAY;
    const margin = (to - from) / 25;
    return [from - margin, to + margin];
}
