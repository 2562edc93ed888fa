import { existsSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { sameness, unindexed } from "../core/baseline";
import { judgesRegisters } from "../core/excuses";
import { DAYS } from "../core/register";
import { readRegister } from "../core/register-file";
import { isOf } from "../core/urn";
import type { Report } from "../report/model";
import { counted, printableJson } from "../report/printable";
import { type CheckOptions, check } from "./check";
import { EXIT, type Exit, type Io, UsageError } from "./io";
import { judging } from "./judging";
import type { Preview } from "./preview";

export interface BaselineOptions extends CheckOptions {
    readonly owner?: string;
    readonly expires?: string;
}

interface Known {
    readonly rule: string;
    readonly resource: string;
    readonly path?: string;
    readonly part?: string;
    readonly count: number;
}

interface Baseline {
    readonly owner: string;
    readonly opened: string;
    readonly expires: string;
    readonly findings: readonly Known[];
}

const LASTS = 90;

/** `jit-guard baseline write`: what blocks now, when there is no baseline; else the baseline without what is fixed. */
export async function baselineCommand(
    named: readonly string[],
    options: BaselineOptions,
    io: Io,
    preview?: Preview,
): Promise<Exit> {
    const file = options.baseline ?? io.env.JIT_GUARD_BASELINE;
    if (!file) throw new UsageError("Which file? Write --baseline FILE, or set JIT_GUARD_BASELINE.");
    const path = resolve(io.cwd(), file);
    const { baseline: _, ...others } = options;
    const withoutBaseline = { ...io, cwd: () => io.cwd(), env: { ...io.env, JIT_GUARD_BASELINE: undefined } };
    const { plans, run } = judging(others, withoutBaseline);
    const before = existsSync(path) ? read(path, file) : undefined;
    if (!before && !options.owner) throw new UsageError("Who sees to it that the baseline becomes shorter? Write --owner.");

    const report = await check(named, plans, run, options, io, preview);
    const failed = report.programs.find(({ failure }) => failure !== undefined);
    if (failed) {
        throw new UsageError(
            `${failed.project}/${failed.stack} was not judged to its end, so nothing was written: ${failed.failure}`,
        );
    }
    const found = foundIn(report);
    const today = run.now.toISOString().slice(0, 10);
    const baseline: Baseline = before
        ? { ...before, findings: still(before, found, report) }
        : {
              owner: options.owner!,
              opened: today,
              expires: options.expires ?? new Date(Date.parse(today) + LASTS * DAYS).toISOString().slice(0, 10),
              findings: [...found.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
          };
    writeFileSync(
        path,
        printableJson({ $schema: "./node_modules/@jit-guard/policypack/baseline.schema.json", ...baseline }),
    );
    io.stdout.write(`${file}: ${words(before, baseline, found)}\n`);
    return EXIT.clean;
}

function read(path: string, file: string): Baseline {
    const register = readRegister(path, file);
    const { document } = register;

    if (typeof document.unreadable === "string" || !Array.isArray(document.findings)) {
        throw new UsageError(`${file}:${register.place("findings").line} is no baseline. Remove it to begin anew.`);
    }
    const { $schema: _, ...baseline } = document;
    return baseline as unknown as Baseline;
}

/** What blocks, by what makes two findings the same. */
function foundIn({ findings }: Report): ReadonlyMap<string, Known> {
    const found = new Map<string, Known>();
    for (const { rule, urn, path, part, level, excuse } of findings) {
        if (level !== "mandatory" || excuse || judgesRegisters(rule)) continue;
        const known = {
            rule: rule.name,
            resource: urn,
            ...(path !== undefined && { path: unindexed(path) }),
            ...(part !== undefined && { part }),
        };
        const key = keyOf(known);
        found.set(key, { ...known, count: (found.get(key)?.count ?? 0) + 1 });
    }
    return found;
}

/** The ratchet: what is still found, and no more of it; what belongs to programs that were not judged stays. */
function still({ findings }: Baseline, found: ReadonlyMap<string, Known>, { programs }: Report): readonly Known[] {
    return findings.flatMap((known) => {
        if (!isOf(known.resource, programs)) return [known];
        const count = Math.min(known.count, found.get(keyOf(known))?.count ?? 0);
        return count > 0 ? [{ ...known, count }] : [];
    });
}

function words(before: Baseline | undefined, { findings, expires }: Baseline, found: ReadonlyMap<string, Known>): string {
    const sum = (all: Iterable<Known>) => [...all].reduce((total, { count }) => total + count, 0);
    if (!before) return `${counted(sum(findings), "finding")}, let through until ${expires}.`;
    const known = new Map(findings.map((one) => [keyOf(one), one.count]));
    const fresh = [...found].reduce((total, [key, { count }]) => total + Math.max(0, count - (known.get(key) ?? 0)), 0);
    const added = fresh > 0 ? ` ${counted(fresh, "finding")} not in it: a baseline takes no new ones.` : "";
    return `${sum(before.findings) - sum(findings)} fixed and taken out, ${sum(findings)} left until ${expires}.${added}`;
}

function keyOf({ rule, resource, path, part }: Omit<Known, "count">): string {
    return sameness(rule, resource, { ...(path !== undefined && { path }), ...(part !== undefined && { part }) });
}
