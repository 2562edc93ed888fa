import type { Readable } from "node:stream";
import type { Identity } from "../client/signing";
import type { Evidence, Place } from "./evidence";
import type { State } from "../client/grant";

/** What the command reads of and writes to the world, so that a test can be the world. */
export interface Io {
    readonly stdout: Stream;
    readonly stderr: Stream;
    readonly stdin?: Readable & { readonly isTTY?: boolean };
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly fetch: typeof fetch;
    /** In milliseconds since 1970. */
    readonly now: () => number;
    /** Who signs: of a profile, or of what the AWS SDK finds. */
    readonly credentials: (profile?: string) => () => Promise<Identity>;
    /** Runs a command with this environment; gives its exit code. */
    readonly run: (command: readonly string[], env: NodeJS.ProcessEnv) => Promise<number>;
    /** How often to look while waiting, in milliseconds. */
    readonly every: number;
    /** Of every client of AWS, such as its endpoint. */
    readonly aws?: Readonly<Record<string, unknown>>;
    /** @default that of the account */
    readonly evidence?: (place: Place, io: Io) => Promise<Evidence>;
}

export interface Stream {
    readonly isTTY?: boolean;
    write(text: string): unknown;
}

/** What the exit code of the command says. */
export const EXIT = {
    done: 0,
    broken: 1,
    usage: 2,
    notReached: 3,
    refused: 4,
    flawed: 5,
    waiting: 10,
    denied: 11,
    expired: 12,
    ended: 13,
    revoked: 14,
    failed: 15,
} as const;

export const EXIT_OF: Readonly<Record<State, number>> = {
    requested: EXIT.waiting,
    approved: EXIT.waiting,
    activating: EXIT.waiting,
    active: EXIT.done,
    ending: EXIT.ended,
    ended: EXIT.ended,
    revoked: EXIT.revoked,
    denied: EXIT.denied,
    expired: EXIT.expired,
    failed: EXIT.failed,
};

/** A command that cannot be carried out as it was given. The message says what, and what to write instead. */
export class UsageError extends Error {
    override readonly name = "UsageError";
}
