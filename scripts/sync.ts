import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PACK } from "./rule-files";
import { rulesTs } from "./rules-ts";

writeFileSync(join(PACK, "rules.ts"), rulesTs());
// Only now: the page is made from the rules that this list names.
const { rulesMd } = require("./rules-md") as typeof import("./rules-md");
writeFileSync(join(PACK, "RULES.md"), rulesMd());
