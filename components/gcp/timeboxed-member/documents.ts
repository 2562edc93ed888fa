import { type Window, iso } from "../../checks";

/** A grant that has ended or was edited is found by this title and the form of its condition: GrantSweep looks for both. */
export function title(name: string): string {
    return `jit-guard: ${name}`;
}

/** True within the window, and where what else is demanded is true too. */
export function expression({ start, end }: Window, more?: string): string {
    const within = `request.time >= timestamp("${iso(start)}") && request.time < timestamp("${iso(end)}")`;
    return more === undefined ? within : `${within} && (${more})`;
}
