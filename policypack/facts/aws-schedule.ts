import { Malformed, type Value, text } from "./values";

const DAY = 86_400;
const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** The longest time, in seconds, between two runs of a rotation schedule: "rate(30 days)" or "cron(0 8 1 * ? *)". */
export function longestInterval(schedule: Value): number | undefined {
    const written = text(schedule);
    if (written === undefined) return undefined;
    const interval = ofRate(written) ?? ofCron(written);
    if (interval === undefined)
        throw new Malformed(schedule.path, 'a schedule such as "rate(30 days)" or "cron(0 8 1 * ? *)"');
    return interval;
}

function ofRate(written: string): number | undefined {
    const [, count, unit] = /^rate\(([1-9]\d{0,3}) (hour|day)s?\)$/.exec(written) ?? [];
    return count === undefined ? undefined : Number(count) * (unit === "day" ? DAY : 3_600);
}

// https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html: the minute is 0 and the year "*".
function ofCron(written: string): number | undefined {
    const [, hour = "", date = "", month = "", weekday = ""] = /^cron\(0 (\S+) (\S+) (\S+) (\S+) \*\)$/i.exec(written) ?? [];
    const months = numbers(month, 1, 12, MONTHS);
    const [dates, weekdays] = [onDate(date), onWeekday(weekday)];
    if (!numbers(hour, 0, 23) || !months || !dates || !weekdays) return undefined;
    // Eight years hold each combination of month lengths; of a day with several runs only that it has one is seen.
    let [last, longest] = [-1, 0];
    for (let index = 0; index < 8 * 366; index++) {
        const day = new Date(Date.UTC(2024, 0, 1 + index));
        if (!months.has(day.getUTCMonth() + 1) || !dates(day) || !weekdays(day)) continue;
        if (last >= 0) longest = Math.max(longest, index - last);
        last = index;
    }
    return longest > 0 ? longest * DAY : undefined;
}

type Matcher = ((day: Date) => boolean) | undefined;

function onDate(field: string): Matcher {
    if (field === "?") return () => true;
    if (field === "L") return (day) => endsMonthWithin(day, 1);
    const dates = numbers(field, 1, 31);
    return dates && ((day) => dates.has(day.getUTCDate()));
}

function onWeekday(field: string): Matcher {
    if (field === "?") return () => true;
    const [, name = "", which] = /^(\w+?)(L|#[1-5])$/i.exec(field) ?? [];
    const days = numbers(name || (field === "L" ? "7" : field), 1, 7, WEEKDAYS);
    if (!days) return undefined;
    return (day) =>
        days.has(day.getUTCDay() + 1) &&
        (which === undefined ||
            (which.startsWith("#") ? Math.ceil(day.getUTCDate() / 7) === Number(which[1]) : endsMonthWithin(day, 7)));
}

/** Whether so many days later it is another month. */
function endsMonthWithin(day: Date, days: number): boolean {
    return new Date(day.getTime() + days * DAY * 1_000).getUTCMonth() !== day.getUTCMonth();
}

/** The numbers that a field stands for: "*", "1,15", "MON-FRI", "1/7". */
function numbers(field: string, from: number, to: number, names: readonly string[] = []): ReadonlySet<number> | undefined {
    const found = new Set<number>();
    for (const part of field.toUpperCase().split(",")) {
        const [, range, start = "", end, step = "1"] = /^(\*|(\w+)(?:-(\w+))?)(?:\/(\d{1,4}))?$/.exec(part) ?? [];
        if (range === undefined || Number(step) === 0) return undefined;
        const first = range === "*" ? from : numberOf(start);
        const last = range === "*" || (end === undefined && part.includes("/")) ? to : numberOf(end ?? start);
        if (!(first >= from && last <= to && first <= last)) return undefined;
        for (let number = first; number <= last; number += Number(step)) found.add(number);
    }
    return found;

    function numberOf(written: string): number {
        const index = names.indexOf(written);
        return index >= 0 ? index + from : /^\d{1,2}$/.test(written) ? Number(written) : NaN;
    }
}
