/** Pieces of messages. */

/** "a", "a and b", "a, b and c". */
export function listed(parts: readonly string[]): string {
    return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

/** "and 2 other ways"; nothing when there is none. */
export function otherWays(count: number): string {
    return count === 0 ? "" : `and ${count} other ${count === 1 ? "way" : "ways"}`;
}

/** A name that the program chose, or `otherwise` when it does not look like a name. */
export function named(name: string, otherwise: string): string {
    return /^[\w.-]{1,64}$/.test(name) ? `\`${name}\`` : otherwise;
}
