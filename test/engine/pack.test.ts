import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { main } from "../../policypack/cli/main";
import { PACK, pulumi, realPreview } from "../harness/engine";
import { EXCEPTION } from "../harness/exception";

/** What only the real engine can show: that it takes the pack, its configuration, and a team's own pack. */

if (!pulumi) console.warn("SKIPPED: the engine tests need the `pulumi` binary on PATH.");

const ACCESS_KEY = { rule: "aws-no-iam-access-key", level: "mandatory", message: "This access key never expires." };
const LONG_SESSION = {
    rule: "aws-max-session-duration",
    level: "mandatory",
    message: "A session may last 12 h; the limit is 1 h.",
};

// How the engine shows one in its events.
const SECRET_SHOWN = expect.objectContaining({ ciphertext: "[secret]" }) as unknown;

describe.skipIf(!pulumi)("the real engine", () => {
    let folder: string;
    let program: string;

    beforeAll(() => {
        folder = mkdtempSync(join(__dirname, "pack-"));
        program = join(folder, "program");
        mkdirSync(program);
        writeFileSync(join(program, "Pulumi.yaml"), "name: program\nruntime: nodejs\n");
        writeFileSync(
            join(program, "index.js"),
            `const aws = require("@pulumi/aws");
new aws.iam.AccessKey("key", { user: "ci" });
const gcp = require("@pulumi/gcp");
const pulumi = require("@pulumi/pulumi");
const role = new aws.iam.Role("role", {
    assumeRolePolicy: "{}", maxSessionDuration: 43200, description: pulumi.secret("hush"), tags: { a: "b" },
});
new gcp.projects.IAMMember("owner", { project: "acme", role: pulumi.secret("roles/owner"), member: "user:ann@example.com" });
new aws.iam.Role("later", { assumeRolePolicy: role.arn, maxSessionDuration: role.arn.apply(() => 900) });
`,
        );
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    const said = async (options?: Parameters<typeof realPreview>[1]) => {
        const { findings, ...run } = await realPreview(program, options);
        const ours = findings.filter(({ rule }) => rule === ACCESS_KEY.rule || rule === LONG_SESSION.rule);
        return { ...run, findings: ours.map(({ rule, level, message }) => ({ rule, level, message })) };
    };

    test("refuses what the default pack denies, and advises of what is not known yet", async () => {
        const { findings, failed } = await said();
        expect(failed).toBe(true);
        expect(findings).toEqual([
            ACCESS_KEY,
            {
                rule: "aws-max-session-duration",
                level: "advisory",
                message: "`maxSessionDuration` is not known before the deployment.",
            },
            LONG_SESSION,
        ]);
    });

    test("takes levels and options from --policy-pack-config", async () => {
        const { findings, errors } = await said({
            config: {
                "aws-no-iam-access-key": "advisory",
                "aws-max-session-duration": { enforcementLevel: "mandatory", limit: "11h" },
            },
        });
        expect(errors.filter((message) => /polic/i.test(message) && !/violat/.test(message))).toEqual([]);
        expect(findings).toContainEqual({ ...ACCESS_KEY, level: "advisory" });
        expect(findings).toContainEqual({ ...LONG_SESSION, message: "A session may last 12 h; the limit is 11 h." });
    });

    test("refuses an option that the rule does not take, by name", async () => {
        const { errors, failed } = await said({
            config: { "aws-max-session-duration": { enforcementLevel: "mandatory", limit: "90d" } },
        });
        expect(failed).toBe(true);
        expect(errors.join()).toContain(
            'aws-max-session-duration.limit must be a duration such as "1h", from 15 min to 12 h.',
        );
    });

    describe("with the level remediate", () => {
        const remediated = (level: object) => said({ config: { "aws-no-iam-access-key": "advisory", ...level } });
        const DIRECT = { "aws-max-session-duration": "remediate" };

        test("creates the role with a safe session, and tells so", async () => {
            const { findings, remediations, inputs } = await remediated(DIRECT);
            const [role] = Object.keys(inputs).filter((urn) => urn.endsWith("::role"));
            expect(inputs[role!]).toMatchObject({ maxSessionDuration: 3_600, description: SECRET_SHOWN, tags: { a: "b" } });
            expect(remediations).toEqual([{ rule: "aws-max-session-duration", urn: role, changed: ["maxSessionDuration"] }]);
            expect(findings.filter(({ rule }) => rule === LONG_SESSION.rule)).toEqual([
                expect.objectContaining({ level: "advisory", message: expect.stringContaining("is not known") as string }),
            ]);
        });

        test("takes options beside it", async () => {
            const { inputs } = await remediated({
                "aws-max-session-duration": { enforcementLevel: "remediate", limit: "2h" },
            });
            const [role] = Object.keys(inputs).filter((urn) => urn.endsWith("::role"));
            expect(inputs[role!]).toMatchObject({ maxSessionDuration: 7_200 });
        });
    });

    test("knows what the program marks as secret, and does not repeat it", async () => {
        const { findings } = await realPreview(program);
        const member = findings.filter(({ rule, urn }) => rule === "gcp-no-standing-admin" && urn.endsWith("::owner"));
        expect(member).toEqual([
            expect.objectContaining({ message: expect.stringContaining("(a secret, not shown)") as string }),
        ]);
    });

    test("runs a team's own pack that loads the SDK itself: there is one pack then, as without ours", async () => {
        const pack = join(folder, "team-pack-with-sdk");
        mkdirSync(pack);
        writeFileSync(join(pack, "PulumiPolicy.yaml"), "runtime: nodejs\n");
        writeFileSync(join(pack, "package.json"), '{ "name": "team-pack", "version": "1.2.3" }\n');
        const index = (more: string) =>
            writeFileSync(
                join(pack, "index.js"),
                `const { jitGuard } = require("@jit-guard/policypack");
const { PolicyPack } = require("@pulumi/policy");
const served = jitGuard({ preset: "audit" });
if (!(served instanceof PolicyPack)) throw new Error("Another PolicyPack.");
${more}
`,
            );
        index("");
        const { findings } = await said({ pack });
        expect(findings).toContainEqual({ ...ACCESS_KEY, level: "advisory" });
        expect(findings).toContainEqual({ ...LONG_SESSION, level: "advisory" });
        index('new PolicyPack("second", { policies: [] });');
        expect(await said({ pack })).toMatchObject({ failed: true, findings: [], inputs: {} });
    });

    test("runs a team's own pack of one file", async () => {
        const pack = join(folder, "team-pack");
        mkdirSync(pack);
        writeFileSync(join(pack, "PulumiPolicy.yaml"), "runtime: nodejs\n");
        writeFileSync(join(pack, "package.json"), '{ "name": "team-pack", "version": "1.2.3" }\n');
        writeFileSync(
            join(pack, "index.js"),
            `const { jitGuard } = require("@jit-guard/policypack");
jitGuard({ name: "team-pack", preset: "audit", rules: { "aws-max-session-duration": { limit: "12h" } } });
`,
        );
        const { findings, failed } = await said({ pack });
        expect(failed).toBe(false);
        expect(findings).toContainEqual({ ...ACCESS_KEY, level: "advisory" });
        expect(findings).not.toContainEqual(expect.objectContaining({ message: LONG_SESSION.message }));
    });

    describe("with a register of exceptions", () => {
        const exception = { ...EXCEPTION, resource: "urn:pulumi:*::program::aws:iam/accessKey:AccessKey::key" };
        const registered = async (...exceptions: object[]) => {
            const file = join(folder, "exceptions.yaml");
            writeFileSync(file, JSON.stringify({ exceptions }));
            const { findings, failed } = await realPreview(program, { env: { JIT_GUARD_EXCEPTIONS: file } });
            const of = (rule: string) =>
                findings
                    .filter((finding) => finding.rule === rule)
                    .map(({ level, message }) => ({ level, message: message.replace(file, "exceptions.yaml") }));
            return { keys: of(ACCESS_KEY.rule), faults: of("any-require-valid-exception"), failed };
        };

        test("advises of what it lets through, with the days that are left", async () => {
            expect(await registered(exception)).toMatchObject({
                keys: [
                    {
                        level: "advisory",
                        message:
                            "Excepted until 2026-01-30 (15 d left; SEC-1234, payments@example.com): This access key never expires.",
                    },
                ],
                faults: [],
            });
        });

        test("refuses its faults by file and line, and what it lets through no longer", async () => {
            const { keys, faults, failed } = await registered({ ...exception, expires: "2026-01-15" });
            expect(failed).toBe(true);
            expect(keys).toEqual([{ level: "mandatory", message: ACCESS_KEY.message }]);
            expect(faults).toEqual([
                {
                    level: "mandatory",
                    message: expect.stringMatching(
                        /^exceptions\.yaml:1:\d+: `exceptions\[0\]\.expires` is past since 2026-01-15T00:00:00\.000Z\./,
                    ) as string,
                },
            ]);
        });
    });

    test("runs the pack that `jit-guard init` writes, with its rules.json", async () => {
        const root = join(folder, "repository");
        mkdirSync(join(root, ".git"), { recursive: true });
        const out = { write: () => true };
        expect(await main(["init", root], { cwd: () => root, env: {}, stdout: out, stderr: out })).toBe(0);
        writeFileSync(join(root, "policypack", "rules.json"), JSON.stringify({ "aws-no-iam-access-key": "advisory" }));
        const { findings, failed } = await said({ pack: join(root, "policypack") });
        expect(failed).toBe(true);
        expect(findings).toContainEqual({ ...ACCESS_KEY, level: "advisory" });
        expect(findings).toContainEqual(LONG_SESSION);
    });

    test("runs the packed files, as a package install lays them out", async () => {
        const installed = join(folder, "consumer", "node_modules", "@jit-guard", "policypack");
        mkdirSync(installed, { recursive: true });
        const [tarball = ""] = execFileSync("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder], {
            cwd: PACK,
            encoding: "utf8",
        }).split("\n");
        execFileSync("tar", ["-xzf", join(folder, tarball), "--strip-components=1", "-C", installed]);
        const { findings, failed } = await said({ pack: installed });
        expect(failed).toBe(true);
        expect(findings).toContainEqual(ACCESS_KEY);
    });
});
