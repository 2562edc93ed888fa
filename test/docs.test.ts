import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { componentFolders, componentMd, pageOf } from "../scripts/component-md";
import { readme } from "../scripts/readme";
import { baselineSchema, exceptionsSchema } from "../scripts/register-schema";
import { rulesMd } from "../scripts/rules-md";
import { rulesTs } from "../scripts/rules-ts";

test.each([
    ["policypack/rules.ts", rulesTs],
    ["policypack/RULES.md", rulesMd],
    ["policypack/exceptions.schema.json", exceptionsSchema],
    ["policypack/baseline.schema.json", baselineSchema],
    ["README.md", readme],
])("%s is current: if not, run `npm run sync`", (path, written) => {
    expect(readFileSync(path, "utf8")).toBe(written());
});

test.each(componentFolders())("components/%s/README.md is current: if not, run `npm run sync`", (folder) => {
    expect(readFileSync(pageOf(folder), "utf8")).toBe(componentMd(folder));
});
