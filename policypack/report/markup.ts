import { printable, shortened } from "./printable";

/** Longest text that a cell or a line shows. */
export const LONGEST = 500;

/** The backticks of our messages mark names; everything between and around them is escaped. */
export function prose(message: string): string {
    return pieces(shortened(message, LONGEST))
        .map(({ text, isName }) => (isName ? code(text) : escaped(text)))
        .join("");
}

/** As an element and not between backticks: no text can end it, and within it nobody is mentioned and nothing linked. */
export function code(text: string): string {
    return `<code>${escaped(shortened(printable(text), LONGEST))}</code>`;
}

/** For GitHub and GitLab, which make mentions, links, emphasis and elements of what they read. */
export function escaped(text: string): string {
    return (
        printable(text)
            .replace(/&/g, "&amp;")
            .replace(/</g, "&lt;")
            .replace(/>/g, "&gt;")
            .replace(/[\\`*_{}[\]()#|~!$]/g, "\\$&")
            // Addresses are shown, not linked.
            .replace(/@/g, "&#64;")
            .replace(/:\/\//g, "&#58;//")
    );
}

/** The Markdown of OSCAL, which has names between backticks and no elements. */
export function oscalProse(message: string): string {
    return pieces(message)
        .map(({ text, isName }) => (isName ? `\`${text}\`` : text.replace(/[\\`*_~^<>&[\]{}|$!#]/g, "\\$&")))
        .join("")
        .trim();
}

function pieces(message: string): readonly { readonly text: string; readonly isName: boolean }[] {
    return printable(message)
        .split(/`([^`]+)`/)
        .map((text, index) => ({ text, isName: index % 2 === 1 }));
}
