import { credentials } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** A policy pack in a process of its own, as the language host starts it, driven as the engine drives it. */
export class PackProcess {
    private constructor(
        private readonly child: ChildProcess,
        private readonly client: AnalyzerClient,
        /** Milliseconds from the start of the process to the port that it prints. */
        readonly started: number,
    ) {}

    static async start(folder: string, env: Readonly<Record<string, string>> = {}): Promise<PackProcess> {
        const runner = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
        const begun = performance.now();
        const child = spawn(process.execPath, [runner, "127.0.0.1:1", folder], {
            cwd: folder,
            stdio: ["ignore", "pipe", "inherit"],
            env: { ...process.env, JIT_GUARD_NOW: "2026-01-15T12:00:00Z", ...env },
        });
        const port = await new Promise<string>((resolve, reject) => {
            child.stdout.once("data", (line: Buffer) => resolve(line.toString().trim()));
            child.once("exit", (code) => reject(new Error(`The pack in ${folder} ended with ${code}.`)));
        });
        const started = performance.now() - begun;
        const client = new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure(), {
            "grpc.max_send_message_length": -1,
            "grpc.max_receive_message_length": -1,
        });
        return new PackProcess(child, client, started);
    }

    /** Levels and options, as the engine sends them from a file for `--policy-pack-config`. */
    async configure(
        policies: Record<string, { level: "ADVISORY" | "MANDATORY" | "REMEDIATE" | "DISABLED"; properties?: object }>,
    ): Promise<void> {
        const request = new messages.ConfigureAnalyzerRequest();
        for (const [name, { level, properties = {} }] of Object.entries(policies)) {
            const config = new messages.PolicyConfig().setEnforcementlevel(messages.EnforcementLevel[level]);
            request.getPolicyconfigMap().set(name, config.setProperties(Struct.fromJavaScript(properties as never)));
        }
        await new Promise<void>((resolve, reject) =>
            this.client.configure(request, (error) => (error ? reject(error) : resolve())),
        );
    }

    /** What the pack tells the engine of itself. */
    info(): Promise<messages.AnalyzerInfo.AsObject> {
        return new Promise((resolve, reject) =>
            this.client.getAnalyzerInfo(new Empty(), (error, answer) =>
                error ? reject(error) : resolve(answer.toObject()),
            ),
        );
    }

    /** What a resource becomes, as its own SDK puts it on the wire, and by which policies. */
    async remediate(resource: SampleResource): Promise<readonly Remediated[]> {
        const answer = await new Promise<messages.RemediateResponse>((resolve, reject) =>
            this.client.remediate(analyzeRequest(resource), (error, answer) => (error ? reject(error) : resolve(answer))),
        );
        return answer.getRemediationsList().map((one) => ({
            rule: one.getPolicyname(),
            inputs: one.getProperties()?.toJavaScript() ?? {},
            diagnostic: one.getDiagnostic(),
        }));
    }

    /** What is answered about each resource, and then about the stack. */
    async answers(resources: readonly SampleResource[]): Promise<readonly messages.AnalyzeResponse.AsObject[]> {
        const stack = new messages.AnalyzeStackRequest().setResourcesList(resources.map(analyzerResource));
        const answers: messages.AnalyzeResponse[] = [];
        for (const resource of resources) answers.push(await this.analyze(analyzeRequest(resource)));
        answers.push(await this.analyzeStack(stack));
        return answers.map((answer) => answer.toObject());
    }

    /** What is said of each resource, and then of the stack. */
    async say(resources: readonly SampleResource[]): Promise<readonly messages.AnalyzeDiagnostic.AsObject[]> {
        return (await this.answers(resources)).flatMap(({ diagnosticsList }) => diagnosticsList);
    }

    /**
     * Milliseconds to judge each resource one after another, as a preview does, and then the stack. Requests are written,
     * and answers left unread, outside that time: what the caller does with them is no cost of the pack.
     */
    async judge(resources: readonly SampleResource[]): Promise<number> {
        const stack = new messages.AnalyzeStackRequest().setResourcesList(resources.map(analyzerResource));
        const calls = [
            ...resources.flatMap((resource) => {
                const bytes = analyzeRequest(resource).serializeBinary();
                return [["Remediate", bytes] as const, ["Analyze", bytes] as const];
            }),
            ["AnalyzeStack", stack.serializeBinary()] as const,
        ];
        const begun = performance.now();
        for (const [method, bytes] of calls) await this.unread(method, Buffer.from(bytes));
        return performance.now() - begun;
    }

    /** Most memory that the process has held so far, in MiB; undefined where the system does not tell. */
    peakMemory(): number | undefined {
        try {
            const status = readFileSync(`/proc/${this.child.pid}/status`, "utf8");
            return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
        } catch {
            return undefined;
        }
    }

    async stop(): Promise<void> {
        this.client.close();
        const ended = new Promise((resolve) => this.child.once("exit", resolve));
        this.child.kill();
        await ended;
    }

    private unread(method: "Remediate" | "Analyze" | "AnalyzeStack", bytes: Buffer): Promise<void> {
        const same = (buffer: Buffer) => buffer;
        return new Promise((resolve, reject) =>
            this.client.makeUnaryRequest(`/pulumirpc.Analyzer/${method}`, same, same, bytes, (error) =>
                error ? reject(error) : resolve(),
            ),
        );
    }

    private analyze(request: messages.AnalyzeRequest): Promise<messages.AnalyzeResponse> {
        return new Promise((resolve, reject) =>
            this.client.analyze(request, (error, answer) => (error ? reject(error) : resolve(answer))),
        );
    }

    private analyzeStack(request: messages.AnalyzeStackRequest): Promise<messages.AnalyzeResponse> {
        return new Promise((resolve, reject) =>
            this.client.analyzeStack(request, (error, answer) => (error ? reject(error) : resolve(answer))),
        );
    }
}

export interface Remediated {
    readonly rule: string;
    readonly inputs: Readonly<Record<string, unknown>>;
    readonly diagnostic: string;
}

export interface SampleResource {
    readonly type: string;
    readonly name: string;
    readonly inputs: Record<string, unknown>;
    /** URNs of the resources that each input was made from. */
    readonly sources?: Readonly<Record<string, readonly string[]>>;
}

function analyzeRequest({ type, name, inputs }: SampleResource): messages.AnalyzeRequest {
    return new messages.AnalyzeRequest()
        .setType(type)
        .setName(name)
        .setUrn(urnOf(type, name))
        .setProperties(Struct.fromJavaScript(inputs as never))
        .setOptions(options());
}

function analyzerResource({ type, name, inputs, sources = {} }: SampleResource): messages.AnalyzerResource {
    const resource = new messages.AnalyzerResource()
        .setType(type)
        .setName(name)
        .setUrn(urnOf(type, name))
        .setProperties(Struct.fromJavaScript(inputs as never))
        .setOptions(options());
    for (const [key, urns] of Object.entries(sources)) {
        resource.getPropertydependenciesMap().set(key, new messages.AnalyzerPropertyDependencies().setUrnsList([...urns]));
    }
    return resource.setDependenciesList(Object.values(sources).flat());
}

function options(): messages.AnalyzerResourceOptions {
    return new messages.AnalyzerResourceOptions().setCustomtimeouts(new messages.AnalyzerResourceOptions.CustomTimeouts());
}

export function urnOf(type: string, name: string): string {
    return `urn:pulumi:bench::bench::${type}::${name}`;
}
