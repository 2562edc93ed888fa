import { existsSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { globSync, isDynamicPattern } from "tinyglobby";
import { type Io, UsageError } from "./io";

/** Something to judge. */
export type Target =
    /** A program to run: the folder of its Pulumi.yaml, and the stack where one is named. */
    | { readonly kind: "program"; readonly shown: string; readonly directory: string; readonly stack?: string }
    /** What an engine wrote down; "-" is standard input. */
    | { readonly kind: "recorded"; readonly shown: string; readonly file: string };

/**
 * What arguments name: a folder or Pulumi.yaml is a program, Pulumi.<stack>.yaml a program and its stack, another file
 * what an engine wrote, a pattern all that it matches. Throws UsageError where one names nothing.
 */
export function targetsOf(named: readonly string[], io: Io): readonly Target[] {
    const from = io.cwd();
    const all = named.flatMap((one) => paths(one, from).map((path) => target(path, from)));
    const byKey = new Map(all.map((one) => [JSON.stringify({ ...one, shown: "" }), one]));
    return [...byKey.values()];
}

function paths(written: string, from: string): readonly string[] {
    if (written === "-" || existsSync(resolve(from, written))) return [written];
    if (!isDynamicPattern(written)) throw new UsageError(`${written} does not exist.`);
    const found = globSync(written, {
        cwd: from,
        ignore: ["**/node_modules/**", "**/.git/**"],
        onlyFiles: false,
        expandDirectories: false,
    });
    if (found.length === 0) throw new UsageError(`${written} matches no file.`);
    return found.map((path) => path.replace(/\/$/, "")).sort();
}

function target(written: string, from: string): Target {
    const path = resolve(from, written);
    if (written !== "-" && statSync(path).isDirectory()) return { kind: "program", shown: written, directory: real(path) };
    const [isProject, , stack] = /^Pulumi(\.(.+))?\.(ya?ml|json)$/.exec(basename(path)) ?? [];
    if (written === "-" || isProject === undefined)
        return { kind: "recorded", shown: written, file: written === "-" ? "-" : path };
    return { kind: "program", shown: written, directory: real(dirname(path)), ...(stack !== undefined && { stack }) };
}

function real(path: string): string {
    return realpathSync.native(path);
}
