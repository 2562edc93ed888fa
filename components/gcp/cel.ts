import { type Check, Refused } from "../arguments";
import { required } from "../checks";
import { OPAQUE, isOneTerm } from "./grant-sweep/runtime/form";

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
