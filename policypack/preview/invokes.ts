import { UNKNOWN } from "../facts/values";
import type { Fixtures } from "./fixtures";
import type { Unseen } from "./outcome";
import { type Properties } from "./wire";

export interface Answer {
    readonly value?: Properties;
    readonly failure?: string;
    readonly unseen?: Unseen;
}

export class Invokes {
    private readonly states = new Map<string, { readonly id: string; readonly state: Properties }>();

    constructor(private readonly fixtures: Fixtures) {}

    remember(urn: string, id: string, state: Properties): void {
        this.states.set(urn, { id, state });
    }

    answer(token: string, args: Properties): Answer {
        return { value: { id: UNKNOWN }, unseen: { kind: "invoke", what: token, message: "" } };
    }

    read(type: string, id: string, given: Properties): { state: Properties; unseen?: Unseen } {
        return { state: {} };
    }
}
