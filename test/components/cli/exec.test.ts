import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromHttp } from "@aws-sdk/credential-provider-http";
import { buildSync } from "esbuild";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Io } from "../../../components/cli/io";
import { serving } from "../../../components/cli/serving";
import { HOUR, MINUTE, T0 } from "../aws/broker/grants";
import { type Broker, JO, MAX, REGION, broker } from "../client/broker";
import { type World, run } from "./io";

let there: Broker;
let id = "";
beforeEach(async () => {
    there = await broker();
    there.time = () => there.m.time;
    const asked = await run(there, ["request", "dba-prod", "--duration", "4h", "--reason", "x", "--json"]);
    ({ id } = JSON.parse(asked.out) as { id: string });
    await run(there, ["approve", id], MAX);
});
afterEach(() => there.stop());

const exec = (command: Io["run"], { more = [], ...world }: Partial<World> & { more?: string[] } = {}) =>
    run(there, ["exec", id, ...more, "--", "aws", "s3", "ls", "--json"], JO, { ...world, run: command });

describe("the environment of a command", () => {
    test("has the credentials of the grant, and nothing that would come before them", async () => {
        const env = {
            PATH: "/bin",
            AWS_REGION: REGION,
            AWS_PROFILE: "own",
            AWS_DEFAULT_PROFILE: "own",
            AWS_ACCESS_KEY_ID: "AKIAOWN",
            AWS_SECURITY_TOKEN: "own",
            AWS_WEB_IDENTITY_TOKEN_FILE: "/token",
            AWS_ROLE_ARN: "arn:own",
            AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://own",
        };
        let seen: NodeJS.ProcessEnv = {};
        const { code, out, err } = await exec(
            (command, of) => {
                expect(command).toEqual(["aws", "s3", "ls", "--json"]);
                seen = of;
                return Promise.resolve(7);
            },
            { env },
        );
        expect({ code, out, err }).toEqual({ code: 7, out: "", err: "" });
        expect(seen).toEqual({
            PATH: "/bin",
            AWS_REGION: REGION,
            JIT_BROKER_URL: there.url,
            JIT_GRANT: id,
            AWS_ACCESS_KEY_ID: "ASIA1",
            AWS_SECRET_ACCESS_KEY: "s",
            AWS_SESSION_TOKEN: "t",
            AWS_CREDENTIAL_EXPIRATION: "2026-01-15T13:00:00.000Z",
        });
    });

    test("ends before a long grant does, which a terminal says", async () => {
        expect((await exec(() => Promise.resolve(0), { terminal: true })).err).toBe(
            "These credentials end at 2026-01-15T13:00:00Z, the grant at 2026-01-15T16:00:00Z: --renew renews them.\n",
        );
        there.m.time += 3 * HOUR;
        expect((await exec(() => Promise.resolve(0), { terminal: true })).err).toBe("");
    });

    test("with --renew leads an AWS SDK to credentials that are renewed until the grant ends", async () => {
        const keys: string[] = [];
        const { code, err } = await exec(
            async (_, env) => {
                expect(env.AWS_ACCESS_KEY_ID ?? env.AWS_SECRET_ACCESS_KEY ?? env.AWS_SESSION_TOKEN).toBeUndefined();
                expect([env.AWS_CONFIG_FILE, env.AWS_SHARED_CREDENTIALS_FILE]).toEqual(["/dev/null", "/dev/null"]);
                const sdk = fromHttp({
                    awsContainerCredentialsFullUri: env.AWS_CONTAINER_CREDENTIALS_FULL_URI!,
                    awsContainerAuthorizationToken: env.AWS_CONTAINER_AUTHORIZATION_TOKEN!,
                    maxRetries: 0,
                });
                for (const minutes of [0, 30, 25, 60]) {
                    there.m.time += minutes * MINUTE;
                    const { accessKeyId, expiration } = await sdk();
                    keys.push(accessKeyId);
                    expect(expiration!.getTime()).toBeGreaterThan(there.m.time);
                }
                await run(there, ["end", id]);
                there.m.time += 2 * HOUR;
                await expect(sdk()).rejects.toMatchObject({
                    Code: "NotActive",
                    Message: `${id} was ended early. Ask anew with \`jit request\`.`,
                });
                return 0;
            },
            { more: ["--renew"] },
        );
        expect({ code, err }).toEqual({ code: 0, err: "" });
        expect(keys).toEqual(["ASIA1", "ASIA1", "ASIA2", "ASIA3"]);
    });
});

describe("what serves credentials", () => {
    const first = { accessKeyId: "A", secretAccessKey: "s", sessionToken: "t", expiration: T0 + HOUR };
    const get = (env: Readonly<Record<string, string>>, authorization = env.AWS_CONTAINER_AUTHORIZATION_TOKEN!) =>
        fetch(env.AWS_CONTAINER_CREDENTIALS_FULL_URI!, { headers: { authorization } });

    test("gives them to nobody who does not know the token", async () => {
        const served = await serving(
            first,
            () => Promise.reject(new Error("no")),
            () => T0,
        );
        try {
            expect(served.env.AWS_CONTAINER_CREDENTIALS_FULL_URI).toMatch(/^http:\/\/127\.0\.0\.1:/);
            for (const wrong of ["", "x".repeat(43), `${served.env.AWS_CONTAINER_AUTHORIZATION_TOKEN!}x`]) {
                const refused = await get(served.env, wrong);
                expect([refused.status, await refused.text()]).toEqual([403, ""]);
            }
            expect((await get(served.env)).status).toBe(200);
        } finally {
            served.close();
        }
        await expect(get(served.env)).rejects.toThrow();
    });

    test("renews them once for many, gives what it has while it can, and then says why it cannot", async () => {
        let [now, renewals] = [T0, 0];
        const renew = () =>
            ++renewals === 1
                ? Promise.resolve({ ...first, accessKeyId: "B", expiration: T0 + 2 * HOUR })
                : Promise.reject(new Error("The role is shut."));
        const served = await serving(first, renew, () => now);
        try {
            now = T0 + HOUR - MINUTE;
            const all = await Promise.all(Array.from({ length: 20 }, () => get(served.env)));
            const keys = await Promise.all(
                all.map(async (each) => ((await each.json()) as { AccessKeyId: string }).AccessKeyId),
            );
            expect([renewals, ...new Set(keys)]).toEqual([1, "B"]);
            now = T0 + 2 * HOUR - MINUTE;
            expect((await get(served.env)).status).toBe(200);
            expect((await get(served.env)).status).toBe(200);
            expect(renewals).toBe(2);
            now = T0 + 2 * HOUR;
            const refused = await get(served.env);
            expect([refused.status, await refused.json()]).toMatchObject([
                400,
                { code: "Error", message: "The role is shut.", Code: "Error", Message: "The role is shut." },
            ]);
        } finally {
            served.close();
        }
    });
});

describe("the command itself", () => {
    const ROOT = join(__dirname, "../../..");
    const folder = mkdtempSync(join(tmpdir(), "jit-package-"));
    const BIN = join(folder, "bin", "jit.js");
    beforeAll(() => {
        cpSync(join(ROOT, "components", "bin"), join(folder, "bin"), { recursive: true });
        symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
        buildSync({
            entryPoints: ["main", "world"].map((file) => join(ROOT, "components", "cli", `${file}.ts`)),
            outdir: join(folder, "dist", "cli"),
            bundle: true,
            packages: "external",
            platform: "node",
            format: "cjs",
        });
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    let home = "";
    beforeEach(() => {
        home = mkdtempSync(join(tmpdir(), "jit-home-"));
        there.time = Date.now;
    });
    afterEach(() => rmSync(home, { recursive: true }));

    const starting = (argv: readonly string[], env: Record<string, string> = OWN()) => {
        const child = spawn(process.execPath, [BIN, ...argv], {
            env: {
                PATH: process.env.PATH!,
                HOME: home,
                JIT_BROKER_URL: there.url,
                AWS_REGION: REGION,
                AWS_EC2_METADATA_DISABLED: "true",
                ...env,
            },
        });
        const said = { out: "", err: "" };
        child.stdout.on("data", (text) => (said.out += String(text)));
        child.stderr.on("data", (text) => (said.err += String(text)));
        const ran = new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
            child.once("close", (code) => resolve({ code, ...said }));
        });
        return { child, ran, said };
    };
    const OWN = () => ({
        AWS_ACCESS_KEY_ID: JO.accessKeyId,
        AWS_SECRET_ACCESS_KEY: JO.secretAccessKey,
        AWS_SESSION_TOKEN: JO.sessionToken!,
    });
    const node = (code: string) => ["exec", id, "--", process.execPath, "-e", code];

    test("signs as the AWS SDK finds it, hands streams and exit code on, and writes nothing to disk", async () => {
        const { ran } = starting(node("console.log(process.env.AWS_ACCESS_KEY_ID); console.error('e'); process.exit(9)"));
        expect(await ran).toEqual({ code: 9, out: "ASIA1\n", err: "e\n" });
        expect(readdirSync(home)).toEqual([]);
    });

    test("hands signals on, and says which of them ended its command", async () => {
        const kind = starting(
            node("process.on('SIGTERM', () => process.exit(5)); setInterval(() => {}, 1e3); console.log('up')"),
        );
        await vi.waitFor(() => expect(kind.said.out).toBe("up\n"), 30_000);
        kind.child.kill("SIGTERM");
        expect((await kind.ran).code).toBe(5);
        const plain = starting(node("setInterval(() => {}, 1e3); console.log('up')"));
        await vi.waitFor(() => expect(plain.said.out).toBe("up\n"), 30_000);
        plain.child.kill("SIGINT");
        expect((await plain.ran).code).toBe(130);
    });

    test("says what a shell says of a command that is not there, or cannot be run", async () => {
        const [missing, unfit] = await Promise.all(
            [join(home, "missing"), home].map((command) => starting(["exec", id, "--", command]).ran),
        );
        expect(missing).toMatchObject({ code: 127, err: `${join(home, "missing")} was not run: it is not there.\n` });
        expect(unfit).toMatchObject({ code: 126, err: `${home} was not run: EACCES.\n` });
    });

    const profile = (text: string) => {
        mkdirSync(join(home, ".aws"));
        writeFileSync(join(home, ".aws", "config"), text);
    };
    const COMMAND = `${process.execPath} ${BIN}`;

    test("signs with the profile that is named", async () => {
        profile(
            `[profile own]\naws_access_key_id = ${JO.accessKeyId}\naws_secret_access_key = ${JO.secretAccessKey}\naws_session_token = ${JO.sessionToken}\n`,
        );
        const [named, set, none] = await Promise.all([
            starting(["status", id, "--json", "--profile", "own"], {}).ran,
            starting(["status", id, "--json"], { JIT_PROFILE: "own" }).ran,
            starting(["status", id, "--json"], {}).ran,
        ]);
        expect([named.code, set.code, none.code]).toEqual([0, 0, 2]);
        expect(JSON.parse(none.out)).toMatchObject({
            message: expect.stringMatching(/^There are no AWS credentials to sign with\. /) as string,
        });
    });

    test("as credential_process of the profile that it signs with is stopped, where it would call itself on and on", async () => {
        profile(`[profile jit]\ncredential_process = ${COMMAND} credentials ${id}\n`);
        const { code, err } = await starting(["credentials", id], { AWS_PROFILE: "jit" }).ran;
        expect(code).toBe(2);
        expect(err).toContain("name another profile");
        expect(there.acts.filter((act) => act === "credentials")).toEqual([]);
    });

    test("as credential_process of a profile gives an AWS SDK what the grant has", async () => {
        const own = `[profile own]\naws_access_key_id = ${JO.accessKeyId}\naws_secret_access_key = ${JO.secretAccessKey}\naws_session_token = ${JO.sessionToken}\n`;
        profile(`${own}[profile jit]\ncredential_process = ${COMMAND} credentials ${id} --profile own\n`);
        const sdk = `require("@aws-sdk/credential-provider-node").defaultProvider()().then((c) => console.log(c.accessKeyId), (e) => console.log(e.message))`;
        there.m.time = Date.now();
        there.m.entitlements.set("dba-prod", { ...there.m.entitlements.get("dba-prod")!, required: [0] });
        const asked = await run(there, ["request", "dba-prod", "--duration", "1h", "--reason", "y", "--json"]);
        const now = (JSON.parse(asked.out) as { id: string }).id;
        writeFileSync(
            join(home, ".aws", "config"),
            `${own}[profile jit]\ncredential_process = ${COMMAND} credentials ${now} --profile own\n`,
        );
        const child = spawn(process.execPath, ["-e", sdk], {
            env: {
                PATH: process.env.PATH!,
                HOME: home,
                JIT_BROKER_URL: there.url,
                AWS_REGION: REGION,
                AWS_PROFILE: "jit",
            },
        });
        let out = "";
        child.stdout.on("data", (text) => (out += String(text)));
        await new Promise((resolve) => child.once("close", resolve));
        expect(out).toBe("ASIA1\n");
    });
});
