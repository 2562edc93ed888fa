import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { CreateUserCommand, GetUserPolicyCommand, IAMClient, ListAccessKeysCommand } from "@aws-sdk/client-iam";
import {
    CreateSecretCommand,
    DescribeSecretCommand,
    GetSecretValueCommand,
    RotateSecretCommand,
    SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { COMPONENTS } from "../../../scripts/bundle-components";
import { type Moto, moto, startMoto } from "../../harness/moto";
import { STEPS } from "./rotating-secret-service";

const FIRST = "hunter-2-hunter-2";
const HANDLER = `
    const accepted = [];
    module.exports = class {
        static create = async (current) => current + "-and-more";
        static async set(pending) { accepted.push(pending); }
        static async test(pending) { if (!accepted.includes(pending)) throw new Error("no " + pending); }
    };
`;

interface Run {
    readonly strategy: object;
    readonly events: readonly object[];
    readonly files?: Readonly<Record<string, string>>;
}

describe.skipIf(!moto)(moto ? "the function" : "moto_server is not installed here: this", () => {
    let server: Moto;
    let secrets: SecretsManagerClient;
    let iam: IAMClient;
    let SecretId: string;
    let token: string;
    beforeAll(async () => {
        server = await startMoto();
        secrets = new SecretsManagerClient(server.client);
        iam = new IAMClient(server.client);
    });
    afterAll(() => server?.stop());

    /** A secret whose rotation has begun: moto makes the pending version before it finds that there is no function. */
    async function begin(value: string): Promise<void> {
        const { ARN } = await secrets.send(new CreateSecretCommand({ Name: `secret-${randomUUID()}`, SecretString: value }));
        [SecretId, token] = [ARN!, randomUUID()];
        const rotation = {
            SecretId,
            ClientRequestToken: token,
            RotationLambdaARN: "arn:aws:lambda:eu-west-1:123456789012:function:none",
            RotationRules: { AutomaticallyAfterDays: 30 },
        };
        await expect(secrets.send(new RotateSecretCommand(rotation))).rejects.toThrow("Resource not found");
    }

    /** Runs the bundle as Lambda does, in a process of its own and with files beside it. Gives what it logs. */
    async function run({ strategy, events, files = {} }: Run): Promise<object[]> {
        const folder = mkdtempSync(join(tmpdir(), "jit-guard-function-"));
        try {
            copyFileSync(join(COMPONENTS, "dist", "runtime", "aws-rotating-secret.js"), join(folder, "index.js"));
            for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
            const code = `
                const { handler } = require(${JSON.stringify(join(folder, "index.js"))});
                (async () => {
                    for (const event of ${JSON.stringify(events)}) {
                        await handler(event).catch((error) => {
                            const { message, name, stack, ...others } = error;
                            console.log(JSON.stringify({ thrown: message, others }));
                        });
                    }
                })();
            `;
            const { stdout, stderr } = await promisify(execFile)(process.execPath, ["-e", code], {
                env: {
                    PATH: process.env.PATH,
                    HOME: folder,
                    // The SDK warns of older versions of Node than that of the function.
                    NODE_NO_WARNINGS: "1",
                    AWS_ENDPOINT_URL: server.endpoint,
                    AWS_REGION: "eu-west-1",
                    AWS_ACCESS_KEY_ID: "test",
                    AWS_SECRET_ACCESS_KEY: "test",
                    SECRET_ARN: SecretId,
                    STRATEGY: JSON.stringify(strategy),
                },
            });
            expect(stderr).toBe("");
            return stdout
                .split("\n")
                .filter(Boolean)
                .map((line) => JSON.parse(line) as object);
        } finally {
            rmSync(folder, { recursive: true });
        }
    }

    const event = (Step: string, of = SecretId) => ({ Step, SecretId: of, ClientRequestToken: token });
    const all = () => STEPS.map((step) => event(step));
    const done = (step: string) => ({ level: "INFO", message: "The step is done.", secret: SecretId, step, version: token });
    const current = async () => {
        const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId, VersionStage: "AWSCURRENT" }));
        return SecretString!;
    };
    const labels = async () => (await secrets.send(new DescribeSecretCommand({ SecretId }))).VersionIdsToStages![token];

    test("makes a password, and logs a line for each step, without a value", async () => {
        await begin(FIRST);
        const lines = await run({ strategy: { password: { length: 24, exclude: "@" } }, events: all() });
        expect(lines).toEqual(STEPS.map(done));
        expect(await current()).toMatch(/^[^@\s]{24}$/);
        expect(await labels()).toEqual(["AWSCURRENT"]);
    });

    test("uses the file of the user", async () => {
        await begin(FIRST);
        const files = { "handler.js": HANDLER };
        expect(await run({ strategy: { http: {} }, events: all(), files })).toEqual(STEPS.map(done));
        expect(await current()).toBe(`${FIRST}-and-more`);
    });

    test("makes a key of a user, with its end, and ends none too early", async () => {
        const UserName = `legacy-${randomUUID()}`;
        const { User } = await iam.send(new CreateUserCommand({ UserName }));
        const iamUserKey = { user: User!.Arn, rotateEvery: 7 * 86_400, overlap: 86_400 };
        await begin(JSON.stringify({ accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: FIRST }));
        const lines = await run({ strategy: { iamUserKey }, events: [...all(), { sweep: true }] });
        expect(lines).toEqual([
            ...STEPS.map(done),
            { level: "INFO", message: "The step is done.", secret: SecretId, step: "sweep", deleted: [] },
        ]);
        const { accessKeyId, secretAccessKey } = JSON.parse(await current()) as Record<string, string>;
        expect(JSON.stringify(lines)).not.toContain(secretAccessKey);
        const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName }));
        expect(AccessKeyMetadata!.map(({ AccessKeyId }) => AccessKeyId)).toEqual([accessKeyId]);
        const { PolicyDocument } = await iam.send(new GetUserPolicyCommand({ UserName, PolicyName: "jit-guard-end" }));
        const end = /"(20[\d-]+T[\d:]+Z)"/.exec(decodeURIComponent(PolicyDocument!))![1]!;
        const made = AccessKeyMetadata![0]!.CreateDate!.getTime();
        expect(Math.abs(Date.parse(end) - made - 9 * 86_400_000)).toBeLessThan(1_000);
    });

    test("fails, and says why without the value", async () => {
        await begin(FIRST);
        const files = { "handler.js": HANDLER };
        const events = [event("createSecret"), event("testSecret"), event("finishSecret")];
        const lines = await run({ strategy: { http: {} }, events, files });
        const reason = "test failed: no (secret)";
        const failed = (step: string) => ({
            level: "ERROR",
            message: "The step failed.",
            secret: SecretId,
            step,
            version: token,
            reason,
        });
        const thrown = { thrown: reason, others: {} };
        expect(lines).toEqual([done("createSecret"), failed("testSecret"), thrown, failed("finishSecret"), thrown]);
        expect(await current()).toBe(FIRST);
        expect(await labels()).toEqual(["AWSPENDING"]);
    });

    test("rotates no other secret, and knows no other step", async () => {
        await begin(FIRST);
        const lines = await run({
            strategy: { password: { length: 24, exclude: "" } },
            events: [event("createSecret", `${SecretId}-2`), event("deleteSecret")],
        });
        expect(lines).toMatchObject([
            { level: "ERROR", step: "createSecret", reason: "This function rotates another secret." },
            { thrown: "This function rotates another secret." },
            { level: "ERROR", step: "deleteSecret", reason: 'There is no step "deleteSecret".' },
            { thrown: 'There is no step "deleteSecret".' },
        ]);
        expect(await current()).toBe(FIRST);
    });
});
