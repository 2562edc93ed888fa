/** An error that says what another says, without the values and without what else that one carries. */
export function wordless(what: string, error: unknown, values: readonly (string | undefined)[]): Error {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    const hidden = values
        .flatMap((value) => (value === undefined ? [] : [value, ...parts(value)]))
        .sort((one, other) => other.length - one.length);
    const text = hidden.reduce((left, value) => left.replaceAll(value, "(secret)"), message);
    const worded = new Error(`${what} failed: ${name === "Error" ? "" : `${name}: `}${text}`);
    // It was thrown elsewhere, and the stack of the other begins with its message.
    delete worded.stack;
    return worded;
}

// A password of three letters would take words apart.
const SHORTEST = 4;

/** The texts within a value that is JSON. */
function parts(value: string): string[] {
    const found: string[] = [];
    try {
        JSON.parse(value, (_, part: unknown) => {
            if (typeof part === "string" && part.length >= SHORTEST) found.push(part);
            return part;
        });
    } catch {
        // It is no JSON, and has no parts.
    }
    return found;
}
