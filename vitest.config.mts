import { defineConfig } from "vitest/config";

export default defineConfig({
    test: {
        include: [process.env.JIT_GUARD_TESTS ?? "test/**/*.test.ts"],
        // A program under preview starts a process of its own; two cores do not like many of them at once.
        maxWorkers: 2,
        testTimeout: 120_000,
        // The instant of all programs and components that do not set their own: the harness has it as NOW.
        env: { JIT_GUARD_NOW: "2026-01-15T12:00:00Z" },
    },
});
