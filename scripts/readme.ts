import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { componentTable, marked } from "./component-md";

const ROOT = join(__dirname, "..");
export const README = join(ROOT, "README.md");

/** The README with what its commands print now: each block that begins with `$ npm run guard -- …` or `$ npx jit-guard …`. */
export function readme(written = readFileSync(README, "utf8")): string {
    return marked(written, "components", componentTable()).replace(
        /```console\n\$ (.*)\n[^]*?```/g,
        (_, command: string) => `\`\`\`console\n$ ${command}\n${output(command)}\`\`\``,
    );
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
