import type { Finding } from "../core/rule";
import { type Unreadable, type Value, each, isUnreadable } from "./values";

/** What is wrong with a key that is not rotated: nothing when one of the excuses holds, and what hinders to tell when none does for certain. */
export function* unrotated(
    inputs: Value,
    excuses: readonly ((inputs: Value) => boolean)[],
    path: string,
): Generator<Finding | Unreadable> {
    const held = [...each(excuses, (holds) => [holds(inputs)])];
    if (held.includes(true)) return;
    const unread = held.filter(isUnreadable);
    if (unread.length > 0) yield* unread;
    else yield { message: "The key is not rotated.", path };
}
