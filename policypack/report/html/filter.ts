import { type Markup, markup } from "./markup";

/**
 * A form that narrows the list with the id `<name>-list`. It is hidden until the script runs, as nothing answers it
 * before. The name of a field is the attribute of an item, or of a group around it, that it asks for.
 */
export function filter(name: string, all: string, fields: readonly Markup[]): Markup {
    return markup`<form class="filter" data-of="${name}" aria-label="Filter the ${name}" hidden>
<div class="fields">${fields}</div>
<p class="state"><output aria-live="polite" data-all="${all}">${all}</output> <span><button type="button" data-open="true">Open all</button> <button type="button" data-open="false">Close all</button> <button type="reset">Clear</button></span></p>
</form>`;
}

/** One box for each value that occurs. None ticked asks for all. */
export function checkboxes(
    title: string,
    name: string,
    values: readonly string[],
    found: ReadonlyMap<string, readonly unknown[]>,
    words: Readonly<Record<string, string>> = {},
): Markup {
    const boxes = values.flatMap((value) => {
        const count = found.get(value)?.length ?? 0;
        if (count === 0) return [];
        return [
            markup`<label class="box"><input type="checkbox" name="${name}" value="${value}"><span>${words[value] ?? value} ${count}</span></label> `,
        ];
    });
    return boxes.length < 2 ? markup`` : markup`<fieldset><legend>${title}</legend>${boxes}</fieldset>`;
}

export function select(title: string, name: string, options: readonly (readonly [string, string])[]): Markup {
    const written = options.map(([value, text]) => markup`<option value="${value}">${text}</option>`);
    return markup`<label>${title}<select name="${name}"><option value="">all</option>${written}</select></label>`;
}

export function search(title: string, name: string, hint: string): Markup {
    return markup`<label class="search">${title}<input type="search" name="${name}" placeholder="${hint}" autocomplete="off" spellcheck="false"></label>`;
}
