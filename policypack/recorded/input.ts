import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { Failed } from "../preview/failed";

/** How a message calls it. */
export function nameOf(source: string | Readable): string {
    if (typeof source !== "string") return "The input";
    return source === "-" ? "Standard input" : source;
}

/** The bytes, as they come. */
export async function* pieces(source: string | Readable): AsyncGenerator<Uint8Array> {
    const file = nameOf(source);
    if (source === "-" && process.stdin.isTTY) {
        throw new Failed("project", "Standard input is a terminal; pipe a state, a plan or events into it, or name a file.");
    }
    const stream = source === "-" ? process.stdin : typeof source === "string" ? createReadStream(source) : source;
    let isFirst = true;
    try {
        for await (const read of stream) {
            const piece = typeof read === "string" ? Buffer.from(read) : (read as Uint8Array);
            if (isFirst) refuseOtherEncodings(piece, file);
            isFirst = false;
            yield piece;
        }
    } catch (error) {
        if (error instanceof Failed) throw error;
        const { code, message } = error as NodeJS.ErrnoException;
        const why = { ENOENT: "does not exist", EISDIR: "is a folder" }[code ?? ""] ?? `cannot be read: ${message}`;
        throw new Failed("project", `${file} ${why}.`, { cause: error });
    }
}

function refuseOtherEncodings([first, second]: Uint8Array, file: string): void {
    const begins = (a: number, b: number) => first === a && second === b;
    if (begins(0x1f, 0x8b)) {
        throw new Failed("project", `${file} is compressed; pipe it in: gunzip -c <file> | jit-guard check -`);
    }
    // What `>` writes in older PowerShells.
    if (begins(0xff, 0xfe) || begins(0xfe, 0xff) || second === 0) {
        throw new Failed("project", `${file} is UTF-16, not UTF-8; let the command write it, with --file, or convert it.`);
    }
}
