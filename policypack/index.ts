import { PolicyPack } from "@pulumi/policy";
import { toPolicies } from "./core/adapter";
import { type Settings, instant, plan } from "./core/settings";
import { rules } from "./rules";

export type { Level, Preset, RuleSettings, Settings, Undecided } from "./core/settings";

export interface PackSettings extends Settings {
    /** The pack's name in Pulumi's output. @default "jit-guard" */
    readonly name?: string;
}

/** Starts the policy pack; a team's own pack is one call of this. Throws SettingsError. */
export function jitGuard(settings: PackSettings = {}): PolicyPack {
    const source = "jitGuard()";
    const plans = plan(rules, settings, source);
    const now = instant(settings.now ?? process.env.JIT_GUARD_NOW, source);
    return new PolicyPack(settings.name ?? "jit-guard", {
        description: "Blocks static keys, permanent admin roles and unbounded token lifetimes on AWS and GCP.",
        policies: toPolicies(plans, { now, undecided: settings.undecided ?? "advise" }),
    });
}
