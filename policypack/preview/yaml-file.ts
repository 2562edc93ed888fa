import { readFileSync } from "node:fs";
import { LineCounter, parseDocument } from "yaml";
import { Failed } from "./failed";

/** What a YAML or JSON file says; undefined when it says nothing. Throws with file and line. */
export function readYaml(file: string): unknown {
    let text: string;
    try {
        text = readFileSync(file, "utf8");
    } catch (error) {
        throw new Failed("project", `${file} cannot be read: ${(error as Error).message}.`, { cause: error });
    }
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    const [error] = document.errors;
    if (error) {
        const { line, col } = lines.linePos(error.pos[0]);
        throw new Failed("project", `${file}:${line}:${col}: ${error.message.replace(/\.$/, "")}.`);
    }
    try {
        return (document.toJS() as unknown) ?? undefined;
    } catch (cause) {
        // An alias without an anchor, or too many of them.
        throw new Failed("project", `${file}: ${(cause as Error).message}.`, { cause });
    }
}
