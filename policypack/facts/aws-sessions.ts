import type { Resource } from "../core/rule";
import { at } from "./places";
import { type Unreadable, type Value, each, json, number, text } from "./values";

/** An input that says how long a session lasts. */
export interface SessionInput {
    readonly type: string;
    /** What the input stands in: "defaultActions[].authenticateOidc". Judged only where there is one. */
    readonly block: string;
    readonly input: string;
    /** In seconds. */
    readonly unit: number;
    /** What holds where the input is left out, in that unit. Without one, what is left out is not judged. */
    readonly otherwise?: number;
    /** Zero means that nothing ends the session. */
    readonly zeroIsNever?: boolean;
    /** Which resources of the type have such sessions. */
    readonly where?: (inputs: Value) => boolean;
}

/** How long a session lasts by one of its inputs; infinite when nothing ends it. */
export interface Lasting {
    readonly value: Value;
    readonly seconds: number;
}

export function* sessions({ type, inputs }: Resource, table: readonly SessionInput[]): Generator<Lasting | Unreadable> {
    const ofType = table.filter((row) => row.type === type);
    yield* each(ofType, function* ({ block, input, unit, otherwise, zeroIsNever = false, where = () => true }) {
        if (!where(inputs)) return;
        yield* at(inputs, block, function* (found) {
            const value = found.get(input);
            // Documents of Session Manager write an empty text for what they leave out.
            const asked = (value.known() === "" ? undefined : number(value)) ?? otherwise;
            if (asked !== undefined) yield { value, seconds: asked === 0 && zeroIsNever ? Infinity : asked * unit };
        });
    });
}

/**
 * Whether a document of Systems Manager holds the settings of shell sessions. One in YAML is not read.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html
 */
export function isShellSession(inputs: Value): boolean {
    if (text(inputs.get("documentType")) !== "Session" || text(inputs.get("documentFormat")) === "YAML") return false;
    return text(json(inputs.get("content")).get("sessionType")) === "Standard_Stream";
}
