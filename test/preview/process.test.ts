import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { preview } from "../../policypack/preview";
import { isCredential } from "../../policypack/preview/environment";

const MODULES = resolve(__dirname, "../../node_modules");

let folder: string;
beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "preview-")));
    write({ "Pulumi.yaml": "name: a\nruntime: nodejs\n", "package.json": "{}" });
});
afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
});

function write(files: Readonly<Record<string, string>>): void {
    for (const [name, content] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), content);
    }
}

function running(what: string): boolean {
    return execFileSync("ps", ["-eo", "args"], { encoding: "utf8" }).includes(what);
}

test("what a program starts ends with it", async () => {
    symlinkSync(MODULES, join(folder, "node_modules"));
    write({
        "index.js": `
            require("@pulumi/pulumi");
            require("node:child_process").spawn("sleep", ["4711.25"], { stdio: "inherit" }).unref();
            console.log("started");`,
    });
    const { log, failure } = await preview({ directory: folder });
    expect(failure).toBeUndefined();
    expect(log).toEqual([{ severity: "info", message: "started" }]);
    expect(running("sleep 4711.25")).toBe(false);
});

test("an interrupt ends the program", async () => {
    symlinkSync(MODULES, join(folder, "node_modules"));
    write({ "index.js": `require("@pulumi/pulumi"); console.log("ready"); setInterval(() => {}, 1000);` });
    // Someone else listens too, or the interrupt would end this process as well.
    const other = vi.fn();
    process.once("SIGINT", other);
    const outcome = preview({ directory: folder, timeout: 20_000 });
    await vi.waitUntil(() => running(`--pwd ${folder}`), 10_000);
    process.emit("SIGINT", "SIGINT");
    expect((await outcome).failure).toMatchObject({ kind: "exited", message: "The program was ended by SIGKILL." });
    expect(other).toHaveBeenCalledOnce();
    expect(process.listeners("SIGINT")).toEqual([]);
});

test("a program may hold two copies of the SDK", async () => {
    mkdirSync(join(folder, "node_modules/@pulumi"), { recursive: true });
    symlinkSync(join(MODULES, "@pulumi/pulumi"), join(folder, "node_modules/@pulumi/pulumi"));
    const second = join(folder, "node_modules/library/node_modules");
    mkdirSync(join(second, "@pulumi"), { recursive: true });
    cpSync(join(MODULES, "@pulumi/pulumi"), join(second, "@pulumi/pulumi"), {
        recursive: true,
        filter: (file) => !file.endsWith(".map"),
    });
    // What the copy depends on is found where the first one finds it.
    vi.stubEnv("NODE_PATH", MODULES);
    write({
        "node_modules/library/index.js": `
            const pulumi = require("@pulumi/pulumi");
            exports.Box = class extends pulumi.ComponentResource {
                constructor(name) {
                    super("library:index:Box", name);
                    exports.organization = pulumi.getOrganization();
                }
            };
            exports.pulumi = pulumi;`,
        "index.js": `
            const pulumi = require("@pulumi/pulumi");
            const library = require("library");
            new library.Box("box");
            exports.twice = library.pulumi !== pulumi;
            exports.organization = library.organization;
            exports.config = new library.pulumi.Config("x").get("y");`,
    });
    const { resources, failure } = await preview({ directory: folder, config: { "x:y": "given" } });
    expect(failure).toBeUndefined();
    expect(resources.map(({ urn }) => urn)).toContain("urn:pulumi:dev::a::library:index:Box::box");
    expect(resources.find(({ kind }) => kind === "stack")?.inputs.raw).toEqual({
        outputs: { twice: true, organization: "organization", config: "given" },
    });
    expect(resources.find(({ name }) => name === "box")?.source).toMatchObject({ file: join(folder, "index.js"), line: 4 });
});

test("the program finds what it finds under the language host", async () => {
    symlinkSync(MODULES, join(folder, "node_modules"));
    write({
        "index.js": `
            require("@pulumi/pulumi");
            const { builtinModules } = require("node:module");
            const also = ["module", "exports", "require", "__filename", "__dirname"];
            exports.globals = [...builtinModules, ...also].filter((name) => Object.hasOwn(globalThis, name));
            exports.subtle = typeof crypto.subtle;
            exports.arguments = [process.execArgv.length, process.argv.length, process.argv[1] === require.main.filename];`,
    });
    const { resources, failure } = await preview({ directory: folder });
    expect(failure).toBeUndefined();
    expect(resources.find(({ kind }) => kind === "stack")?.inputs.raw).toEqual({
        outputs: { globals: ["console", "crypto", "process"], subtle: "object", arguments: [0, 2, true] },
    });
});

test("the program gets no credentials", async () => {
    symlinkSync(MODULES, join(folder, "node_modules"));
    write({ "index.js": `require("@pulumi/pulumi"); exports.names = Object.keys(process.env);` });
    for (const name of ["AWS_SECRET_ACCESS_KEY", "PULUMI_ACCESS_TOKEN", "MY_API_KEY", "MINE"]) vi.stubEnv(name, "x");
    const { resources } = await preview({ directory: folder });
    const { outputs } = resources.find(({ kind }) => kind === "stack")?.inputs.raw as { outputs: { names: string[] } };
    expect(outputs.names).toContain("MINE");
    expect(outputs.names.filter((name) => isCredential(name) && name !== "AWS_CONFIG_FILE")).toEqual([
        "AWS_SHARED_CREDENTIALS_FILE",
        "AWS_EC2_METADATA_DISABLED",
        "CLOUDSDK_CONFIG",
    ]);
});

test("a region is no credential", () => {
    expect(["AWS_REGION", "AWS_DEFAULT_REGION", "GOOGLE_PROJECT", "CLOUDSDK_CORE_PROJECT"].filter(isCredential)).toEqual([]);
});
