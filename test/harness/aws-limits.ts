import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Session, isUsable } from "./sessions";

/**
 * A front before moto that refuses what AWS would refuse and moto does not: durations, sizes, roles that do not exist, sessions
 * that are over or denied, schedules of the past; and that lets a conditional write be one. Its clock is the test's, and so is
 * the end of each session.
 */
export interface Limits {
    readonly endpoint: string;
    /** Each session that was given, in order. */
    readonly sessions: readonly Session[];
    /** What was refused: "AssumeRole ValidationError". */
    readonly refused: string[];
    /** What came: "dynamodb PutItem". */
    readonly calls: string[];
    stop(): Promise<void>;
}

interface Request {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Buffer;
    readonly service: string;
    readonly key: string;
    /** Of services that speak in forms. */
    readonly form: URLSearchParams;
}

interface Answer {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Buffer;
}

class Refused extends Error {
    constructor(
        readonly code: string,
        message: string,
        readonly status = 400,
    ) {
        super(message);
    }
}

const NAME = /^[\w+=,.@-]{2,64}$/;
/** What AWS compares and writes in one step, and moto in two, each request in a thread of its own. */
const ATOMIC = ["dynamodb", "s3"];

export async function startLimits(moto: string, now: () => number): Promise<Limits> {
    const sessions: Session[] = [];
    const byKey = new Map<string, Session>();
    const refused: string[] = [];
    const calls: string[] = [];

    const forward = async ({ method, path, headers, body }: Omit<Request, "service" | "key" | "form">): Promise<Answer> => {
        const { host: _host, connection: _connection, "content-length": _length, expect: _expect, ...rest } = headers;
        const answer = await fetch(`${moto}${path}`, {
            method,
            headers: rest,
            ...(method !== "GET" && method !== "HEAD" && { body: new Uint8Array(body) }),
        });
        const given = Object.fromEntries(answer.headers);
        for (const name of ["content-encoding", "content-length", "transfer-encoding", "connection"]) delete given[name];
        return { status: answer.status, headers: given, body: Buffer.from(await answer.arrayBuffer()) };
    };

    const last = new Map<string, Promise<unknown>>();
    const oneByOne = (request: Request): Promise<Answer> => {
        const answered = (last.get(request.service) ?? Promise.resolve()).then(() => forward(request));
        last.set(
            request.service,
            answered.catch(() => undefined),
        );
        return answered;
    };

    /** As somebody of the account that the key is of. */
    const iam = async (key: string, form: Record<string, string>): Promise<string> => {
        const signed = `AWS4-HMAC-SHA256 Credential=${key}/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=a`;
        const { status, body } = await forward({
            method: "POST",
            path: "/",
            headers: { authorization: signed, "content-type": "application/x-www-form-urlencoded" },
            body: Buffer.from(new URLSearchParams({ Version: "2010-05-08", ...form }).toString()),
        });
        if (status === 404) throw new Refused("NoSuchEntity", "There is no such role.", 404);
        if (status !== 200) throw new Error(`moto answers ${status}: ${body.toString()}`);
        return body.toString();
    };
    const policiesOf = async (key: string, role: string): Promise<Map<string, string>> => {
        const RoleName = role.slice(role.lastIndexOf("/") + 1);
        const names = tags(await iam(key, { Action: "ListRolePolicies", RoleName }), "member");
        const policies = new Map<string, string>();
        for (const PolicyName of names) {
            const [document] = tags(await iam(key, { Action: "GetRolePolicy", RoleName, PolicyName }), "PolicyDocument");
            policies.set(PolicyName, decodeURIComponent(document!));
        }
        return policies;
    };

    const assumeRole = async (request: Request): Promise<Answer> => {
        const { form } = request;
        const role = form.get("RoleArn") ?? "";
        const id = form.get("SourceIdentity") ?? "";
        const seconds = Number(form.get("DurationSeconds") ?? 3_600);
        const policy = form.get("Policy") ?? "";
        const isGiven = (value: string | null) => value === null || NAME.test(value);
        if (!isGiven(form.get("SourceIdentity")) || !NAME.test(form.get("RoleSessionName") ?? "")) {
            throw new Refused("ValidationError", "A name is not one.");
        }
        if (policy.length > 2_048) throw new Refused("ValidationError", "The policy is longer than 2,048 characters.");
        if (policy !== "" && Buffer.from(policy, "latin1").toString("latin1") !== policy) {
            throw new Refused("MalformedPolicyDocument", "The policy has a character that is none of a policy.");
        }
        if (seconds < 900) throw new Refused("ValidationError", "A session is 900 s at least.");
        const answer = await forward(request);
        if (answer.status !== 200) return answer;
        const written = answer.body.toString();
        const [given] = tags(written, "AccessKeyId");
        const found = await iam(given!, { Action: "GetRole", RoleName: role.slice(role.lastIndexOf("/") + 1) }).catch(() => {
            throw new Refused("AccessDenied", `Not authorized to perform: sts:AssumeRole on resource: ${role}`, 403);
        });
        const longest = Number(tags(found, "MaxSessionDuration")[0] ?? 3_600);
        // Whoever asks is a role that was itself assumed: an hour at most, whatever this one allows.
        if (seconds > Math.min(longest, 3_600)) {
            throw new Refused("ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration.");
        }
        const trust = decodeURIComponent(tags(found, "AssumeRolePolicyDocument")[0] ?? "{}");
        if (trust.includes("sts:SourceIdentity") && !id.startsWith("g-")) {
            throw new Refused("AccessDenied", `Not authorized to perform: sts:AssumeRole on resource: ${role}`, 403);
        }
        const session = {
            role,
            id,
            policy: policy || '{"Statement":[]}',
            issuedAt: now(),
            expiration: now() + seconds * 1_000,
        };
        sessions.push(session);
        byKey.set(given!, session);
        const ends = new Date(session.expiration).toISOString();
        const body = Buffer.from(written.replace(/<Expiration>[^<]*</, `<Expiration>${ends}<`));
        return { ...answer, body };
    };

    const putRolePolicy = async ({ form, key }: Request): Promise<void> => {
        const name = form.get("PolicyName") ?? "";
        const policies = await policiesOf(key, form.get("RoleName") ?? "");
        policies.set(name, form.get("PolicyDocument") ?? "");
        const size = [...policies.values()].reduce((sum, each) => sum + each.replace(/\s/g, "").length, 0);
        if (size > 10_240) throw new Refused("LimitExceeded", "The inline policies are longer than 10,240 characters.", 409);
        if (name.length > 128) throw new Refused("ValidationError", "A name of a policy is 128 characters at most.");
    };

    const createSchedule = ({ path, body }: Request): void => {
        const asked = JSON.parse(body.toString()) as {
            ScheduleExpression: string;
            ClientToken?: string;
            Target: { RetryPolicy?: { MaximumRetryAttempts?: number; MaximumEventAgeInSeconds?: number } };
        };
        const refuse = (what: string) => {
            throw new Refused("ValidationException", what);
        };
        const name = decodeURIComponent(path.split("?")[0]!.split("/").at(-1)!);
        if (!/^[\w.-]{1,64}$/.test(name)) refuse("A name of a schedule is 64 characters at most.");
        if ((asked.ClientToken?.length ?? 1) > 64) refuse("A token is 64 characters at most.");
        const [, at] = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/.exec(asked.ScheduleExpression) ?? [];
        if (at === undefined || Number.isNaN(Date.parse(`${at}Z`))) refuse("Invalid Schedule Expression.");
        if (Date.parse(`${at!}Z`) <= now()) refuse("The schedule is in the past.");
        const { MaximumRetryAttempts: tries = 185, MaximumEventAgeInSeconds: age = 86_400 } = asked.Target.RetryPolicy ?? {};
        if (tries < 0 || tries > 185 || age < 60 || age > 86_400) refuse("The retry policy is out of range.");
    };

    const answer = async (request: Request): Promise<Answer> => {
        const { service, form, method, path, key, headers } = request;
        const action =
            form.get("Action") ?? headers["x-amz-target"]?.split(".").at(-1) ?? `${method} ${path.split("?")[0]!}`;
        calls.push(`${service} ${action}`);
        try {
            const session = byKey.get(key);
            if (session && !isUsable(session, await policiesOf(key, session.role).catch(() => undefined), now())) {
                const isOver = now() >= session.expiration;
                throw new Refused(isOver ? "ExpiredToken" : "AccessDenied", "The session can do nothing.", 403);
            }
            if (action === "AssumeRole") return await assumeRole(request);
            if (action === "PutRolePolicy") await putRolePolicy(request);
            if (path.startsWith("/schedules/") && method === "POST") createSchedule(request);
            if (service === "sns" && action === "Publish" && !/^[\x20-\x7e]{0,100}$/.test(form.get("Subject") ?? "")) {
                throw new Refused("InvalidParameter", "A subject is 100 characters of ASCII at most.");
            }
            return await (ATOMIC.includes(service) ? oneByOne(request) : forward(request));
        } catch (error) {
            if (!(error instanceof Refused)) throw error;
            refused.push(`${action} ${error.code}`);
            return refusal(error, service);
        }
    };

    const server = createServer((incoming, outgoing) => {
        serve(incoming, outgoing, answer).catch((error: Error) => outgoing.writeHead(500).end(error.message));
    });
    // A client keeps a connection for longer than a test takes a breath.
    server.keepAliveTimeout = 120_000;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return {
        endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        sessions,
        refused,
        calls,
        stop: () =>
            new Promise((resolve) => {
                server.close(() => resolve());
                server.closeAllConnections();
            }),
    };
}

async function serve(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    answer: (request: Request) => Promise<Answer>,
): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const headers = incoming.headers as Record<string, string>;
    const [, key = "", , service = ""] =
        /Credential=([^/]+)\/[^/]+\/([^/]+)\/([^/]+)\//.exec(headers.authorization ?? "") ?? [];
    const isForm = headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ?? false;
    const form = new URLSearchParams(isForm ? body.toString() : "");
    const {
        status,
        headers: given,
        body: written,
    } = await answer({
        method: incoming.method!,
        path: incoming.url!,
        headers,
        body,
        service,
        key,
        form,
    });
    outgoing.writeHead(status, { ...given, "content-length": written.length }).end(written);
}

/** As the service says it. */
function refusal({ code, message, status }: Refused, service: string): Answer {
    if (["iam", "sts", "sns"].includes(service)) {
        const body = `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
        return { status, headers: { "content-type": "text/xml" }, body: Buffer.from(body) };
    }
    const headers = { "content-type": "application/json", "x-amzn-errortype": code };
    return { status, headers, body: Buffer.from(JSON.stringify({ __type: code, message, Message: message })) };
}

function tags(xml: string, name: string): readonly string[] {
    return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"))].map(([, value]) => value!);
}
