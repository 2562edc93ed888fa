import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { folder, run } from "./io";
import { EXCEPTION } from "../harness/exception";

const NOW = ["--now", "2026-01-15T12:00:00Z"];
const entry = EXCEPTION;
const emergency = {
    ...entry,
    resource: "urn:pulumi:prod::shop::aws:iam/accessKey:AccessKey::night",
    opened: "2026-01-10T03:00:00Z",
    expires: "2026-01-12T03:00:00Z",
    breakGlass: true,
    review: { due: "2026-01-20" },
};
const later = {
    ...entry,
    rule: "aws-max-session-duration",
    resource: "urn:pulumi:prod::shop::*::batch",
    expires: "2026-04-01",
};
const register = (...exceptions: object[]) => ({ "guard.yaml": stringify({ exceptions }) });

const of = (argv: readonly string[], files: Record<string, string>, env: Record<string, string> = {}) => {
    const cwd = folder(files);
    return run(["exceptions", ...argv, ...NOW], { cwd, env }).then((ran) => ({ ...ran, cwd }));
};

describe("exceptions list", () => {
    test("says which ends when, what ends first first", async () => {
        const { code, out } = await of(["list", "-e", "guard.yaml"], register(later, entry, emergency));
        expect(code).toBe(0);
        expect(out.split("\n").map((line) => line.split(/ {2,}/))).toEqual([
            ["RULE", "RESOURCE", "ENDS", "LEFT", "TICKET", "OWNER"],
            [entry.rule, emergency.resource, "2026-01-12T03:00:00.000Z", "review due 2026-01-20", "SEC-1234", entry.owner],
            [entry.rule, entry.resource, "2026-01-30", "15 d", "SEC-1234", entry.owner],
            [later.rule, later.resource, "2026-04-01", "76 d", "SEC-1234", entry.owner],
            [""],
        ]);
    });

    test("takes the file from the environment, and asks for one where there is none", async () => {
        expect((await of(["list"], register(entry), { JIT_GUARD_EXCEPTIONS: "guard.yaml" })).out).toContain("SEC-1234");
        expect(await of(["list"], {})).toMatchObject({
            code: 2,
            err: "Which register? Write --exceptions FILE, or set JIT_GUARD_EXCEPTIONS.\n",
        });
        expect((await of(["list", "-e", "none.yaml"], {})).err).toMatch(/^none\.yaml cannot be read: ENOENT/);
    });

    test("writes JSON for programs, with what is wrong of each", async () => {
        const { out } = await of(["list", "-e", "guard.yaml", "--format", "json"], register({ ...entry, owner: undefined }));
        expect(JSON.parse(out)).toMatchObject([
            { ticket: "SEC-1234", daysLeft: 15, line: 2, faults: [expect.stringContaining("has no `owner`")] },
        ]);
    });

    test("has nothing to say of an empty register", async () => {
        expect(await of(["list", "-e", "guard.yaml"], { "guard.yaml": "" })).toMatchObject({
            code: 0,
            out: "No exceptions.\n",
        });
    });
});

describe("exceptions expiring", () => {
    test.each([
        ["14d", ["night"]],
        ["15d", ["night", "partner"]],
        ["1d", ["night"]],
        ["90d", ["night", "partner", "batch"]],
    ])("within %s: %j", async (within, names) => {
        const files = register(entry, emergency, later);
        const { out } = await of(["expiring", "-e", "guard.yaml", "--within", within], files);
        expect([...out.matchAll(/::(\w+) {2}/g)].map(([, name]) => name)).toEqual(names);
    });

    test("refuses a time that is none", async () => {
        const { code, err } = await of(["expiring", "-e", "guard.yaml", "--within", "soon"], register(entry));
        expect([code, err]).toEqual([2, '--within soon must be a duration such as "14d".\n']);
    });

    test("is a calendar that brings each end and each review to people", async () => {
        const argv = ["expiring", "-e", "guard.yaml", "--within", "90d", "--format", "ics"];
        const { out } = await of(argv, register(entry, emergency));
        await expect(out).toMatchFileSnapshot("golden/exceptions.ics");
        expect(out.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
        expect(out.match(/BEGIN:VEVENT/g)).toHaveLength(3);
        expect(out).toContain("DTSTART:20260130T000000Z");
        expect(out).toContain("SUMMARY:Review of a break-glass exception is due: aws-no-iam-access-key");
    });
});

describe("exceptions check", () => {
    test("is content with a good register", async () => {
        expect(await of(["check", "-e", "guard.yaml"], register(entry, emergency))).toMatchObject({
            code: 0,
            out: "guard.yaml: 2 in force or to be reviewed.\n",
        });
    });

    test("names file, line and what to write", async () => {
        const { code, out } = await of(["check", "-e", "guard.yaml"], register(entry, { ...entry, approver: entry.owner }));
        expect(code).toBe(1);
        expect(out).toBe(
            [
                "guard.yaml:13:15: `exceptions[1].approver` is the owner. Write who else allowed it.",
                "guard.yaml:10:5: `exceptions[1]` says the same as `exceptions[0]`. Remove one of them.",
                "guard.yaml: 2 faults, in 1 of 2 exceptions.",
                "",
            ].join("\n"),
        );
    });
});

describe("exceptions add", () => {
    const flags = (of: Record<string, string>) => Object.entries(of).flatMap(([key, value]) => [`--${key}`, value]);
    const { rule, resource, owner, approver, ticket, reason } = entry;
    const given = { rule, resource, owner, approver, ticket, reason, expires: "2026-02-10" };
    const content = (cwd: string) => readFileSync(join(cwd, "guard.yaml"), "utf8");

    test("begins a register, with the schema that editors complete it by", async () => {
        const { code, out, cwd } = await of(["add", "-e", "guard.yaml", ...flags(given)], {});
        expect([code, out]).toEqual([0, "guard.yaml: added, until 2026-02-10.\n"]);
        expect(content(cwd))
            .toBe(`# yaml-language-server: $schema=./node_modules/@jit-guard/policypack/exceptions.schema.json
# Exceptions to the rules of jit-guard. Each is owned, approved by another, and ends.

exceptions:
  - rule: aws-no-iam-access-key
    resource: urn:pulumi:prod::shop::aws:iam/accessKey:AccessKey::partner
    owner: payments@example.com
    approver: security@example.com
    ticket: SEC-1234
    reason: The partner's SFTP server takes nothing but a key until it is replaced.
    opened: "2026-01-15"
    expires: "2026-02-10"
`);
    });

    test("keeps what stands there, comments too", async () => {
        const before = `# Ask #security first.\n${stringify({ exceptions: [later] })}# The end.\n`;
        const { cwd } = await of(["add", "-e", "guard.yaml", ...flags(given)], { "guard.yaml": before });
        expect(content(cwd)).toContain("# Ask #security first.\n");
        expect(content(cwd)).toContain("# The end.");
        expect((parse(content(cwd)) as { exceptions: object[] }).exceptions).toHaveLength(2);
    });

    test("writes a review that is due for what was taken in an emergency", async () => {
        const argv = ["add", "-e", "guard.yaml", "--break-glass", ...flags({ ...given, expires: "2026-01-18" })];
        const { code, cwd } = await of(argv, {});
        expect(code).toBe(0);
        expect(parse(content(cwd))).toMatchObject({
            exceptions: [{ opened: "2026-01-15T12:00:00Z", breakGlass: true, review: { due: "2026-01-25" } }],
        });
    });

    test("says all that is missing where nobody can answer", async () => {
        const { code, err } = await of(
            ["add", "-e", "guard.yaml", "--rule", rule, "--type", "aws:iam/accessKey:AccessKey"],
            {},
        );
        expect([code, err]).toEqual([
            2,
            "Missing: --owner, --approver, --ticket, --reason, --expires. Write them, or run this in a terminal, where it asks.\n",
        ]);
    });

    test.each([
        [{ approver: owner }, "Nothing was added. `approver` is the owner. Write who else allowed it."],
        [
            { expires: "2026-12-31" },
            'and a rule of critical severity allows 30 d. Write `expires: "2026-02-14"` or earlier.',
        ],
        [{ expires: "soon" }, "Nothing was added. `expires` is no day, and no instant with its zone."],
        [{ rule: "aws-no-key" }, "Nothing was added. `rule` is no rule that can be excepted. Did you mean"],
    ])("adds nothing that is at fault: %j", async (wrong, words) => {
        const files = register(later);
        const { code, err, cwd } = await of(["add", "-e", "guard.yaml", ...flags({ ...given, ...wrong })], files);
        expect(code).toBe(2);
        expect(err).toContain(words);
        expect(content(cwd)).toBe(files["guard.yaml"]);
    });

    test("leaves no file behind where the first entry is at fault", async () => {
        const { code, cwd } = await of(["add", "-e", "guard.yaml", ...flags({ ...given, approver: owner })], {});
        expect(code).toBe(2);
        expect(() => content(cwd)).toThrow("ENOENT");
    });

    test("does not touch what is no YAML", async () => {
        const { code, err, cwd } = await of(["add", "-e", "guard.yaml", ...flags(given)], { "guard.yaml": "a: [" });
        expect(code).toBe(2);
        expect(err).toMatch(/^guard\.yaml is no YAML, so nothing was added/);
        expect(content(cwd)).toBe("a: [");
    });

    test("asks in a terminal, and again where an answer will not do", async () => {
        const stdin = Object.assign(new PassThrough(), { isTTY: true });
        const answers = ["aws-no-key", rule, "partner", resource, owner, approver, "none", ticket, reason, ""];
        const cwd = folder();
        const ran = run(["exceptions", "add", "-e", "guard.yaml", ...NOW], { cwd, stdin });
        for (const answer of answers) {
            await new Promise((resolve) => setTimeout(resolve, 20));
            stdin.write(`${answer}\n`);
        }
        const { code, err } = await ran;
        expect(code).toBe(0);
        expect(err).toMatch(/That is no rule; did you mean .*, aws-[\w-]+\?\n/);
        expect(err).toContain("That is no URN.");
        expect(err).toContain("That names no ticket.");
        // The latest day is what an empty answer takes.
        expect(parse(content(cwd))).toMatchObject({ exceptions: [{ rule, ticket, expires: "2026-02-14" }] });
    });
});

describe("the published schema", () => {
    const schema = (name: string) => JSON.parse(readFileSync(`policypack/${name}.schema.json`, "utf8")) as object;
    const ajv = addFormats(new Ajv({ strict: true, strictRequired: false, allErrors: true }));
    const exceptions = ajv.compile(schema("exceptions"));
    const baseline = ajv.compile(schema("baseline"));

    test("takes what the pack takes", () => {
        expect(exceptions({ exceptions: [entry, emergency, later] }), JSON.stringify(exceptions.errors)).toBe(true);
        expect(exceptions({ exceptions: [] })).toBe(true);
    });

    test.each([
        ["an unknown field", { ...entry, expiry: "2026-01-30" }],
        ["an unknown rule", { ...entry, rule: "aws-no-key" }],
        ["no resource", { ...entry, resource: undefined }],
        ["no owner", { ...entry, owner: undefined }],
        ["no end", { ...entry, expires: undefined }],
        ["an end that is no day", { ...entry, expires: "soon" }],
        ["an emergency without a review", { ...emergency, review: undefined }],
    ])("refuses %s", (_, wrong) => {
        expect(exceptions(JSON.parse(JSON.stringify({ exceptions: [wrong] })))).toBe(false);
    });

    test("of a baseline refuses what has no count or no end", () => {
        const finding = { rule: entry.rule, resource: entry.resource, count: 1 };
        const good = { owner: entry.owner, opened: "2026-01-02", expires: "2026-04-02", findings: [finding] };
        expect(baseline(good), JSON.stringify(baseline.errors)).toBe(true);
        expect(baseline({ ...good, findings: [{ ...finding, count: 0 }] })).toBe(false);
        const { expires: _, ...endless } = good;
        expect(baseline(endless)).toBe(false);
    });
});
