import type { JitClient } from "../client/client";
import { Refused } from "../client/errors";
import { type Credentials, type Grant, isPending } from "../client/grant";
import { type Common, connect } from "./connect";
import { EXIT, type Io, UsageError } from "./io";
import { NotActive } from "./told";
import { type Wait, waited } from "./waiting";

export interface CredentialsOptions extends Common {
    readonly force?: true;
}

/** What an AWS SDK reads of a `credential_process`; when they expire it runs the command again. */
export async function credentialsCommand(id: string, options: CredentialsOptions, io: Io): Promise<number> {
    if (io.stdout.isTTY === true && !options.force) {
        throw new UsageError(
            "Credentials are not written to a terminal, where others read them and logs keep them. Use them by `jit exec`, or as credential_process of a profile; --force writes them all the same.",
        );
    }
    const { credentials } = await vended(id, connect(options, io), io);
    io.stdout.write(`${processOf(credentials)}\n`);
    return EXIT.done;
}

/** https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html */
export function processOf({ accessKeyId, secretAccessKey, sessionToken, expiration }: Credentials): string {
    return JSON.stringify({
        Version: 1,
        AccessKeyId: accessKeyId,
        SecretAccessKey: secretAccessKey,
        SessionToken: sessionToken,
        Expiration: new Date(expiration).toISOString(),
    });
}

export interface Vended {
    readonly grant: Grant;
    readonly credentials: Credentials;
}

/** Credentials of a grant. Where it gives none the error says how it is. */
export async function vended(id: string, jit: JitClient, io: Io, wait?: Wait): Promise<Vended> {
    try {
        return await jit.credentials(id);
    } catch (error) {
        if (!(error instanceof Refused && error.code === "not-active")) throw error;
    }
    const grant = await jit.status(id);
    const later = wait !== undefined && isPending(grant) ? await waited(grant, wait, jit, io) : grant;
    if (later !== grant && later.state === "active") return vended(id, jit, io);
    throw new NotActive(later);
}
