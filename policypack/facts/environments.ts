import type { Resource } from "../core/rule";
import { placeOfSigns, sign } from "./ownership";
import { each, legible, readable } from "./values";

/** Which environment something belongs to, by the words in its tags and names. */

/** What the words of one's environments are. */
export interface Words {
    readonly production: readonly string[];
    readonly others: readonly string[];
}

/** The words in use, for the defaults of options. */
export const PRODUCTION = ["prod", "production", "prd"];
export const OTHERS = [
    "dev",
    "development",
    "test",
    "testing",
    "qa",
    "uat",
    "stage",
    "staging",
    "sandbox",
    "nonprod",
    "preprod",
];

export const IS_PRODUCTION = "production";

const TAGS = ["environment", "env", "stage", "deployment-environment"];
const NAMES = ["name", "namePrefix", "path", "family", "clusterName", "namespace", "accountId", "projectId"];

// In these the word says what something does, or for whom, and not where.
const OTHER_MEANINGS =
    /\b(a-b|acceptance|e2e|integration|load|pen|performance|regression|smoke|stress|unit)-tests?\b|\btest-(bot|data|harness|reports?|results?|runners?|suite)\b|\bdev-(box|leads?|ops|portal|rel|teams?|tools?)\b/g;

/** The environment that a name speaks of; nothing when it speaks of none, or of production and another. */
export function environmentIn(name: string, { production, others }: Words): string | undefined {
    const words = name
        .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "-")
        .replace(/\b(non|pre|not)-prod(uction)?\b/g, (_, before: string) => (before === "pre" ? "preprod" : "nonprod"))
        .replace(OTHER_MEANINGS, "")
        .split("-")
        // As in "dev2".
        .flatMap((word) => [word, word.replace(/\d+$/, "")]);
    const isProduction = words.some((word) => production.includes(word));
    const other = words.find((word) => others.includes(word));
    if (isProduction) return other === undefined ? IS_PRODUCTION : undefined;
    // "dev" and "development" are one, as are "stage" and "staging": a word and its short form begin alike.
    return other?.slice(0, 3);
}

/** The environment that a resource says it is of: by its tags, or else by its names. */
export function ownEnvironment(resource: Resource, words: Words): string | undefined {
    const { name, inputs, type } = resource;
    const [tag] = readable(
        each(placeOfSigns(resource) === "description" ? [] : [resource], (of) => {
            const found = sign(of, TAGS);
            return found && !found.unknown ? [legible(() => found)] : [];
        }),
    );
    const own = [name, ...NAMES.map((input) => legible(() => inputs.get(input)))];
    // Everything is in some project, but only of Google Cloud.
    const project = type.startsWith("gcp:") ? legible(() => inputs.get("project")) : undefined;
    return first([tag, own.filter(Boolean).join(" "), project], words);
}

/** The same, or else by the stack that it is in. */
export function environmentOf(resource: Resource, words: Words): string | undefined {
    const [, stack] = /^urn:pulumi:(.*?)::/.exec(resource.urn) ?? [];
    return ownEnvironment(resource, words) ?? first([stack], words);
}

/** By the first of these that speaks of one. */
export function first(names: readonly (string | undefined)[], words: Words): string | undefined {
    for (const name of names) {
        const found = name === undefined ? undefined : environmentIn(name, words);
        if (found !== undefined) return found;
    }
    return undefined;
}
