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

/**
 * What a policy pack says of a program in a real preview, with providers that echo. The program is copied to a folder of
 * this repository, so that it finds its packages, and the stack's file is not written to.
 */
export async function realPreview(
    program: string,
    { pack = PACK, env = {}, config }: { pack?: string; env?: Record<string, string>; config?: object } = {},
): Promise<EngineRun> {
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
        const configuration = config
            ? ["--policy-pack-config", write(join(work, "config.json"), JSON.stringify(config))]
            : [];
        const stack =
            readdirSync(project)
                .map((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1])
                .find(Boolean) ?? "dev";
        await pulumiCommand(["stack", "init", stack, "--non-interactive"], options);
        const { stdout, failed } = await pulumiCommand(
            ["preview", "--json", "--non-interactive", "--policy-pack", pack, ...configuration],
            options,
        );
        const events = stdout
            .split("\n")
            .filter((line) => line.startsWith("{"))
            .map((line) => JSON.parse(line) as EngineEvent);
        return {
            findings: events.flatMap(({ policyEvent }) => (policyEvent ? [finding(policyEvent)] : [])).sort(byPlace),
            remediations: events.flatMap(({ policyRemediationEvent: event }) => (event ? [remediation(event)] : [])),
            inputs: Object.fromEntries(
                events.flatMap(({ resourcePreEvent: event }) =>
                    event?.metadata.new ? [[event.metadata.urn, event.metadata.new.inputs]] : [],
                ),
            ),
            errors: events.flatMap(({ diagnosticEvent: event }) => (event?.severity === "error" ? [event.message] : [])),
            failed,
        };
    } finally {
        rmSync(work, { recursive: true, force: true });
    }
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
    readonly resourcePreEvent?: { metadata: { urn: string; new?: { inputs: Record<string, unknown> } } };
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

function write(file: string, text: string): string {
    writeFileSync(file, text);
    return file;
}
