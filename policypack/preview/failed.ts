import type { Failure } from "./outcome";

/** Why there is no preview, or no complete one. */
export class Failed extends Error {
    override readonly name = "Failed";
    constructor(
        readonly kind: Failure["kind"],
        message: string,
        options?: ErrorOptions,
    ) {
        super(message, options);
    }
}
