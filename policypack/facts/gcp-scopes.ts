import type { Resource } from "../core/rule";
import { type Unreadable, type Value, inputOf, legible, text } from "./values";

/** Where grants hold, and what a program calls the place: "projects/example", or the URN of what makes it. */

const SCOPES: Readonly<Record<string, readonly [input: string, prefix: string]>> = {
    "projects/iAM": ["project", "projects/"],
    "folder/iAM": ["folder", "folders/"],
    "organizations/iAM": ["orgId", "organizations/"],
    "organizations/project": ["folderId", "folders/"],
    "organizations/folder": ["parent", ""],
    "privilegedaccessmanager/entitlement": ["parent", ""],
};

/** The input that names the place of a grant or an entitlement, or what is above a project or folder; and what its ids lack. */
function scopeOf(type: string): readonly [input: string, prefix: string] | undefined {
    const [, key = ""] = /^gcp:(\w+\/(?:iAM(?=Member|Binding|Policy)|\w+))/.exec(type) ?? [];
    return SCOPES[key];
}

/** The names of that place, in one spelling; none where a resource has no such place. */
export function placesOf({ type, inputs, sources }: Resource): readonly string[] {
    const scope = scopeOf(type);
    if (!scope) return [];
    const [input, prefix] = scope;
    const made = sources[input] ?? [];
    const written = legible(() => inputs.get(input));
    if (written === undefined) return made;
    return [/^(projects|folders|organizations)\//.test(written) ? written : `${prefix}${written}`, ...made];
}

/** What cannot be read of the place. One that another resource of the program makes is known by that. */
export function* unreadablePlace(resource: Resource): Generator<Unreadable> {
    const scope = scopeOf(resource.type);
    const place = scope && resource.inputs.get(scope[0]);
    if (place && !isMade(resource, place)) text(place);
}

/** Whether a value is not known yet because it comes from another resource of the program. */
export function isMade({ sources }: Resource, value: Value): boolean {
    return value.unknown && (sources[inputOf(value)] ?? []).length > 0;
}
