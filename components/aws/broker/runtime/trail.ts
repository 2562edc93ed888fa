import { createHash } from "node:crypto";

/**
 * What is told of a record, as a chain: each entry names the hash of the one before. An entry is decided by the same write
 * as the change that it tells of, and goes with the record until it is in the bucket.
 */
export interface Trail {
    /** How many entries there are. */
    readonly length: number;
    /** Hash of the last entry. */
    readonly head: string;
    /** The entries, as text, that may not be in the bucket yet. In order; the last of them is the last of all. */
    readonly unsaid: readonly string[];
}

export interface Entry {
    readonly schema: 1;
    /** Id of the record. */
    readonly of: string;
    /** From 0. */
    readonly seq: number;
    /** Hash of the entry before. */
    readonly after: string;
    readonly at: number;
    readonly by: string;
    readonly event: string;
    readonly state: string;
    readonly details: Readonly<Record<string, unknown>>;
}

export const START = "0".repeat(64);
export const EMPTY: Trail = { length: 0, head: START, unsaid: [] };

export function appended(trail: Trail, told: Omit<Entry, "schema" | "seq" | "after">): Trail {
    const { of, at, by, event, state, details } = told;
    const entry: Entry = { schema: 1, of, seq: trail.length, after: trail.head, at, by, event, state, details };
    const text = JSON.stringify(entry);
    return { length: trail.length + 1, head: hashOf(text), unsaid: [...trail.unsaid, text] };
}

export function hashOf(text: string): string {
    return createHash("sha256").update(text).digest("hex");
}
