import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CLOUDS, PACK } from "./rule-files";

const USAGE = `Usage: npm run new-rule -- <${CLOUDS.join("|")}> <family> <no-|require-|max-thing>
Example: npm run new-rule -- aws static-keys no-signing-certificate`;

const [cloud = "", family = "", thing = ""] = process.argv.slice(2);
if (!CLOUDS.some((known) => known === cloud) || !/^[a-z-]+$/.test(family) || !/^(no|require|max)-[a-z0-9-]+$/.test(thing)) {
    fail(USAGE);
}
const rule = join(PACK, cloud, family, `${thing}.ts`);
const test = join(PACK, "..", "test", "policypack", cloud, family, `${thing}.test.ts`);
for (const file of [rule, test])
    if (existsSync(file)) fail(`${file} exists already. Choose another name, or edit that file.`);

write(
    rule,
    `import { resourceRule } from "../../core/rule";

const TYPE = "${cloud}:module/thing:Thing";

export default resourceRule({
    name: "${cloud}-${thing}",
    severity: "medium",
    description: "State what the rule demands.",
    rationale: "State why it matters.",
    remedy: "State what to write instead.",
    controls: ["NHI7:2025", "PR.AA-01"],
    on: [TYPE],
    examples: {
        denied: [{ type: TYPE, inputs: {} }],
        allowed: [{ type: TYPE, inputs: {} }],
    },

    *check() {
        yield { message: "State what is wrong here." };
    },
});
`,
);
write(
    test,
    `import rule from "../../../../policypack/${cloud}/${family}/${thing}";
import { describeRule } from "../../../harness/describe-rule";

describeRule(rule, {
    denies: {
        "what is not allowed": {
            given: rule.examples.denied,
            says: ["Write the whole message here."],
        },
    },
    allows: {
        "what is": { given: rule.examples.allowed },
    },
});
`,
);
execFileSync("npm", ["run", "--silent", "sync"], { stdio: "inherit" });
console.log(`Written: ${rule}\n         ${test}\nNow: npx vitest run ${thing}`);

function write(file: string, text: string): void {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
}

function fail(why: string): never {
    console.error(why);
    process.exit(2);
}
