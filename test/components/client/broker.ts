import { createHash, createHmac } from "node:crypto";
import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Answer, ask } from "../../../components/aws/broker/runtime/ask";
import { close } from "../../../components/aws/broker/runtime/close";
import type { Identity } from "../../../components/client/signing";
import { type Memory, memory } from "../aws/broker/memory";

/** The broker behind a function URL, as AWS puts it there: it looks at the signature, and tells who has signed. */

export interface Signer extends Identity {
    readonly arn: string;
    readonly userId: string;
}

const SSO = "arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_dba_0123456789abcdef";
const person = (name: string, letter: string): Signer => ({
    accessKeyId: `ASIA${letter.repeat(16)}`,
    secretAccessKey: `secret-of-${name}`,
    sessionToken: `token-of-${name}`,
    arn: `${SSO}/${name}@example.com`,
    userId: `AROA${letter.repeat(17)}:${name}@example.com`,
});
export const JO = person("jo", "J");
export const MAX = person("max", "M");
export const SEC = person("sec", "S");
export const AGENT: Signer = {
    ...person("agent", "A"),
    arn: "arn:aws:sts::123456789012:assumed-role/agent/run-1",
    userId: "AROAAAAAAAAAAAAAAAAAA:run-1",
};
const SIGNERS = [JO, MAX, SEC, AGENT];

/** What is said in place of the broker: for the next call, or for all. */
export type Instead = (request: IncomingMessage, response: ServerResponse, body: string) => unknown;

export interface Broker {
    readonly url: string;
    readonly m: Memory;
    /** Acts of the calls that came through, and all bodies. */
    readonly acts: string[];
    readonly bodies: string[];
    readonly requests: IncomingMessage[];
    /** The clock of AWS, and how much later it is than it should be, in milliseconds. */
    time: () => number;
    skew: number;
    /** Gives something when it has answered, or never will. */
    instead: Instead | undefined;
    stop(): Promise<void>;
}

export const REGION = "eu-west-1";

export async function broker(m = memory()): Promise<Broker> {
    const server: Server = createServer((request, response) => void answer(request, response));
    const it: Broker = {
        url: "",
        m,
        acts: [],
        bodies: [],
        requests: [],
        time: Date.now,
        skew: 0,
        instead: undefined,
        async stop() {
            server.closeAllConnections();
            await new Promise((resolve) => server.close(resolve));
        },
    };
    const answer = async (request: IncomingMessage, response: ServerResponse) => {
        let body = "";
        for await (const part of request) body += String(part);
        it.bodies.push(body);
        it.requests.push(request);
        if (it.instead?.(request, response, body)) return;
        const clock = it.time() + it.skew;
        response.setHeader("date", new Date(clock).toUTCString());
        const signer = signerOf(request, body, clock);
        if (typeof signer === "string") return void response.writeHead(403).end(JSON.stringify({ message: signer }));
        it.acts.push((JSON.parse(body) as { act: string }).act);
        const { statusCode, headers, body: said } = await passed(request, body, signer, m);
        response.writeHead(statusCode, headers).end(said);
        // As the stream of the table does.
        for (const id of m.grants.keys()) if (m.grant(id).state === "ending") await close(id, m.world);
    };
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return Object.assign(it, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
}

function passed(request: IncomingMessage, body: string, { arn: userArn, userId }: Signer, m: Memory): Promise<Answer> {
    const http = { method: request.method, sourceIp: "127.0.0.1" };
    return ask({ requestContext: { http, authorizer: { iam: { userArn, userId } } }, body }, m.world);
}

/** Who has signed, by the rules of AWS and not by the library that signs; or what AWS says to it. */
export function signerOf(request: IncomingMessage, body: string, now: number): Signer | string {
    const { headers, method = "", url = "" } = request;
    const form =
        /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/lambda\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;
    const [, key, day, region, names, signature] = form.exec(headers.authorization ?? "") ?? [];
    const signer = SIGNERS.find(({ accessKeyId }) => accessKeyId === key);
    if (!signer || !names || !day) return "Missing Authentication Token";
    const signed = names.split(";");
    for (const name of ["host", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256", "content-type"]) {
        if (!signed.includes(name)) return `${name} must be signed`;
    }
    const hash = (text: string) => createHash("sha256").update(text).digest("hex");
    const hmac = (secret: string | Buffer, text: string) => createHmac("sha256", secret).update(text).digest();
    const date = String(headers["x-amz-date"]);
    const canonical = [
        method,
        url,
        "",
        ...signed.map((name) => `${name}:${String(headers[name]).trim()}`),
        "",
        names,
        hash(body),
    ].join("\n");
    const scope = `${day}/${region}/lambda/aws4_request`;
    const text = ["AWS4-HMAC-SHA256", date, scope, hash(canonical)].join("\n");
    const keyOf = [day, region!, "lambda", "aws4_request"].reduce<string | Buffer>(hmac, `AWS4${signer.secretAccessKey}`);
    if (hmac(keyOf, text).toString("hex") !== signature || region !== REGION) {
        return "The request signature we calculated does not match the signature you provided.";
    }
    if (headers["x-amz-security-token"] !== signer.sessionToken || headers["x-amz-content-sha256"] !== hash(body)) {
        return "The security token included in the request is invalid.";
    }
    const at = Date.parse(date.replace(/^(....)(..)(..T..)(..)(..Z)$/, "$1-$2-$3:$4:$5"));
    if (Math.abs(at - now) > 300_000 || !date.startsWith(day)) return `Signature expired: ${date}`;
    return signer;
}
