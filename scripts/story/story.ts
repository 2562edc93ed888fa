import { spawn } from "node:child_process";
import { join } from "node:path";
import { CreateBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { Entitlement } from "../../components/aws/broker/runtime/policy";
import type { Io } from "../../components/cli/io";
import type { Identity } from "../../components/client";
import { ACCOUNT, BUCKET, TABLE, place } from "../../test/components/aws/broker/place";
import { startLimits } from "../../test/harness/aws-limits";
import { startFunctionUrl } from "../../test/harness/function-url";
import { moto, startMoto } from "../../test/harness/moto";

/**
 * `npm run story`: a grant from its request to its review, by the command `jit`, the broker's own code, and moto behind the limits
 * of AWS in the place of AWS. Its clock begins at a fixed instant and goes on by each step: the story is the same each time.
 */

const [MINUTE, BEGIN] = [60_000, Date.UTC(2026, 0, 15, 12)];
const ROLE = `arn:aws:iam::${ACCOUNT}:role/jit/repair-orders`;
const ENTITLEMENT: Entitlement = {
    name: "repair-orders",
    roleArn: ROLE,
    maxDuration: 4 * 3_600,
    defaultDuration: 3_600,
    agentMaxDuration: 900,
    eligible: ["person:jo@example.com"],
    approvers: [["person:max@example.com"]],
    required: [1],
    scopes: [{ actions: ["s3:ListBucket", "s3:GetObject"], resources: ["arn:aws:s3:::orders", "arn:aws:s3:::orders/*"] }],
    breakGlass: { reviewWithin: 86_400, reviewers: ["person:kim@example.com"] },
};

const ROOT = join(__dirname, "..", "..");

type Person = "jo" | "max" | "kim";

async function story(say: (text: string) => void): Promise<void> {
    // As it is built: its commands are loaded when they run.
    const built = join(ROOT, "components", "dist", "cli", "main.js");
    const { main: jit } = (await import(built)) as typeof import("../../components/cli/main");
    let now = BEGIN;
    const server = await startMoto();
    const limits = await startLimits(server.endpoint, () => now);
    const url = await startFunctionUrl(server.client);
    try {
        const client = { ...server.client, endpoint: limits.endpoint, moto: server.endpoint };
        const placed = await place(client, [ENTITLEMENT], () => now, new URL(url.url).host);
        url.world = placed.world;
        await placed.s3.send(
            new CreateBucketCommand({ Bucket: "orders", CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } }),
        );
        await placed.s3.send(new PutObjectCommand({ Bucket: "orders", Key: "2026-01-15.csv", Body: "7,9" }));
        const people = { jo: await signedIn("jo"), max: await signedIn("max"), kim: await signedIn("kim") };

        let isFirst = true;
        const told = (text: string) => {
            say(`${isFirst ? "" : "\n"}# ${text}\n`);
            isFirst = false;
        };
        const runs = async (who: Person, ...words: string[]): Promise<string> => {
            now += MINUTE;
            say(`${who}$ jit ${words.map((word) => (/^[\w./-]+$/.test(word) ? word : `"${word}"`)).join(" ")}\n`);
            let out = "";
            const stream = { write: (text: string) => (say(text), (out += text)) };
            const io: Io = {
                stdout: stream,
                stderr: stream,
                env: {
                    JIT_BROKER_URL: url.url,
                    AWS_REGION: "eu-west-1",
                    JIT_AUDIT_BUCKET: BUCKET,
                    JIT_AUDIT_KEY: placed.key,
                },
                fetch,
                now: () => now,
                credentials: () => () => Promise.resolve(people[who]),
                run: (command, env) => ran(command, { ...process.env, ...env, AWS_ENDPOINT_URL: limits.endpoint }, say),
                every: 50,
                // Whoever reads the audit has rights of their own to it.
                aws: { ...server.client, forcePathStyle: true },
            };
            const code = await jit(words, io);
            if (code !== 0) say(`(exit code ${code})\n`);
            return out;
        };

        told("Nobody may read the orders. Jo has to, for half an hour, and says why.");
        const wanted = ["--duration", "30m", "--ticket", "INC-7", "--reason", "two orders do not ship"];
        const asked = await runs("jo", "request", "repair-orders", ...wanted, "--token", "story-of-the-readme");
        const [id = ""] = /g-[a-z2-7]{26}/.exec(asked) ?? [];
        told("Nobody approves their own request. Max is an approver.");
        await runs("jo", "approve", id);
        await runs("max", "approve", id);
        told("Jo's program gets credentials of this grant. One that stays behind keeps them.");
        const task = ["exec", id, "--", "node", "scripts/story/task.mjs"];
        await runs("jo", ...task);
        const left = await credentials();
        told(
            "It is done before its time. Jo ends it: whoever has its credentials is denied everything (on AWS, within seconds).",
        );
        await runs("jo", "end", id);
        say("what stayed behind$ node scripts/story/task.mjs\n");
        await ran(["node", "scripts/story/task.mjs"], { ...process.env, ...left, AWS_ENDPOINT_URL: limits.endpoint }, say);
        await runs("jo", ...task);
        told("It was emergency access, so that somebody else looks at it.");
        await runs("kim", "review", id, "--outcome", "in-order", "--reason", "read one file, as INC-7 says");
        told("All of it is in a locked bucket, each entry chained to the one before and sealed.");
        await runs("kim", "report");
        await runs("kim", "audit", "verify", "--table", TABLE);

        async function credentials(): Promise<NodeJS.ProcessEnv> {
            let written = "";
            const quiet: Io["stderr"] = { write: (text: string) => (written += text) };
            const env = { JIT_BROKER_URL: url.url, AWS_REGION: "eu-west-1" };
            const io = { stdout: quiet, stderr: quiet, env, fetch, now: () => now, every: 50 };
            await jit(["credentials", id], {
                ...io,
                credentials: () => () => Promise.resolve(people.jo),
                run: () => Promise.resolve(1),
            });
            const given = JSON.parse(written) as Record<string, string>;
            return {
                AWS_REGION: "eu-west-1",
                AWS_ACCESS_KEY_ID: given.AccessKeyId,
                AWS_SECRET_ACCESS_KEY: given.SecretAccessKey,
                AWS_SESSION_TOKEN: given.SessionToken,
            };
        }
    } finally {
        await url.stop();
        await limits.stop();
        await server.stop();
    }

    /** As IAM Identity Center signs somebody in. */
    async function signedIn(name: Person): Promise<Identity> {
        const { Credentials } = await new STSClient(server.client).send(
            new AssumeRoleCommand({
                RoleArn: `arn:aws:iam::${ACCOUNT}:role/AWSReservedSSO_Engineer_0123456789abcdef`,
                RoleSessionName: `${name}@example.com`,
            }),
        );
        const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials!;
        return { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey!, sessionToken: SessionToken! };
    }
}

async function ran(
    [program, ...words]: readonly string[],
    env: NodeJS.ProcessEnv,
    say: (text: string) => void,
): Promise<number> {
    const child = spawn(program!, words, { cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => say(data.toString()));
    return new Promise((resolve, reject) => {
        child.once("error", reject);
        child.once("close", (code) => resolve(code ?? 1));
    });
}

// It is of the machine, and no part of the story.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
if (!moto) {
    console.error("moto_server stands in for AWS, and is not on PATH: pip install 'moto[server]'.");
    process.exit(2);
}
story((text) => void process.stdout.write(text)).catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
});
