import { existsSync, mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { version } from "../preview/version";
import { type Io, UsageError } from "./io";
import { repositoryOf } from "./repository";
import { packFiles, workflow } from "./team-pack";

/** `jit-guard init`: a pack of the team's own, and the workflow that runs it. */
export function initCommand(directory: string, io: Io): void {
    const folder = resolve(io.cwd(), directory);
    if (!existsSync(folder)) throw new UsageError(`${folder} does not exist.`);
    const real = realpathSync.native(folder);
    const root = repositoryOf(real) ?? real;
    const below = relative(root, real).split(sep).join("/");
    const files = new Map([
        ...Object.entries(packFiles(version())).map(([name, content]) => [join(real, "policypack", name), content] as const),
        // GitHub looks for workflows at the top level only.
        [join(root, ".github", "workflows", "jit-guard.yml"), workflow(below)] as const,
    ]);
    const taken = [...files.keys()].find((file) => existsSync(file));
    if (taken !== undefined) {
        throw new UsageError(`${taken} exists already; nothing was written. Move it away, or change it by hand.`);
    }
    for (const [file, content] of files) {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, content, { flag: "wx" });
        io.stdout.write(`wrote ${relative(io.cwd(), file) || file}\n`);
    }
    io.stdout.write(
        [
            "",
            "Next:",
            ...(folder !== io.cwd() ? [`  cd ${relative(io.cwd(), folder) || "."}`] : []),
            "  npm install --prefix policypack",
            "  policypack/node_modules/.bin/jit-guard preview .",
            "Then commit the files, with policypack/package-lock.json.",
            "",
        ].join("\n"),
    );
}
