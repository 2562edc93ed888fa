// C0 and C1 controls, which a terminal obeys; marks of direction, which reorder what is read; halves of characters.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|\p{Surrogate}/gu;

/** One line that says the same and moves nothing on a terminal: some of it is written by other people. */
export function printable(text: string): string {
    return text.replace(UNPRINTABLE, escaped);
}

/** JSON, indented; what a terminal obeys is escaped there too. */
export function printableJson(value: unknown): string {
    const lines = JSON.stringify(value, undefined, 2).split("\n");
    return `${lines.map((line) => line.replace(UNPRINTABLE, escaped)).join("\n")}\n`;
}

function escaped(character: string): string {
    return Array.from({ length: character.length }, (_, index) => {
        return `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`;
    }).join("");
}
