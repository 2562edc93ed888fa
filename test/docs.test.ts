import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readme } from "../scripts/readme";
import { rulesMd } from "../scripts/rules-md";
import { rulesTs } from "../scripts/rules-ts";

test.each([
    ["policypack/rules.ts", rulesTs],
    ["policypack/RULES.md", rulesMd],
    ["README.md", readme],
])("%s is current: if not, run `npm run sync`", (path, written) => {
    expect(readFileSync(path, "utf8")).toBe(written());
});
