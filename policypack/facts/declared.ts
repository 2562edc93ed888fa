import type { Resource } from "../core/rule";
import { type Value, inputOf, legible } from "./values";

/**
 * Whether an input of another resource stands for one of these: was made from it, or is the name that the program gave
 * it in one of the inputs `names`. A rule that judges the resource itself has nothing to add where it is named.
 */
export function declared(resources: readonly Resource[], names: readonly string[]): (by: Resource, input: Value) => boolean {
    const urns = new Set(resources.map(({ urn }) => urn));
    const written = new Set(resources.flatMap(({ inputs }) => names.map((name) => legible(() => inputs.get(name)))));
    written.delete(undefined);
    return ({ sources }, input) => {
        const name = legible(() => input);
        // Which element of a list was made from what is not said; one that can be read goes by its name.
        const isPlain = name !== undefined && input.path.includes("[");
        return written.has(name) || (!isPlain && (sources[inputOf(input)] ?? []).some((urn) => urns.has(urn)));
    };
}
