import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { componentFolders, componentMd, pageOf } from "./component-md";
import { PACK } from "./rule-files";
import { README, readme } from "./readme";
import { rulesTs } from "./rules-ts";

writeFileSync(join(PACK, "rules.ts"), rulesTs());
// Only now: these are made from the rules that this list names.
/* eslint-disable @typescript-eslint/no-require-imports */
const { rulesMd } = require("./rules-md") as typeof import("./rules-md");
const { baselineSchema, exceptionsSchema } = require("./register-schema") as typeof import("./register-schema");
/* eslint-enable @typescript-eslint/no-require-imports */
writeFileSync(join(PACK, "RULES.md"), rulesMd());
writeFileSync(join(PACK, "exceptions.schema.json"), exceptionsSchema());
writeFileSync(join(PACK, "baseline.schema.json"), baselineSchema());
for (const folder of componentFolders()) writeFileSync(pageOf(folder), componentMd(folder));
// What the README shows is printed by what was built, so it is built first.
execFileSync("npm", ["run", "--silent", "build"], { stdio: "inherit" });
writeFileSync(README, readme());
