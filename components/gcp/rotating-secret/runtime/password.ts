import { randomBytes } from "node:crypto";
import type { Strategy } from "./strategy";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** A random text of 64 different letters: a value that only its readers must know. */
export function password(length: number): Strategy {
    const done = () => Promise.resolve();
    return {
        create: () => Promise.resolve([...randomBytes(length)].map((byte) => LETTERS[byte % LETTERS.length]).join("")),
        set: done,
        test: done,
    };
}
