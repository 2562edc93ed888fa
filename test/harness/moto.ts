import { CreateBucketCommand, PutObjectLockConfigurationCommand, type S3Client } from "@aws-sdk/client-s3";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A server that answers as AWS does, on loopback, with nothing in it. */
export interface Moto {
    readonly endpoint: string;
    /** What a client of the AWS SDK is made with. */
    readonly client: Readonly<{
        endpoint: string;
        region: string;
        credentials: Readonly<{ accessKeyId: string; secretAccessKey: string }>;
        maxAttempts: number;
    }>;
    stop(): Promise<void>;
    /** Takes away all that was made in it. */
    reset(): Promise<void>;
}

/** The program, or undefined: not installed, and its tests are skipped. */
export const moto = (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, "moto_server"))
    .find((path) => existsSync(path));

if (!moto) console.warn("moto_server is not on PATH: the tests that need it are skipped.");

export async function startMoto(): Promise<Moto> {
    const port = await freePort();
    const endpoint = `http://127.0.0.1:${port}`;
    // A profile of whoever runs it may be none that it finds.
    const { AWS_PROFILE: _, AWS_DEFAULT_PROFILE: __, ...env } = process.env;
    const child = spawn(moto!, ["-H", "127.0.0.1", "-p", `${port}`], { env, stdio: ["ignore", "ignore", "pipe"] });
    const lines: string[] = [];
    child.stderr.on("data", (data: Buffer) => lines.splice(0, lines.length - 20, data.toString()));
    const kill = () => child.kill("SIGKILL");
    process.once("exit", kill);
    const stop = async () => {
        process.off("exit", kill);
        if (child.exitCode !== null || child.signalCode !== null) return;
        const ended = new Promise((resolve) => child.once("exit", resolve));
        kill();
        await ended;
    };
    for (const deadline = Date.now() + 60_000; !(await answers(endpoint)); await sleep(50)) {
        if (child.exitCode === null && Date.now() < deadline) continue;
        await stop();
        throw new Error(`moto_server did not start: ${lines.join("")}`);
    }
    return {
        endpoint,
        client: {
            endpoint,
            region: "eu-west-1",
            credentials: { accessKeyId: "test", secretAccessKey: "test" },
            maxAttempts: 1,
        },
        stop,
        reset: async () => {
            const { ok, status } = await fetch(`${endpoint}/moto-api/reset`, { method: "POST" });
            if (!ok) throw new Error(`moto_server was not reset: ${status}.`);
        },
    };
}

async function answers(endpoint: string): Promise<boolean> {
    return fetch(`${endpoint}/moto-api/data.json`).then(
        ({ ok }) => ok,
        () => false,
    );
}

async function freePort(): Promise<number> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    await new Promise((resolve) => server.close(resolve));
    if (address === null || typeof address === "string") throw new Error("No port.");
    return address.port;
}

/** A bucket as a component makes one for what must stay as it was written. */
export async function makeLockedBucket(s3: S3Client, Bucket: string): Promise<void> {
    const Rule = { DefaultRetention: { Mode: "COMPLIANCE" as const, Days: 400 } };
    await s3.send(
        new CreateBucketCommand({
            Bucket,
            ObjectLockEnabledForBucket: true,
            CreateBucketConfiguration: { LocationConstraint: "eu-west-1" },
        }),
    );
    const ObjectLockConfiguration = { ObjectLockEnabled: "Enabled" as const, Rule };
    await s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
}
