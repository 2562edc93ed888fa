import type { Properties } from "./wire";

export interface Synthesis {
    outputsOf(type: string, name: string, inputs: Properties): { readonly id: string; readonly outputs: Properties };
    assumedIn(inputs: Properties): readonly string[];
}
