import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { folder, run } from "./io";

const PACK = ["PulumiPolicy.yaml", "package.json", "rules.json", "index.js"].map((name) => `policypack/${name}`);
const WORKFLOW = ".github/workflows/jit-guard.yml";

interface Workflow {
    readonly permissions: object;
    readonly jobs: {
        readonly preview: {
            readonly defaults: { readonly run: { readonly "working-directory": string } };
            readonly steps: readonly { uses?: string; run?: string; if?: string; with?: Record<string, unknown> }[];
        };
    };
}

test("writes a pack and a workflow, and says what is next", async () => {
    const cwd = folder();
    const { code, out } = await run(["init"], { cwd });
    expect(code).toBe(0);
    for (const file of [...PACK, WORKFLOW]) {
        expect(existsSync(join(cwd, file))).toBe(true);
        expect(out).toContain(`wrote ${file}\n`);
    }
    expect(out).toContain("  npm install --prefix policypack\n");
});

test("the workflow gives as few rights as it needs, and pins what it uses", async () => {
    const cwd = folder();
    await run(["init"], { cwd });
    const { permissions, jobs } = parse(readFileSync(join(cwd, WORKFLOW), "utf8")) as Workflow;
    expect(permissions).toEqual({ contents: "read", "security-events": "write" });
    for (const { uses } of jobs.preview.steps) if (uses) expect(uses).toMatch(/@v\d+$/);
    expect(jobs.preview.defaults.run["working-directory"]).toBe(".");
    expect(jobs.preview.steps.at(-1)!.if).toContain("!cancelled() && hashFiles('jit-guard.sarif') != ''");
    expect(jobs.preview.steps.map((step) => step.run).join()).toContain(
        "--policy-config policypack/rules.json --out jit-guard.sarif",
    );
});

test("the workflow of a project below the top level stands at the top and points down", async () => {
    const cwd = folder({ ".git/HEAD": "", "it's/infra/Pulumi.yaml": "" });
    const { out } = await run(["init", "it's/infra"], { cwd });
    const { jobs } = parse(readFileSync(join(cwd, WORKFLOW), "utf8")) as Workflow;
    expect(jobs.preview.defaults.run["working-directory"]).toBe("it's/infra");
    expect(jobs.preview.steps.at(-1)).toMatchObject({ with: { sarif_file: "it's/infra/jit-guard.sarif" } });
    expect(jobs.preview.steps.at(-1)!.if).toContain("hashFiles('it''s/infra/jit-guard.sarif')");
    expect(existsSync(join(cwd, "it's/infra/policypack/index.js"))).toBe(true);
    expect(out).toContain("  cd it's/infra\n");
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
