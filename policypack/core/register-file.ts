import { readFileSync } from "node:fs";
import type { Document, LineCounter } from "yaml";
import { isRecord } from "../facts/values";

/** A register as it is written, and where each thing in it stands. */
export interface RegisterFile {
    /** As it was named. */
    readonly file: string;
    /** Where it is. */
    readonly path: string;
    /** What it says; `unreadable` in it where that could not be found out. */
    readonly document: Readonly<Record<string, unknown>>;
    /** The place of a path such as "exceptions[3].expires", or of the nearest thing around it. From 1. */
    place(path: string): { readonly line: number; readonly column: number };
}

/** A register of exceptions or a baseline, YAML or JSON. `shown` is how messages name the file. Throws when there is no file. */
export function readRegister(file: string, shown = file): RegisterFile {
    return parseRegister(readFileSync(file, "utf8"), file, shown);
}

/** The same of a text that stands, or is to stand, in the file. */
export function parseRegister(text: string, file: string, shown: string): RegisterFile {
    // Most runs have no register: the library is loaded for those that have.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { LineCounter, parseDocument } = require("yaml") as typeof import("yaml");
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    const [error] = document.errors;
    if (error) {
        const { line, col: column } = lines.linePos(error.pos[0]);
        return { file: shown, path: file, document: { unreadable: bare(error.message) }, place: () => ({ line, column }) };
    }
    return { file: shown, path: file, document: contentOf(document), place: (at) => placeOf(document, lines, at) };
}

function contentOf(document: Document): Readonly<Record<string, unknown>> {
    try {
        const content = (document.toJS() as unknown) ?? {};
        return isRecord(content) ? content : { unreadable: "it holds no object of fields" };
    } catch (error) {
        // An alias without an anchor, or too many of them.
        return { unreadable: bare((error as Error).message) };
    }
}

function placeOf(document: Document, lines: LineCounter, path: string): { line: number; column: number } {
    const keys = path
        .split(/[.[\]]+/)
        .filter(Boolean)
        .map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    for (; keys.length > 0; keys.pop()) {
        const node = document.getIn(keys, true) as { range?: readonly [number, number, number] | null } | undefined;
        if (node?.range) {
            const { line, col } = lines.linePos(node.range[0]);
            return { line, column: col };
        }
    }
    return { line: 1, column: 1 };
}

function bare(message: string): string {
    return message.replace(/\.$/, "").split("\n")[0]!;
}
