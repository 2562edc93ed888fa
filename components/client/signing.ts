import { type Hash, type Hmac, createHash, createHmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";

/** Who signs: what every AWS SDK calls credentials. */
export interface Identity {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
}

export interface Signing {
    readonly url: URL;
    readonly region: string;
    readonly body: string;
    readonly identity: Identity;
    readonly at: Date;
}

/** The headers of a signed POST to a function URL. */
export async function signedHeaders({ url, region, body, identity, at }: Signing): Promise<Record<string, string>> {
    const signer = new SignatureV4({ service: "lambda", region, credentials: identity, sha256: Sha256 });
    const { headers } = await signer.sign(
        {
            method: "POST",
            protocol: url.protocol,
            hostname: url.hostname,
            path: url.pathname,
            query: {},
            headers: { host: url.host, "content-type": "application/json" },
            body,
        },
        { signingDate: at },
    );
    return headers;
}

/** As the signer wants it. */
class Sha256 {
    private made: Hash | Hmac;

    constructor(private readonly secret?: string | ArrayBuffer | ArrayBufferView) {
        this.made = this.fresh();
    }

    update(data: string | ArrayBuffer | ArrayBufferView): void {
        this.made.update(bytes(data));
    }

    digest(): Promise<Uint8Array> {
        return Promise.resolve(new Uint8Array(this.made.digest()));
    }

    reset(): void {
        this.made = this.fresh();
    }

    private fresh(): Hash | Hmac {
        return this.secret === undefined ? createHash("sha256") : createHmac("sha256", bytes(this.secret));
    }
}

function bytes(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
    if (typeof data === "string") return Buffer.from(data, "utf8");
    return ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data);
}
