import { printable, shortened } from "../printable";

/** What is HTML already. Only `markup` makes it, which escapes all else that it is given. */
export class Markup {
    constructor(readonly text: string) {}
}

type Inner = Markup | string | number | false | undefined | readonly Inner[];

const LONGEST_TEXT = 1_000;
const ENTITIES: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
};

/** A template whose values are escaped, for an element or for an attribute in quotes. */
export function markup(written: TemplateStringsArray, ...inner: readonly Inner[]): Markup {
    return new Markup(written.map((text, index) => text + escaped(inner[index])).join(""));
}

function escaped(inner: Inner): string {
    if (inner === undefined || inner === false) return "";
    if (inner instanceof Markup) return inner.text;
    if (typeof inner === "object") return inner.map(escaped).join("");
    return printable(String(inner)).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** A message: its backticks mark names. */
export function prose(message: string): Markup {
    const pieces = shortened(printable(message), LONGEST_TEXT).split(/`([^`]+)`/);
    return markup`${pieces.map((piece, index) => (index % 2 === 1 ? code(piece) : piece))}`;
}

export function code(text: string): Markup {
    return markup`<code>${shortened(printable(text), LONGEST_TEXT)}</code>`;
}

/** The first ones, and the others behind a line that says how many they are. */
export function capped<T>(items: readonly T[], most: number, list: (items: readonly T[]) => Markup): Markup {
    const more = items.length - most;
    if (more <= 0) return list(items);
    return markup`${list(items.slice(0, most))}
<details class="more"><summary>and ${more} more</summary>${list(items.slice(most))}</details>`;
}
