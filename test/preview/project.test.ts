import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Outcome, preview, type Request } from "../../policypack/preview";

const MODULES = resolve(__dirname, "../../node_modules");
const STACK = `const pulumi = require("@pulumi/pulumi"); new pulumi.ComponentResource("a:b:C", "c");`;

let folder: string;
beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "preview-"));
});
afterEach(() => {
    rmSync(folder, { recursive: true });
});

function write(files: Readonly<Record<string, string>>): void {
    for (const [name, content] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), content);
    }
}

/** Kind and message of the failure, with the folder left out. */
async function failure(files: Readonly<Record<string, string>>, request: Partial<Request> = {}): Promise<string> {
    write(files);
    const { failure } = await preview({ directory: folder, ...request });
    return failure ? `${failure.kind}: ${failure.message.replaceAll(folder, "<folder>")}` : "none";
}

describe("a project that cannot be previewed", () => {
    const failing: Record<string, [files: Record<string, string>, says: string, request?: Partial<Request>]> = {
        "no Pulumi.yaml": [{}, "project: There is no Pulumi.yaml in <folder> or above it."],
        "no such folder": [{}, "project: <folder>/nowhere does not exist.", {}],
        "another language": [
            { "Pulumi.yaml": "name: a\nruntime: python\n" },
            "project: <folder>/Pulumi.yaml names the runtime `python`; only programs of the runtime `nodejs` can be previewed offline.",
        ],
        "no runtime": [{ "Pulumi.yaml": "name: a\n" }, "project: <folder>/Pulumi.yaml has no `runtime`."],
        "no name": [{ "Pulumi.yaml": "runtime: nodejs\n" }, "project: <folder>/Pulumi.yaml has no `name`."],
        "a broken Pulumi.yaml": [
            { "Pulumi.yaml": 'name: a\nruntime: "nodejs\n' },
            'project: <folder>/Pulumi.yaml:3:1: Missing closing "quote.',
        ],
        "a broken stack file": [
            { "Pulumi.yaml": "name: a\nruntime: nodejs\n", "Pulumi.dev.yaml": "config:\n  a:b: 1\n  a:b: 2\n" },
            "project: <folder>/Pulumi.dev.yaml:3:3: Map keys must be unique.",
        ],
        "a main that is not there": [
            { "Pulumi.yaml": "name: a\nruntime: nodejs\nmain: source\n" },
            "project: <folder>/Pulumi.yaml names the `main` source, which does not exist.",
        ],
        "a value that is demanded and not given": [
            { "Pulumi.yaml": "name: a\nruntime: nodejs\nconfig:\n  size: { type: integer }\n" },
            "project: The stack `dev` has no value for the configuration key `size`, which <folder>/Pulumi.yaml demands: give it in <folder>/Pulumi.dev.yaml or as --config size=….",
        ],
        "a value of another type": [
            {
                "Pulumi.yaml": "name: a\nruntime: nodejs\nconfig:\n  size: { type: integer }\n",
                "Pulumi.dev.yaml": "config: { size: much }",
            },
            "project: The configuration key `size` of the stack `dev` is not of the type `integer`, which <folder>/Pulumi.yaml demands.",
        ],
        "a wrong passphrase": [
            {
                "Pulumi.yaml": "name: a\nruntime: nodejs\n",
                "Pulumi.dev.yaml":
                    "encryptionsalt: v1:ABEiM0RVZnc=:v1:AQEBAQEBAQEBAQEB:5AD+hA7VOlsz6jJlfVfbN+mWT6bMpQ==\nconfig: { a:b: { secure: v1:AgICAgICAgICAgIC:1a1FgjTMsIQ1CMXfXAtb0KSBVt6HyOE1nQ2wwjKqUA2z } }",
                passphrase: "wrong\n",
            },
            "project: The passphrase in the environment is not the one of this stack.",
        ],
        "no SDK": [
            { "Pulumi.yaml": "name: a\nruntime: nodejs\nmain: program\n", "package.json": "{}", "program/index.js": "" },
            "sdk: @pulumi/pulumi is not installed for the program in <folder>/program: run `npm install` in <folder>.",
        ],
    };
    for (const [title, [files, says, request]] of Object.entries(failing)) {
        test(title, async () => {
            if ("passphrase" in files) process.env.PULUMI_CONFIG_PASSPHRASE_FILE = join(folder, "passphrase");
            try {
                const directory = request ? join(folder, "nowhere") : folder;
                expect(await failure(files, { directory })).toBe(says);
            } finally {
                delete process.env.PULUMI_CONFIG_PASSPHRASE_FILE;
            }
        });
    }

    test("fixtures of another form", async () => {
        symlinkSync(MODULES, join(folder, "node_modules"));
        const files = { "Pulumi.yaml": "name: a\nruntime: nodejs\n", "jit-guard.fixtures.yaml": "invokes: [{ tokn: x }]" };
        expect(await failure(files)).toBe(
            "project: <folder>/jit-guard.fixtures.yaml: invokes[0] has a key `tokn`; its keys are token, args, return.",
        );
    });
});

describe("a project that can", () => {
    beforeEach(() => {
        symlinkSync(MODULES, join(folder, "node_modules"));
    });

    async function run(files: Readonly<Record<string, string>>, request: Partial<Request> = {}): Promise<Outcome> {
        write(files);
        const outcome = await preview({ directory: folder, ...request });
        expect(outcome.failure).toBeUndefined();
        return outcome;
    }

    test("is found from a folder below, as YAML or JSON", async () => {
        const files = { "Pulumi.json": '{ "name": "below", "runtime": "nodejs" }', "index.js": STACK, "deep/er/file": "" };
        const outcome = await run(files, { directory: join(folder, "deep/er") });
        expect(outcome.project).toBe("below");
        expect(outcome.resources.map(({ urn }) => urn)).toContain("urn:pulumi:dev::below::a:b:C::c");
    });

    test("has the only stack that there is, and the organization of a full stack name", async () => {
        const files = {
            "Pulumi.yml": "name: a\nruntime: nodejs\nstackConfigDir: stacks\n",
            "stacks/Pulumi.only.yml": "",
            "index.js": STACK,
        };
        expect((await run(files)).stack).toBe("only");
        const { stack, organization } = await run(files, { stack: "acme/a/prod" });
        expect({ stack, organization }).toEqual({ stack: "prod", organization: "acme" });
    });

    test("tells each resource as it comes", async () => {
        const seen: string[] = [];
        await run(
            { "Pulumi.yaml": "name: a\nruntime: nodejs\n", "index.js": STACK },
            { onResource: ({ name }) => seen.push(name) },
        );
        expect(seen).toEqual(["a-dev", "c"]);
    });
});
