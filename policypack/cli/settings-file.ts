import type { RuleSettings } from "../core/settings";
import { readYaml } from "../preview/yaml-file";
import { UsageError } from "./io";

/** Levels and options by rule, from a file in CrossGuard's own form. What they say is checked by plan(). */
export function readRuleSettings(file: string): RuleSettings {
    const written = readYaml(file) ?? {};
    if (typeof written !== "object" || written === null || Array.isArray(written)) {
        throw new UsageError(`${file} must hold an object of rule names, as {"aws-no-iam-access-key": "advisory"}.`);
    }
    return written as RuleSettings;
}
