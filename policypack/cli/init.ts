import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { packageFolder, version } from "../preview/version";
import { type Io, UsageError } from "./io";
import { repositoryOf } from "./repository";
import { gitlab, packFiles, preCommit, workflow } from "./team-pack";

export interface InitOptions {
    /** @default gitlab where there is a .gitlab-ci.yml, else github */
    readonly ci?: "github" | "gitlab" | "none";
    readonly preCommit?: true;
}

/** `jit-guard init`: a pack of the team's own, and what runs it. */
export function initCommand(directory: string, { ci, preCommit: hook }: InitOptions, io: Io): void {
    const folder = resolve(io.cwd(), directory);
    if (!existsSync(folder)) throw new UsageError(`${folder} does not exist.`);
    const real = realpathSync.native(folder);
    const root = repositoryOf(real) ?? real;
    const below = relative(root, real).split(sep).join("/");
    const pack = Object.entries(packFiles(version())).map(
        ([name, content]) => [join(real, "policypack", name), content] as const,
    );
    const system = ci ?? (existsSync(join(root, ".gitlab-ci.yml")) ? "gitlab" : "github");
    const runs = { github: onGitHub, gitlab: onGitLab, none: () => NOTHING }[system](root, below);
    const commits = hook ? onCommit(root, below) : NOTHING;
    const files = new Map([...pack, ...runs.files, ...commits.files]);

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
            ...[...runs.byHand, ...commits.byHand].flatMap((lines) => ["", lines.trimEnd()]),
            "",
        ].join("\n"),
    );
}

/** Files to write, and what remains to be done by hand. */
interface Written {
    readonly files: readonly (readonly [file: string, content: string])[];
    readonly byHand: readonly string[];
}

const NOTHING: Written = { files: [], byHand: [] };

// GitHub looks for workflows at the top level only.
function onGitHub(root: string, below: string): Written {
    const action = readFileSync(join(packageFolder(), "ci", "action.yml"), "utf8");
    return {
        files: [
            [join(root, ".github", "workflows", "jit-guard.yml"), workflow(below)],
            [join(root, ".github", "actions", "jit-guard", "action.yml"), action],
        ],
        byHand: [],
    };
}

function onGitLab(root: string, below: string): Written {
    const own = join(root, ".gitlab-ci.yml");
    const include = "include:\n    - local: .gitlab/jit-guard.yml\n";
    const job = [join(root, ".gitlab", "jit-guard.yml"), gitlab(below)] as const;
    return existsSync(own)
        ? { files: [job], byHand: [`Add to .gitlab-ci.yml:\n${include}`] }
        : { files: [job, [own, include]], byHand: [] };
}

function onCommit(root: string, below: string): Written {
    const own = join(root, ".pre-commit-config.yaml");
    const hook = preCommit(below);
    return existsSync(own)
        ? { files: [], byHand: [`Add to .pre-commit-config.yaml:\n${hook}`] }
        : { files: [[own, hook]], byHand: [] };
}
