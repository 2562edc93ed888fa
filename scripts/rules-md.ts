import { FRAMEWORKS } from "../policypack/core/controls";
import type { Example, Rule } from "../policypack/core/rule";
import { PRESETS, remediates } from "../policypack/core/settings";
import { exampleToCode, isFile } from "../policypack/report/example";
import { rules as all } from "../policypack/rules";
import leftOut from "./left-out.json";
import { ruleFiles } from "./rule-files";

/** The text of policypack/RULES.md. */
export function rulesMd(rules: readonly Rule[] = all): string {
    return `<!-- Written by \`npm run sync\`. -->

# Rules

${rules.length} rules. In the preset \`recommended\` all but those of low severity block; in \`audit\` none does; in \`strict\` all do.
Each takes a level and its options from a file for \`--policy-pack-config\`, or from \`jitGuard({ rules })\`:

\`\`\`json
{ "all": "advisory", "aws-max-session-duration": { "enforcementLevel": "mandatory", "limit": "2h" } }
\`\`\`

| Rule | Severity | Demands | Options | Controls |
| --- | --- | --- | --- | --- |
${rules.map(row).join("\n")}

${rules.map(section).join("\n\n")}

# Coverage by control

A rule supports a control; no rule satisfies one. A control without a rule is shown as such.

${Object.entries(FRAMEWORKS)
    .map(([framework, controls]) => coverage(framework, controls, rules))
    .join("\n\n")}

# Checks of others

Each check of Checkov 3.3, Trivy, Prowler, cdk-nag, pulumi/compliance-policies and awsguard (as of August 2026) that is about
static keys, standing privilege, lifetimes, rotation or federation is named at the rule that replaces it. These are not replaced:

| Check | Of | Why not |
| --- | --- | --- |
${leftOut.map(({ what, ids, reason }) => `| ${what} | ${ids.join(", ") || "none of them"} | ${reason} |`).join("\n")}
`;
}

function row({ name, severity, description, options, controls }: Rule): string {
    const written = Object.entries(options).map(([key, option]) => `\`${key}\` = ${JSON.stringify(option.default)}`);
    return `| [${name}](#${name}) | ${severity} | ${description} | ${written.join(", ") || "–"} | ${controls.join(", ")} |`;
}

function section(rule: Rule): string {
    const { name, severity, description, rationale, remedy, options, on, replaces, examples, judges } = rule;
    const family = ruleFiles().find(({ ruleName }) => ruleName === name)?.family;
    const takes = Object.entries(options).map(
        ([key, option]) =>
            `| \`${key}\` | ${option.description} | ${option.accepts} | \`${JSON.stringify(option.default)}\` |`,
    );
    return [
        `## ${name}`,
        `${description} Severity ${severity}, family ${family}; ${PRESETS.recommended[severity]} in \`recommended\`.` +
            (judges === "stack" ? " Judged over the whole stack." : "") +
            (remediates(rule) ? " At the level `remediate` it sets a safe value instead." : ""),
        `**Why.** ${rationale}`,
        `**Fix.** ${remedy}`,
        `**Looks at** ${looksAt(on)}.`,
        ...(takes.length > 0
            ? [["| Option | Meaning | Takes | Default |", "| --- | --- | --- | --- |", ...takes].join("\n")]
            : []),
        ...(replaces.length > 0 ? [`**Replaces** ${replaces.join(", ")}.`] : []),
        `Denied:\n\n${code(examples.denied)}`,
        `Allowed:\n\n${code(examples.allowed)}`,
    ].join("\n\n");
}

/** The types, or where they are very many, the first of each service; the rule's file has them all. */
function looksAt(on: readonly string[]): string {
    if (on.length <= 60) return on.map((type) => `\`${type}\``).join(", ");
    const services = [...new Set(on.map((type) => type.split("/")[0] ?? type))];
    return `${on.length} types of ${services.map((service) => `\`${service}\``).join(", ")}`;
}

function coverage(framework: string, controls: object, rules: readonly Rule[]): string {
    const rows = Object.entries(controls).map(([control, title]) => {
        const citing = rules.filter((rule) => rule.controls.some((cited) => cited === control));
        return `| ${control} | ${String(title)} | ${citing.map(({ name }) => `[${name}](#${name})`).join(", ") || "no rule yet"} |`;
    });
    return [`## ${framework}`, "", "| Control | Subject | Rules |", "| --- | --- | --- |", ...rows].join("\n");
}

function code(example: Example): string {
    return `\`\`\`${isFile(example) ? "yaml" : "typescript"}\n${exampleToCode(example).trimEnd()}\n\`\`\``;
}
