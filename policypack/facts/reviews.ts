import { instant, ownDuration } from "./duration";
import { Malformed, type Unreadable, type Value, each, isUnreadable, readable, text } from "./values";

/** When somebody looks again, as tags and labels say it. */

const DAY = 86_400_000;

/** A day, or an instant, in milliseconds since 1970. */
export interface Moment {
    readonly from: number;
    /** The last of it: a day is counted to its end, in UTC. */
    readonly until: number;
    /** As it may be said in a message. */
    readonly written: string;
}

/** Seconds between two reviews, written "90d". */
export function cadence(value: Value): number | undefined {
    const written = text(value);
    if (written === undefined) return undefined;
    const seconds = ownDuration(written.trim());
    if (!seconds) throw new Malformed(value.path, 'a time between reviews such as "90d"');
    return seconds;
}

/** A day such as "2026-01-31", or an instant such as "2026-01-31T12:00:00Z". */
export function moment(value: Value): Moment | undefined {
    const written = text(value)?.trim();
    if (written === undefined) return undefined;
    const isDay = /^\d{4}-\d\d-\d\d$/.test(written);
    const from = instant(isDay ? `${written}T00:00:00Z` : written);
    if (from === undefined) throw new Malformed(value.path, 'a day such as "2026-01-31", or an instant');
    return at(from, isDay);
}

/** What a resource says of its reviews: how often, when the last was, when the next is due. */
interface Said {
    readonly every?: Value | undefined;
    readonly last?: Value | undefined;
    readonly next?: Value | undefined;
}

interface Fault {
    readonly fault: "overdue" | "yet to come";
    readonly on: Moment;
    readonly at: Value;
}

/** What is wrong with the days of reviews; `limit` are the seconds between two where nothing is said. Late is late once. */
export function* faultsOf({ every, last, next }: Said, limit: number, now: Date): Generator<Fault | Unreadable> {
    const [was] = readable(each(present(last), (at) => [moment(at)]));
    const found = [
        ...each(present(next), function* (at): Generator<Fault> {
            const by = moment(at);
            // What was reviewed since has a stale day here, and is judged by that review.
            if (by && isPast(by, now) && !(was && was.from > by.until)) yield { fault: "overdue", on: by, at };
        }),
        ...each(present(last), function* (at): Generator<Fault> {
            const on = moment(at);
            // Somewhere it is tomorrow already.
            if (on && on.from > now.getTime() + DAY) yield { fault: "yet to come", on, at };
            const by = on && after(on, (every && cadence(every)) ?? limit);
            if (by && isPast(by, now)) yield { fault: "overdue", on: by, at };
        }),
    ];
    const first = found.find((one) => !isUnreadable(one));
    yield* found.filter((one) => one === first || isUnreadable(one));
}

function present(value: Value | undefined): readonly Value[] {
    return value ? [value] : [];
}

/** So many seconds after it. */
function after({ from, until }: Moment, seconds: number): Moment {
    return at(from + seconds * 1_000, until > from);
}

/** Whether it is in the past, to its end. */
function isPast({ until }: Moment, now: Date): boolean {
    return until < now.getTime();
}

function at(from: number, isDay: boolean): Moment {
    const written = new Date(from).toISOString();
    return {
        from,
        until: isDay ? from + DAY - 1 : from,
        written: isDay ? written.slice(0, 10) : written.replace(".000Z", "Z"),
    };
}
