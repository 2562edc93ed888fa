/** "15m", "1h", "2d". A bare number would be seconds to one and hours to another. */
export type Duration = `${number}${"m" | "h" | "d"}`;

const SECONDS = { m: 60, h: 3_600, d: 86_400 };

/** Undefined: it is no duration. */
export function seconds(written: string): number | undefined {
    const [, count, unit] = /^([1-9]\d{0,5})([mhd])$/.exec(written) ?? [];
    return count === undefined ? undefined : Number(count) * SECONDS[unit as keyof typeof SECONDS];
}

/** The shortest spelling of so many seconds. */
export function written(lasting: number): string {
    const unit = (["d", "h", "m"] as const).find((each) => lasting > 0 && lasting % SECONDS[each] === 0);
    return unit ? `${lasting / SECONDS[unit]}${unit}` : `${lasting} s`;
}
