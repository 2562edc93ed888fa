import { secret } from "../../../policypack/preview/wire";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { UNKNOWN } from "../../../policypack/facts/values";
import { rules } from "../../../policypack/rules";
import { PackProcess, urnOf } from "../../harness/pack-process";
import { EXCEPTION } from "../../harness/exception";

/** The built pack, in a process of its own, asked over gRPC as the engine asks it. */

const PACK = join(__dirname, "..", "..", "..", "policypack");
const ROLE = "aws:iam/role:Role";
const role = (inputs: Record<string, unknown>, name = "role") => ({ type: ROLE, name, inputs });
const [ADVISORY, MANDATORY] = [0, 1];

let pack: PackProcess;
beforeEach(async () => {
    pack = await PackProcess.start(PACK);
});
afterEach(() => pack.stop());

const say = async (...resources: Parameters<PackProcess["say"]>[0]) =>
    (await pack.say(resources)).map(({ policyname, enforcementlevel, message }) => [policyname, enforcementlevel, message]);

describe("the served pack", () => {
    test("has a policy for each rule, with what is known of it", async () => {
        const { policiesList } = await pack.info();
        expect(policiesList.map(({ name }) => name).sort()).toEqual(rules.map(({ name }) => name).sort());
        const session = policiesList.find(({ name }) => name === "aws-max-session-duration");
        expect(session).toMatchObject({
            enforcementlevel: MANDATORY,
            remediationSteps: rules.find(({ name }) => name === "aws-max-session-duration")?.remedy,
            framework: { name: "OWASP NHI Top 10 2025", version: "2025", reference: "NHI7:2025" },
            tagsList: ["NHI7:2025", "PR.AA-05", "MANAGE 2.4"],
        });
        expect(JSON.stringify(session?.configschema)).toContain('"1h"');
    });

    test("says what is wrong, and what to write instead", async () => {
        expect(await say(role({ maxSessionDuration: 7200 }))).toEqual([
            [
                "aws-max-session-duration",
                MANDATORY,
                "A role session ends within the allowed time.\nA session may last 2 h; the limit is 1 h.\nFix: " +
                    rules.find(({ name }) => name === "aws-max-session-duration")?.remedy,
            ],
        ]);
    });

    test("advises of an unknown, whatever the level of the rule, and keeps what it found", async () => {
        const said = await say({
            type: "aws:iam/policy:Policy",
            name: "policy",
            inputs: {
                policy: {
                    Statement: [
                        { Effect: "Allow", Action: UNKNOWN, Resource: "*" },
                        { Effect: "Allow", Action: "*", Resource: "*" },
                    ],
                },
            },
        });
        expect(said).toHaveLength(2);
        expect(said).toEqual(
            expect.arrayContaining([
                [
                    "aws-no-wildcard-policy",
                    MANDATORY,
                    expect.stringContaining("`policy.Statement[1]` allows every action on every resource"),
                ],
                [
                    "aws-no-wildcard-policy",
                    ADVISORY,
                    expect.stringContaining("Not decided: `policy.Statement[0].Action` is not known"),
                ],
            ]),
        );
    });

    test("says once what several rules cannot read", async () => {
        const said = await say({ type: "aws:iam/policy:Policy", name: "policy", inputs: { policy: "no JSON" } });
        expect(said).toHaveLength(1);
        expect(await say({ type: "aws:iam/policy:Policy", name: "policy", inputs: { policy: "no JSON" } })).toEqual(said);
    });

    test("joins resources of the stack by what their inputs were made from", async () => {
        const tags = { owner: "payments@example.com", review: "90d" };
        const kept = { type: "aws:secretsmanager/secret:Secret", name: "kept", inputs: { tags } };
        const rotated = { type: "aws:secretsmanager/secret:Secret", name: "rotated", inputs: { tags } };
        const said = await pack.say([
            kept,
            rotated,
            {
                type: "aws:secretsmanager/secretRotation:SecretRotation",
                name: "rotation",
                inputs: { secretId: UNKNOWN, rotationRules: { automaticallyAfterDays: 30 } },
                sources: { secretId: [urnOf(rotated.type, rotated.name)] },
            },
        ]);
        expect(said.map(({ policyname, urn }) => [policyname, urn])).toEqual([
            ["aws-require-secret-rotation", urnOf(kept.type, kept.name)],
        ]);
    });

    test("takes secrets, assets and archives", async () => {
        const asset = { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", text: "code" };
        const archive = { "4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7", path: "./app" };
        const said = await say(role({ maxSessionDuration: secret(7200), tags: { asset, archive } }));
        expect(said.map(([name]) => name)).toEqual(["aws-max-session-duration"]);
    });
});

describe("configuration from the engine", () => {
    test("sets options and levels", async () => {
        await pack.configure({ "aws-max-session-duration": { level: "ADVISORY", properties: { limit: "90m" } } });
        expect(await say(role({ maxSessionDuration: 5400 }))).toEqual([]);
        expect(await say(role({ maxSessionDuration: 5401 }))).toEqual([
            ["aws-max-session-duration", ADVISORY, expect.stringContaining("the limit is 1 h 30 min.")],
        ]);
    });

    test("is refused by name when an option is out of bounds", async () => {
        await pack.configure({ "aws-max-session-duration": { level: "MANDATORY", properties: { limit: "1y" } } });
        await expect(say(role({}))).rejects.toThrow(
            '--policy-pack-config: aws-max-session-duration.limit must be a duration such as "1h", from 15 min to 12 h.',
        );
    });
});

describe("the pack with a register of exceptions", () => {
    const KEY = "aws:iam/accessKey:AccessKey";
    const STACK = { type: "pulumi:pulumi:Stack", name: "stack", inputs: {} };
    const key = (name: string) => ({ type: KEY, name, inputs: { user: "ci" } });
    const entry = { ...EXCEPTION, resource: urnOf(KEY, "partner") };

    const guarded = async (content: string, ...resources: Parameters<PackProcess["say"]>[0]) => {
        const file = join(mkdtempSync(join(tmpdir(), "adapter-")), "exceptions.yaml");
        writeFileSync(file, content);
        const pack = await PackProcess.start(PACK, { JIT_GUARD_EXCEPTIONS: file });
        try {
            const said = await pack.say([STACK, ...resources]);
            return said
                .filter(({ policyname }) => [entry.rule, "any-require-valid-exception"].includes(policyname))
                .map(({ policyname, enforcementlevel, urn, message }) => ({
                    rule: policyname,
                    level: enforcementlevel,
                    urn,
                    message: message.split("\n").slice(1).join("\n").replaceAll(file, "exceptions.yaml"),
                }));
        } finally {
            await pack.stop();
        }
    };

    test("advises of what one lets through, and counts the days", async () => {
        const said = await guarded(JSON.stringify({ exceptions: [entry] }), key("partner"), key("ci"));
        expect(said).toEqual([
            {
                rule: entry.rule,
                level: ADVISORY,
                urn: urnOf(KEY, "partner"),
                message:
                    "Excepted until 2026-01-30 (15 d left; SEC-1234, payments@example.com): This access key never expires.",
            },
            expect.objectContaining({ rule: entry.rule, level: MANDATORY, urn: urnOf(KEY, "ci") }),
        ]);
    });

    test("refuses each fault of the register, with its line, and what is not found any more", async () => {
        const gone = { ...entry, resource: urnOf(KEY, "gone") };
        const content = `exceptions:\n  - ${JSON.stringify(gone)}\n  - ${JSON.stringify({ ...entry, expires: "2026-01-15" })}\n`;
        const said = await guarded(content, key("partner"));
        expect(said.map(({ rule, level, message }) => [rule, level, message.split("\n")[0]])).toEqual([
            [entry.rule, MANDATORY, "This access key never expires."],
            [
                "any-require-valid-exception",
                MANDATORY,
                "exceptions.yaml:2:5: `exceptions[0]` lets nothing through: what it names is not found. Remove it.",
            ],
            [
                "any-require-valid-exception",
                MANDATORY,
                expect.stringMatching(/^exceptions\.yaml:3:\d+: `exceptions\[1\]\.expires` is past since 2026-01-15/),
            ],
        ]);
    });

    test("refuses a register that cannot be read, and lets nothing through", async () => {
        const said = await guarded("exceptions: [", key("partner"));
        expect(said.map(({ rule, level }) => [rule, level])).toEqual([
            [entry.rule, MANDATORY],
            ["any-require-valid-exception", MANDATORY],
        ]);
    });
});
