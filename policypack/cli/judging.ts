import { resolve } from "node:path";
import { excuses } from "../core/excuses";
import { type Plan, type Preset, type Run, type Undecided, instant, plan } from "../core/settings";
import { rules } from "../rules";
import type { Io } from "./io";
import { type RegisterOptions, registersFor } from "./registers";
import { readRuleSettings } from "./settings-file";

/** How strictly something is judged, and against which clock. */
export interface JudgingOptions extends RegisterOptions {
    readonly now?: string;
    readonly preset: Preset;
    readonly undecided: Undecided;
    readonly policyConfig?: string;
}

/** The rules at their levels, and what is the same for all of them. Throws SettingsError. */
export function judging(options: JudgingOptions, io: Io): { plans: readonly Plan[]; run: Run } {
    const { preset, undecided, policyConfig } = options;
    const now = nowOf(options, io);
    const settings = policyConfig === undefined ? {} : readRuleSettings(resolve(io.cwd(), policyConfig));
    const plans = plan(rules, { preset, rules: settings }, policyConfig ?? "the command line");
    return { plans, run: { now, undecided, excuses: excuses(registersFor(options, io), rules, now) } };
}

/** The clock of a command: `--now`, or JIT_GUARD_NOW, or the time. Throws SettingsError. */
export function nowOf({ now }: { readonly now?: string }, { env }: Io): Date {
    return now === undefined ? instant(env.JIT_GUARD_NOW || undefined, "JIT_GUARD_NOW") : instant(now, "--now");
}
