import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { moto } from "../test/harness/moto";
import { componentTable, marked } from "./component-md";

const ROOT = join(__dirname, "..");
export const README = join(ROOT, "README.md");

/**
 * The README with what its commands print now: each block that begins with `$ npm run guard -- …`, `$ npx jit-guard …` or
 * `$ npm run story`. Without moto, which the story needs, that one is as it was written.
 */
export function readme(written = readFileSync(README, "utf8")): string {
    return marked(written, "components", componentTable()).replace(
        /```console\n\$ (.*)\n([^]*?)```/g,
        (_, command: string, printed: string) =>
            `\`\`\`console\n$ ${command}\n${command === "npm run story" ? story(printed) : output(command)}\`\`\``,
    );
}

function story(printed: string): string {
    if (!moto) return printed;
    const { stdout, stderr, status } = spawnSync(
        process.execPath,
        ["-r", "ts-node/register/transpile-only", join("scripts", "story", "story.ts")],
        { cwd: ROOT, encoding: "utf8" },
    );
    if (status !== 0 || stderr !== "") throw new Error(`The story did not end well: ${stderr}`);
    return stdout;
}

function output(command: string): string {
    const [, args] = /^(?:npm run guard --|npx jit-guard) (.*)$/.exec(command) ?? [];
    if (args === undefined) throw new Error(`The README shows the output of \`${command}\`, which is not known here.`);
    const words = [...(command.startsWith("npm") ? ["preview"] : []), ...args.split(" ")];
    // The instant is fixed, or the same page would say something else tomorrow.
    const { stdout, stderr, error } = spawnSync(
        process.execPath,
        [join(ROOT, "policypack", "bin", "jit-guard.js"), ...words],
        {
            cwd: ROOT,
            encoding: "utf8",
            env: { ...process.env, JIT_GUARD_NOW: "2026-01-15T12:00:00Z", NO_COLOR: "1" },
        },
    );
    if (error || stdout === "") throw new Error(`\`${command}\` printed nothing: ${stderr}`);
    return stdout;
}
