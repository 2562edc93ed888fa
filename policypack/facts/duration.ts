import { parse } from "tinyduration";
import { Malformed, type Value, text } from "./values";

const UNITS = { d: 86_400, h: 3_600, m: 60, s: 1 } as const;

/** Seconds of a duration as this project writes it: "15m", "1h", "90d". Undefined when it is written otherwise. */
export function ownDuration(written: string): number | undefined {
    const match = /^(\d{1,9})([dhms])$/.exec(written);
    return match ? Number(match[1]) * UNITS[match[2] as keyof typeof UNITS] : undefined;
}

/** Seconds of an ISO 8601 duration such as "PT8H". Years and months have no fixed length and are refused, as is a sign. */
export function isoDuration(value: Value): number | undefined {
    const written = text(value);
    if (written === undefined) return undefined;
    const parts = parseIso(written);
    if (!parts || parts.negative || parts.years || parts.months) {
        throw new Malformed(value.path, 'an ISO 8601 duration such as "PT1H"');
    }
    return (
        (parts.weeks ?? 0) * 7 * UNITS.d +
        (parts.days ?? 0) * UNITS.d +
        (parts.hours ?? 0) * UNITS.h +
        (parts.minutes ?? 0) * UNITS.m +
        (parts.seconds ?? 0)
    );
}

/** Seconds of a Google duration such as "3600s" or "3.5s". */
export function googleDuration(value: Value): number | undefined {
    const written = text(value);
    if (written === undefined) return undefined;
    if (!/^\d{1,12}(\.\d{1,9})?s$/.test(written)) throw new Malformed(value.path, 'a duration in seconds such as "3600s"');
    return Number(written.slice(0, -1));
}

const INSTANT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

/** Milliseconds since 1970 of a strict RFC 3339 instant, rounded up. Date.parse takes much else: "2026", local times, 30 February. */
export function instant(written: string): number | undefined {
    const match = INSTANT.exec(written);
    if (!match) return undefined;
    const [, wall = "", fraction = "", sign, hours, minutes] = match;
    const utc = Date.parse(`${wall}Z`);
    if (Number.isNaN(utc) || new Date(utc).toISOString().slice(0, wall.length) !== wall) return undefined;
    const beyond = Number(fraction.slice(0, 3).padEnd(3, "0")) + (/[1-9]/.test(fraction.slice(3)) ? 1 : 0);
    const offset = sign ? (Number(hours) * UNITS.h + Number(minutes) * UNITS.m) * (sign === "+" ? 1_000 : -1_000) : 0;
    return utc + beyond - offset;
}

/** Milliseconds since 1970 of an instant such as "2026-01-31T12:00:00Z". */
export function timestamp(value: Value): number | undefined {
    const written = text(value);
    if (written === undefined) return undefined;
    const at = instant(written);
    if (at === undefined) throw new Malformed(value.path, 'an instant such as "2026-01-31T12:00:00Z"');
    return at;
}

/** "1 h 30 min", for people. Whole seconds; the largest units first. */
export function lasting(seconds: number): string {
    const names = { d: "d", h: "h", m: "min", s: "s" } as const;
    let rest = Math.round(seconds);
    const parts = Object.entries(UNITS).flatMap(([unit, length]) => {
        const count = Math.floor(rest / length);
        rest -= count * length;
        return count > 0 ? [`${count} ${names[unit as keyof typeof UNITS]}`] : [];
    });
    return parts.join(" ") || "0 s";
}

// The parser takes the first duration that it finds within a text.
const ISO = /^-?P([\d.,]+Y)?([\d.,]+M)?([\d.,]+W)?([\d.,]+D)?(T([\d.,]+H)?([\d.,]+M)?([\d.,]+S)?)?$/;

function parseIso(written: string) {
    if (!ISO.test(written)) return undefined;
    try {
        return parse(written);
    } catch {
        return undefined;
    }
}
