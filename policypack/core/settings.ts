import { resolve } from "node:path";
import * as v from "valibot";
import { instant as milliseconds } from "../facts/duration";
import { type Excuses, type Registers, judgesRegisters } from "./excuses";
import { nearest } from "./nearest";
import { type RegisterFile, readRegister } from "./register-file";
import { type Rule, SEVERITIES, type Severity } from "./rule";

export const LEVELS = ["advisory", "mandatory", "remediate", "disabled"] as const;
export type Level = (typeof LEVELS)[number];

/** How strict each severity is, before anything is said of a single rule. */
export const PRESETS = {
    audit: { low: "advisory", medium: "advisory", high: "advisory", critical: "advisory" },
    recommended: { low: "advisory", medium: "mandatory", high: "mandatory", critical: "mandatory" },
    strict: { low: "mandatory", medium: "mandatory", high: "mandatory", critical: "mandatory" },
} as const satisfies Record<string, Record<Severity, Level>>;
export type Preset = keyof typeof PRESETS;

/** What becomes of a rule that needs a value which is not known before the deployment. */
export const UNDECIDED = ["ignore", "advise", "deny"] as const;
export type Undecided = (typeof UNDECIDED)[number];

/**
 * A level, or a level and the rule's options, under the rule's name; "all" for every rule. CrossGuard's own form.
 * "remediate" sets a safe value where the rule has one; for "all" the rules that have none are mandatory.
 */
export type RuleSettings = Readonly<
    Record<string, Level | { readonly enforcementLevel?: Level; readonly [option: string]: unknown }>
>;

export interface Settings {
    /** "audit": nothing blocks. "recommended": all but low severity blocks. "strict": everything blocks. @default "recommended" */
    readonly preset?: Preset;
    /** Levels and options by rule, as in a file for `--policy-pack-config`, which overrides them. @default {} */
    readonly rules?: RuleSettings;
    /** What to do about what is not known before the deployment. @default "advise" */
    readonly undecided?: Undecided;
    /** The instant that ends are judged against, RFC 3339. @default JIT_GUARD_NOW, or else the time at which the run starts */
    readonly now?: string | Date;
}

/** The files of exceptions of a run. */
export interface RegisterSettings {
    /** The register of exceptions: a YAML file, from the folder in which the run starts. @default JIT_GUARD_EXCEPTIONS, or else none */
    readonly exceptions?: string | undefined;
    /** The baseline: what `jit-guard baseline write` wrote. @default JIT_GUARD_BASELINE, or else none */
    readonly baseline?: string | undefined;
}

/** What is the same for all rules of one run. */
export interface Run {
    readonly now: Date;
    readonly undecided: Undecided;
    readonly excuses: Excuses;
}

/** A rule, ready to run. */
export interface Plan {
    readonly rule: Rule;
    readonly level: Level;
    /** Options as written; what the rule gets is parsed from them. */
    readonly written: Readonly<Record<string, unknown>>;
}

/** Settings that cannot be used. The message names the key, what it takes, and where it stands. */
export class SettingsError extends Error {
    override readonly name = "SettingsError";
}

/**
 * A plan for each rule, the most severe first: of rules that cannot read the same place, the first says so. `source` is
 * where the settings stand: a file, or "jitGuard()". Throws SettingsError.
 */
export function plan(rules: readonly Rule[], settings: Settings, source: string): readonly Plan[] {
    const { preset = "recommended", undecided = "advise", rules: written = {} } = settings;
    oneOf(preset, Object.keys(PRESETS), "preset", source);
    oneOf(undecided, UNDECIDED, "undecided", source);
    unknownKeys(settings, ["preset", "rules", "undecided", "now", "name", "exceptions", "baseline"], "", source);
    unknownKeys(written, ["all", ...rules.map(({ name }) => name)], "", source);
    const { enforcementLevel: common } = entry(written.all, "all", source);
    // What an exception lets through is known once all else was judged.
    const order = (rule: Rule) => (judgesRegisters(rule) ? -1 : SEVERITIES.indexOf(rule.severity));
    const ordered = [...rules].sort((a, b) => order(b) - order(a));
    return ordered.map((rule) => {
        const { enforcementLevel, ...options } = entry(written[rule.name], rule.name, source);
        parseOptions(rule, options, source);
        if (enforcementLevel === "remediate" && !remediates(rule)) {
            const others = LEVELS.filter((level) => level !== "remediate").join(", ");
            throw new SettingsError(`${source}: ${rule.name} has no safe value to set; its level must be one of ${others}.`);
        }
        const level = enforcementLevel ?? (common === "remediate" && !remediates(rule) ? "mandatory" : common);
        return { rule, level: level ?? PRESETS[preset][rule.severity], written: options };
    });
}

/** Whether the rule has a safe value to set. */
export function remediates(rule: Rule): boolean {
    return rule.judges === "resource" && rule.remediate !== undefined;
}

/** The option values that a rule gets: what is written, or its default. Throws SettingsError. */
export function parseOptions(
    rule: Rule,
    written: Readonly<Record<string, unknown>>,
    source: string,
): Readonly<Record<string, unknown>> {
    unknownKeys(written, Object.keys(rule.options), `${rule.name}.`, source);
    return Object.fromEntries(
        Object.entries(rule.options).map(([key, option]) => {
            const parsed = v.safeParse(option.schema, written[key] ?? option.default);
            if (!parsed.success) throw new SettingsError(`${source}: ${rule.name}.${key} must be ${option.accepts}.`);
            return [key, parsed.output];
        }),
    );
}

/** The registers that were named. Throws SettingsError where there is no such file; what is wrong within one is judged. */
export function registersOf(
    { exceptions, baseline }: RegisterSettings,
    source: string,
    find: (file: string) => string = resolve,
): Registers {
    const read = (key: keyof Registers, file: string): RegisterFile => {
        try {
            return readRegister(find(file), file);
        } catch (error) {
            const code = (error as NodeJS.ErrnoException).code ?? (error as Error).name;
            throw new SettingsError(`${source}: ${key} names ${file}, which cannot be read: ${find(file)} (${code}).`);
        }
    };
    return {
        ...(exceptions && { exceptions: read("exceptions", exceptions) }),
        ...(baseline && { baseline: read("baseline", baseline) }),
    };
}

/** The instant that a run is judged against. Throws SettingsError. */
export function instant(written: string | Date | undefined, source: string): Date {
    if (written === undefined) return new Date();
    const at = new Date((written instanceof Date ? written.getTime() : milliseconds(written)) ?? NaN);
    if (Number.isNaN(at.getTime())) {
        throw new SettingsError(`${source}: now must be an instant with its zone, such as "2026-01-31T12:00:00Z".`);
    }
    return at;
}

function entry(written: unknown, name: string, source: string): { enforcementLevel?: Level; [option: string]: unknown } {
    if (written === undefined) return {};
    const object = typeof written === "string" ? { enforcementLevel: written } : written;
    if (typeof object !== "object" || object === null || Array.isArray(object)) {
        throw new SettingsError(`${source}: ${name} must be a level (${LEVELS.join(", ")}) or an object of options.`);
    }
    const { enforcementLevel } = object as { enforcementLevel?: unknown };
    if (enforcementLevel !== undefined) oneOf(enforcementLevel, LEVELS, `${name}.enforcementLevel`, source);
    return object as ReturnType<typeof entry>;
}

function oneOf(written: unknown, accepted: readonly string[], key: string, source: string): void {
    if (!accepted.some((value) => value === written)) {
        throw new SettingsError(`${source}: ${key} must be one of ${accepted.join(", ")}.`);
    }
}

function unknownKeys(object: object, accepted: readonly string[], prefix: string, source: string): void {
    const unknown = Object.keys(object).find((key) => !accepted.includes(key));
    if (unknown === undefined) return;
    const hint =
        accepted.length === 0 ? "This rule has no options" : `Did you mean ${nearest(unknown, accepted).join(", ")}`;
    throw new SettingsError(`${source}: ${prefix}${unknown} is not known. ${hint}${accepted.length === 0 ? "." : "?"}`);
}
