import { type Hash, type Hmac, createHash, createHmac, randomBytes } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import { PROOF, type Proof, identityRequest } from "./identity-request";

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

/** The headers of a signed POST to the broker's function URL. */
export async function signedHeaders(signing: Signing): Promise<Record<string, string>> {
    const { url, region, body, identity, at } = signing;
    const signer = new SignatureV4({ service: "lambda", region, credentials: identity, sha256: Sha256 });
    const { headers } = await signer.sign(
        {
            method: "POST",
            protocol: url.protocol,
            hostname: url.hostname,
            path: url.pathname,
            query: {},
            headers: { host: url.host, "content-type": "application/json", [PROOF]: encoded(await proof(signing)) },
            body,
        },
        { signingDate: at },
    );
    return headers;
}

/** Who calls, as the broker can have it confirmed. */
async function proof({ url, region, body, identity, at }: Signing): Promise<Proof> {
    const nonce = randomBytes(16).toString("hex");
    const { headers: own, ...request } = identityRequest({ broker: url.host, region, nonce, body });
    const signer = new SignatureV4({
        service: "sts",
        region,
        credentials: identity,
        sha256: Sha256,
        // There would be a header more for it, of a body that is always the same.
        applyChecksum: false,
    });
    const unsigned = { ...request, protocol: "https:", query: {}, headers: { ...own } };
    const { headers } = await signer.sign(unsigned, { signingDate: at });
    const { authorization = "", "x-amz-date": date = "", "x-amz-security-token": token } = headers;
    return { authorization, date, ...(token && { token }), nonce };
}

function encoded(of: Proof): string {
    return Buffer.from(JSON.stringify(of), "utf8").toString("base64url");
}

/** As the signer wants it. */
export class Sha256 {
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
