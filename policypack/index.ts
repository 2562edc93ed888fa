import { PolicyPack } from "@pulumi/policy";
import { toPolicies } from "./core/adapter";
import { excuses } from "./core/excuses";
import { type RegisterSettings, type Settings, instant, plan, registersOf } from "./core/settings";
import { rules } from "./rules";

export type { Level, Preset, RegisterSettings, RuleSettings, Settings, Undecided } from "./core/settings";

export interface PackSettings extends Settings, RegisterSettings {
    /** The pack's name in Pulumi's output. @default "jit-guard" */
    readonly name?: string;
}

/** Starts the policy pack; a team's own pack is one call of this. Throws SettingsError. */
export function jitGuard(settings: PackSettings = {}): PolicyPack {
    const source = "jitGuard()";
    const plans = plan(rules, settings, source);
    const now = instant(settings.now ?? (process.env.JIT_GUARD_NOW || undefined), source);
    const registers = registersOf(
        { exceptions: process.env.JIT_GUARD_EXCEPTIONS, baseline: process.env.JIT_GUARD_BASELINE, ...settings },
        source,
    );
    return new PolicyPack(settings.name ?? "jit-guard", {
        description: "Blocks static keys, permanent admin roles and unbounded token lifetimes on AWS and GCP.",
        policies: toPolicies(plans, {
            now,
            undecided: settings.undecided ?? "advise",
            excuses: excuses(registers, rules, now),
        }),
    });
}
