/**
 * Whether a regular expression fits whole texts only, as each of its alternatives has `^` before and `$` after it. They
 * may stand in groups, but in no more than so many, as a pattern may be of any length.
 */
export function isAnchored(pattern: string, groups = 8): boolean {
    return alternatives(pattern).every(
        (alternative) =>
            (/^(\^|\\A)/.test(alternative) && /(^|[^\\])(\\\\)*(\$|\\[zZ])$/.test(alternative)) ||
            (groups > 0 &&
                isGroup(alternative) &&
                isAnchored(alternative.replace(/^\((\?:)?/, "").slice(0, -1), groups - 1)),
    );
}

/** The alternatives outside of any group and class: of "^(a|b)$|c" these are "^(a|b)$" and "c". */
function alternatives(pattern: string): readonly string[] {
    const found: string[] = [];
    let [from, depth, inClass] = [0, 0, false];
    for (let at = 0; at < pattern.length; at++) {
        const character = pattern[at];
        if (character === "\\") at++;
        else if (inClass) inClass = character !== "]";
        else if (character === "[") inClass = true;
        else if (character === "(") depth++;
        else if (character === ")") depth--;
        else if (character === "|" && depth === 0) {
            found.push(pattern.slice(from, at));
            from = at + 1;
        }
    }
    return [...found, pattern.slice(from)];
}

/** Whether one pair of parentheses goes around it all. */
function isGroup(pattern: string): boolean {
    let depth = 0;
    for (let at = 0; at < pattern.length; at++) {
        if (pattern[at] === "\\") at++;
        else if (pattern[at] === "(") depth++;
        else if (pattern[at] === ")" && --depth === 0) return at === pattern.length - 1;
        if (depth === 0) return false;
    }
    return false;
}
