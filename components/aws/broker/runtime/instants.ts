/** An instant as policies take it, to the second: never later than it is. In milliseconds since 1970. */
export function second(at: number): string {
    const written = new Date(at).toISOString();
    // Beyond the year 9999 it would be of a form that AWS does not take.
    if (!/^\d{4}-/.test(written)) throw new RangeError("Invalid time value");
    return written.replace(/\.\d+Z$/, "Z");
}
