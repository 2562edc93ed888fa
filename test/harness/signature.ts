import { createHash, createHmac } from "node:crypto";

/** A request as it came, over whatever wire. */
export interface Signed {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
    readonly body: string;
}

export interface Key {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
}

export interface Expected {
    readonly service: string;
    readonly region: string;
    /** In milliseconds since 1970. */
    readonly now: number;
    /** Headers that must be signed, besides host and date. */
    readonly headers: readonly string[];
}

/** Whose key has signed, by the rules of AWS and not by the library that signs; or what AWS says to it. */
export function signatureOf<Of extends Key>(
    { method, path, headers, body }: Signed,
    keys: readonly Of[],
    { service, region, now, headers: wanted }: Expected,
): Of | string {
    const form =
        /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;
    const [, id, day, where, what, names, signature] = form.exec(String(headers.authorization)) ?? [];
    const key = keys.find(({ accessKeyId }) => accessKeyId === id);
    if (!key || !names || !day) return "Missing Authentication Token";
    const signed = names.split(";");
    for (const name of ["host", "x-amz-date", ...(key.sessionToken ? ["x-amz-security-token"] : []), ...wanted]) {
        if (!signed.includes(name)) return `${name} must be signed`;
    }
    const date = String(headers["x-amz-date"]);
    const canonical = [
        method,
        path,
        "",
        ...signed.map((name) => `${name}:${String(headers[name]).trim()}`),
        "",
        names,
        hash(body),
    ].join("\n");
    const scope = `${day}/${where}/${what}/aws4_request`;
    const text = ["AWS4-HMAC-SHA256", date, scope, hash(canonical)].join("\n");
    const steps = [day, where!, what!, "aws4_request"];
    const secret = steps.reduce<string | Buffer>(hmac, `AWS4${key.secretAccessKey}`);
    if (hmac(secret, text).toString("hex") !== signature || where !== region || what !== service) {
        return "The request signature we calculated does not match the signature you provided.";
    }
    const content = headers["x-amz-content-sha256"] ?? hash(body);
    if ((headers["x-amz-security-token"] ?? undefined) !== key.sessionToken || content !== hash(body)) {
        return "The security token included in the request is invalid.";
    }
    const at = Date.parse(date.replace(/^(....)(..)(..T..)(..)(..Z)$/, "$1-$2-$3:$4:$5"));
    if (Math.abs(at - now) > 300_000 || !date.startsWith(day)) return `Signature expired: ${date}`;
    return key;
}

function hash(text: string): string {
    return createHash("sha256").update(text).digest("hex");
}

function hmac(secret: string | Buffer, text: string): Buffer {
    return createHmac("sha256", secret).update(text).digest();
}
