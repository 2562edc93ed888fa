import { devNull } from "node:os";
import type { Credentials } from "../client/grant";
import { printable } from "../client/printable";
import { type Common, connect } from "./connect";
import { vended } from "./credentials";
import type { Io } from "./io";
import { serving } from "./serving";
import { instant } from "./show";
import type { Wait } from "./waiting";

export interface ExecOptions extends Common {
    readonly renew?: true;
    readonly wait?: Wait;
}

// Whatever else would say who the command is.
const OTHERS = [
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_SECURITY_TOKEN",
    "AWS_CREDENTIAL_EXPIRATION",
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_ROLE_ARN",
    "AWS_ROLE_SESSION_NAME",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
];

/** Runs one command as the grant, and nothing else: what it is told is gone with it. */
export async function execCommand(id: string, command: readonly string[], options: ExecOptions, io: Io): Promise<number> {
    const jit = connect(options, io);
    const { grant, credentials } = await vended(id, jit, io, options.wait);
    const env = { ...without(io.env, OTHERS), JIT_GRANT: id };
    if (options.renew) {
        const served = await serving(credentials, async () => (await vended(id, jit, io)).credentials, io.now);
        try {
            return await run(command, { ...env, ...served.env, ...NO_FILES }, io);
        } finally {
            served.close();
        }
    }
    if (io.stderr.isTTY && grant.endsAt! > credentials.expiration + 60_000) {
        const [until, end] = [credentials.expiration, grant.endsAt!].map(instant);
        io.stderr.write(`These credentials end at ${until}, the grant at ${end}: --renew renews them.\n`);
    }
    return run(command, { ...env, ...inEnvironment(credentials) }, io);
}

// A profile there would come before what is served.
const NO_FILES = { AWS_CONFIG_FILE: devNull, AWS_SHARED_CREDENTIALS_FILE: devNull };

function inEnvironment({ accessKeyId, secretAccessKey, sessionToken, expiration }: Credentials) {
    return {
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_SESSION_TOKEN: sessionToken,
        AWS_CREDENTIAL_EXPIRATION: new Date(expiration).toISOString(),
    };
}

function without(env: Io["env"], names: readonly string[]): Record<string, string> {
    const kept = Object.entries(env).filter(([name, value]) => value !== undefined && !names.includes(name.toUpperCase()));
    return Object.fromEntries(kept) as Record<string, string>;
}

/** As a shell says it: 127 for what is not there, 126 for what cannot be run. */
async function run(command: readonly string[], env: Record<string, string>, io: Io): Promise<number> {
    try {
        return await io.run(command, env);
    } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === undefined) throw error;
        io.stderr.write(`${printable(command[0]!)} was not run: ${code === "ENOENT" ? "it is not there" : code}.\n`);
        return code === "ENOENT" ? 127 : 126;
    }
}
