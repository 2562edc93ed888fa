import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Answer, ask } from "../../../components/aws/broker/runtime/ask";
import { close } from "../../../components/aws/broker/runtime/close";
import { signatureOf } from "../../harness/signature";
import { type Signer, startSts } from "../../harness/sts";
import { type Memory, memory } from "../aws/broker/memory";

/** The broker behind a function URL, as AWS puts it there: it looks at the signature, and tells who has signed. */

export type { Signer };

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
const MUST = ["x-amz-content-sha256", "content-type"];
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
    const sts = await startSts(SIGNERS, REGION, () => it.time() + it.skew);
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
            await sts.stop();
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
        const { method = "", url: path = "", headers: given } = request;
        const expected = { service: "lambda", region: REGION, now: clock, headers: MUST };
        const signer = signatureOf({ method, path, headers: given, body }, SIGNERS, expected);
        if (typeof signer === "string") return void response.writeHead(403).end(JSON.stringify({ message: signer }));
        it.acts.push((JSON.parse(body) as { act: string }).act);
        const { statusCode, headers, body: said } = await passed(request, body, signer, m);
        response.writeHead(statusCode, headers).end(said);
        // As the stream of the table does.
        for (const id of m.grants.keys()) if (m.grant(id).state === "ending") await close(id, m.world);
    };
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { store, sts: vending } = m.world;
    const address = () => Promise.resolve(host);
    const known = { store: { ...store, address }, sts: { ...vending, identify: sts.identify } };
    Object.assign(m, { world: { ...m.world, ...known } });
    return Object.assign(it, { url: `http://${host}/` });
}

function passed(request: IncomingMessage, body: string, { arn: userArn, userId }: Signer, m: Memory): Promise<Answer> {
    const { method, headers } = request;
    const http = { method, sourceIp: "127.0.0.1" };
    return ask({ headers, requestContext: { http, authorizer: { iam: { userArn, userId } } }, body }, m.world);
}
