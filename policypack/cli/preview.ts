import { resolve } from "node:path";
import { safeParse } from "valibot";
import { duration } from "../core/options";
import type { Run } from "../core/settings";
import { assess } from "../preview/assess";
import type { LogLine, Outcome, Request } from "../preview/outcome";
import { counted, printableLines } from "../report/printable";
import { type Exit, type Io, UsageError } from "./io";
import { type JudgingOptions, judging } from "./judging";
import { progress } from "./progress";
import { type OutputOptions, destination, writeReports } from "./reports";
import { placeOf } from "./repository";

export type Preview = (request: Request) => Promise<Outcome>;

/** How a program is run. */
export interface RunOptions {
    readonly stack?: string;
    readonly config?: readonly string[];
    readonly fixtures?: string;
    readonly mode: "faithful" | "synthesize";
    readonly timeout: string;
}

export type PreviewOptions = RunOptions & JudgingOptions & OutputOptions;

const TIMEOUT = duration({ description: "How long a program may run.", default: "5m", minimum: "1s", maximum: "1d" });

/** `jit-guard preview`: the program, what the rules say of it, and the reports. */
export async function previewCommand(directory: string, options: PreviewOptions, io: Io, preview?: Preview): Promise<Exit> {
    const where = resolve(io.cwd(), directory);
    const reports = await destination(options, io);
    const { plans, run } = judging(options, io);
    const request = requestOf(where, options, run, io);

    const engine = preview ?? (await import("../preview/index.js")).preview;
    let seen = 0;
    const shown = progress(io, reports.quiet, () => `Running the program: ${counted(seen, "resource")}`);
    const onResource = () => {
        seen++;
        shown.tick();
    };
    const outcome = await engine({ ...request, onResource }).finally(() => shown.end());
    if (!reports.quiet) tell(outcome.log, io);
    const { failure, resources } = outcome;
    if (failure?.kind === "project" && resources.length === 0) throw new UsageError(failure.message);
    return writeReports(assess(outcome, plans, run, placeOf(where)), reports, io);
}

/** What to ask of the engine for the program in a folder. Throws UsageError. */
export function requestOf(directory: string, options: RunOptions, { now }: Pick<Run, "now">, io: Io): Request {
    const { stack, config = [], fixtures, mode, timeout } = options;
    const seconds = safeParse(TIMEOUT.schema, timeout);
    if (!seconds.success) throw new UsageError(`--timeout ${timeout} must be ${TIMEOUT.accepts}.`);
    return {
        directory,
        ...(stack !== undefined && { stack }),
        config: Object.fromEntries(config.map(pair)),
        ...(fixtures !== undefined && { fixtures: resolve(io.cwd(), fixtures) }),
        mode,
        now,
        timeout: seconds.output * 1_000,
    };
}

function pair(written: string): [key: string, value: string] {
    const at = written.indexOf("=");
    // The value may be a secret that only lacks its key.
    if (at < 1) throw new UsageError("--config takes key=value, as in --config aws:region=eu-west-1.");
    return [written.slice(0, at), written.slice(at + 1)];
}

/** What the program printed, apart from what was found. */
export function tell(log: readonly LogLine[], { stderr }: Io, program = "program"): void {
    for (const { severity, message } of log) {
        if (severity === "debug") continue;
        const from = severity === "info" ? program : `${program} ${severity}`;
        for (const line of printableLines(message)) stderr.write(`${from}: ${line}\n`);
    }
}
