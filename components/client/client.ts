import { randomUUID } from "node:crypto";
import { credentialsIn, grantIn, grantsIn, roleIn } from "./answers";
import { address } from "./broker-url";
import { type Calling, call } from "./call";
import { type Duration, seconds } from "./duration";
import { NotReached, Unusable } from "./errors";
import { type Credentials, type Grant, type Outcome, isPending } from "./grant";
import type { Identity } from "./signing";

export interface JitClientOptions {
    /** Address of the broker's function, such as "https://abc123.lambda-url.eu-west-1.on.aws/". */
    readonly broker: string;
    /** Who asks: as every AWS SDK takes it. @default what the AWS SDK finds: environment, profile, container, instance */
    readonly credentials?: Identity | (() => Promise<Identity>);
    /** Where the broker is, if its address does not say. @default that of the address */
    readonly region?: string;
    /** How long one call may take, in milliseconds. @default 30000 */
    readonly timeout?: number;
    /** @default the one of Node */
    readonly fetch?: typeof fetch;
    /** In milliseconds since 1970. @default the clock of this machine */
    readonly now?: () => number;
}

export interface AskFor {
    readonly entitlement: string;
    /** Why; approvers and reviewers read it. */
    readonly reason: string;
    /** How long, such as "1h". */
    readonly duration: Duration;
    readonly task?: string;
    readonly ticket?: string;
    /** ARNs: nothing else can be touched. @default all that the entitlement allows */
    readonly resources?: readonly string[];
    /** Who asks again with the same token gets the same grant. @default another one each time */
    readonly token?: string;
}

export interface Waiting {
    /** Until when to wait, in milliseconds from now. @default without end; a grant that nobody decides on expires */
    readonly timeout?: number;
    /** How often to look, in milliseconds. @default 3000 */
    readonly every?: number;
    readonly signal?: AbortSignal;
    /** Is told what was seen. */
    readonly seen?: (grant: Grant) => void;
}

// A network that is away for a moment ends no waiting.
const PATIENCE = 10;

/** Asks a broker for just-in-time access, as whoever the credentials stand for. */
export class JitClient {
    private readonly calling: Calling;

    constructor(options: JitClientOptions) {
        const { broker, region, credentials, timeout = 30_000, now = Date.now } = options;
        if (!(timeout > 0 && timeout <= 900_000)) throw new Unusable("A call may take up to 900000 ms, and more than 0.");
        this.calling = {
            ...address(broker, region),
            credentials:
                typeof credentials === "function" ? credentials : credentials ? () => Promise.resolve(credentials) : found(),
            timeout,
            fetch: options.fetch ?? fetch,
            now,
        };
    }

    /** Asks for access. The grant is active at once where nobody has to approve it. */
    async request({ duration, token = randomUUID(), ...asked }: AskFor): Promise<Grant> {
        return grantIn(await this.call({ act: "request", ...asked, duration: secondsOf(duration), token }, true));
    }

    async approve(id: string): Promise<Grant> {
        return grantIn(await this.call({ act: "approve", id }, false), id);
    }

    async deny(id: string, reason: string): Promise<Grant> {
        return grantIn(await this.call({ act: "deny", id, reason }, false), id);
    }

    /** Those of the caller, and those that the caller may decide on. */
    async list(): Promise<readonly Grant[]> {
        return grantsIn(await this.call({ act: "list" }, true));
    }

    async status(id: string): Promise<Grant> {
        return grantIn(await this.call({ act: "status", id }, true), id);
    }

    /** Credentials of an active grant: for an hour at most. Ask again to renew them; each time the policy decides anew. */
    async credentials(id: string): Promise<{ readonly grant: Grant; readonly credentials: Credentials }> {
        const answer = await this.call({ act: "credentials", id }, true);
        return { grant: grantIn(answer, id), credentials: credentialsIn(answer) };
    }

    /**
     * For the `credentials` of a client of the AWS SDK, which asks again before they expire.
     *
     * @example
     * new S3Client({ credentials: jit.provider(grant.id) })
     */
    provider(id: string): () => Promise<Identity & { readonly expiration: Date }> {
        return async () => {
            const { accessKeyId, secretAccessKey, sessionToken, expiration } = (await this.credentials(id)).credentials;
            return { accessKeyId, secretAccessKey, sessionToken, expiration: new Date(expiration) };
        };
    }

    /** Asks for more time. */
    async extend(
        id: string,
        { duration, reason }: { readonly duration: Duration; readonly reason: string },
    ): Promise<Grant> {
        return grantIn(await this.call({ act: "extend", id, duration: secondsOf(duration), reason }, false), id);
    }

    /** Ends it now. What its sessions can still do, and until when, `goneBy` of a later status says. */
    async end(id: string): Promise<Grant> {
        return grantIn(await this.call({ act: "end", id }, true), id);
    }

    async review(id: string, { outcome, reason }: { readonly outcome: Outcome; readonly reason: string }): Promise<Grant> {
        return grantIn(await this.call({ act: "review", id, outcome, reason }, false), id);
    }

    /** Shuts a role: all of its grants end, and no more are given until it is opened again. */
    async panic(role: string, reason: string): Promise<string> {
        return roleIn(await this.call({ act: "panic", role, reason }, true));
    }

    async reopen(role: string, reason: string): Promise<string> {
        return roleIn(await this.call({ act: "reopen", role, reason }, false));
    }

    /** Waits until a grant is as it should be, or the time is over; gives it as it is then. */
    async wait(
        id: string,
        isDone: (grant: Grant) => boolean = (grant) => !isPending(grant),
        how: Waiting = {},
    ): Promise<Grant> {
        const { timeout = Infinity, every = 3_000, signal, seen } = how;
        const limit = performance.now() + timeout;
        let missed = 0;
        for (;;) {
            try {
                const grant = await this.status(id);
                missed = 0;
                seen?.(grant);
                if (isDone(grant) || performance.now() + every > limit) return grant;
            } catch (error) {
                const isPassing = error instanceof NotReached && ++missed < PATIENCE;
                if (!isPassing || performance.now() + every > limit) throw error;
            }
            signal?.throwIfAborted();
            await new Promise((resolve) => setTimeout(resolve, every));
            signal?.throwIfAborted();
        }
    }

    private call(asked: object, isIdempotent: boolean): Promise<unknown> {
        return call(asked, isIdempotent, this.calling);
    }
}

function secondsOf(duration: string): number {
    const read = seconds(duration);
    if (read === undefined) throw new Unusable('The duration is none such as "15m", "1h" or "1d".');
    return read;
}

/** Loaded when it is needed: who brings credentials needs nothing else of the SDK. */
function found(): () => Promise<Identity> {
    let provider: (() => Promise<Identity>) | undefined;
    return async () => {
        const { defaultProvider } = await import("@aws-sdk/credential-provider-node");
        return (provider ??= defaultProvider())();
    };
}
