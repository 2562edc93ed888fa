import type { Resource } from "../core/rule";
import { text } from "./values";

/**
 * Which role an input names: the URN of the resource that it was made from, or what it says; nothing when it is absent.
 * Throws when it is not known yet.
 */
export function roleOf({ sources, inputs }: Resource, input: string): string | undefined {
    const made = sources[input] ?? [];
    return made.length === 1 ? made[0] : text(inputs.get(input)) || undefined;
}
