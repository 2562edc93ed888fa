import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { rulesMd } from "../scripts/rules-md";
import { rulesTs } from "../scripts/rules-ts";

test.each([
    ["policypack/rules.ts", rulesTs],
    ["policypack/RULES.md", rulesMd],
])("%s is current: if not, run `npm run sync`", (path, written) => {
    expect(readFileSync(path, "utf8")).toBe(written());
});
