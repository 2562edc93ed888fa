import { Value, isRecord } from "../facts/values";
import { Failed } from "../preview/failed";
import type { SeenResource } from "../preview/outcome";
import { isProviderType, nameOf, typeOf } from "../preview/urn";
import { withAges } from "./ages";
import { properties } from "./stored-values";

const STACK = "pulumi:pulumi:Stack";

/** What an engine writes down of a resource, of which it is certain that it has a name. */
export interface Stored extends Readonly<Record<string, unknown>> {
    readonly urn: string;
}

/** A resource out of a file; `where` names its place there. Throws when it is none. */
export function stored(value: unknown, where: string): Stored {
    if (!isRecord(value) || typeof value.urn !== "string" || !/^urn:pulumi:.*::.*::.*::/.test(value.urn)) {
        throw new Failed("project", `${where} is not a resource as Pulumi writes one: it has no URN.`);
    }
    for (const key of ["inputs", "outputs", "propertyDependencies"]) {
        if ((value[key] ?? undefined) !== undefined && !isRecord(value[key])) {
            throw new Failed("project", `${where} is not a resource as Pulumi writes one: its ${key} are no object.`);
        }
    }
    return value as Stored;
}

/** As the rules see it. `old` is what it was before, where it stays the same thing: there its ages stand. */
export function resourceOf(now: Stored, old?: Stored): SeenResource {
    const type = typeof now.type === "string" ? now.type : typeOf(now.urn);
    const kind = kindOf(type, now.custom === true);
    const created = [now.created, old?.created].find((one) => typeof one === "string");
    return {
        urn: now.urn,
        type,
        name: nameOf(now.urn),
        kind,
        inputs: new Value(inputsOf(kind, now, old), ""),
        sources: sourcesOf(now.propertyDependencies),
        aliases: texts(now.aliases),
        ...(typeof now.parent === "string" && now.parent !== "" && { parent: now.parent }),
        ...(created !== undefined && { created }),
        assumed: [],
    };
}

function inputsOf(kind: SeenResource["kind"], now: Stored, old: Stored | undefined): Record<string, unknown> {
    // What a program exports is an input of the stack, as in the offline preview.
    if (kind === "stack") return { outputs: properties(objectOf(now.outputs)) };
    // The engine hides from policies what it and its plugins write to themselves.
    const visible = Object.entries(objectOf(now.inputs)).filter(([key]) => !key.startsWith("__"));
    const inputs = properties(Object.fromEntries(visible));
    return kind === "custom" ? withAges(withAges(inputs, now.outputs), old?.outputs) : inputs;
}

function kindOf(type: string, custom: boolean): SeenResource["kind"] {
    if (isProviderType(type)) return "provider";
    if (custom) return "custom";
    return type === STACK ? "stack" : "component";
}

function sourcesOf(dependencies: unknown): Record<string, readonly string[]> {
    const all = Object.entries(objectOf(dependencies)).map(([key, urns]) => [key, texts(urns)] as const);
    return Object.fromEntries(all.filter(([key, urns]) => urns.length > 0 && !key.startsWith("__")));
}

function objectOf(value: unknown): Record<string, unknown> {
    return isRecord(value) ? value : {};
}

function texts(list: unknown): readonly string[] {
    return Array.isArray(list) ? list.filter((one): one is string => typeof one === "string") : [];
}
