import { PROOF, type Proof } from "../../../client/identity-request";
import { type Caller, canonical } from "./identity";
import { hashOf } from "./trail";
import type { World } from "./world";

const FORM = {
    authorization: /^AWS4-HMAC-SHA256 Credential=[\w/-]{1,256}, ?SignedHeaders=[a-z0-9;-]{1,128}, ?Signature=[0-9a-f]{64}$/,
    date: /^\d{8}T\d{6}Z$/,
    nonce: /^[\w-]{16,64}$/,
    token: /^[\x21-\x7e]{1,8192}$/,
} as const;
const LONGEST = 16_384;
// STS takes no signature of longer ago than a quarter of one.
const HOUR = 3_600_000;

/**
 * Whether STS says that the caller has signed for this very call, and for the first time. What a function URL says of its caller
 * is AWS's word only where the call came by the URL: whoever may invoke the function itself can write there what they like.
 */
export async function isProven(caller: Caller, headers: unknown, body: string, world: World): Promise<boolean> {
    const proof = proofIn(headers);
    if (!proof) return false;
    const broker = await world.store.address();
    if (broker === undefined) throw new Error("The table does not say where the broker is.");
    const named = await world.sts.identify({ broker, nonce: proof.nonce, body }, proof);
    const proven = canonical(named?.arn, named?.userId);
    if (!proven || proven.identity !== caller.identity) return false;
    return (await world.store.count(`proof#${hashOf(proof.authorization)}`, world.now() + HOUR)) === 1;
}

function proofIn(headers: unknown): Proof | undefined {
    const given = (Object(headers) as Record<string, unknown>)[PROOF];
    if (typeof given !== "string" || given.length > LONGEST) return undefined;
    try {
        const read = Object(JSON.parse(Buffer.from(given, "base64url").toString("utf8"))) as Record<string, unknown>;
        const { authorization, date, nonce, token } = read;
        const is = (name: keyof typeof FORM, of: unknown): of is string => typeof of === "string" && FORM[name].test(of);
        if (!is("authorization", authorization) || !is("date", date) || !is("nonce", nonce)) return undefined;
        if (token === undefined) return { authorization, date, nonce };
        return is("token", token) ? { authorization, date, nonce, token } : undefined;
    } catch {
        return undefined;
    }
}
