import { spawn } from "node:child_process";
import { constants } from "node:os";
import type { Identity } from "../client/signing";
import { type Io, UsageError } from "./io";

/** The world as it is. */
export function world(process: NodeJS.Process): Io {
    const { stdout, stderr, stdin } = process;
    return { stdout, stderr, stdin, env: { ...process.env }, fetch, now: Date.now, credentials, run, every: 3_000 };
}

// A profile whose credential_process is this command would sign with what it is about to give, on and on.
const SIGNING = "JIT_SIGNING";

function credentials(profile?: string): () => Promise<Identity> {
    let provider: (() => Promise<Identity>) | undefined;
    return async () => {
        if (process.env[SIGNING]) {
            throw new UsageError(
                "The profile that signs is one that this command is asked for: name your own with --profile.",
            );
        }
        process.env[SIGNING] = "1";
        try {
            const { defaultProvider } = await import("@aws-sdk/credential-provider-node");
            provider ??= defaultProvider({ ...(profile && { profile }) });
            return await provider();
        } finally {
            delete process.env[SIGNING];
        }
    };
}

const FORWARDED = ["SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM", "SIGUSR2"] as const;

/** Runs a command in place of this one, as far as that can be: its streams, its signals, its exit code. */
async function run([command, ...given]: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
    const child = spawn(command!, given, { stdio: "inherit", env });
    const stops = FORWARDED.map((signal) => {
        // A terminal sends these two to all that it has in front: a second one is understood as "at once".
        const isSentAlready = process.stdin.isTTY && (signal === "SIGINT" || signal === "SIGQUIT");
        const pass = () => void (isSentAlready || child.kill(signal));
        process.on(signal, pass);
        return () => process.off(signal, pass);
    });
    try {
        return await new Promise<number>((resolve, reject) => {
            child.once("error", reject);
            child.once("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal!]));
        });
    } finally {
        for (const stop of stops) stop();
    }
}
