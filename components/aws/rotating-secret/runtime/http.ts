import type { Strategy } from "./strategy";

/** What a file of the user's exports: an object with the steps, as a whole or as its default. */
export function http(exported: unknown): Strategy {
    const { default: inner } = (exported ?? {}) as { default?: unknown };
    const handler = (inner ?? exported ?? {}) as Partial<Strategy>;
    const missing = (["create", "test"] as const).filter((step) => typeof handler[step] !== "function");
    if (missing.length > 0) throw new Error(`The handler does not export ${missing.join(" and ")}.`);
    return {
        create: async (current) => handler.create!(current),
        set: async (pending, current) => handler.set?.(pending, current),
        test: async (pending) => handler.test!(pending),
        retire: async (current, previous) => handler.retire?.(current, previous),
    };
}
