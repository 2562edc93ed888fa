import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { BaseReport } from "../report/diff";
import type { Report } from "../report/model";
import { tally } from "../report/tally";
import { type Outputs, outputs, render } from "./formats";
import { EXIT, type Exit, type Io, UsageError, showsColour } from "./io";

export interface OutputOptions {
    readonly format?: readonly string[];
    readonly out?: readonly string[];
    readonly base?: string;
    readonly quiet?: true;
}

/** Where which report goes, and what it is compared with. */
export interface Destination extends Outputs {
    readonly base: BaseReport | undefined;
    readonly quiet: boolean;
}

/** All that can be wrong with where reports go is said before anything runs. Throws UsageError. */
export async function destination({ format, out, base, quiet }: OutputOptions, io: Io): Promise<Destination> {
    return {
        ...outputs(format, out),
        base: base === undefined ? undefined : await baseReport(resolve(io.cwd(), base), base),
        quiet: quiet === true,
    };
}

/** Writes a report to where it was asked for, and says how the command ended. */
export async function writeReports(report: Report, { stdout, files, base, quiet }: Destination, io: Io): Promise<Exit> {
    for (const { format, file } of files) {
        write(resolve(io.cwd(), file), await render(format, report, { colour: false, base }));
        if (!quiet) io.stderr.write(`${format} report: ${file}\n`);
    }
    if (stdout !== undefined) {
        io.stdout.write(await render(stdout, report, { colour: showsColour(io.stdout, io.env), base }));
    }
    const { failed, blocking } = tally(report);
    if (failed > 0) return EXIT.notRun;
    return blocking > 0 ? EXIT.violations : EXIT.clean;
}

async function baseReport(path: string, shown: string): Promise<BaseReport> {
    const { BaseReportError, readBase } = await import("../report/diff.js");
    try {
        return readBase(readFileSync(path, "utf8"));
    } catch (error) {
        if (error instanceof BaseReportError) throw new UsageError(`--base ${shown}: ${error.message}`);
        throw new UsageError(`--base ${shown} cannot be read: ${(error as Error).message}.`);
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
