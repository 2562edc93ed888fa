import { spawn } from "node:child_process";
import { join } from "node:path";
import { CreateBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { Entitlement } from "../../components/aws/broker/runtime/policy";
import type { Io } from "../../components/cli/io";
import type { Identity } from "../../components/client";
import { ACCOUNT, BUCKET, place } from "../../test/components/aws/broker/place";
import { startLimits } from "../../test/harness/aws-limits";
import { startFunctionUrl } from "../../test/harness/function-url";
import { startMoto } from "../../test/harness/moto";

export type Person = "jo" | "max" | "kim";

/** Where a story plays: a broker with one entitlement, a bucket "orders", and people who are signed in. */
export interface Stage {
    /** Says what comes. */
    readonly told: (text: string) => void;
    /** Somebody types a command of `jit`, a minute after the one before. Gives what it writes. */
    readonly jit: (who: Person, ...words: readonly string[]) => Promise<string>;
    /** Credentials of a grant, as a program finds them in its environment. */
    readonly credentials: (who: Person, id: string) => Promise<NodeJS.ProcessEnv>;
    /** A program runs that somebody has left behind. */
    readonly program: (words: readonly string[], env: NodeJS.ProcessEnv) => Promise<void>;
}

const ROOT = join(__dirname, "..", "..");
const REGION = "eu-west-1";
const [MINUTE, BEGIN] = [60_000, Date.UTC(2026, 0, 15, 12)];

/**
 * The command `jit` and the broker's own code, with moto behind the limits of AWS in the place of AWS. The clock begins at a
 * fixed instant and goes on by each command, so that a story is the same each time.
 */
export async function onStage(
    entitlement: Entitlement,
    say: (text: string) => void,
    act: (stage: Stage) => Promise<void>,
): Promise<void> {
    // As it is built: its commands are loaded when they run.
    const built = join(ROOT, "components", "dist", "cli", "main.js");
    const { main } = (await import(built)) as typeof import("../../components/cli/main");
    let now = BEGIN;
    const server = await startMoto();
    const limits = await startLimits(server.endpoint, () => now);
    const url = await startFunctionUrl(server.client);
    try {
        const client = { ...server.client, endpoint: limits.endpoint, moto: server.endpoint };
        const { world, key, s3 } = await place(client, [entitlement], () => now, new URL(url.url).host);
        url.world = world;
        const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
        await s3.send(new CreateBucketCommand({ Bucket: "orders", CreateBucketConfiguration }));
        await s3.send(new PutObjectCommand({ Bucket: "orders", Key: "2026-01-15.csv", Body: "7,9" }));
        const signed = (name: Person) => signedIn(name, new STSClient(server.client));
        const people = { jo: await signed("jo"), max: await signed("max"), kim: await signed("kim") };

        const ioOf = (who: Person, write: (text: string) => void): Io => ({
            stdout: { write },
            stderr: { write },
            env: { JIT_BROKER_URL: url.url, AWS_REGION: REGION, JIT_AUDIT_BUCKET: BUCKET, JIT_AUDIT_KEY: key },
            fetch,
            now: () => now,
            credentials: () => () => Promise.resolve(people[who]),
            run: (words, env) => ran(words, { ...env, AWS_ENDPOINT_URL: limits.endpoint }, say),
            every: 50,
            // Whoever reads the audit has rights of their own to it.
            aws: { ...server.client, forcePathStyle: true },
        });
        let isFirst = true;
        await act({
            told(text) {
                say(`${isFirst ? "" : "\n"}# ${text}\n`);
                isFirst = false;
            },
            async jit(who, ...words) {
                now += MINUTE;
                say(`${who}$ jit ${typed(words)}\n`);
                let out = "";
                const code = await main(
                    words,
                    ioOf(who, (text) => (say(text), (out += text))),
                );
                if (code !== 0) say(`(exit code ${code})\n`);
                return out;
            },
            async credentials(who, id) {
                let out = "";
                await main(
                    ["credentials", id],
                    ioOf(who, (text) => (out += text)),
                );
                const { AccessKeyId, SecretAccessKey, SessionToken } = JSON.parse(out) as Record<string, string>;
                return {
                    AWS_REGION: REGION,
                    AWS_ACCESS_KEY_ID: AccessKeyId,
                    AWS_SECRET_ACCESS_KEY: SecretAccessKey,
                    AWS_SESSION_TOKEN: SessionToken,
                };
            },
            async program(words, env) {
                say(`what stayed behind$ ${typed(words)}\n`);
                await ran(words, { ...env, AWS_ENDPOINT_URL: limits.endpoint }, say);
            },
        });
    } finally {
        await url.stop();
        await limits.stop();
        await server.stop();
    }
}

function typed(words: readonly string[]): string {
    return words.map((word) => (/^[\w./-]+$/.test(word) ? word : `"${word}"`)).join(" ");
}

/** As IAM Identity Center signs somebody in. */
async function signedIn(name: Person, sts: STSClient): Promise<Identity> {
    const RoleArn = `arn:aws:iam::${ACCOUNT}:role/AWSReservedSSO_Engineer_0123456789abcdef`;
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: `${name}@example.com` }));
    const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials!;
    return { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey!, sessionToken: SessionToken! };
}

async function ran([program, ...words]: readonly string[], env: NodeJS.ProcessEnv, say: (text: string) => void) {
    const child = spawn(program!, words, {
        cwd: ROOT,
        // Nothing else of this machine: a profile of AWS would come before what is in the environment.
        env: { PATH: process.env.PATH, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true", ...env },
        stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => say(data.toString()));
    return new Promise<number>((resolve, reject) => {
        child.once("error", reject);
        child.once("close", (code) => resolve(code ?? 1));
    });
}
