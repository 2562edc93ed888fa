import type { Resource } from "../core/rule";

/** What the offline preview saw of a program. The lists are in the order in which the program declared things. */
export interface Outcome {
    readonly project: string;
    readonly stack: string;
    readonly organization: string;
    readonly resources: readonly SeenResource[];
    /** What the program did that could not be looked into. */
    readonly unseen: readonly Unseen[];
    /** What the program said through Pulumi's log, or wrote to its own output. */
    readonly log: readonly LogLine[];
    /** Set when the program did not come to its end; what it declared before is in `resources` all the same. */
    readonly failure?: Failure;
}

export interface SeenResource extends Resource {
    readonly kind: "custom" | "component" | "provider" | "stack";
    /** URNs by which this resource went before. */
    readonly aliases: readonly string[];
    readonly parent?: string;
    /** Where the program declares it: its own file, not one of a library. */
    readonly source?: SourcePosition;
    /** When the engine first wrote it down, RFC 3339. Known of what is deployed already. */
    readonly created?: string;
    /** The inputs that hold values made up in synthesize mode, by path; empty in faithful mode. */
    readonly assumed: readonly string[];
}

export interface SourcePosition {
    /** Absolute. */
    readonly file: string;
    /** From 1. */
    readonly line: number;
    /** From 1. */
    readonly column: number;
}

export interface Unseen {
    readonly kind:
        | "remote-component"
        | "invoke"
        | "call"
        | "read"
        | "resource-hook"
        | "secure-config"
        | "pending-deletion"
        | "pending-operation"
        | "unchanged"
        | "outputs"
        | "sources";
    /** What it is, by its public name: a type token, a function token, a key. Never an argument's value. */
    readonly what: string;
    /** What follows from it and what can be done, in one sentence. */
    readonly message: string;
    readonly urn?: string;
    readonly source?: SourcePosition;
}

export interface LogLine {
    readonly severity: "debug" | "info" | "warning" | "error";
    readonly message: string;
    readonly urn?: string;
}

export interface Failure {
    readonly kind: "project" | "threw" | "timeout" | "exited" | "sdk";
    /** What happened, where, and what to do. */
    readonly message: string;
}

export interface Request {
    /** The folder of Pulumi.yaml, or one below it. */
    readonly directory: string;
    /** @default the only `Pulumi.<stack>.yaml` there is, or "dev" */
    readonly stack?: string;
    /** `key` or `namespace:key` to value, over what the stack's file says. @default {} */
    readonly config?: Readonly<Record<string, string>>;
    /** Answers for invokes and stack references: a YAML or JSON file. @default `jit-guard.fixtures.yaml` beside Pulumi.yaml, when there is one */
    readonly fixtures?: string;
    /** "faithful": what is not known stays so. "synthesize": computed outputs get placeholders. @default "faithful" */
    readonly mode?: "faithful" | "synthesize";
    /** Milliseconds that the program may run. @default 300000 */
    readonly timeout?: number;
    /** The instant that the program's components take for now. @default JIT_GUARD_NOW, or else the time */
    readonly now?: Date;
    /** Called for each resource as it is seen. */
    readonly onResource?: (resource: SeenResource) => void;
}
