import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { ask } from "../../components/aws/broker/runtime/ask";
import { ended } from "../../components/aws/broker/runtime/ended";
import type { World } from "../../components/aws/broker/runtime/world";

export interface FunctionUrl {
    readonly url: string;
    /** What there is behind it; nothing is answered before. */
    world: World | undefined;
    stop(): Promise<void>;
}

/** Calls the broker as its function URL does, naming whoever has signed; and as the stream of its table does. */
export async function startFunctionUrl(client: Readonly<Record<string, unknown>>): Promise<FunctionUrl> {
    const server = createServer((request, response) => {
        const chunks: Buffer[] = [];
        request.on("data", (chunk: Buffer) => chunks.push(chunk));
        request.on("end", () => {
            const { method, headers } = request;
            const answering = async () => {
                const world = it.world!;
                const iam = await signerOf(headers.authorization ?? "", client);
                if (!iam) return { statusCode: 403, headers: {}, body: "{}" };
                const http = { method, sourceIp: "127.0.0.1" };
                const body = Buffer.concat(chunks).toString();
                const answer = await ask({ headers, requestContext: { http, authorizer: { iam } }, body }, world);
                const changed = (await world.store.unsettled()).map(({ id }) => ({ dynamodb: { Keys: { pk: { S: id } } } }));
                await ended({ Records: changed }, world);
                return answer;
            };
            answering().then(
                ({ statusCode, headers: given, body }) => response.writeHead(statusCode, given).end(body),
                (error: Error) => response.writeHead(502).end(error.message),
            );
        });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const it: FunctionUrl = {
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
        world: undefined,
        async stop() {
            server.closeAllConnections();
            await new Promise((resolve) => server.close(resolve));
        },
    };
    return it;
}

/** Whose key it is: moto knows that by the key alone, and looks at no signature. */
async function signerOf(authorization: string, client: object): Promise<{ userArn: string; userId: string } | undefined> {
    const [, accessKeyId] = /Credential=([A-Z0-9]+)\//.exec(authorization) ?? [];
    if (!accessKeyId) return undefined;
    const sts = new STSClient({ ...client, credentials: { accessKeyId, secretAccessKey: "any" } });
    const { Arn, UserId } = await sts.send(new GetCallerIdentityCommand());
    return { userArn: Arn!, userId: UserId! };
}
