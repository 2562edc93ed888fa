import { type RuleFile, ruleFiles } from "./rule-files";

/** The text of policypack/rules.ts. */
export function rulesTs(files: readonly RuleFile[] = ruleFiles()): string {
    const imports = files.map((file) => `import ${identifier(file)} from "./${file.path.replace(/\.ts$/, "")}";`);
    return `// Written by \`npm run sync\`.
${imports.join("\n")}
import type { Rule } from "./core/rule";

export const rules: readonly Rule[] = [
${files.map((file) => `    ${identifier(file)},\n`).join("")}];
`;
}

function identifier({ ruleName }: RuleFile): string {
    return ruleName.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
