import { createHash } from "node:crypto";

/**
 * The request to STS by which the broker learns who calls. Whoever calls signs it and hands over the signature; the broker makes
 * the request anew and sends it: it hears of no caller whose word it would have to take. In the signature there is which broker
 * is called, and what for, so that it is good for nothing else.
 */
export interface IdentityRequest {
    readonly method: "POST";
    readonly hostname: string;
    readonly path: "/";
    /** All that must be signed; and so must the date, and the token of a session. */
    readonly headers: Readonly<Record<"host" | "content-type" | typeof CALL, string>>;
    readonly body: string;
}

export interface Called {
    /** Host of the broker. */
    readonly broker: string;
    readonly region: string;
    /** Another one for each call. */
    readonly nonce: string;
    /** What the broker is asked. */
    readonly body: string;
}

/** The header, in the request to STS, that says which call it is for. */
const CALL = "x-jit-call";
/** The header, in the call, that has the signature: a `Proof` as JSON in base64url. */
export const PROOF = "x-jit-proof";

/** What the caller hands over. */
export interface Proof {
    readonly authorization: string;
    /** As it is signed: "20260115T120000Z". */
    readonly date: string;
    /** Of a session. */
    readonly token?: string;
    readonly nonce: string;
}

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export function identityRequest({ broker, region, nonce, body }: Called): IdentityRequest {
    const hostname = `sts.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
    const asked = createHash("sha256").update(body, "utf8").digest("hex");
    return {
        method: "POST",
        hostname,
        path: "/",
        headers: {
            host: hostname,
            "content-type": "application/x-www-form-urlencoded",
            [CALL]: `${broker};${nonce};${asked}`,
        },
        body: "Action=GetCallerIdentity&Version=2011-06-15",
    };
}

/** The names of the headers that are signed, in their order. */
export function signedNames({ headers }: IdentityRequest, isSession: boolean): string {
    return [...Object.keys(headers), "x-amz-date", ...(isSession ? ["x-amz-security-token"] : [])].sort().join(";");
}
