import { type Unreadable, Value, list } from "../facts/values";
import { BASELINE, baselineFaults, keyOf, sameness } from "./baseline";
import { exceptionFaults } from "./exception-faults";
import { EXCEPTIONS, isBreakGlass, names } from "./exceptions";
import type { Judgement } from "./judge";
import { dayOf, daysLeft, isPart, legibleText } from "./register";
import type { RegisterFile } from "./register-file";
import type { Finding, Resource, Rule } from "./rule";
import { type Program, isOf } from "./urn";

/** Why something that a rule found is let through, and until when. */
export interface Excuse {
    readonly kind: "exception" | "baseline";
    /** RFC 3339. */
    readonly until: string;
    /** Whole days from now to then, the last one begun counted. */
    readonly daysLeft: number;
    readonly owner: string;
    readonly approver?: string;
    readonly ticket?: string;
    readonly reason?: string;
    readonly breakGlass?: true;
    /** Where it is written. */
    readonly at: { readonly file: string; readonly line: number; readonly column: number };
}

export interface Registers {
    readonly exceptions?: RegisterFile;
    readonly baseline?: RegisterFile;
}

/** The exceptions and the baseline of a run. It remembers what was used. */
export interface Excuses {
    /** For each of all the judgements of one rule on one resource, in their order. */
    of(
        rule: Rule,
        resource: Resource & { readonly aliases?: readonly string[] },
        judgements: readonly Judgement[],
    ): readonly (Excuse | undefined)[];
    /** The registers as the rules judge them, once all programs were judged. */
    resources(programs: readonly Program[]): readonly Resource[];
    /** Where in which file, as named and as it lies; undefined for a resource that is no register. */
    place(urn: string, path: string | undefined): (Excuse["at"] & { readonly path: string }) | undefined;
}

export function excuses({ exceptions, baseline }: Registers, rules: readonly Rule[], now: Date): Excuses {
    const severities = Object.fromEntries(
        rules.filter((rule) => !judgesRegisters(rule)).map(({ name, severity }) => [name, severity]),
    );
    const written = {
        exceptions: new Value({ ...exceptions?.document, rules: severities }, ""),
        baseline: new Value({ ...baseline?.document, rules: severities }, ""),
    };
    const entries = exceptions ? sound(written.exceptions, "exceptions", exceptionFaults(written.exceptions, now), now) : [];
    const byRule = new Map<string, Entry[]>(Object.keys(severities).map((name) => [name, []]));
    for (const entry of entries) byRule.get(legibleText(entry.value.get("rule")) ?? "")?.push(entry);
    const known = baseline ? knownOf(written.baseline, now) : new Map<string, Known>();
    const used = new Set<Entry>();
    const found = new Map<Known, number>();

    return {
        of(rule, resource, judgements) {
            const named = byRule.get(rule.name);
            // Asked of each rule about each resource, and most have nothing to say.
            if (!named || judgements.length === 0) return judgements.map(() => undefined);
            const about = { urns: [resource.urn, ...(resource.aliases ?? [])], type: resource.type };
            const ofRule = named.filter(({ value }) => names(value, about));
            const counts = new Map<Known, number>();
            return judgements.map((judgement) => {
                const entry = ofRule.find(({ value }) => isNamed(value, judgement));
                if (entry) {
                    used.add(entry);
                    return ofEntry(entry.value, exceptions!, now);
                }
                const same = known.get(sameness(rule.name, resource.urn, judgement));
                const count = same && (counts.get(same) ?? 0) + 1;
                if (!same || count! > same.count) return undefined;
                counts.set(same, count!);
                found.set(same, count!);
                return ofBaseline(written.baseline, same.value, baseline!, now);
            });
        },
        resources(programs) {
            const unmatched = entries.filter((entry) => !used.has(entry) && isWithin(entry.value, programs));
            const fewer = [...known.values()]
                .filter((entry) => (found.get(entry) ?? 0) < entry.count && isWithin(entry.value, programs))
                .map((entry) => [entry.index, found.get(entry) ?? 0] as const);
            const beside = {
                exceptions: { unmatched: unmatched.map(({ index }) => index) },
                baseline: { fewer: Object.fromEntries(fewer) },
            };
            return [
                ...(exceptions
                    ? [register(EXCEPTIONS, exceptions, { ...(written.exceptions.raw as object), ...beside.exceptions })]
                    : []),
                ...(baseline
                    ? [register(BASELINE, baseline, { ...(written.baseline.raw as object), ...beside.baseline })]
                    : []),
            ];
        },
        place(urn, path = "") {
            const of =
                urn === urnOf(EXCEPTIONS, exceptions)
                    ? exceptions
                    : urn === urnOf(BASELINE, baseline)
                      ? baseline
                      : undefined;
            return of && { file: of.file, path: of.path, ...of.place(path) };
        },
    };
}

interface Entry {
    readonly index: number;
    readonly value: Value;
}

interface Known extends Entry {
    readonly count: number;
}

/** The entries without a fault, in force now. What is wrong with one is said by a rule; it lets nothing through. */
function sound(register: Value, key: string, faults: Iterable<Finding | Unreadable>, now: Date): readonly Entry[] {
    const paths = [...faults].map(({ path }) => path ?? "");
    if (paths.some((path) => !path.startsWith(`${key}[`))) return [];
    return list(register.get(key))
        .map((value, index) => ({ value, index }))
        .filter(({ value: { path } }) => !paths.some((at) => at === path || at.startsWith(`${path}.`)))
        .filter(({ value }) => dayOf(value.get("expires")) === undefined || dayOf(value.get("expires"))! > now.getTime());
}

function knownOf(baseline: Value, now: Date): ReadonlyMap<string, Known> {
    const entries = sound(baseline, "findings", baselineFaults(baseline, now), now);
    return new Map(
        entries.map((entry) => [keyOf(entry.value), { ...entry, count: entry.value.get("count").raw as number }]),
    );
}

/** What says that a register is at fault is not let through by one. */
export function judgesRegisters({ on }: Rule): boolean {
    return on.includes(EXCEPTIONS) || on.includes(BASELINE);
}

function isNamed(entry: Value, judgement: Judgement): boolean {
    const part = legibleText(entry.get("part"));
    return part === undefined || isPart(part, judgement);
}

/** Whether the entry can be about these programs only, so that what it does not match there it matches nowhere. */
function isWithin(entry: Value, programs: readonly Program[]): boolean {
    return isOf(legibleText(entry.get("resource")) ?? "", programs);
}

function ofEntry(entry: Value, register: RegisterFile, now: Date): Excuse {
    const said = (key: string) => legibleText(entry.get(key)) ?? "";
    return {
        kind: "exception",
        ...term(dayOf(entry.get("expires"))!, now),
        owner: said("owner"),
        approver: said("approver"),
        ticket: said("ticket"),
        reason: said("reason"),
        ...(isBreakGlass(entry) && { breakGlass: true }),
        at: { file: register.file, ...register.place(entry.path) },
    };
}

function ofBaseline(baseline: Value, entry: Value, register: RegisterFile, now: Date): Excuse {
    return {
        kind: "baseline",
        ...term(dayOf(baseline.get("expires"))!, now),
        owner: legibleText(baseline.get("owner")) ?? "",
        at: { file: register.file, ...register.place(entry.path) },
    };
}

function term(expires: number, now: Date): Pick<Excuse, "until" | "daysLeft"> {
    return { until: new Date(expires).toISOString(), daysLeft: daysLeft(expires, now) };
}

function register(type: string, of: RegisterFile, inputs: object): Resource {
    return { urn: urnOf(type, of), type, name: of.file, inputs: new Value(inputs, ""), sources: {} };
}

function urnOf(type: string, of: RegisterFile | undefined): string {
    return `urn:pulumi:::::${type}::${of?.file}`;
}
