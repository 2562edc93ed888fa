import { availableParallelism } from "node:os";
import type { Plan, Run } from "../core/settings";
import { type Assessment, Assessor, reportOf } from "../preview/assess";
import type { Outcome } from "../preview/outcome";
import type { Report } from "../report/model";
import { counted } from "../report/printable";
import { type Exit, type Io, UsageError } from "./io";
import { type JudgingOptions, judging } from "./judging";
import { type Preview, type RunOptions, requestOf, tell } from "./preview";
import { progress } from "./progress";
import { type OutputOptions, destination, writeReports } from "./reports";
import { placeIn, repositoryOf } from "./repository";
import { type Target, targetsOf } from "./targets";

export interface CheckOptions extends RunOptions, JudgingOptions, OutputOptions {
    readonly jobs?: number;
}

/** `jit-guard check`: programs and what engines wrote down of some, judged together in one report. */
export async function checkCommand(
    named: readonly string[],
    options: CheckOptions,
    io: Io,
    preview?: Preview,
): Promise<Exit> {
    const reports = await destination(options, io);
    const { plans, run } = judging(options, io);
    return writeReports(await check(named, plans, run, options, io, preview), reports, io);
}

/** What the rules say of all that is named. Throws UsageError where the only thing that is named cannot be read at all. */
export async function check(
    named: readonly string[],
    plans: readonly Plan[],
    run: Run,
    options: RunOptions & Pick<CheckOptions, "jobs" | "quiet">,
    io: Io,
    preview?: Preview,
): Promise<Report> {
    const targets = targetsOf(named, io);
    const done = { targets: 0, resources: 0, bytes: 0 };
    const shown = progress(io, options.quiet === true, () => {
        const read = done.bytes > 0 ? `, ${(done.bytes / 1_000_000).toFixed(1)} MB read` : "";
        return `Judging: ${done.targets} of ${counted(targets.length, "program")}, ${counted(done.resources, "resource")}${read}`;
    });
    const seen = () => {
        done.resources++;
        shown.tick();
    };
    const read = (bytes: number) => {
        done.bytes += bytes;
        shown.tick();
    };
    const judgeOne = async (target: Target): Promise<Assessment> => {
        const assessment =
            target.kind === "program"
                ? await judgeProgram(target, plans, run, options, io, seen, preview)
                : await judgeRecorded(target, plans, run, io, seen, read);
        done.targets++;
        const { failure, resources, project } = assessment.program;
        if (failure !== undefined && resources.seen === 0 && targets.length === 1) throw new UsageError(failure);
        // What could not even be read has no name of its own.
        return project === ""
            ? { ...assessment, program: { ...assessment.program, project: target.shown, stack: "?" } }
            : assessment;
    };
    try {
        const assessments = await pooled(targets, options.jobs ?? availableParallelism(), judgeOne);
        return reportOf(assessments, plans, run, { root: repositoryOf(io.cwd()) ?? io.cwd() });
    } finally {
        shown.end();
    }
}

async function judgeProgram(
    { directory, stack }: Target & { kind: "program" },
    plans: readonly Plan[],
    run: Run,
    options: RunOptions & { readonly quiet?: true },
    io: Io,
    seen: () => void,
    preview?: Preview,
): Promise<Assessment> {
    const engine = preview ?? (await import("../preview/index.js")).preview;
    const request = requestOf(directory, { ...options, ...(stack !== undefined && { stack }) }, run, io);
    const outcome: Outcome = await engine({ ...request, onResource: seen });
    if (options.quiet !== true) tell(outcome.log, io, `${outcome.project}/${outcome.stack}`);
    const assessor = new Assessor(plans, run, placeIn(directory, io.cwd()));
    for (const resource of outcome.resources) assessor.see(resource);
    return assessor.end(outcome);
}

async function judgeRecorded(
    { file }: Target & { kind: "recorded" },
    plans: readonly Plan[],
    run: Run,
    io: Io,
    seen: () => void,
    read: (bytes: number) => void,
): Promise<Assessment> {
    const { readRecorded } = await import("../recorded/read.js");
    const root = repositoryOf(io.cwd()) ?? io.cwd();
    const assessor = new Assessor(plans, run, { root, ...(file !== "-" && { file }) });
    let before = 0;
    const recorded = await readRecorded(
        file === "-" ? (io.stdin ?? "-") : file,
        (resource) => {
            seen();
            assessor.see(resource);
        },
        (bytes) => {
            read(bytes - before);
            before = bytes;
        },
    ).catch((error: unknown) => {
        if (!(error instanceof Error) || error.name !== "Failed") throw error;
        return {
            project: "",
            stack: "",
            unseen: [],
            accesses: [],
            failure: { kind: "project" as const, message: error.message },
        };
    });
    return assessor.end(recorded);
}

/** The results in the order of the items, no more than `jobs` at work at once. */
async function pooled<T, R>(items: readonly T[], jobs: number, work: (item: T) => Promise<R>): Promise<readonly R[]> {
    const results: R[] = [];
    const left = [...items.entries()];
    const worker = async () => {
        for (let next = left.shift(); next; next = left.shift()) results[next[0]] = await work(next[1]);
    };
    await Promise.all(Array.from({ length: Math.max(1, Math.min(jobs, items.length)) }, worker));
    return results;
}
