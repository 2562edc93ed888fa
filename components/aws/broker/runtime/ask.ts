import { randomUUID } from "node:crypto";
import { approve, denyRequest, end, extend, request, review } from "./act";
import { list, status } from "./look";
import { panic, reopen } from "./emergency";
import { vend } from "./vend";
import { seal } from "./audit";
import { type Form, flawIn, matching, one, some, text, whole } from "./fields";
import { type Grant, OUTCOMES, type Refusal, goneBy, isRefusal } from "./grant";
import { type Caller, canonical } from "./identity";
import { isProven } from "./proof";
import { hashOf } from "./trail";
import type { Credentials } from "./sts";
import type { World } from "./world";

/** What a function URL hands over. Of the caller it is AWS's word, unless somebody has invoked the function itself. */
export interface Call {
    readonly headers?: unknown;
    readonly requestContext?: {
        readonly requestId?: unknown;
        readonly http?: { readonly method?: unknown; readonly sourceIp?: unknown };
        readonly authorizer?: { readonly iam?: { readonly userArn?: unknown; readonly userId?: unknown } };
    };
    readonly body?: unknown;
    readonly isBase64Encoded?: unknown;
}

export interface Answer {
    readonly statusCode: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
}

type Acting = (caller: Caller, asked: never, world: World) => Promise<object>;
interface Act extends Form {
    readonly act: Acting;
    /** It takes access away and gives none: it waits for nobody's word, not for that of STS either. */
    readonly isEnd?: true;
}

const DAY = 86_400;
const id = matching(/^g-[a-z2-7]{26}$/);
const reason = text(1_000);
const role = matching(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/);
const duration = whole(1, 7 * DAY);

const ACTS: Readonly<Record<string, Act>> = {
    request: {
        act: request,
        needs: { entitlement: matching(/^[\w.-]{1,64}$/), token: matching(/^[\w-]{8,128}$/), reason, duration },
        takes: { task: text(256), ticket: text(128), resources: some(text(1_024), 20) },
    },
    approve: { act: approve, needs: { id } },
    deny: { act: denyRequest, needs: { id, reason } },
    credentials: { act: vend, needs: { id } },
    extend: { act: extend, needs: { id, duration, reason } },
    end: { act: end, needs: { id }, isEnd: true },
    review: { act: review, needs: { id, outcome: one(OUTCOMES), reason } },
    panic: { act: panic, needs: { role, reason }, isEnd: true },
    reopen: { act: reopen, needs: { role, reason } },
    status: { act: status, needs: { id } },
    list: { act: list, needs: {} },
};

const LARGEST = 16_384;

const STATUS: Readonly<Record<string, number>> = {
    "no-such-grant": 404,
    "no-such-role": 404,
    "too-many": 429,
    "too-large": 413,
    malformed: 400,
    method: 405,
    "try-again": 503,
    "not-assumable": 503,
    already: 409,
    "not-active": 409,
    "not-ended": 409,
    "not-pending": 409,
    "past-end": 409,
    pending: 409,
    "token-used": 409,
    "too-late": 409,
};

/** Answers a caller. Whatever is asked, and however: it gives an answer, and what is refused leaves a record. */
export async function ask(given: unknown, world: World): Promise<Answer> {
    const call = Object(given) as Call;
    const iam = call.requestContext?.authorizer?.iam;
    const caller = canonical(iam?.userArn, iam?.userId);
    let act = "";
    let outcome: object;
    try {
        const read = readCall(call, caller);
        if ("refused" in read) {
            outcome = read;
        } else {
            act = read.act;
            const { act: acting, isEnd } = ACTS[act]!;
            const isKnown = isEnd || (await isProven(caller!, call.headers, read.body, world));
            outcome = isKnown ? await acting(caller!, read.asked as never, world) : { refused: "not-proven" };
        }
    } catch (error) {
        const { name, message } = error as Error;
        world.log("ERROR", "failed", { act, by: caller?.identity, error: name, reason: message });
        return answer(500, { error: "failed" });
    }
    if (!isRefusal(outcome)) return answer(200, shown(outcome));
    await record(call, { act, by: caller?.identity ?? unknownCaller(iam?.userArn), ...outcome }, world);
    const { refused: error, reasons, field } = outcome as Refusal & { field?: string };
    return answer(STATUS[error] ?? 403, { error, ...(reasons && { reasons }), ...(field && { field }) });
}

type Read =
    { readonly act: string; readonly asked: object; readonly body: string } | (Refusal & { readonly field?: string });

function readCall({ requestContext, body, isBase64Encoded }: Call, caller: Caller | undefined): Read {
    if (!caller) return { refused: "not-identified" };
    if (requestContext?.http?.method !== "POST") return { refused: "method" };
    if (typeof body !== "string") return { refused: "malformed" };
    if (body.length > (LARGEST * 4) / 3 + 4) return { refused: "too-large" };
    const written = isBase64Encoded === true ? Buffer.from(body, "base64").toString("utf8") : body;
    if (Buffer.byteLength(written) > LARGEST) return { refused: "too-large" };
    const given = object(written);
    if (!given) return { refused: "malformed" };
    const { act, ...asked } = given;
    if (typeof act !== "string" || !Object.hasOwn(ACTS, act)) return { refused: "malformed", field: "act" };
    const field = flawIn(asked, ACTS[act]!);
    return field === undefined ? { act, asked, body: written } : { refused: "malformed", field };
}

function object(written: string): Readonly<Record<string, unknown>> | undefined {
    try {
        const read: unknown = JSON.parse(written);
        return read !== null && typeof read === "object" && !Array.isArray(read)
            ? (read as Record<string, unknown>)
            : undefined;
    } catch {
        return undefined;
    }
}

/** Of what was asked only a hash is kept: there may be anything in it. */
async function record(call: Call, refused: Readonly<Record<string, unknown>>, world: World): Promise<void> {
    const at = world.now();
    const { requestId, http } = call.requestContext ?? {};
    // A name of our own: that of the request is the caller's where the call did not come by the URL.
    const name = randomUUID();
    const told = {
        at,
        request: typeof requestId === "string" && /^[\w-]{1,64}$/.test(requestId) ? requestId : undefined,
        ...refused,
        from: typeof http?.sourceIp === "string" ? http.sourceIp.slice(0, 64) : undefined,
        asked: typeof call.body === "string" ? hashOf(call.body) : undefined,
    };
    world.log("WARN", "refused", { record: name, ...told });
    try {
        await seal(`refused/${new Date(at).toISOString().slice(0, 10)}/${name}.json`, JSON.stringify(told), world);
    } catch (error) {
        // It is in the log.
        world.log("ERROR", "refusal not recorded", { record: name, error: (error as Error).name });
    }
}

function unknownCaller(arn: unknown): string | undefined {
    return typeof arn === "string" ? arn.replace(/[^\x20-\x7e]/g, "?").slice(0, 256) : undefined;
}

/** What the caller gets to see. */
function shown(outcome: object): object {
    if ("credentials" in outcome) {
        const { grant, credentials } = outcome as { grant: Grant; credentials: Credentials };
        // The policy of the session ends it where STS would not.
        const expiration = Math.min(credentials.expiration, grant.endsAt!);
        return { grant: view(grant), credentials: { ...credentials, expiration } };
    }
    if ("grants" in outcome) return { grants: (outcome as { grants: readonly Grant[] }).grants.map(view) };
    return "state" in outcome ? { grant: view(outcome as Grant) } : outcome;
}

function view(grant: Grant): object {
    const { trail: _trail, version: _version, isSettled: _isSettled, schema: _schema, ...rest } = grant;
    return { ...rest, goneBy: goneBy(grant) };
}

function answer(statusCode: number, body: object): Answer {
    return {
        statusCode,
        headers: { "content-type": "application/json", "cache-control": "no-store" },
        body: JSON.stringify(body),
    };
}
