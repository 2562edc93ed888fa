import { isDeepStrictEqual } from "node:util";
import { UNKNOWN } from "../facts/values";
import type { Fixtures } from "./fixtures";
import type { Unseen } from "./outcome";
import { compute } from "./pure-invokes";
import type { Shape, Shapes } from "./shapes";
import type { Synthesis } from "./synthesize";
import { isObject, type Properties } from "./wire";

export interface Answer {
    readonly value: Properties;
    readonly unseen?: Unseen;
}

const STACK_REFERENCE = "pulumi:pulumi:StackReference";
/** To the SDK, an object with this member is an unknown itself. For an answer of which no name is known. */
export const WHOLLY_UNKNOWN: Properties = { __pulumiUnknown: true };
// An unknown number of things, where a program may count on the first few: availability zones come in threes.
const SEVERAL = [UNKNOWN, UNKNOWN, UNKNOWN];

/** Answers what a program asks of a cloud account or of another stack. */
export class Invokes {
    private readonly states = new Map<string, { readonly id: string; readonly state: Properties }>();

    constructor(
        private readonly fixtures: Fixtures,
        private readonly shapes: Shapes,
        private readonly synthesis: Synthesis | undefined,
    ) {}

    /** The program may ask for the state of a resource by its URN. */
    remember(urn: string, id: string, state: Properties): void {
        this.states.set(urn, { id, state });
    }

    /** Throws what the provider would refuse. */
    answer(token: string, args: Properties, setting: (name: string) => string | undefined): Answer {
        const builtin = this.builtin(token, args);
        if (builtin) return builtin;
        const fixture = this.fixtures.invokes.find((entry) => entry.token === token && includes(args, entry.args));
        if (fixture) return { value: { ...args, ...fixture.return } };
        const computed = compute(token, args, setting);
        if (computed?.whole) return { value: computed.value };
        const shape = this.shapes.ofFunction(token);
        const unseen = this.unanswered(token, shape);
        if (!shape) return { value: WHOLLY_UNKNOWN, unseen };
        const rest = this.synthesis?.resultOf(token, shape, args) ?? {};
        return { value: { ...unknowns(shape), ...args, ...rest, ...computed?.value }, unseen };
    }

    /** The state of a resource that exists already: `.get()` and stack references. */
    read(type: string, id: string, given: Properties): { readonly state: Properties; readonly unseen?: Unseen } {
        if (type === STACK_REFERENCE) {
            const name = typeof given.name === "string" ? given.name : id;
            const outputs = this.outputsOf(name);
            return outputs
                ? { state: { name, outputs, secretOutputNames: [] } }
                : { state: { name }, unseen: this.unread(name) };
        }
        const fixture = this.fixtures.resources.find((entry) => entry.type === type && (entry.id ?? id) === id);
        if (fixture) return { state: fixture.state };
        return {
            state: {},
            unseen: {
                kind: "read",
                what: type,
                message: `A \`${type}\` that exists already was read, and all but its id is unknown; to go on with its state, write this in ${this.fixtures.file}:\nresources:\n  - type: ${type}\n    id: "…"\n    state: {}`,
            },
        };
    }

    private builtin(token: string, args: Properties): Answer | undefined {
        const name = String(args.name ?? args.stackName);
        switch (token) {
            case "pulumi:pulumi:getResource": {
                const found = this.states.get(String(args.urn));
                if (!found) throw new Error(`unknown resource ${String(args.urn)}`);
                return { value: { urn: args.urn, ...found } };
            }
            case "pulumi:pulumi:readStackOutputs": {
                const outputs = this.outputsOf(name);
                if (outputs) return { value: { name, outputs, secretOutputNames: [] } };
                return { value: { name, outputs: UNKNOWN, secretOutputNames: UNKNOWN }, unseen: this.unread(name) };
            }
            case "pulumi:pulumi:readStackResourceOutputs":
                return {
                    value: { name, outputs: UNKNOWN },
                    unseen: { kind: "invoke", what: token, message: `What the resources of \`${name}\` have is unknown.` },
                };
            default:
                return undefined;
        }
    }

    /** A stack may be named with or without its organization and project. */
    private outputsOf(name: string): Properties | undefined {
        for (const [key, outputs] of this.fixtures.stackReferences) {
            if (key === name || key.endsWith(`/${name}`) || name.endsWith(`/${key}`)) return outputs;
        }
        return undefined;
    }

    private unread(name: string): Unseen {
        return {
            kind: "read",
            what: STACK_REFERENCE,
            message: `The outputs of the stack \`${name}\` are unknown; to go on with them, write this in ${this.fixtures.file}:\nstackReferences:\n  ${name}: {}`,
        };
    }

    private unanswered(token: string, shape: Shape | undefined): Unseen {
        const given = [...(shape ?? [])].filter(
            ([key, { kind, optional }]) => kind !== "other" && !optional && key !== "id",
        );
        const some = given.slice(0, 5).map(([key, { kind }]) => (kind === "texts" ? `${key}: ["…"]` : `${key}: "…"`));
        return {
            kind: "invoke",
            what: token,
            message: `What \`${token}\` gives is ${this.synthesis ? "made up" : "unknown"} without an account; to go on with an answer, write this in ${this.fixtures.file}:\ninvokes:\n  - token: ${token}\n    return: { ${some.join(", ") || 'id: "…"'} }`,
        };
    }
}

function unknowns(shape: Shape): Properties {
    return Object.fromEntries(
        [...shape].map(([key, { kind }]) => [key, kind === "list" || kind === "texts" ? SEVERAL : UNKNOWN]),
    );
}

function includes(given: unknown, wanted: unknown): boolean {
    if (!isObject(wanted)) return isDeepStrictEqual(given, wanted);
    return isObject(given) && Object.entries(wanted).every(([key, value]) => includes(given[key], value));
}
