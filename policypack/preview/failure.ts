import type { Failed } from "./failed";
import type { Failure, LogLine } from "./outcome";
import type { End, Sdk } from "./program";

interface Circumstances {
    readonly sdk: Sdk;
    /** The program said that it had come to its end. */
    readonly ended: boolean;
    /** The program's exports have come, which they do last of all. */
    readonly exported: boolean;
    readonly refusal: Failed | undefined;
    readonly log: readonly LogLine[];
    readonly timeout: number;
}

/** Why the program did not come to its end; undefined when it did. */
export function failureOf(end: End, of: Circumstances): Failure | undefined {
    if (end === "timeout") {
        return {
            kind: "timeout",
            message: `The program did not end within ${of.timeout / 1000} s. It waits for something, or a server or an interval that it has started keeps it alive: end that in a preview (pulumi.runtime.isDryRun()), or give it more time.`,
        };
    }
    if (of.refusal) return { kind: of.refusal.kind, message: of.refusal.message };
    if (end.code === 0 && (of.ended || !of.sdk.saysEnd) && of.exported) return undefined;
    const error = of.log.find(({ severity }) => severity === "error");
    if (end.code !== 0 && error) {
        const unset = /^Missing required configuration variable/.test(error.message);
        const hint = unset ? "\nFor this preview alone, give it with --config <key>=<value>." : "";
        return { kind: "threw", message: thrown(error.message) + hint };
    }
    const words = of.log.filter(({ severity }) => severity === "warning").map(({ message }) => message);
    const leak = words.findIndex((line) => line.startsWith("The Pulumi runtime detected that"));
    const last = words.slice(0, leak < 0 ? undefined : leak).slice(-5);
    const said = last.length > 0 ? ` Its last words were:\n${last.join("\n")}` : "";
    if (end.code === SAID) return { kind: "threw", message: last.join("\n") || "The program could not be loaded." };
    if (end.signal) return { kind: "exited", message: `The program was ended by ${end.signal}.${said}` };
    if (of.ended || end.code === UNSETTLED) {
        return {
            kind: "exited",
            message: `The program awaits something that never comes, such as a resource that waits for itself.${said}`,
        };
    }
    return {
        kind: "exited",
        message: `The program ended itself before it had come to its end: something calls process.exit().${said}`,
    };
}

// The codes of cmd/run and of Node: an error that the user has been told of, and an await at top level that never ends.
const SAID = 32;
const UNSETTLED = 13;

/** The message of an error and the place in the user's files, out of what the SDK logs. */
function thrown(text: string): string {
    const lines = text
        .replace(/^Running program .* failed with an unhandled exception:\n/, "")
        .replace(/^<ref \*1> /, "")
        .replace(/^Error: (failed to .*?: )\d+ [A-Z_]+: /, "Error: $1")
        .split("\n");
    const isFrame = (line: string) => /^\s+at /.test(line);
    const frame = lines.findIndex(isFrame);
    if (frame < 0) return lines.join("\n").trim();
    const place = lines.find((line) => isFrame(line) && !/node_modules|\(node:|at node:|\(<anonymous>\)/.test(line));
    const message = lines.slice(0, frame).join("\n").trim();
    return place === undefined ? message : `${message}\n    ${place.replace(/ \{$/, "").replace("file://", "").trim()}`;
}
