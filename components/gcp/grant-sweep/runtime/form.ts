/** How TimeboxedMember writes a condition, and how it is told from others. */

export const TITLE = "jit-guard: ";

const INSTANT = String.raw`timestamp\("(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)"\)`;
const FORM = new RegExp(String.raw`^request\.time >= ${INSTANT} && request\.time < ${INSTANT}(?: && \(([^]*)\))?$`);
const ONLY_END = new RegExp(`^request\\.time < ${INSTANT}$`);

/**
 * The end that a condition of our form puts to a grant, in milliseconds since 1970; undefined for any other condition,
 * such as one that somebody widened.
 */
export function endOf(expression: string): number | undefined {
    const [, from, until, more] = FORM.exec(expression) ?? [];
    if (from === undefined || until === undefined || (more !== undefined && !isOneTerm(more))) return undefined;
    const [start, end] = [instant(from), instant(until)];
    return start !== undefined && end !== undefined && start < end ? end : undefined;
}

/** The end of a condition that others write, if it is nothing but an end, or has our form. */
export function plainEndOf(expression: string): number | undefined {
    return endOf(expression) ?? instant(ONLY_END.exec(expression.trim())?.[1] ?? "");
}

function instant(written: string): number | undefined {
    const at = Date.parse(written);
    // Date.parse takes the 30th of February for the 2nd of March.
    return Number.isNaN(at) || new Date(at).toISOString() !== written.replace("Z", ".000Z") ? undefined : at;
}

const RAW = "(?:[rR][bB]?|[bB][rR])";
/** A text of CEL, or a comment. https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax */
export const OPAQUE = new RegExp(
    [
        `${RAW}"""[^]*?"""`,
        `${RAW}'''[^]*?'''`,
        String.raw`"""(?:\\[^]|[^\\])*?"""`,
        String.raw`'''(?:\\[^]|[^\\])*?'''`,
        String.raw`${RAW}"[^"\n]*"`,
        String.raw`${RAW}'[^'\n]*'`,
        String.raw`"(?:\\.|[^"\\\n])*"`,
        String.raw`'(?:\\.|[^'\\\n])*'`,
        String.raw`//[^\n]*\n`,
    ].join("|"),
    "g",
);

/** Whether what stands between two brackets stays between them: "a || b", and not "true) || (true". */
export function isOneTerm(between: string): boolean {
    const rest = between.replace(OPAQUE, " ");
    // A text or a comment that does not end here.
    if (/["'\\]|\/\//.test(rest)) return false;
    let depth = 0;
    for (const letter of rest) {
        if (letter === "(") depth++;
        if (letter === ")" && --depth < 0) return false;
    }
    return depth === 0;
}
