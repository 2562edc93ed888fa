import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { preview } from "../../policypack/preview";
import { cases, show } from "./cases";

for (const { name, directory, request, environment, expected, engine } of cases()) {
    test.concurrent(name, async () => {
        const shown = show(await preview({ directory, ...request }), directory);
        if (process.env.WRITE_CASES) {
            const whole = { ...(Object.keys(request).length && { request }), ...(engine && { engine }), ...shown };
            writeFileSync(join(directory, "expected.json"), `${JSON.stringify(whole, undefined, 4)}\n`);
            return;
        }
        expect(shown).toEqual(expected);
    });
}
