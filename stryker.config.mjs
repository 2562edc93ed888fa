/** Mutation of what decides: `npm run mutate`. Not a part of `npm test`, as it runs the tests some thousand times. */
export default {
    mutate: [
        "components/{aws,gcp}/*/documents.ts",
        "components/{aws,gcp}/*/runtime/{decide,plan,sweep,form}.ts",
        "components/aws/boundary.ts",
        "components/checks.ts",
    ],
    testRunner: "vitest",
    plugins: ["@stryker-mutator/vitest-runner"],
    vitest: { configFile: "vitest.config.mts", related: false },
    ignorePatterns: ["**/dist", "bench", "policypack/data", ".git"],
    coverageAnalysis: "perTest",
    reporters: ["clear-text", "progress"],
    concurrency: 2,
    tempDirName: ".stryker-tmp",
    checkers: [],
    timeoutMS: 60_000,
};
