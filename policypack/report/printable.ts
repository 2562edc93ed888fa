// C0 and C1 controls but the line feed, which a terminal obeys; line breaks that are no line feed; marks of direction, which
// reorder what is read.
const OBEYED = String.raw`\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff`;
// And halves of characters, which JSON.stringify has escaped by itself.
const UNPRINTABLE = new RegExp(`[${OBEYED}]|\\p{Surrogate}`, "gu");
const UNPRINTABLE_IN_JSON = new RegExp(`[${OBEYED}]`, "g");
const LINE_BREAKS = /\r\n|[\n\r\u2028\u2029]/g;

/** One line that says the same and moves nothing on a terminal, in a table or in XML. */
export function printable(text: string): string {
    return text.replace(LINE_BREAKS, " ").replaceAll("\t", "    ").replace(UNPRINTABLE, escape);
}

/** JSON, indented. What a terminal obeys is escaped there too, where JSON would let it stand. */
export function printableJson(value: unknown): string {
    return `${JSON.stringify(value, undefined, 2).replace(UNPRINTABLE_IN_JSON, escape)}\n`;
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
