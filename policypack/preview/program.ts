import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { environmentOf } from "./environment";
import { Failed } from "./failed";
import type { LogLine } from "./outcome";
import type { Project } from "./project";
import { bootstrap } from "./bootstrap";
import type { Config } from "./stack-config";
import { isObject } from "./wire";

/** How the program is run: as pulumi-language-nodejs does it. */
export interface Run {
    readonly project: Project;
    readonly config: Config;
    readonly stack: string;
    readonly organization: string;
    readonly sdk: Sdk;
    /** Host and port of the engine's side. */
    readonly address: string;
    readonly timeout: number;
    readonly environment: NodeJS.ProcessEnv;
    readonly say: (line: LogLine) => void;
}

/** How the program ended. */
export type End = { readonly code: number | null; readonly signal: NodeJS.Signals | null } | "timeout";

/** The program's own copy of `@pulumi/pulumi`. */
export interface Sdk {
    readonly directory: string;
    readonly runner: string;
    /** Whether it says so when a program has come to its end. */
    readonly saysEnd: boolean;
}

export function findSdk(project: Project): Sdk {
    try {
        const runner = createRequire(join(project.directory, "_")).resolve("@pulumi/pulumi/cmd/run");
        return {
            directory: dirname(dirname(dirname(runner))),
            runner,
            saysEnd: readFileSync(runner, "utf8").includes("signalAndWaitForShutdown"),
        };
    } catch (cause) {
        throw new Failed(
            "sdk",
            `@pulumi/pulumi is not installed for the program in ${project.directory}: run \`npm install\` in ${manifestFolder(project.directory)}.`,
            { cause },
        );
    }
}

export async function runProgram(run: Run): Promise<End> {
    const { project } = run;
    const child = spawn(
        process.execPath,
        [
            ...project.nodeArguments,
            ...["-e", bootstrap(run.sdk, isModule(project.directory)), "--"],
            ...["--monitor", run.address, "--engine", run.address],
            ...["--organization", run.organization, "--project", project.name, "--stack", run.stack],
            ...["--root-directory", project.root, "--pwd", project.directory],
            ...["--dry-run", "--parallel", "16", project.entry],
        ],
        {
            cwd: project.directory,
            env: environmentOf(run.environment, project, run.config),
            stdio: ["ignore", "pipe", "pipe"],
            // A group of its own, so that what the program starts ends with it.
            detached: true,
        },
    );
    const kill = () => killGroup(child);
    // Whoever listened before decides what an interrupt means for this process; else it means what it always does.
    const alone = { SIGINT: process.listenerCount("SIGINT") === 0, SIGTERM: process.listenerCount("SIGTERM") === 0 };
    const interrupted = (signal: "SIGINT" | "SIGTERM") => {
        kill();
        process.removeListener(signal, interrupted);
        if (alone[signal]) process.kill(process.pid, signal);
    };
    process.on("exit", kill).on("SIGINT", interrupted).on("SIGTERM", interrupted);
    const output = Promise.all([pass(child.stdout, "info", run.say), pass(child.stderr, "warning", run.say)]);
    try {
        const end = await ended(child, run.timeout);
        kill();
        // Whatever left the group may hold the other end open for ever.
        await Promise.race([output, setTimeout(1000, undefined, { ref: false })]);
        return end;
    } finally {
        process.removeListener("exit", kill).removeListener("SIGINT", interrupted).removeListener("SIGTERM", interrupted);
    }
}

function ended(child: ChildProcess, timeout: number): Promise<End> {
    return new Promise((resolve, reject) => {
        const timer = globalThis.setTimeout(() => resolve("timeout"), timeout);
        child.once("error", (cause) => {
            clearTimeout(timer);
            reject(new Failed("sdk", `Node could not be started: ${cause.message}.`, { cause }));
        });
        child.once("exit", (code, signal) => {
            clearTimeout(timer);
            resolve({ code, signal });
        });
    });
}

function killGroup(child: ChildProcess): void {
    try {
        if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    } catch {
        // The group has ended. Where there are no groups, the child alone is left to end.
        child.kill("SIGKILL");
    }
}

async function pass(stream: Readable, severity: LogLine["severity"], say: (line: LogLine) => void): Promise<void> {
    for await (const message of createInterface({ input: stream, crlfDelay: Infinity })) {
        if (message !== "") say({ severity, message });
    }
}

function isModule(directory: string): boolean {
    try {
        const manifest: unknown = JSON.parse(readFileSync(join(manifestFolder(directory), "package.json"), "utf8"));
        return isObject(manifest) && manifest.type === "module";
    } catch {
        return false;
    }
}

function manifestFolder(directory: string): string {
    for (let folder = directory; folder !== dirname(folder); folder = dirname(folder)) {
        if (existsSync(join(folder, "package.json"))) return folder;
    }
    return directory;
}
