import { defineConfig } from "vitest/config";

export default defineConfig({
    test: {
        include: ["test/**/*.test.ts"],
        // A program under preview starts a process of its own; two cores do not like many of them at once.
        maxWorkers: 2,
        testTimeout: 120_000,
    },
});
