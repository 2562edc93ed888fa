import { randomInt } from "node:crypto";
import { NotAuthorised, NotReached, Refused, Unusable } from "./errors";
import { printable } from "./printable";
import { type Identity, signedHeaders } from "./signing";

/** What a call needs of the world. */
export interface Calling {
    readonly url: URL;
    readonly region: string;
    readonly credentials: () => Promise<Identity>;
    /** How long one call may take with all that belongs to it, in milliseconds. */
    readonly timeout: number;
    readonly fetch: typeof fetch;
    /** In milliseconds since 1970. */
    readonly now: () => number;
}

// Lambda answers with no more.
const LARGEST = 6 * 1_024 * 1_024;
const ATTEMPTS = 4;
const PAUSE = 200;
// AWS takes signatures of five minutes around its own clock.
const SKEWED = 240_000;

/** Asks the broker; gives its answer. What must not happen twice is asked once, unless AWS says that it was not passed on. */
export async function call(asked: object, isIdempotent: boolean, calling: Calling): Promise<unknown> {
    const limit = performance.now() + calling.timeout;
    const body = JSON.stringify(asked);
    let skew = 0;
    for (let attempt = 1; ; attempt++) {
        try {
            return await once(body, skew, limit, calling);
        } catch (error) {
            const isSkewed = error instanceof Skewed && skew === 0;
            const isWorthIt = isSkewed || (isIdempotent && isPassing(error));
            const pause = isSkewed ? 0 : PAUSE * 2 ** (attempt - 1) + randomInt(PAUSE);
            if (!isWorthIt || attempt === ATTEMPTS || performance.now() + pause >= limit) throw told(error, isIdempotent);
            if (isSkewed) skew = error.by;
            await new Promise((resolve) => setTimeout(resolve, pause));
        }
    }
}

/** The clock of this machine is not that of AWS. */
class Skewed extends NotAuthorised {
    constructor(readonly by: number) {
        const minutes = Math.round(Math.abs(by) / 60_000);
        super(
            `The clock of this machine is ${minutes} min ${by > 0 ? "slow" : "fast"}, so that AWS takes no signature. Set it.`,
        );
    }
}

/** It may be over in a moment. */
class Passing extends NotReached {}

function told(error: unknown, isIdempotent: boolean): unknown {
    if (isIdempotent || !(error instanceof Passing)) return error;
    return new NotReached(`${error.message} It may have been done all the same: look at it before you ask again.`);
}

function isPassing(error: unknown): boolean {
    return error instanceof Passing || (error instanceof Refused && error.code === "try-again");
}

async function once(body: string, skew: number, limit: number, calling: Calling): Promise<unknown> {
    const { url, region, credentials, now } = calling;
    const identity = await withinLimit(identityOf(credentials), limit, calling, "Your AWS credentials were not found");
    const headers = await signedHeaders({ url, region, body, identity, at: new Date(now() + skew) });
    const aborting = new AbortController();
    try {
        return await withinLimit(
            answered(headers, body, aborting.signal, calling),
            limit,
            calling,
            "The broker did not answer",
        );
    } finally {
        aborting.abort();
    }
}

async function withinLimit<Of>(work: Promise<Of>, limit: number, { timeout }: Calling, what: string): Promise<Of> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
        const fail = () => reject(new Passing(`${what} within ${timeout / 1_000} s.`));
        timer = setTimeout(fail, Math.max(0, limit - performance.now()));
    });
    try {
        return await Promise.race([work, late]);
    } finally {
        clearTimeout(timer);
    }
}

async function identityOf(credentials: Calling["credentials"]): Promise<Identity> {
    try {
        return await credentials();
    } catch (error) {
        const said = printable((error as Error).message ?? "").replace(/\.?$/, ".");
        throw new Unusable(`There are no AWS credentials to sign with. ${said} Sign in, or name another profile.`);
    }
}

async function answered(
    headers: Record<string, string>,
    body: string,
    signal: AbortSignal,
    calling: Calling,
): Promise<unknown> {
    const { host: _, ...sent } = headers;
    let response: Response;
    try {
        // What is signed for one place is sent to no other.
        response = await calling.fetch(calling.url, { method: "POST", headers: sent, body, signal, redirect: "manual" });
    } catch (error) {
        const { message, cause } = error as Error;
        const why = (cause as { code?: string } | undefined)?.code ?? message;
        throw new Passing(
            `The broker at ${calling.url.host} was not reached: ${printable(why)}. Check its address and your network.`,
        );
    }
    const answer = parsed(await text(response));
    if (response.status === 200 && answer) return answer;
    throw failure(response, answer, calling);
}

function failure({ status, headers }: Response, answer: Answer | undefined, { url, now }: Calling): Error {
    const { error, reasons, field } = answer ?? {};
    if (error === "failed") return new Passing("The broker failed. Its log says why; try again, or tell its owner.");
    if (typeof error === "string" && /^[a-z-]{1,64}$/.test(error) && status >= 400 && status !== 502) {
        const all = Array.isArray(reasons) ? reasons.filter((each) => typeof each === "string") : [];
        return new Refused(error, all, typeof field === "string" ? field : undefined);
    }
    if (status === 403 || status === 401) return notAuthorised(headers, now());
    if (status === 429) return new Passing("The broker is busy. Try again in a minute.");
    if (status >= 500) return new Passing(`The broker did not answer: AWS says ${status}. Try again, or tell its owner.`);
    return new NotReached(`What is at ${url.host} is no broker: it answers ${status}. Check the address.`);
}

function notAuthorised(headers: Headers, now: number): NotAuthorised {
    const by = Date.parse(headers.get("date") ?? "") - now;
    if (Math.abs(by) > SKEWED) return new Skewed(by);
    return new NotAuthorised(
        "AWS does not let you call the broker. Your credentials may have expired, or lack lambda:InvokeFunctionUrl and lambda:InvokeFunction on it.",
    );
}

type Answer = Readonly<Record<string, unknown>>;

function parsed(body: string): Answer | undefined {
    try {
        const read: unknown = JSON.parse(body);
        return read !== null && typeof read === "object" && !Array.isArray(read) ? (read as Answer) : undefined;
    } catch {
        return undefined;
    }
}

async function text(response: Response): Promise<string> {
    const parts: Uint8Array[] = [];
    let size = 0;
    try {
        for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
            size += part.byteLength;
            if (size > LARGEST) break;
            parts.push(part);
        }
    } catch {
        throw new Passing("The answer of the broker broke off. Try again.");
    }
    if (size > LARGEST) throw new NotReached("The answer is larger than any of a broker. Check the address.");
    return Buffer.concat(parts).toString("utf8");
}
