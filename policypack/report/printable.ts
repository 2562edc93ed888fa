// C0 and C1 controls, which a terminal obeys; marks of direction, which reorder what is read; halves of characters.
const UNPRINTABLE =
    // eslint-disable-next-line no-control-regex -- these are what must not get through
    /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|\p{Surrogate}/gu;
const LINE_BREAKS = /\r\n|[\n\r\u2028\u2029]/g;

/** One line that says the same and moves nothing on a terminal, in a table or in XML. */
export function printable(text: string): string {
    return text.replace(LINE_BREAKS, " ").replaceAll("\t", "    ").replace(UNPRINTABLE, escape);
}

/** JSON, indented. What a terminal obeys is escaped there too, where JSON would let it stand. */
export function printableJson(value: unknown): string {
    return `${JSON.stringify(value, undefined, 2)
        .split("\n")
        .map((line) => line.replace(UNPRINTABLE, escape).replace(/[\u2028\u2029]/g, escape))
        .join("\n")}\n`;
}

function escape(character: string): string {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** The lines of a text, each printable. Without the empty ones at its end. */
export function printableLines(text: string): readonly string[] {
    return text.trimEnd().split(LINE_BREAKS).map(printable);
}

/** Whole when it has at most `limit` characters, else its beginning and a word on the rest. */
export function shortened(text: string, limit: number): string {
    const characters = [...text];
    if (characters.length <= limit) return text;
    return `${characters.slice(0, limit).join("")}… (${characters.length - limit} more characters)`;
}

/** "1 finding", "2 findings". */
export function counted(count: number, one: string, many = `${one}s`): string {
    return `${count} ${count === 1 ? one : many}`;
}
