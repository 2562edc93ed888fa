import { execFileSync } from "node:child_process";
import { join } from "node:path";

const COMMAND = join(__dirname, "..", "policypack", "bin", "jit-guard.js");

/** Milliseconds of one run of a program as a whole process: under the offline preview, or alone with Pulumi's own mocks. */
export function measureProgram(folder: string, how: "preview" | "mocks"): number {
    const begun = performance.now();
    const options = { cwd: folder, stdio: "ignore", env: { ...process.env, TS_NODE_TRANSPILE_ONLY: "true" } } as const;
    if (how === "preview") {
        try {
            execFileSync(process.execPath, [COMMAND, "preview", folder], options);
        } catch {
            // It has findings, so it exits with 1.
        }
    } else {
        const mocks = `require("ts-node").register({ transpileOnly: true, compilerOptions: { module: "nodenext", target: "es2020" } });
const pulumi = require("@pulumi/pulumi");
pulumi.runtime.setMocks({ call: ({ inputs }) => inputs, newResource: ({ name, inputs }) => ({ id: name, state: inputs }) });
pulumi.runtime.runInPulumiStack(async () => require(${JSON.stringify(folder)} + "/index.ts"));`;
        execFileSync(process.execPath, ["-e", mocks], options);
    }
    return performance.now() - begun;
}
