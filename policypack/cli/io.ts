import type { Readable } from "node:stream";

/** What a command reads of and writes to the world, so that a test can be the world. `process` is one. */
export interface Io {
    readonly stdout: Stream;
    readonly stderr: Stream;
    readonly stdin?: Readable & { readonly isTTY?: boolean };
    readonly env: Readonly<Record<string, string | undefined>>;
    cwd(): string;
}

export interface Stream {
    readonly isTTY?: boolean;
    write(text: string): unknown;
}

/** What the exit code of the command says. */
export const EXIT = { clean: 0, violations: 1, notRun: 2 } as const;
export type Exit = (typeof EXIT)[keyof typeof EXIT];

/** A command that cannot be carried out as it was given. The message says what, where, and what to write instead. */
export class UsageError extends Error {
    override readonly name = "UsageError";
}

/** As Node decides it: FORCE_COLOR over NO_COLOR over what the stream is. */
export function showsColour(stream: Stream, { FORCE_COLOR, NO_COLOR, TERM }: Io["env"]): boolean {
    if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
    if (NO_COLOR) return false;
    return stream.isTTY === true && TERM !== "dumb";
}
