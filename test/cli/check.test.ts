import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import type { Outcome, Request, SeenResource } from "../../policypack/preview/outcome";
import { folder, outcome, resource, run } from "./io";

const KEY = "aws:iam/accessKey:AccessKey";
const NOW = ["--now", "2026-01-15T12:00:00Z"];

/** A preview of programs that are told by their folder: what each declares, or why it does not. */
const programs = (of: Record<string, readonly string[] | Partial<Outcome>>) => {
    const asked: Request[] = [];
    let atOnce = 0;
    let most = 0;
    const preview = async (request: Request): Promise<Outcome> => {
        asked.push(request);
        most = Math.max(most, ++atOnce);
        await new Promise((resolve) => setTimeout(resolve, 5));
        atOnce--;
        const project = request.directory.split("/").at(-1)!;
        const stack = request.stack ?? "dev";
        const declared = of[project] ?? [];
        const keys = (Array.isArray(declared) ? declared : []) as readonly string[];
        const seen: readonly SeenResource[] = keys.map((name) =>
            resource(KEY, name, { user: name }, { urn: `urn:pulumi:${stack}::${project}::${KEY}::${name}` }),
        );
        for (const each of seen) request.onResource?.(each);
        return outcome(seen, { project, stack, ...(Array.isArray(declared) ? {} : declared) });
    };
    return { preview, asked, most: () => most };
};
const project = (...names: string[]) =>
    Object.fromEntries(names.map((name) => [`services/${name}/Pulumi.yaml`, `name: ${name}\nruntime: nodejs\n`]));
const state = (...names: string[]) =>
    JSON.stringify({
        version: 3,
        deployment: {
            manifest: { time: "2026-01-01T00:00:00Z", magic: "", version: "" },
            resources: [
                {
                    urn: "urn:pulumi:prod::legacy::pulumi:pulumi:Stack::legacy-prod",
                    custom: false,
                    type: "pulumi:pulumi:Stack",
                },
                ...names.map((name) => ({
                    urn: `urn:pulumi:prod::legacy::${KEY}::${name}`,
                    custom: true,
                    id: name,
                    type: KEY,
                    inputs: { user: name },
                    outputs: { user: name, createDate: "2024-01-15T12:00:00Z" },
                    parent: "urn:pulumi:prod::legacy::pulumi:pulumi:Stack::legacy-prod",
                })),
            ],
        },
    });

describe("check", () => {
    test("judges all that a pattern matches, in one report, in the order of their names", async () => {
        const cwd = folder(project("shop", "mail", "clean"));
        const { preview } = programs({ shop: ["a"], mail: ["b", "c"] });
        const { code, out } = await run(["check", "services/*/Pulumi.yaml", ...NOW], { cwd, preview });
        expect(code).toBe(1);
        expect(out.match(/This access key never expires\./g)).toHaveLength(3);
        expect(out.trimEnd().split("\n").slice(-5)).toEqual([
            "clean/dev: No findings over 0 resources judged of 0 seen.",
            "mail/dev: 2 blocking, 0 advisory over 2 resources judged of 2 seen.",
            "shop/dev: 1 blocking, 0 advisory over 1 resource judged of 1 seen.",
            "",
            "3 programs: 3 blocking, 0 advisory over 3 resources judged of 3 seen.",
        ]);
    });

    test("runs no more at once than it is told", async () => {
        const names = Array.from({ length: 12 }, (_, index) => `s${index}`);
        const cwd = folder(project(...names));
        const { preview, most, asked } = programs({});
        await run(["check", "services/*/Pulumi.yaml", "--jobs", "3", ...NOW], { cwd, preview });
        expect([most(), asked.length]).toEqual([3, 12]);
    });

    test("takes the stack from the name of its file, and each thing once", async () => {
        const cwd = folder({
            ...project("shop"),
            "services/shop/Pulumi.prod.yaml": "",
            "services/shop/Pulumi.test.yaml": "",
        });
        const { preview, asked } = programs({});
        await run(["check", "services/shop/Pulumi.*.yaml", "services/*/Pulumi.prod.yaml", ...NOW], { cwd, preview });
        expect(asked.map(({ stack }) => stack)).toEqual(["prod", "test"]);
    });

    test("tells of a program that did not run, and of the others all the same", async () => {
        const cwd = folder(project("shop", "mail"));
        const { preview } = programs({
            shop: ["a"],
            mail: { project: "", stack: "", failure: { kind: "project", message: "No Node." } },
        });
        const { code, out } = await run(["check", "services/*", ...NOW], { cwd, preview });
        expect(code).toBe(2);
        expect(out).toContain("THE PREVIEW OF services/mail/? DID NOT COME TO ITS END\n  No Node.");
        expect(out).toContain("This access key never expires.");
        expect(out).toContain("1 not run to the end.");
    });

    test.each([
        [["check"], "missing required argument"],
        [["check", "nowhere"], "nowhere does not exist.\n"],
        [["check", "services/*/Pulumi.yml"], "services/*/Pulumi.yml matches no file.\n"],
        [["check", "services", "--jobs", "0"], "--jobs 0 must be a whole number from 1.\n"],
    ])("refuses %j", async (argv, words) => {
        const { code, out, err } = await run(argv, { cwd: folder(project("shop")) });
        expect([code, out]).toEqual([2, ""]);
        expect(err).toContain(words);
    });

    test("judges what a state holds, beside a program", async () => {
        const cwd = folder({ ...project("shop"), "state.json": state("old") });
        const { preview } = programs({ shop: ["a"] });
        const { code, out } = await run(["check", "services/shop", "state.json", "--format", "json", ...NOW], {
            cwd,
            preview,
        });
        expect(code).toBe(1);
        const { findings, programs: judged, accesses } = JSON.parse(out) as Record<string, Record<string, unknown>[]>;
        expect(judged!.map(({ project, stack, file }) => [project, stack, file])).toEqual([
            ["shop", "dev", "services/shop/Pulumi.yaml"],
            ["legacy", "prod", "state.json"],
        ]);
        expect(
            findings!
                .filter(({ rule }) => rule === "aws-no-iam-access-key")
                .map(({ program }) => program)
                .sort(),
        ).toEqual(["legacy/prod", "shop/dev"]);
        expect(accesses!.find(({ resource }) => (resource as { name: string }).name === "old")).toMatchObject({
            from: "2024-01-15T12:00:00.000Z",
            until: "never",
        });
    });

    test("judges a state from standard input", async () => {
        const stdin = Readable.from([state("old")]);
        const { code, out } = await run(["check", "-", ...NOW], { cwd: folder(), stdin });
        expect(code).toBe(1);
        expect(out).toContain("legacy/prod: 1 blocking");
    });

    test("says what a file is not", async () => {
        const { code, out, err } = await run(["check", "other.json", ...NOW], { cwd: folder({ "other.json": "{}" }) });
        expect([code, out]).toEqual([2, ""]);
        expect(err).toContain("neither a state nor a plan nor events of Pulumi");
    });

    test("lets one register of exceptions serve all programs, and says its faults once", async () => {
        const entry = (stack: string, project: string, name: string) =>
            `  - {rule: aws-no-iam-access-key, resource: "urn:pulumi:${stack}::${project}::${KEY}::${name}", owner: a@example.com, approver: b@example.com, ticket: T-1, reason: It cannot be done otherwise yet., opened: "2026-01-02", expires: "2026-01-30"}\n`;
        const files = {
            ...project("shop", "mail"),
            "guard.yaml": `exceptions:\n${entry("dev", "shop", "a")}${entry("dev", "mail", "gone")}${entry("prod", "mail", "b")}`,
        };
        const { preview } = programs({ shop: ["a"], mail: ["b"] });
        const argv = ["check", "services/*/Pulumi.yaml", "-e", "guard.yaml", "--format", "json", ...NOW];
        const { out } = await run(argv, { cwd: folder(files), preview });
        const { findings } = JSON.parse(out) as { findings: Record<string, unknown>[] };
        expect(
            findings.map(({ rule, program, excuse, source }) => [
                rule,
                program,
                !!excuse,
                (source as { line?: number })?.line,
            ]),
        ).toEqual([
            ["aws-no-iam-access-key", "mail/dev", false, undefined],
            ["aws-no-iam-access-key", "shop/dev", true, undefined],
            ["any-require-valid-exception", "", false, 3],
        ]);
    });
});

describe("baseline write", () => {
    const write = (...more: string[]) => ["baseline", "write", "services/*/Pulumi.yaml", "-b", "base.json", ...more];
    const read = (cwd: string) =>
        JSON.parse(readFileSync(join(cwd, "base.json"), "utf8")) as { findings: { resource: string }[] };
    const names = (cwd: string) => read(cwd).findings.map(({ resource }) => resource.split("::").at(-1));

    test("lets through what is found now; then fails for what is new, and takes out what is fixed", async () => {
        const cwd = folder(project("shop", "mail"));
        const judge = (of: Parameters<typeof programs>[0], argv: readonly string[]) => run(argv, { cwd, ...programs(of) });
        const first = await judge({ shop: ["a", "b"], mail: ["c"] }, write("--owner", "team@example.com", ...NOW));
        expect(first).toMatchObject({ code: 0, out: "base.json: 3 findings, let through until 2026-04-15.\n" });
        expect(read(cwd)).toMatchObject({ owner: "team@example.com", opened: "2026-01-15", expires: "2026-04-15" });

        const check = ["check", "services/*/Pulumi.yaml", "-b", "base.json", ...NOW];
        expect((await judge({ shop: ["a", "b"], mail: ["c"] }, check)).code).toBe(0);
        const added = await judge({ shop: ["a", "b", "new"], mail: ["c"] }, check);
        expect([added.code, added.out.includes("3 programs") || added.out.includes("1 blocking")]).toEqual([1, true]);
        const fixed = await judge({ shop: ["b"], mail: ["c"] }, check);
        expect(fixed.code).toBe(1);
        expect(fixed.out).toContain("is not found any more. Run `jit-guard baseline write`");

        const again = await judge({ shop: ["b", "new"], mail: ["c"] }, write(...NOW));
        expect(again.out).toBe(
            "base.json: 1 fixed and taken out, 2 left until 2026-04-15. 1 finding not in it: a baseline takes no new ones.\n",
        );
        expect(names(cwd)).toEqual(["c", "b"]);
        expect((await judge({ shop: ["b"], mail: ["c"] }, check)).code).toBe(0);
    });

    test("keeps what belongs to programs that it did not judge", async () => {
        const cwd = folder(project("shop", "mail"));
        await run(write("--owner", "team@example.com", ...NOW), { cwd, ...programs({ shop: ["a"], mail: ["c"] }) });
        const argv = ["baseline", "write", "services/shop", "-b", "base.json", ...NOW];
        await run(argv, { cwd, ...programs({ shop: [] }) });
        expect(names(cwd)).toEqual(["c"]);
    });

    test("writes nothing where a program did not come to its end, or nobody owns it", async () => {
        const cwd = folder(project("shop"));
        const failing = programs({ shop: { failure: { kind: "threw", message: "It threw." } } });
        const failed = await run(write("--owner", "team@example.com", ...NOW), { cwd, ...failing });
        expect(failed.code).toBe(2);
        expect((await run(write(...NOW), { cwd, ...programs({}) })).err).toBe(
            "Who sees to it that the baseline becomes shorter? Write --owner.\n",
        );
        expect(() => read(cwd)).toThrow("ENOENT");
    });

    test("refuses a file that is no baseline", async () => {
        const cwd = folder({ ...project("shop"), "base.json": "{}" });
        const { code, err } = await run(write(...NOW), { cwd, ...programs({}) });
        expect([code, err]).toEqual([2, "base.json:1 is no baseline. Remove it to begin anew.\n"]);
    });
});
