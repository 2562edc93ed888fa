import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import type { Outcome, Request } from "../../policypack/preview";
import { UNKNOWN } from "../../policypack/facts/values";

/** A program, what the preview is asked, and what it must say. */
export interface Case {
    readonly name: string;
    readonly directory: string;
    readonly request: Omit<Request, "directory">;
    readonly environment: Readonly<Record<string, string>>;
    readonly expected: Shown;
    /** Why the case cannot be run with the real engine. */
    readonly engine: string | undefined;
}

/** An outcome, readable and without what differs from one machine to the next. */
export interface Shown {
    readonly resources: readonly Record<string, unknown>[];
    readonly unseen: readonly string[];
    readonly log: readonly string[];
    readonly failure?: string;
}

// What Node, or the SDK in its name, says depends on its version and on how far it came.
const NODE =
    /^\(node:\d+\)|^\(Use `node --trace|^The Pulumi runtime detected|^at the time that the process|^ {2}\* (Not using|Introducing a|A bug in)|^Leaving promises active|^why you are seeing this|^environment variable\. The|^debug information about/;

const CASES = join(__dirname, "cases");

export function cases(): readonly Case[] {
    return readdirSync(CASES)
        .sort()
        .map((name) => {
            const directory = join(CASES, name);
            const file = join(directory, "expected.json");
            const { request, environment, engine, ...expected } = (
                existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {}
            ) as Shown & Partial<Pick<Case, "request" | "environment" | "engine">>;
            return { name, directory, request: request ?? {}, environment: environment ?? {}, expected, engine };
        });
}

/** In the order of the URNs: what does not depend on each other may come in any. */
export function show(outcome: Outcome, directory: string): Shown {
    const here = (text: string) =>
        text.replaceAll(`${directory}/`, "").replaceAll(directory, ".").replaceAll(resolve(__dirname, "../.."), "<root>");
    return {
        resources: outcome.resources
            .map(({ urn, kind, inputs, sources, aliases, parent, source, assumed }) => ({
                urn,
                kind,
                ...(source && { at: `${relative(directory, source.file)}:${source.line}:${source.column}` }),
                ...(parent && !parent.includes("pulumi:pulumi:Stack") && { parent }),
                inputs: readable(inputs.raw),
                ...some({ sources, aliases, assumed }),
            }))
            .sort((a, b) => (a.urn < b.urn ? -1 : 1)),
        unseen: outcome.unseen.map(({ kind, what, message }) => `${kind} ${what}: ${here(message)}`),
        log: outcome.log
            .filter(({ message }) => !NODE.test(message))
            .map(({ severity, message, urn }) => `${severity}: ${firstLine(here(message))}${urn ? ` (${urn})` : ""}`)
            // Log and output come by different ways, so either may be first.
            .sort(),
        ...(outcome.failure && { failure: `${outcome.failure.kind}: ${here(outcome.failure.message)}` }),
    };
}

// After it comes the stack, with places in the SDK and in Node; and who reports an error first is a matter of chance.
function firstLine(message: string): string {
    return message
        .replace(/^Running program .* failed with an unhandled exception:\n/, "")
        .replace(/^<ref \*1> /, "")
        .split("\n    at ")[0]!;
}

function readable(raw: unknown): unknown {
    if (typeof raw === "string") return raw.replaceAll(`${UNKNOWN}?`, "<unknown>").replaceAll(UNKNOWN, "<unknown>");
    if (Array.isArray(raw)) return raw.map(readable);
    if (typeof raw !== "object" || raw === null) return raw;
    const object = raw as Record<string, unknown>;
    switch (object["4dabf18193072939515e22adb298388d"]) {
        case "1b47061264138c4ac30d75fd1eb44270":
            return { "<secret>": readable(object.value) };
        case "c44067f5952c0a294b673a41bacd8c17":
            return { "<asset>": object.path ?? object.text ?? object.uri };
        case "0def7320c3a5731c473e5ecbe6d01bc7":
            return { "<archive>": object.path ?? object.uri ?? readable(object.assets) };
        default:
            return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, readable(value)]));
    }
}

function some(fields: Record<string, object>): Record<string, object> {
    return Object.fromEntries(Object.entries(fields).filter(([, value]) => Object.keys(value).length > 0));
}
