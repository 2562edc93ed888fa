import { spawnSync } from "node:child_process";
import { join } from "node:path";

const COMMAND = join(__dirname, "..", "policypack", "bin", "jit-guard.js");

// Tells what the process has held at most, when it ends: on Linux in KiB.
const PEAK = `process.on("exit", () => require("node:fs").writeSync(3, String(process.resourceUsage().maxRSS)));`;

export interface Cost {
    /** Milliseconds of a whole process. */
    readonly time: number;
    /** Most memory that it held, in MiB. */
    readonly memory: number;
}

/** What it costs to judge a state, or only to parse it as a whole, which is the least that a reader without streams can do. */
export function measureState(file: string, how: "check" | "parse"): Cost {
    const script =
        how === "check"
            ? `${PEAK} process.argv.splice(1, 0, ${JSON.stringify(COMMAND)}); require(${JSON.stringify(COMMAND)});`
            : `${PEAK} JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"));`;
    const argv = how === "check" ? ["check", file, "--quiet", "--format", "json"] : [file];
    const begun = performance.now();
    const { output, status } = spawnSync(process.execPath, ["-e", script, "--", ...argv], {
        stdio: ["ignore", "ignore", "inherit", "pipe"],
        encoding: "utf8",
    });
    // It has findings, so it exits with 1.
    if (status !== (how === "check" ? 1 : 0)) throw new Error(`${how} of ${file} ended with ${status}.`);
    return { time: performance.now() - begun, memory: Number(output[3]) / 1024 };
}
