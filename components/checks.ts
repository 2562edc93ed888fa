import { type Check, Refused } from "./arguments";

/** Readers of arguments that several components share. */

const UNITS = { m: 60, h: 3_600, d: 86_400 } as const;

export interface Bounds {
    /** What holds when the argument is left out, such as "1h". */
    readonly byDefault: string;
    readonly least: string;
    readonly most: string;
    /** Why it may not be longer. */
    readonly because: string;
    /** Where only whole units count, such as "1h" for whole hours. */
    readonly step?: string;
    readonly rule?: string;
}

/** Seconds of a duration such as "15m", "1h" or "90d". */
export function duration({ byDefault, least, most, because, step, rule }: Bounds): Check<number> {
    return (given, at) => {
        const refuse = (wrong: string) => new Refused(at, wrong, `${at}: "${byDefault}"`, rule);
        if (typeof given === "number") throw refuse("is a number without a unit.");
        const asked = seconds(given ?? byDefault);
        if (asked === undefined) throw refuse('is no duration such as "15m", "1h" or "90d".');
        if (asked > seconds(most)!) throw refuse(`is longer than ${most}: ${because}.`);
        if (asked < seconds(least)!) throw refuse(`is shorter than ${least}.`);
        if (step && asked % seconds(step)! !== 0) throw refuse(`is no multiple of ${step}.`);
        return asked;
    };
}

function seconds(written: unknown): number | undefined {
    const match = typeof written === "string" ? /^(\d{1,6})([mhd])$/.exec(written) : null;
    return match ? Number(match[1]) * UNITS[match[2] as keyof typeof UNITS] : undefined;
}

/** The shortest spelling of so many seconds: "90d". The inverse of what is read. */
export function written(lasting: number): string {
    const unit = (["d", "h", "m"] as const).find((of) => lasting % UNITS[of] === 0) ?? "m";
    return `${lasting / UNITS[unit]}${unit}`;
}

/** From when to when, in milliseconds since 1970; the end is the first instant after. */
export interface Window {
    readonly start: number;
    readonly end: number;
}

const LONGEST_AHEAD = 30;
const RULE = "aws-require-permission-window";

/** Of { notBefore, notAfter }. `now` is in milliseconds since 1970. */
export function window(now: number, rule: string = RULE): Check<Window> {
    return (given) => {
        const { notBefore, notAfter } = given as { notBefore?: unknown; notAfter?: unknown };
        const line = (at: string, hours: number) => `${at}: "${iso(Math.ceil(now / 3_600_000 + hours) * 3_600_000)}"`;
        const read = (at: string, value: unknown, hours: number) => {
            const refuse = (wrong: string) => new Refused(at, wrong, `for example ${line(at, hours)}`, rule);
            if (value === undefined) throw refuse("is missing.");
            if (typeof value !== "string") throw refuse("is no text.");
            if (/^\d{4}-\d\d-\d\d([T ][\d:.]*)?$/.test(value)) throw refuse("is an instant without a zone, or only a day.");
            const found = instant(value);
            if (found === undefined) throw refuse("is no instant.");
            return { found, refuse };
        };
        const start = read("notBefore", notBefore, 0);
        const end = read("notAfter", notAfter, 8);
        if (end.found <= start.found) throw end.refuse("is not after notBefore.");
        if (end.found <= now) throw end.refuse("is past. Take the grant out of the program, or give it a new window.");
        const ahead = end.found - now;
        if (ahead > LONGEST_AHEAD * UNITS.d * 1_000) {
            throw end.refuse(`is more than ${LONGEST_AHEAD} d ahead: access for longer is asked for again.`);
        }
        return { start: start.found, end: end.found };
    };
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/;

function instant(value: string): number | undefined {
    if (!INSTANT.test(value)) return undefined;
    const at = Date.parse(value);
    if (Number.isNaN(at)) return undefined;
    // Date.parse takes the 30th of February for the 2nd of March.
    const wall = value.slice(0, 19);
    return new Date(Date.parse(`${wall}Z`)).toISOString().startsWith(wall) ? at : undefined;
}

/** An instant as cloud documents take it, to the second. */
export function iso(at: number): string {
    return new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
}

/** The instant of the run, in milliseconds since 1970; JIT_GUARD_NOW sets it, as for the policy pack. */
export function now(): number {
    const { JIT_GUARD_NOW } = process.env;
    if (!JIT_GUARD_NOW) return Date.now();
    // Fractions of a second, as clocks print them, are nothing that a window could have.
    const at = instant(JIT_GUARD_NOW.replace(/\.\d+(?=Z|[+-])/, ""));
    if (at === undefined) throw new Error('JIT_GUARD_NOW is no instant such as "2026-01-15T12:00:00Z".');
    return at;
}

/** A text that must be there. */
export function required(example: string, rule?: string): Check<string> {
    return (given, at) => {
        const line = `${at}: ${example}`;
        if ((given ?? "") === "") throw new Refused(at, "is missing.", line, rule);
        if (typeof given !== "string") throw new Refused(at, "is no text.", line, rule);
        return given;
    };
}

/** A text of a form. */
export function like(form: RegExp, what: string, example: string, rule?: string): Check<string> {
    const present = required(example, rule);
    return (given, at) => {
        const found = present(given, at);
        if (!form.test(found)) throw new Refused(at, `is no ${what}.`, `${at}: ${example}`, rule);
        return found;
    };
}

/** A list whose length decides which resources there are, so that it cannot be an output. */
export function list(least: number, most: number, example: string): Check<readonly unknown[]> {
    return (given, at) => {
        const refuse = (wrong: string) => new Refused(at, wrong, `${at}: [${example}]`);
        if (given === undefined && least === 0) return [];
        if (given === undefined) throw refuse("is missing.");
        if (!Array.isArray(given)) throw refuse("is not a list that is known before the deployment.");
        if (given.length < least) throw refuse(`has ${given.length} of at least ${least}.`);
        if (given.length > most) throw new Refused(at, `has ${given.length}, more than ${most}.`, `at most ${most}`);
        return given as readonly unknown[];
    };
}

/** Where it says what to do. */
export const runbookUrl = like(
    /^(?=.{1,300}$)https:\/\/[\w.-]+(:\d+)?([/?#][\w\-.~:/?#[\]@!$&'()*+,;=%]*)?$/,
    "https URL",
    '"https://runbooks.example.com/break-glass"',
);
