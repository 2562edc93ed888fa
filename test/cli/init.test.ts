import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { folder, run } from "./io";

const PACK = ["PulumiPolicy.yaml", "package.json", "rules.json", "exceptions.yaml", "index.js"].map(
    (name) => `policypack/${name}`,
);
const WORKFLOW = ".github/workflows/jit-guard.yml";
const ACTION = ".github/actions/jit-guard/action.yml";

interface Step {
    readonly uses?: string;
    readonly run?: string;
    readonly if?: string;
    readonly shell?: string;
    readonly env?: Record<string, string>;
    readonly with?: Record<string, unknown>;
}
interface Workflow {
    readonly permissions: object;
    readonly jobs: { readonly preview: { readonly steps: readonly Step[] } };
}
interface Action {
    readonly inputs: Record<string, { readonly default: string }>;
    readonly runs: { readonly steps: readonly Step[] };
}

const read = <T>(cwd: string, file: string) => parse(readFileSync(join(cwd, file), "utf8")) as T;

test("writes a pack, a workflow and its action, and says what is next", async () => {
    const cwd = folder();
    const { code, out } = await run(["init"], { cwd });
    expect(code).toBe(0);
    for (const file of [...PACK, WORKFLOW, ACTION]) {
        expect(existsSync(join(cwd, file))).toBe(true);
        expect(out).toContain(`wrote ${file}\n`);
    }
    expect(out).toContain("  npm install --prefix policypack\n");
});

test("the workflow gives as few rights as it needs, pins what it uses, and says what the action takes", async () => {
    const cwd = folder();
    await run(["init"], { cwd });
    const { permissions, jobs } = read<Workflow>(cwd, WORKFLOW);
    const { inputs, runs } = read<Action>(cwd, ACTION);
    expect(permissions).toEqual({ contents: "read", "security-events": "write", "pull-requests": "write" });
    for (const { uses } of [...jobs.preview.steps, ...runs.steps]) if (uses) expect(uses).toMatch(/@v\d+$|^\.\//);
    const { with: given } = jobs.preview.steps.at(-1)!;
    expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(given!)));
    expect(given).toMatchObject({ directory: ".", exceptions: "policypack/exceptions.yaml" });
});

test("no step of the action reads a value as a command", async () => {
    const cwd = folder();
    await run(["init"], { cwd });
    const { runs } = read<Action>(cwd, ACTION);
    for (const { run: script, shell } of runs.steps) {
        if (script === undefined) continue;
        expect(script).not.toContain("${{");
        expect(shell).toBe("bash");
    }
});

describe("the step that checks", () => {
    const program = 'const aws = require("@pulumi/aws");\nnew aws.iam.AccessKey("ci", { user: "ci" });\n';

    /** As a runner starts it, with the variables that the action names. */
    const step = async (cwd: string, given: Record<string, string> = {}) => {
        await run(["init", "--ci", "github"], { cwd: folder() });
        const { inputs, runs } = read<Action>(".", "policypack/ci/action.yml");
        const { run: script, env = {} } = runs.steps.find(({ run: of }) => of?.includes(" check "))!;
        const values: Record<string, string> = {
            ...Object.fromEntries(Object.entries(inputs).map(([key, of]) => [key, of.default])),
            ...given,
        };
        const filled = Object.entries(env).map(([key, value]): [string, string] => [
            key,
            value
                .replace("${{ github.workspace }}", cwd)
                .replace(/\$\{\{ inputs\.([\w-]+) \}\}/, (_, name: string) => String(values[name])),
        ]);
        const outputs = join(cwd, "outputs");
        const ran = spawnSync("bash", ["-e", "-o", "pipefail", "-c", script!], {
            cwd,
            encoding: "utf8",
            env: {
                ...process.env,
                ...Object.fromEntries(filled),
                COMMAND: join(process.cwd(), "policypack/bin/jit-guard.js"),
                GITHUB_OUTPUT: outputs,
                GITHUB_STEP_SUMMARY: join(cwd, "summary"),
            },
        });
        return { ...ran, outputs: readFileSync(outputs, "utf8") };
    };
    const work = () => {
        // Within this repository, where programs find their packages.
        const cwd = mkdtempSync(join(process.cwd(), "test", "cli", ".work-"));
        writeFileSync(join(cwd, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
        writeFileSync(join(cwd, "index.js"), program);
        return cwd;
    };

    test("leaves every report behind, tells its exit code and lets later steps decide", async () => {
        const cwd = work();
        try {
            const { status, outputs, stdout, stderr } = await step(cwd);
            expect(status, stderr).toBe(0);
            expect(outputs).toBe(`exit-code=1\nreport=${cwd}/.jit-guard-report\n`);
            expect(stdout).toContain("This access key never expires.");
            expect(readdirSync(join(cwd, ".jit-guard-report")).sort()).toEqual([
                "report.html",
                "report.json",
                "report.sarif",
                "summary.md",
            ]);
            expect(readFileSync(join(cwd, "summary"), "utf8")).toContain("1 blocking");

            // The next pull request is compared with it.
            renameSync(join(cwd, ".jit-guard-report"), join(cwd, ".jit-guard-base"));
            writeFileSync(join(cwd, "index.js"), `${program}new aws.iam.AccessKey("new", { user: "new" });\n`);
            await step(cwd);
            expect(readFileSync(join(cwd, ".jit-guard-report/summary.md"), "utf8")).toContain("1 new");
        } finally {
            rmSync(cwd, { recursive: true });
        }
    });

    test("takes several things, one to a line, and no value for a command", async () => {
        const cwd = work();
        try {
            const { outputs } = await step(cwd, { what: "Pulumi.yaml\n\nnone $(touch owned)\n", preset: "audit" });
            expect(outputs).toContain("exit-code=2");
            expect(existsSync(join(cwd, "owned"))).toBe(false);
        } finally {
            rmSync(cwd, { recursive: true });
        }
    });
});

test("the workflow of a project below the top level stands at the top and points down", async () => {
    const cwd = folder({ ".git/HEAD": "", "it's/infra/Pulumi.yaml": "" });
    const { out } = await run(["init", "it's/infra"], { cwd });
    const { jobs } = read<Workflow>(cwd, WORKFLOW);
    expect(jobs.preview.steps.at(-1)).toMatchObject({ with: { directory: "it's/infra" } });
    expect(existsSync(join(cwd, "it's/infra/policypack/index.js"))).toBe(true);
    expect(out).toContain("  cd it's/infra\n");
});

test("writes for GitLab where that is what there is, and says what to add to what stands", async () => {
    const cwd = folder({ ".gitlab-ci.yml": "stages: [test]\n", ".git/HEAD": "", "infra/Pulumi.yaml": "" });
    const { out } = await run(["init", "infra"], { cwd });
    expect(out).toContain("Add to .gitlab-ci.yml:\ninclude:\n    - local: .gitlab/jit-guard.yml\n");
    const { "jit-guard": job } = read<{ "jit-guard": { script: string[]; artifacts: object } }>(
        cwd,
        ".gitlab/jit-guard.yml",
    );
    expect(job.script[0]).toBe('cd "infra"');
    expect(job.artifacts).toMatchObject({ reports: { junit: "jit-guard.xml" }, paths: ["jit-guard.html"] });
    expect(existsSync(join(cwd, WORKFLOW))).toBe(false);

    const fresh = folder();
    await run(["init", "--ci", "gitlab"], { cwd: fresh });
    expect(read(fresh, ".gitlab-ci.yml")).toEqual({ include: [{ local: ".gitlab/jit-guard.yml" }] });
});

test("writes a hook for pre-commit when asked", async () => {
    const cwd = folder({ ".git/HEAD": "", "infra.d/Pulumi.yaml": "" });
    await run(["init", "infra.d", "--ci", "none", "--pre-commit"], { cwd });
    const { repos } = read<{ repos: { hooks: { entry: string; files: string }[] }[] }>(cwd, ".pre-commit-config.yaml");
    const { entry, files } = repos[0]!.hooks[0]!;
    expect(entry).toBe(
        "infra.d/policypack/node_modules/.bin/jit-guard check infra.d --quiet --preset recommended --policy-config infra.d/policypack/rules.json --exceptions infra.d/policypack/exceptions.yaml",
    );
    expect("infra.d/indexts").not.toMatch(new RegExp(files));
    expect("infra.d/index.ts").toMatch(new RegExp(files));
    expect("infraxd/index.ts").not.toMatch(new RegExp(files));
    expect(existsSync(join(cwd, WORKFLOW))).toBe(false);

    const again = await run(["init", "infra.d", "--ci", "none", "--pre-commit"], {
        cwd: folder({ ".pre-commit-config.yaml": "", "infra.d/x": "" }),
    });
    expect(again.out).toContain("wrote infra.d/.pre-commit-config.yaml");
});

test("overwrites nothing, and then writes nothing", async () => {
    const cwd = folder({ "policypack/index.js": "mine" });
    const { code, out, err } = await run(["init"], { cwd });
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("policypack/index.js exists already; nothing was written.");
    expect(readFileSync(join(cwd, "policypack/index.js"), "utf8")).toBe("mine");
    expect(existsSync(join(cwd, WORKFLOW))).toBe(false);
});

test("says which folder is missing", async () => {
    const { code, err } = await run(["init", "none"], { cwd: folder() });
    expect(code).toBe(2);
    expect(err).toContain("none does not exist.");
});
