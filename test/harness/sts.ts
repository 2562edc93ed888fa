import { type IncomingMessage, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { STSClient } from "@aws-sdk/client-sts";
import { type Sts, sts } from "../../components/aws/broker/runtime/sts";
import { type Key, signatureOf } from "./signature";

/** Somebody who has a key, and what STS calls them. */
export interface Signer extends Key {
    readonly arn: string;
    readonly userId: string;
}

export interface StsStandIn {
    readonly identify: Sts["identify"];
    /** What came. */
    readonly requests: IncomingMessage[];
    /** What it answers instead: a status and the code of an error. */
    instead: readonly [number, string] | undefined;
    stop(): Promise<void>;
}

/** GetCallerIdentity, which looks at the signature as AWS does and as moto does not. */
export async function startSts(signers: readonly Signer[], region: string, now: () => number): Promise<StsStandIn> {
    const said = (request: IncomingMessage, body: string): readonly [number, string] => {
        if (it.instead) return [it.instead[0], failure(it.instead[1])];
        const { method = "", url: path = "", headers } = request;
        const expected = { service: "sts", region, now: now(), headers: [] };
        const signer = signatureOf({ method, path, headers, body }, signers, expected);
        if (typeof signer === "string") return [403, failure("SignatureDoesNotMatch")];
        const { arn, userId } = signer;
        return [
            200,
            `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${arn}</Arn><UserId>${userId}</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
        ];
    };
    const server = createServer((request, response) => {
        const chunks: Buffer[] = [];
        request.on("data", (chunk: Buffer) => chunks.push(chunk));
        request.on("end", () => {
            it.requests.push(request);
            const [status, body] = said(request, Buffer.concat(chunks).toString());
            response.writeHead(status, { "content-type": "text/xml" }).end(body);
        });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const client = new STSClient({
        endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        region,
        credentials: { accessKeyId: "AKIAOFTHEFUNCTION000", secretAccessKey: "of the function" },
        maxAttempts: 1,
    });
    const port = sts(client);
    const it: StsStandIn = {
        identify: (called, proof) => port.identify(called, proof),
        requests: [],
        instead: undefined,
        async stop() {
            client.destroy();
            server.closeAllConnections();
            await new Promise((resolve) => server.close(resolve));
        },
    };
    return it;
}

function failure(code: string): string {
    return `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>No.</Message></Error><RequestId>1</RequestId></ErrorResponse>`;
}
