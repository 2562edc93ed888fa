import { execFile } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, delimiter, join } from "node:path";
import { promisify } from "node:util";

const ROOT = join(__dirname, "..", "..");
export const PACK = join(ROOT, "policypack");
const STAND_IN = join(ROOT, "test", "engine", "stand-in-provider.cjs");

/** The real `pulumi` binary, where there is one. */
export const pulumi = (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, "pulumi"))
    .find((file) => existsSync(file));

export interface EngineFinding {
    readonly rule: string;
    readonly urn: string;
    readonly level: string;
    /** False when it only says that something could not be decided. */
    readonly decided: boolean;
    /** Without the description and the fix, which are the rule's own. */
    readonly message: string;
}

export interface EngineRun {
    readonly findings: readonly EngineFinding[];
    /** What the engine says was put right: by rule, with the names of the inputs that differ. */
    readonly remediations: readonly { readonly rule: string; readonly urn: string; readonly changed: readonly string[] }[];
    /** The inputs with which each resource would be created, by URN. */
    readonly inputs: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly errors: readonly string[];
    readonly failed: boolean;
}

interface Workspace {
    /** The folder of the program. */
    readonly project: string;
    readonly run: (
        args: readonly string[],
        env?: Record<string, string>,
    ) => Promise<{ events: readonly EngineEvent[]; failed: boolean }>;
    /** What a command prints, as it is. */
    readonly print: (args: readonly string[], env?: Record<string, string>) => Promise<string>;
    /** A file beside the program. */
    readonly write: (name: string, text: string) => string;
}

/**
 * Runs `pulumi` on a program with providers that echo. The program is copied to a folder of this repository, so that it
 * finds its packages, and the stack's file is not written to.
 */
export async function inWorkspace<Out>(
    program: string,
    env: Record<string, string>,
    act: (workspace: Workspace) => Promise<Out>,
): Promise<Out> {
    mkdirSync(join(ROOT, "test", "engine", ".work"), { recursive: true });
    const work = mkdtempSync(join(ROOT, "test", "engine", ".work", `${basename(program)}-`));
    try {
        const [project, state, shims] = [join(work, "program"), join(work, "state"), join(work, "shims")];
        cpSync(program, project, { recursive: true });
        for (const folder of [state, shims]) mkdirSync(folder);
        for (const provider of ["aws", "gcp"]) {
            const shim = join(shims, `pulumi-resource-${provider}`);
            writeFileSync(shim, `#!/bin/sh\nexec "${process.execPath}" "${STAND_IN}" "$@"\n`);
            chmodSync(shim, 0o755);
        }
        const inherited = Object.fromEntries(
            Object.entries(process.env).filter(([name]) => !/^(AWS|GOOGLE|PULUMI|VITEST)_/.test(name)),
        );
        const options = {
            cwd: project,
            env: {
                ...inherited,
                PATH: `${shims}${delimiter}${process.env.PATH}`,
                PULUMI_HOME: join(work, "home"),
                PULUMI_BACKEND_URL: `file://${state}`,
                PULUMI_CONFIG_PASSPHRASE: "test",
                PULUMI_SKIP_UPDATE_CHECK: "true",
                PULUMI_NODEJS_TRANSPILE_ONLY: "true",
                PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true",
                ...env,
            },
            maxBuffer: 256 * 1024 * 1024,
        };
        const stack =
            readdirSync(project)
                .map((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1])
                .find(Boolean) ?? "dev";
        await pulumiCommand(["stack", "init", stack, "--non-interactive"], options);
        return await act({
            project,
            run: async (args, more = {}) => {
                const { stdout, failed } = await pulumiCommand([...args, "--json", "--non-interactive"], {
                    ...options,
                    env: { ...options.env, ...more },
                });
                const lines = stdout.split("\n").filter((line) => line.startsWith("{"));
                return { events: lines.map((line) => JSON.parse(line) as EngineEvent), failed };
            },
            print: async (args, more = {}) => {
                const { stdout } = await pulumiCommand([...args, "--non-interactive"], {
                    ...options,
                    env: { ...options.env, ...more },
                });
                return stdout;
            },
            write: (name, text) => {
                const file = join(work, name);
                writeFileSync(file, text);
                return file;
            },
        });
    } finally {
        rmSync(work, { recursive: true, force: true });
    }
}

/** What a policy pack says of a program in a real preview. */
export async function realPreview(
    program: string,
    { pack = PACK, env = {}, config }: { pack?: string; env?: Record<string, string>; config?: object } = {},
): Promise<EngineRun> {
    return inWorkspace(program, env, async ({ run, write }) => {
        const configured = config ? ["--policy-pack-config", write("config.json", JSON.stringify(config))] : [];
        const { events, failed } = await run(["preview", "--policy-pack", pack, ...configured]);
        return {
            findings: events.flatMap(({ policyEvent }) => (policyEvent ? [finding(policyEvent)] : [])).sort(byPlace),
            remediations: events.flatMap(({ policyRemediationEvent: event }) => (event ? [remediation(event)] : [])),
            inputs: Object.fromEntries(
                events.flatMap(({ resourcePreEvent: event }) =>
                    event?.metadata.new ? [[event.metadata.urn, event.metadata.new.inputs]] : [],
                ),
            ),
            errors: errorsIn(events),
            failed,
        };
    });
}

/** What the engine would do to each resource, by URN, when a program that was deployed at one instant comes again at another. */
export async function realChange(
    program: string,
    { at, later, index }: { at: string; later: string; index?: string },
): Promise<Readonly<Record<string, string>>> {
    return inWorkspace(program, {}, async ({ project, run }) => {
        const up = await run(["up", "--yes", "--skip-preview"], { JIT_GUARD_NOW: at });
        if (up.failed) throw new Error(errorsIn(up.events).join("\n"));
        if (index) writeFileSync(join(project, "index.ts"), index);
        const { events, failed } = await run(["preview"], { JIT_GUARD_NOW: later });
        if (failed) throw new Error(errorsIn(events).join("\n"));
        return Object.fromEntries(
            events.flatMap(({ resourcePreEvent: event }) => (event ? [[event.metadata.urn, event.metadata.op]] : [])),
        );
    });
}

function errorsIn(events: readonly EngineEvent[]): readonly string[] {
    return events.flatMap(({ diagnosticEvent: event }) => (event?.severity === "error" ? [event.message] : []));
}

export function byPlace(a: EngineFinding, b: EngineFinding): number {
    const key = (of: EngineFinding) => [of.urn, of.rule, of.message].join("\n");
    return key(a) < key(b) ? -1 : 1;
}

interface EngineEvent {
    readonly policyEvent?: { resourceUrn: string; message: string; policyName: string; enforcementLevel: string };
    readonly policyRemediationEvent?: {
        resourceUrn: string;
        policyName: string;
        before: Record<string, unknown>;
        after: Record<string, unknown>;
    };
    readonly resourcePreEvent?: { metadata: { urn: string; op: string; new?: { inputs: Record<string, unknown> } } };
    readonly diagnosticEvent?: { message: string; severity: string };
}

function finding(event: NonNullable<EngineEvent["policyEvent"]>): EngineFinding {
    const [, said = ""] = event.message.trimEnd().split("\n");
    const message = said.replace(/^Not decided: /, "");
    return {
        rule: event.policyName,
        urn: event.resourceUrn,
        level: event.enforcementLevel,
        decided: message === said,
        message,
    };
}

function remediation({ policyName, resourceUrn, before, after }: NonNullable<EngineEvent["policyRemediationEvent"]>) {
    const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
        (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
    );
    return { rule: policyName, urn: resourceUrn, changed };
}

async function pulumiCommand(args: readonly string[], options: object): Promise<{ stdout: string; failed: boolean }> {
    try {
        const { stdout } = (await promisify(execFile)(pulumi!, args, options)) as { stdout: string };
        return { stdout, failed: false };
    } catch (error) {
        const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
        if (!stdout) throw new Error(`pulumi ${args.join(" ")}: ${stderr}`, { cause: error });
        return { stdout, failed: true };
    }
}
