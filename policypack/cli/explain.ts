import { FRAMEWORKS, frameworkOf } from "../core/controls";
import type { Control } from "../core/controls";
import type { Option } from "../core/options";
import type { Rule } from "../core/rule";
import { remediates } from "../core/settings";
import { exampleToCode } from "../report/example";
import { printable } from "../report/printable";
import { rules } from "../rules";
import { type Io, UsageError } from "./io";
import { nearest } from "../core/nearest";

/** `jit-guard explain RULE`: all that is known of a rule. */
export function explainCommand(name: string, io: Io): void {
    const rule = rules.find((candidate) => candidate.name === name);
    if (!rule) {
        const near = nearest(
            name,
            rules.map((candidate) => candidate.name),
        );
        throw new UsageError(`There is no rule ${printable(name)}. Did you mean ${near.join(", ")}?`);
    }
    io.stdout.write(explained(rule));
}

export function explained(rule: Rule): string {
    const { name, severity, description, rationale, remedy, controls, replaces, options, on, examples } = rule;
    const sections: [heading: string, lines: readonly string[]][] = [
        ["Why", [rationale]],
        ["Fix", [remedy]],
        ["Options", Object.entries(options).flatMap(([key, option]) => ofOption(key, option))],
        ["Supports", controls.map(ofControl)],
        ["Replaces", replaces],
        ["Looks at", shortened(on)],
        ["Denied", exampleToCode(examples.denied).trimEnd().split("\n")],
        ["Allowed", exampleToCode(examples.allowed).trimEnd().split("\n")],
        ["Settings", [settings(rule), ...(remediates(rule) ? [JSON.stringify({ [name]: "remediate" })] : [])]],
    ];
    const written = sections
        .filter(([, lines]) => lines.length > 0)
        .map(([heading, lines]) => `\n${heading}\n${lines.map((line) => (line ? `  ${line}` : "")).join("\n")}\n`);
    return `${name} (${severity})\n${description}\n${written.join("")}`;
}

function shortened(types: readonly string[]): readonly string[] {
    return types.length <= 40 ? types : [...types.slice(0, 20), `and ${types.length - 20} more`];
}

function ofOption(key: string, option: Option<unknown>): readonly string[] {
    return [`${key} = ${JSON.stringify(option.default)}`, `  ${option.description} Takes ${option.accepts}.`];
}

function ofControl(control: Control): string {
    const framework = frameworkOf(control);
    const titles: Readonly<Record<string, string>> = FRAMEWORKS[framework];
    return `${control}  ${titles[control]} (${framework})`;
}

/** What to write in a file for --policy-config to change the rule. */
function settings({ name, options }: Rule): string {
    const entry: Record<string, unknown> = { enforcementLevel: "advisory" };
    for (const [key, option] of Object.entries<Option<unknown>>(options)) entry[key] = option.default;
    return JSON.stringify({ [name]: entry });
}
