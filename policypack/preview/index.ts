import { realpathSync } from "node:fs";
import { Declared } from "./declared";
import { engine } from "./engine";
import { Failed } from "./failed";
import { failureOf } from "./failure";
import { readFixtures } from "./fixtures";
import { Invokes } from "./invokes";
import { Monitor } from "./monitor";
import type { Failure, LogLine, Outcome, Request, Unseen } from "./outcome";
import { findSdk, runProgram } from "./program";
import { onlyStack, type Project, readProject } from "./project";
import { Providers } from "./providers";
import { serve } from "./serve";
import { Shapes } from "./shapes";
import { type Config, readConfig } from "./stack-config";
import { Synthesis } from "./synthesize";
import { Transforms } from "./transforms";

export * from "./outcome";

/** Runs a Pulumi program without an engine and gives what it declares. What goes wrong in the project is in `failure`. */
export async function preview(request: Request): Promise<Outcome> {
    const log: LogLine[] = [];
    const unseen: Unseen[] = [];
    let [project, stack, organization] = ["", request.stack ?? "", "organization"];
    try {
        const read = readProject(request.directory);
        project = read.name;
        [organization, stack] = stackName(request.stack ?? onlyStack(read));
        const config = readConfig(read, stack, request.config ?? {}, process.env);
        unseen.push(...config.unseen);
        const of = { request, project: read, config, stack, organization, log, unseen };
        return { project, stack, organization, unseen, log, ...(await run(of)) };
    } catch (error) {
        return { project, stack, organization, resources: [], unseen, log, failure: failed(error) };
    }
}

interface Prepared {
    readonly request: Request;
    readonly project: Project;
    readonly config: Config;
    readonly stack: string;
    readonly organization: string;
    readonly log: LogLine[];
    readonly unseen: Unseen[];
}

async function run(of: Prepared): Promise<Pick<Outcome, "resources" | "failure">> {
    const { request, project, config, stack, organization, log, unseen } = of;
    const sdk = findSdk(project);
    const fixtures = readFixtures(request.fixtures, project.root);
    const shapes = new Shapes(project.directory);
    const region = config.values.get("aws:region")?.text ?? "us-east-1";
    const synthesis = request.mode === "synthesize" ? new Synthesis(shapes, region) : undefined;
    const declared = new Declared({ stack, project: project.name }, request.onResource);
    const transforms = new Transforms();
    const monitor = new Monitor({
        stack,
        project: project.name,
        sdk: sdk.directory,
        directory: realpathSync(project.directory),
        declared,
        providers: new Providers(declared, config),
        transforms,
        invokes: new Invokes(fixtures, shapes, synthesis),
        synthesis,
        see: (one) => {
            if (!unseen.some(({ kind, what, urn }) => kind === one.kind && what === one.what && urn === one.urn))
                unseen.push(one);
        },
    });
    const mask = masking(config);
    const say = (line: LogLine) => {
        // The SDK's own debug lines tell every property, secret or not.
        if (line.severity !== "debug") log.push({ ...line, message: mask(line.message) });
    };
    const { address, stop } = await serve([monitor, engine(say)]);
    const timeout = request.timeout ?? 300_000;
    try {
        const end = await runProgram({
            project,
            config,
            stack,
            organization,
            sdk,
            address,
            timeout,
            environment: { ...process.env, ...(request.now && { JIT_GUARD_NOW: request.now.toISOString() }) },
            say,
        });
        const failure = failureOf(end, {
            sdk,
            ended: monitor.ended,
            exported: declared.exported,
            refusal: monitor.refusal,
            log,
            timeout,
        });
        return { resources: declared.resources, ...(failure && { failure }) };
    } catch (error) {
        return { resources: declared.resources, failure: failed(error) };
    } finally {
        transforms.close();
        stop();
    }
}

/** As the engine does with what a program prints: no secret of the stack's configuration is shown. */
function masking(config: Config): (text: string) => string {
    const placeholders = new Set(config.unseen.map(({ what }) => what));
    const secrets = [...config.values]
        .filter(([key, { secret }]) => secret && !placeholders.has(key))
        .map(([, { text }]) => text);
    return (text) => secrets.reduce((masked, one) => (one.length > 2 ? masked.replaceAll(one, "[secret]") : masked), text);
}

/** `stack`, `project/stack` or `organization/project/stack`. The organization is the one that a local backend has. */
function stackName(written: string): [organization: string, stack: string] {
    const parts = written.split("/");
    return [parts.length === 3 ? parts[0]! : "organization", parts.at(-1)!];
}

function failed(error: unknown): Failure {
    if (error instanceof Failed) return { kind: error.kind, message: error.message };
    return { kind: "project", message: `The preview failed: ${error instanceof Error ? error.message : String(error)}.` };
}
