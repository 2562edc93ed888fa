import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { safeParse } from "valibot";
import { duration } from "../core/options";
import { type Preset, type Undecided, instant, plan } from "../core/settings";
import { assess } from "../preview/assess";
import type { LogLine, Outcome, Request } from "../preview/outcome";
import type { Report } from "../report/model";
import { printableLines } from "../report/printable";
import { tally } from "../report/tally";
import { rules } from "../rules";
import { outputs, render } from "./formats";
import { EXIT, type Exit, type Io, UsageError, showsColour } from "./io";
import { progress } from "./progress";
import { placeOf } from "./repository";
import { readRuleSettings } from "./settings-file";

export type Preview = (request: Request) => Promise<Outcome>;

export interface PreviewOptions {
    readonly stack?: string;
    readonly config?: readonly string[];
    readonly now?: string;
    readonly fixtures?: string;
    readonly mode: "faithful" | "synthesize";
    readonly timeout: string;
    readonly preset: Preset;
    readonly undecided: Undecided;
    readonly policyConfig?: string;
    readonly format?: readonly string[];
    readonly out?: readonly string[];
    readonly quiet?: true;
}

const TIMEOUT = duration({ description: "How long a program may run.", default: "5m", minimum: "1s", maximum: "1d" });

/** `jit-guard preview`: the program, what the rules say of it, and the reports. */
export async function previewCommand(directory: string, options: PreviewOptions, io: Io, preview?: Preview): Promise<Exit> {
    const quiet = options.quiet === true;
    const where = resolve(io.cwd(), directory);
    // All that can be wrong with the command is said before the program runs.
    const reports = outputs(options.format, options.out);
    const run = { now: nowOf(options, io), undecided: options.undecided };
    const settings = options.policyConfig === undefined ? {} : readRuleSettings(resolve(io.cwd(), options.policyConfig));
    const plans = plan(rules, { preset: options.preset, rules: settings }, options.policyConfig ?? "the command line");
    const request = requestOf(where, options, io);

    const engine = preview ?? (await import("../preview/index.js")).preview;
    const shown = progress(io, quiet);
    const outcome = await engine({ ...request, onResource: () => shown.seen() }).finally(() => shown.end());
    if (!quiet) tell(outcome.log, io);
    const { failure, resources } = outcome;
    if (failure?.kind === "project" && resources.length === 0) throw new UsageError(failure.message);

    const report = assess(outcome, plans, run, placeOf(where));
    for (const { format, file } of reports.files) {
        write(resolve(io.cwd(), file), await render(format, report, { colour: false }));
        if (!quiet) io.stderr.write(`${format} report: ${file}\n`);
    }
    if (reports.stdout !== undefined) {
        io.stdout.write(await render(reports.stdout, report, { colour: showsColour(io.stdout, io.env) }));
    }
    return exitOf(report);
}

function exitOf(report: Report): Exit {
    if (report.failure !== undefined) return EXIT.notRun;
    return tally(report).blocking > 0 ? EXIT.violations : EXIT.clean;
}

function requestOf(directory: string, options: PreviewOptions, io: Io): Request {
    const { stack, config = [], fixtures, mode, timeout } = options;
    const seconds = safeParse(TIMEOUT.schema, timeout);
    if (!seconds.success) throw new UsageError(`--timeout ${timeout} must be ${TIMEOUT.accepts}.`);
    return {
        directory,
        ...(stack !== undefined && { stack }),
        config: Object.fromEntries(config.map(pair)),
        ...(fixtures !== undefined && { fixtures: resolve(io.cwd(), fixtures) }),
        mode,
        timeout: seconds.output * 1_000,
    };
}

function pair(written: string): [key: string, value: string] {
    const at = written.indexOf("=");
    // The value may be a secret that only lacks its key.
    if (at < 1) throw new UsageError("--config takes key=value, as in --config aws:region=eu-west-1.");
    return [written.slice(0, at), written.slice(at + 1)];
}

function nowOf({ now }: PreviewOptions, { env }: Io): Date {
    return now === undefined ? instant(env.JIT_GUARD_NOW, "JIT_GUARD_NOW") : instant(now, "--now");
}

/** What the program printed, apart from what was found. */
function tell(log: readonly LogLine[], { stderr }: Io): void {
    for (const { severity, message } of log) {
        if (severity === "debug") continue;
        const from = severity === "info" ? "program" : `program ${severity}`;
        for (const line of printableLines(message)) stderr.write(`${from}: ${line}\n`);
    }
}

function write(file: string, content: string): void {
    try {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, content);
    } catch (error) {
        throw new UsageError(`--out: ${file} cannot be written: ${(error as Error).message}.`);
    }
}
