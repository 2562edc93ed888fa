import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Outcome, Request, SeenResource } from "../../policypack/preview/outcome";
import { type Ran, folder, outcome, resource, run } from "./io";

const KEY = resource("aws:iam/accessKey:AccessKey", "ci", { user: "ci" });
const ROLE = resource("aws:iam/role:Role", "plain", { maxSessionDuration: 3_600 });
const PULUMI = { "Pulumi.yaml": "name: shop\nruntime: nodejs\n" };

/** `jit-guard preview` over a program that declares these. */
async function guard(
    seen: readonly SeenResource[],
    argv: readonly string[] = [],
    more: Partial<Outcome> & { files?: Record<string, string>; env?: Record<string, string>; terminal?: boolean } = {},
): Promise<Ran & { cwd: string; request: Request | undefined }> {
    const { files, env = {}, terminal = false, ...rest } = more;
    const cwd = folder({ ...PULUMI, ...files });
    let request: Request | undefined;
    const preview = (asked: Request) => {
        request = asked;
        for (const each of seen) asked.onResource?.(each);
        return Promise.resolve(outcome(seen, rest));
    };
    return { ...(await run(["preview", ...argv], { cwd, env, terminal, preview })), cwd, request };
}

describe("the exit code", () => {
    test("is 0 when nothing blocks", async () => {
        const { code, out, err } = await guard([ROLE]);
        expect([code, err]).toEqual([0, ""]);
        expect(out).toMatch(/^shop\/dev: No findings over 1 resource judged of 1 seen\.\n$/);
    });

    test("is 1 for a mandatory finding, 0 where it is advisory", async () => {
        expect((await guard([KEY])).code).toBe(1);
        expect((await guard([KEY], ["--preset", "audit"])).code).toBe(0);
    });

    test("is 2 when the program did not come to its end, and what was found is told all the same", async () => {
        const { code, out } = await guard([KEY], [], { failure: { kind: "threw", message: "It threw." } });
        expect(code).toBe(2);
        expect(out).toContain("This access key never expires.");
        expect(out).toContain("DID NOT COME TO ITS END\n  It threw.");
    });

    test("is 2, in one line, when there is no project", async () => {
        const ran = await guard([], ["nowhere"], { failure: { kind: "project", message: "There is no Pulumi.yaml." } });
        expect(ran).toMatchObject({ code: 2, out: "", err: "There is no Pulumi.yaml.\n" });
    });
});

describe("what is asked of the engine", () => {
    test("is what the arguments say", async () => {
        const argv = ["below", "--stack", "prod", "--config", "aws:region=eu=1", "-c", "a=", "--mode", "synthesize"];
        const { request, cwd } = await guard([], [...argv, "--timeout", "90s", "--fixtures", "f.yaml"]);
        expect(request).toMatchObject({
            directory: join(cwd, "below"),
            stack: "prod",
            config: { "aws:region": "eu=1", a: "" },
            mode: "synthesize",
            timeout: 90_000,
            fixtures: join(cwd, "f.yaml"),
        });
    });

    test.each([
        [["--config", "no-value"], "--config takes key=value"],
        [["--timeout", "90"], '--timeout 90 must be a duration such as "5m"'],
        [["--now", "yesterday"], "--now: now must be an instant with its zone"],
        [["--format", "pdf"], "--format pdf is not known"],
        [["--format", "json", "--format", "sarif"], "cannot both go to standard output. Give one a file: --out sarif=FILE."],
        [["--out", "report"], "--out report: which format?"],
    ])("is refused before the program runs: %j", async (argv, words) => {
        const { code, out, err, request } = await guard([KEY], argv);
        expect([code, out, request]).toEqual([2, "", undefined]);
        expect(err).toContain(words);
        expect(err.trimEnd()).not.toContain("\n");
    });

    test("is not repeated where it may be a secret", async () => {
        expect((await guard([], ["--config", "hunter2"])).err).not.toContain("hunter2");
    });
});

describe("the settings", () => {
    const config = (text: string, name = "guard.yaml") =>
        guard([KEY], ["--policy-config", name], { files: { [name]: text } });

    test("change levels, in YAML and in JSON", async () => {
        expect((await config("aws-no-iam-access-key: advisory\n")).code).toBe(0);
        expect((await config('{"all": "disabled"}', "guard.json")).code).toBe(0);
        expect((await config("")).code).toBe(1);
    });

    test.each([
        ["all: [", /guard\.yaml:\d+:\d+: /],
        ["a: 1\na: 2\n", /guard\.yaml:2:1: /],
        ["[1]", /guard\.yaml must hold an object/],
        [
            "aws-no-iam-acces-key: advisory",
            /guard\.yaml: aws-no-iam-acces-key is not known\. Did you mean aws-no-iam-access-key/,
        ],
        ["all: { enforcementLevel: lax }", /guard\.yaml: all\.enforcementLevel must be one of/],
    ])("that cannot be used are refused: %j", async (text, words) => {
        const { code, out, err, request } = await config(text);
        expect([code, out, request]).toEqual([2, "", undefined]);
        expect(err).toMatch(words);
        expect(err).not.toContain("    at ");
    });

    test("of a file that is not there are refused", async () => {
        const { code, err } = await guard([KEY], ["--policy-config", "none.json"]);
        expect(code).toBe(2);
        expect(err).toContain("none.json");
    });

    test("of time come from --now, or else from the environment", async () => {
        const now = async (argv: string[]) => {
            const env = { JIT_GUARD_NOW: "2026-01-01T00:00:00Z" };
            const { out, request } = await guard([], ["-f", "json", ...argv], { env });
            const judged = (JSON.parse(out) as { now: string }).now;
            // The program's components are to judge their windows by the same clock.
            expect(request!.now!.toISOString()).toBe(judged);
            return judged;
        };
        expect(await now([])).toBe("2026-01-01T00:00:00.000Z");
        expect(await now(["--now", "2027-01-01T00:00:00Z"])).toBe("2027-01-01T00:00:00.000Z");
    });
});

describe("the reports", () => {
    test("go to files beside the text on standard output", async () => {
        const argv = ["--out", "new/guard.sarif", "--out", "junit=results", "--out", "guard.md"];
        const { cwd, out, err } = await guard([KEY], argv);
        expect(out).toContain("✖ critical  aws-no-iam-access-key");
        expect(JSON.parse(readFileSync(join(cwd, "new/guard.sarif"), "utf8"))).toMatchObject({ version: "2.1.0" });
        expect(readFileSync(join(cwd, "results"), "utf8")).toContain("<testsuites");
        expect(readFileSync(join(cwd, "guard.md"), "utf8")).toContain("### ❌");
        expect(err).toBe("sarif report: new/guard.sarif\njunit report: results\nmarkdown report: guard.md\n");
    });

    test("that have a file are not on standard output too", async () => {
        const { out } = await guard([KEY], ["--format", "text", "--format", "sarif", "--out", "sarif=guard.sarif"]);
        expect(out).toContain("✖ critical");
        expect(out).not.toContain("$schema");
        expect((await guard([KEY], ["--format", "sarif", "--out", "guard.sarif"])).out).toBe("");
    });

    test("that cannot be written are an error in one line", async () => {
        const { code, err } = await guard([KEY], ["--quiet", "--out", "Pulumi.yaml/guard.sarif"]);
        expect(code).toBe(2);
        expect(err).toMatch(/^--out: .* cannot be written: .*\n$/);
    });

    test("point to the repository's own paths", async () => {
        const cwd = folder({ ".git/HEAD": "", "infra/Pulumi.yaml": "name: shop\nruntime: nodejs\n" });
        const seen = [
            { ...KEY, source: { file: join(cwd, "infra/index.ts"), line: 3, column: 1 } },
            { ...KEY, name: "b", urn: "b" },
        ];
        const preview = () => Promise.resolve(outcome(seen));
        const { out } = await run(["preview", "infra", "-f", "sarif"], { cwd, preview });
        expect(out).toContain('"uri": "infra/index.ts"');
        expect(out).toContain('"uri": "infra/Pulumi.yaml"');
    });

    test("have colours on a terminal that wants them", async () => {
        const coloured = async (terminal: boolean, env: Record<string, string>) =>
            (await guard([KEY], ["--quiet"], { terminal, env })).out.includes("\u001b[");
        expect(await coloured(true, {})).toBe(true);
        expect(await coloured(true, { NO_COLOR: "1" })).toBe(false);
        expect(await coloured(true, { TERM: "dumb" })).toBe(false);
        expect(await coloured(false, {})).toBe(false);
        expect(await coloured(false, { FORCE_COLOR: "1" })).toBe(true);
        expect(await coloured(true, { FORCE_COLOR: "0" })).toBe(false);
    });
});

describe("what the program prints", () => {
    const log = [
        { severity: "info", message: "hello\n\u001b[2Jworld" },
        { severity: "warning", message: "careful" },
        { severity: "debug", message: "noise" },
    ] as const;

    test("goes to standard error, marked, and clears no screen", async () => {
        const { out, err } = await guard([ROLE], [], { log });
        expect(err).toBe("program: hello\nprogram: \\u001b[2Jworld\nprogram warning: careful\n");
        expect(out).not.toContain("hello");
    });

    test("is left out when asked", async () => {
        expect((await guard([ROLE], ["--quiet"], { log })).err).toBe("");
    });
});

test("progress is one line, on a terminal only, and gone at the end", async () => {
    const { err } = await guard([KEY, ROLE], [], { terminal: true });
    expect(err.startsWith("\r\u001b[KRunning the program: 0 resources\r")).toBe(true);
    expect(err).not.toContain("\n");
    expect(err.endsWith("\r\u001b[K")).toBe(true);
});

test("an error of ours is one line; its stack is shown when asked", async () => {
    const preview = () => Promise.reject(new TypeError("x is not a function"));
    const cwd = folder(PULUMI);
    const plain = await run(["preview"], { cwd, preview });
    expect(plain).toMatchObject({ code: 2, out: "" });
    expect(plain.err).toBe("jit-guard failed, which it should not: x is not a function (JIT_GUARD_DEBUG=1 shows where.)\n");
    expect((await run(["preview"], { cwd, preview, env: { JIT_GUARD_DEBUG: "1" } })).err).toContain("    at ");
});
