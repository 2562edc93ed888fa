import { resolve } from "node:path";
import { type Preset, plan } from "../core/settings";
import { ofRule } from "../report/json";
import { printableJson } from "../report/printable";
import { rules } from "../rules";
import type { Io } from "./io";
import { readRuleSettings } from "./settings-file";
import { table } from "./table";

export interface RulesOptions {
    readonly preset: Preset;
    readonly policyConfig?: string;
    readonly format: "text" | "json";
}

/** `jit-guard rules`: what is demanded, and how strictly. */
export function rulesCommand({ preset, policyConfig, format }: RulesOptions, io: Io): void {
    const settings = policyConfig === undefined ? {} : readRuleSettings(resolve(io.cwd(), policyConfig));
    const plans = plan(rules, { preset, rules: settings }, policyConfig ?? "the command line");
    if (format === "json") {
        io.stdout.write(printableJson(plans.map(({ rule, level }) => ({ ...ofRule(rule), level }))));
        return;
    }
    const rows = plans.map(({ rule, level }) => [rule.name, rule.severity, level, rule.description]);
    io.stdout.write(table([["RULE", "SEVERITY", "LEVEL", "DEMANDS"], ...rows]));
    io.stdout.write("\n`jit-guard explain RULE` says more.\n");
}
