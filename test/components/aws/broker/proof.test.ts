import { SignatureV4 } from "@smithy/signature-v4";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ask } from "../../../../components/aws/broker/runtime/ask";
import { PROOF, type Proof, identityRequest } from "../../../../components/client/identity-request";
import { Sha256, signedHeaders } from "../../../../components/client/signing";
import { signatureOf } from "../../../harness/signature";
import { type Signer, type StsStandIn, startSts } from "../../../harness/sts";
import { JO, MAX, REGION } from "../../client/broker";
import { T0 } from "./grants";
import { HOST, type Memory, memory } from "./memory";

/** Whoever may invoke the function itself can write what they like into the event, but for the signature of somebody else. */

const WANTED = { act: "request", entitlement: "dba-prod", token: "token-0001", reason: "INC-1: fix db", duration: 3_600 };
const USER: Signer = {
    accessKeyId: "AKIAUUUUUUUUUUUUUUUU",
    secretAccessKey: "of a user",
    arn: "arn:aws:iam::123456789012:user/team/jo",
    userId: "AIDA00000000000000001",
};

let sts: StsStandIn;
let m: Memory;
beforeAll(async () => void (sts = await startSts([JO, MAX, USER], REGION, () => m.time)));
afterAll(() => sts.stop());
beforeEach(() => {
    m = memory();
    Object.assign(m, { world: { ...m.world, sts: { ...m.world.sts, identify: sts.identify } } });
    sts.instead = undefined;
    sts.requests.length = 0;
});

interface Made {
    readonly by?: Signer;
    readonly broker?: string;
    readonly region?: string;
    readonly at?: number;
    /** Another body than the one that is sent. */
    readonly signed?: string;
    readonly changed?: (proof: Proof) => unknown;
}

async function proofOf(body: string, { by = JO, broker = HOST, region = REGION, at = T0, signed, changed }: Made = {}) {
    const url = new URL(`https://${broker}/`);
    const signing = { url, region, body: signed ?? body, identity: by, at: new Date(at) };
    const { [PROOF]: header } = await signedHeaders(signing);
    if (!changed) return header!;
    const proof = JSON.parse(Buffer.from(header!, "base64url").toString()) as Proof;
    return Buffer.from(JSON.stringify(changed(proof))).toString("base64url");
}

/** As AWS passes it on, or as somebody writes it. */
async function said(asked: object, header: string | undefined, { arn: userArn, userId }: Signer = JO): Promise<string> {
    const requestContext = { http: { method: "POST" }, authorizer: { iam: { userArn, userId } } };
    const body = JSON.stringify(asked);
    const answer = await ask({ requestContext, body, headers: { [PROOF]: header } }, m.world);
    const { error, grant } = JSON.parse(answer.body) as { error?: string; grant?: { state: string } };
    return error ?? grant!.state;
}

const wanted = async (made: Made, event: Signer = JO) => said(WANTED, await proofOf(JSON.stringify(WANTED), made), event);

test("whoever signs is believed: a person, and a user without a session", async () => {
    expect(await wanted({})).toBe("requested");
    m.entitlements.set("dba-prod", { ...m.entitlements.get("dba-prod")!, eligible: ["user:123456789012/jo"] });
    expect(await wanted({ by: USER }, USER)).toBe("requested");
    expect(sts.requests.every(({ headers }) => headers.host === "sts.eu-west-1.amazonaws.com")).toBe(true);
});

describe("nobody is believed", () => {
    const other = (name: keyof Proof, value: unknown): Made => ({ changed: (proof) => ({ ...proof, [name]: value }) });
    test.each<[string, Made, Signer?]>([
        ["whose event names somebody else", { by: MAX }],
        ["whose secret is guessed", { by: { ...JO, secretAccessKey: "guessed" } }],
        ["whose key nobody knows", { by: { ...JO, accessKeyId: "ASIAXXXXXXXXXXXXXXXX" } }],
        ["who has signed something else", { signed: JSON.stringify({ ...WANTED, duration: 60 }) }],
        ["who has signed for another broker", { broker: "def456.lambda-url.eu-west-1.on.aws" }],
        ["who has signed for another region", { region: "eu-central-1" }],
        ["who has signed an hour ago", { at: T0 - 3_600_000 }],
        ["whose nonce is another one", other("nonce", "0".repeat(32))],
        ["whose date is another one", other("date", "20260115T120001Z")],
        ["whose token is another one", other("token", "token-of-max")],
        ["whose token is missing", other("token", undefined)],
        ["whose token would be a header more", other("token", "a\r\nx-amz-date: 20260115T120001Z")],
        ["whose signature is none", other("authorization", "AWS4-HMAC-SHA256")],
        ["whose nonce would be a header more", other("nonce", "a\r\nhost: attacker.example")],
        ["whose proof is a list", { changed: () => [] }],
        ["whose proof is null", { changed: () => null }],
        ["whose proof is too long", { changed: (proof) => ({ ...proof, more: "a".repeat(20_000) }) }],
    ])("%s", async (_, made) => {
        expect(await wanted(made)).toBe("not-proven");
        expect(m.grants.size).toBe(0);
        expect(m.logged).toMatchObject([{ message: "refused", refused: "not-proven", by: "person:jo@example.com" }]);
        // It is good all the same when it is right.
        expect(await wanted({})).toBe("requested");
    });

    test("with no proof, or what is none", async () => {
        for (const header of [undefined, "", "e30", "not base64", "a".repeat(20_000)]) {
            expect(await said(WANTED, header)).toBe("not-proven");
        }
        const requestContext = { http: { method: "POST" }, authorizer: { iam: { userArn: JO.arn, userId: JO.userId } } };
        for (const headers of [undefined, null, 1, "a", [PROOF], { [PROOF]: { toString: "a" } }]) {
            const { statusCode } = await ask({ requestContext, body: JSON.stringify(WANTED), headers }, m.world);
            expect(statusCode).toBe(403);
        }
    });

    test("a second time with one signature", async () => {
        const header = await proofOf(JSON.stringify(WANTED));
        expect(await said(WANTED, header)).toBe("requested");
        expect(await said(WANTED, header)).toBe("not-proven");
    });

    test("with a signature that proves somebody to another service", async () => {
        // As it is made for Vault: right by all rules, and of the same request but for what it is for.
        const signer = new SignatureV4({
            service: "sts",
            region: REGION,
            credentials: JO,
            sha256: Sha256,
            applyChecksum: false,
        });
        const { headers: own, ...request } = identityRequest({ broker: HOST, region: REGION, nonce: "", body: "" });
        const { "x-jit-call": _, ...bare } = own;
        const unsigned = { ...request, protocol: "https:", query: {}, headers: bare };
        const { headers } = await signer.sign(unsigned, { signingDate: new Date(T0) });
        const { authorization, "x-amz-date": date, "x-amz-security-token": token } = headers;
        const proof = { authorization, date, token, nonce: "0".repeat(32) };
        expect(await said(WANTED, Buffer.from(JSON.stringify(proof)).toString("base64url"))).toBe("not-proven");
        expect(sts.requests).toEqual([]);
    });
});

describe("what is of another size than any that AWS gives is not brought before STS", () => {
    const a = (length: number) => "a".repeat(length);
    const whole = { date: "20260115T120000Z", nonce: a(32), token: "t" };
    const signed = (credential: number, headers: number, signature: number) =>
        `AWS4-HMAC-SHA256 Credential=${a(credential)}, SignedHeaders=${a(headers)}, Signature=${a(signature)}`;
    const proof = (of: object) => ({ authorization: signed(64, 64, 64), ...whole, ...of });
    const header = (of: object) => Buffer.from(JSON.stringify(proof(of))).toString("base64url");

    test.each<[string, least: number, most: number, of: (size: number) => string]>([
        ["credential", 1, 256, (size) => header({ authorization: signed(size, 64, 64) })],
        ["list of headers", 1, 128, (size) => header({ authorization: signed(64, size, 64) })],
        ["signature", 64, 64, (size) => header({ authorization: signed(64, 64, size) })],
        ["day", 8, 8, (size) => header({ date: `${"1".repeat(size)}T120000Z` })],
        ["time of day", 6, 6, (size) => header({ date: `20260115T${"1".repeat(size)}Z` })],
        ["nonce", 16, 64, (size) => header({ nonce: a(size) })],
        ["token", 1, 8_192, (size) => header({ token: a(size) })],
        ["header", 1_000, 16_384, (size) => header({}).padEnd(size, "=")],
    ])("a %s of %i to %i", async (name, least, most, of) => {
        const asked: object[] = [];
        const identify = (_: unknown, given: object) => Promise.resolve(void asked.push(given));
        Object.assign(m, { world: { ...m.world, sts: { ...m.world.sts, identify } } });
        const isAsked = async (size: number) => {
            asked.length = 0;
            expect(await said(WANTED, of(size))).toBe("not-proven");
            return asked.length === 1;
        };
        const sizes = name === "header" ? [least, most, most + 1] : [least - 1, least, most, most + 1];
        const expected = sizes.map((size) => size >= least && size <= most);
        for (const [index, size] of sizes.entries()) expect(await isAsked(size)).toBe(expected[index]);
    });

    test("and one that was taken is remembered for an hour, four times as long as STS takes it", async () => {
        await wanted({});
        expect(m.counted.find(({ what }) => what.startsWith("proof#"))?.until).toBe(T0 + 3_600_000);
    });
});

test("what is signed for this call is signed by the rules of AWS, with all of it", async () => {
    await wanted({});
    const [{ headers, method = "", url: path = "" }] = sts.requests as [(typeof sts.requests)[0]];
    const body = "Action=GetCallerIdentity&Version=2011-06-15";
    const expected = { service: "sts", region: REGION, now: T0, headers: ["content-type", "x-jit-call"] };
    expect(signatureOf({ method, path, headers, body }, [JO], expected)).toBe(JO);
    expect(headers["x-jit-call"]).toMatch(/^abc123\.lambda-url\.eu-west-1\.on\.aws;[0-9a-f]{32};[0-9a-f]{64}$/);
});

describe("an end waits for nobody's word", () => {
    test("neither does a panic; but nothing is given without", async () => {
        expect(await wanted({})).toBe("requested");
        const [id] = m.grants.keys();
        sts.instead = [500, "InternalFailure"];
        expect(await wanted({ by: MAX }, MAX)).toBe("failed");
        expect(await said({ act: "status", id }, undefined)).toBe("not-proven");
        expect(await said({ act: "end", id }, undefined)).toBe("ended");
    });
});

test.each([
    [400, "RequestExpired", "not-proven"],
    [403, "InvalidClientTokenId", "not-proven"],
    [403, "ExpiredToken", "not-proven"],
    [403, "AccessDenied", "not-proven"],
    [499, "Closed", "not-proven"],
    [400, "Throttling", "failed"],
    [429, "TooManyRequestsException", "failed"],
    [500, "InternalFailure", "failed"],
    [503, "ServiceUnavailable", "failed"],
])("where STS says %i %s, it is %s", async (status, code, is) => {
    sts.instead = [status, code];
    expect(await wanted({})).toBe(is);
});

test("a broker whose table does not say where it is gives nothing", async () => {
    Object.assign(m, { world: { ...m.world, store: { ...m.world.store, address: () => Promise.resolve(undefined) } } });
    expect(await wanted({})).toBe("failed");
    expect(m.logged).toMatchObject([{ reason: "The table does not say where the broker is." }]);
});
