import { randomBytes, timingSafeEqual } from "node:crypto";
import { type IncomingMessage, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Credentials } from "../client/grant";

export interface Serving {
    /** What an AWS SDK finds them by. */
    readonly env: Readonly<Record<string, string>>;
    close(): void;
}

// An SDK asks again five minutes before they expire, or later; near the end of a grant, for each of its calls.
const EARLY = 360_000;
const PAUSE = 60_000;

/**
 * Gives credentials to whoever knows the token, on this machine, as ECS does to its containers, and renews them.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 */
export async function serving(first: Credentials, renew: () => Promise<Credentials>, now: () => number): Promise<Serving> {
    const token = randomBytes(32).toString("base64url");
    let current = first;
    let asked = -Infinity;
    let renewing: Promise<unknown> | undefined;
    let failure = new Error("The credentials have expired.");
    const fresh = async (): Promise<Credentials> => {
        if (!renewing && now() > current.expiration - EARLY && now() >= asked + PAUSE) {
            asked = now();
            renewing = renew()
                .then((renewed) => (current = renewed))
                .catch((error: Error) => (failure = error))
                .finally(() => (renewing = undefined));
        }
        await renewing;
        if (now() < current.expiration) return current;
        throw failure;
    };
    const server = createServer((request, response) => {
        if (!knows(request, token)) return void response.writeHead(403).end();
        fresh()
            .then(({ accessKeyId, secretAccessKey, sessionToken, expiration }) => {
                const Expiration = new Date(expiration).toISOString();
                const given = {
                    AccessKeyId: accessKeyId,
                    SecretAccessKey: secretAccessKey,
                    Token: sessionToken,
                    Expiration,
                };
                response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(given));
            })
            .catch((error: Error) => {
                // SDKs differ in how they spell these.
                const { name: code, message } = error;
                const told = { code, message, Code: code, Message: message };
                response.writeHead(400, { "content-type": "application/json" }).end(JSON.stringify(told));
            });
    });
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    return {
        env: {
            AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${port}/`,
            AWS_CONTAINER_AUTHORIZATION_TOKEN: token,
        },
        close() {
            server.close();
            server.closeAllConnections();
        },
    };
}

function knows({ headers: { authorization = "" } }: IncomingMessage, token: string): boolean {
    const [given, wanted] = [Buffer.from(authorization), Buffer.from(token)];
    return given.length === wanted.length && timingSafeEqual(given, wanted);
}
