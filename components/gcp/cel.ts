import { type Check, Refused } from "../arguments";
import { required } from "../checks";

/** Common Expression Language, as conditions of Google Cloud are written in it. */

/** A text, quoted. What JSON escapes, CEL reads alike. */
export function quoted(text: string): string {
    return JSON.stringify(text);
}

/** That what an expression gives is one of these texts, to the letter. */
export function oneOf(expression: string, texts: readonly string[]): string {
    const [only, ...more] = texts.map(quoted);
    return more.length === 0 ? `${expression} == ${only}` : `${expression} in [${[only, ...more].join(", ")}]`;
}

// A text, or a comment. https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax
const RAW = "(?:[rR][bB]?|[bB][rR])";
const OPAQUE = new RegExp(
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

/** Whether an expression in brackets stays between them: "a || b", and not "true) || (true". GrantSweep asks the same. */
export function isOneTerm(expression: string): boolean {
    const rest = expression.replace(OPAQUE, " ");
    // A text or a comment that does not end here.
    if (/["'\\]|\/\//.test(rest)) return false;
    let depth = 0;
    for (const letter of rest) {
        if (letter === "(") depth++;
        if (letter === ")" && --depth < 0) return false;
    }
    return depth === 0;
}

/** An expression that a condition is joined with, and that can only narrow it. */
export function term(example: string, rule?: string): Check<string> {
    const present = required(example, rule);
    return (given, at) => {
        const found = present(given, at);
        const refuse = (wrong: string) => new Refused(at, wrong, `${at}: ${example}`, rule);
        if (found.replace(OPAQUE, (part) => (part.startsWith("//") ? "" : part)).trim() === "") throw refuse("is empty.");
        if (!isOneTerm(found)) throw refuse("has a bracket, a text or a comment that does not end in it.");
        return found;
    };
}
