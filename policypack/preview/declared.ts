import { ifKnown, Value } from "../facts/values";
import { Failed } from "./failed";
import type { SeenResource, SourcePosition } from "./outcome";
import { makeUrn } from "./urn";
import type { Properties } from "./wire";

/** What a resource is, before it is known by its URN. */
export interface Declaration {
    readonly type: string;
    readonly name: string;
    readonly parent: string;
    readonly source: SourcePosition | undefined;
}

/** Everything that the program has declared so far. */
export class Declared {
    readonly resources: SeenResource[] = [];
    /** The program's exports have come. */
    exported = false;
    private readonly indices = new Map<string, number>();
    private readonly places = new Map<string, { readonly parent: string; readonly source: SourcePosition | undefined }>();

    constructor(
        private readonly where: { readonly stack: string; readonly project: string },
        private readonly onResource: ((resource: SeenResource) => void) | undefined,
    ) {}

    /** The URN of a resource that must be new. */
    claim(of: Declaration): string {
        const urn = makeUrn({ ...this.where, ...of });
        const before = this.places.get(urn);
        if (before) {
            throw new Failed(
                "threw",
                `Duplicate resource URN '${urn}'; try giving it a unique name${both(before.source, of.source)}`,
            );
        }
        this.places.set(urn, { parent: of.parent, source: of.source });
        return urn;
    }

    add(resource: SeenResource): void {
        this.indices.set(resource.urn, this.resources.push(resource) - 1);
        this.onResource?.(resource);
    }

    /** What the program exports becomes an input of the stack, so that it can be judged like one. */
    exports(urn: string, outputs: Properties): void {
        const stack = this.find(urn);
        if (stack?.kind !== "stack") return;
        this.exported = true;
        this.resources[this.indices.get(urn)!] = { ...stack, inputs: new Value({ outputs }, "") };
    }

    find(urn: string): SeenResource | undefined {
        return this.resources[this.indices.get(urn) ?? -1];
    }

    /** What a provider is configured with, when that is a known text. */
    setting(provider: string, name: string): string | undefined {
        const inputs = this.find(provider)?.inputs;
        const value = inputs && ifKnown(() => inputs.get(name).known());
        return typeof value === "string" ? value : undefined;
    }

    /** What a resource with that parent lies in, from the inside out. */
    ancestors(parent: string): readonly string[] {
        const found: string[] = [];
        for (let urn = parent; urn; urn = this.places.get(urn)?.parent ?? "") found.push(urn);
        return found;
    }
}

function both(first: SourcePosition | undefined, second: SourcePosition | undefined): string {
    const places = [first, second].flatMap((place) => (place ? [`${place.file}:${place.line}`] : []));
    return places.length === 2 ? ` (declared at ${places[0]} and again at ${places[1]}).` : ".";
}
