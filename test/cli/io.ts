import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import type { Preview } from "../../policypack/cli/preview";
import { main } from "../../policypack/cli/main";
import { Value } from "../../policypack/facts/values";
import type { Outcome, SeenResource } from "../../policypack/preview/outcome";

export interface Ran {
    readonly code: number;
    readonly out: string;
    readonly err: string;
}

/** A command line, run in process. */
export async function run(
    argv: readonly string[],
    { cwd = process.cwd(), env = {}, terminal = false, stdin, preview }: Partial<World> = {},
): Promise<Ran> {
    const said = { out: "", err: "" };
    const stream = (to: "out" | "err") => ({ isTTY: terminal, write: (text: string) => (said[to] += text) });
    const io = { stdout: stream("out"), stderr: stream("err"), env, cwd: () => cwd, ...(stdin && { stdin }) };
    const code = await main(argv, io, preview);
    return { code, ...said };
}

interface World {
    readonly cwd: string;
    readonly env: Record<string, string>;
    readonly terminal: boolean;
    readonly stdin: Readable & { readonly isTTY?: boolean };
    readonly preview: Preview;
}

/** A new folder with these files. */
export function folder(files: Readonly<Record<string, string>> = {}): string {
    const root = realpathSync.native(mkdtempSync(join(tmpdir(), "jit-guard-cli-")));
    for (const [name, content] of Object.entries(files)) {
        mkdirSync(dirname(join(root, name)), { recursive: true });
        writeFileSync(join(root, name), content);
    }
    return root;
}

export function resource(type: string, name: string, inputs: object, more: Partial<SeenResource> = {}): SeenResource {
    return {
        kind: "custom",
        urn: `urn:pulumi:dev::shop::${type}::${name}`,
        type,
        name,
        inputs: new Value(inputs, ""),
        sources: {},
        aliases: [],
        assumed: [],
        ...more,
    };
}

export function outcome(resources: readonly SeenResource[], more: Partial<Outcome> = {}): Outcome {
    return { project: "shop", stack: "dev", organization: "organization", resources, unseen: [], log: [], ...more };
}
