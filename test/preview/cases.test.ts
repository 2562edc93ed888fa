import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { preview } from "../../policypack/preview";
import { type Case, cases, show } from "./cases";

const PASSPHRASE = ["PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE"];

beforeEach(() => {
    for (const name of PASSPHRASE) vi.stubEnv(name, undefined);
});
afterEach(() => {
    vi.unstubAllEnvs();
});

for (const one of cases()) {
    // A variable of the environment is everybody's; and a program that is given little time must not share it.
    const run = Object.keys(one.environment).length > 0 || one.request.timeout ? test : test.concurrent;
    run(one.name, async () => {
        for (const [name, value] of Object.entries(one.environment)) vi.stubEnv(name, value);
        const shown = show(await preview({ directory: one.directory, ...one.request }), one.directory);
        if (process.env.WRITE_CASES) write(one, shown);
        else expect(shown).toEqual(one.expected);
    });
}

/** `WRITE_CASES=1 npx vitest run test/preview/cases.test.ts` writes what is seen now, to be read before it is kept. */
function write({ directory, request, environment, engine }: Case, shown: object): void {
    const settings = Object.entries({ request, environment, engine }).filter(
        ([, value]) => value && Object.keys(value).length > 0,
    );
    writeFileSync(
        join(directory, "expected.json"),
        `${JSON.stringify({ ...Object.fromEntries(settings), ...shown }, undefined, 4)}\n`,
    );
}
