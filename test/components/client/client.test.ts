import { type Server, createServer } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import {
    type AskFor,
    JitClient,
    type JitClientOptions,
    NotAuthorised,
    NotReached,
    Refused,
    Unusable,
} from "../../../components/client";
import { HOUR, ROLE, T0 } from "../aws/broker/grants";
import { ENTITLEMENT, memory } from "../aws/broker/memory";
import { AGENT, type Broker, JO, MAX, REGION, SEC, type Signer, broker } from "./broker";

let there: Broker;
beforeEach(async () => void (there = await broker()));
afterEach(() => there.stop());

const as = (credentials: Signer, more: Partial<JitClientOptions> = {}) =>
    new JitClient({ broker: there.url, region: REGION, credentials, ...more });
const WANTED: AskFor = { entitlement: "dba-prod", reason: "INC-1: fix db", duration: "1h" };

async function thrown(work: Promise<unknown>): Promise<Error> {
    return work.then(
        () => Promise.reject(new Error("It was not thrown.")),
        (error: Error) => error,
    );
}

describe("a grant, from its request to its end", () => {
    test("is requested, approved by another, used, extended, ended and gone", async () => {
        const { id, state, requester } = await as(JO).request({ ...WANTED, ticket: "INC-1", resources: [`${DB}orders`] });
        expect({ state, requester }).toEqual({ state: "requested", requester: "person:jo@example.com" });
        expect(await as(MAX).list()).toMatchObject([{ id, asked: { ticket: "INC-1", duration: 3_600 } }]);
        expect(await as(MAX).approve(id)).toMatchObject({ state: "active", endsAt: T0 + HOUR });
        const { credentials } = await as(JO).credentials(id);
        expect(credentials).toMatchObject({ accessKeyId: "ASIA1", expiration: T0 + HOUR });
        const { extension } = await as(JO).extend(id, { duration: "30m", reason: "not done" });
        expect(extension).toMatchObject({ endsAt: T0 + 1.5 * HOUR, isApproved: false });
        expect(await as(MAX).approve(id)).toMatchObject({ endsAt: T0 + 1.5 * HOUR });
        expect(await as(JO).end(id)).toMatchObject({ state: "ending", end: { why: "requester" } });
        expect(await as(JO).wait(id, ({ state }) => state === "revoked", { every: 1 })).toMatchObject({
            goneBy: T0 + 5 * 60_000,
        });
        expect(there.m.isUsable(there.m.issued[0]!)).toBe(false);
    });

    test("is denied with a reason", async () => {
        const { id } = await as(AGENT).request({ ...WANTED, duration: "15m" });
        expect(await as(MAX).deny(id, "not now")).toMatchObject({ state: "denied", isAgent: true });
    });

    test("of emergency access is reviewed", async () => {
        await there.stop();
        const breakGlass = { reviewWithin: 3_600, reviewers: ["person:max@example.com"] };
        there = await broker(memory({ ...ENTITLEMENT, required: [0], breakGlass }));
        const { id, state } = await as(JO).request(WANTED);
        expect(state).toBe("active");
        await as(JO).end(id);
        const reviewed = await as(MAX).review(id, { outcome: "in-order", reason: "looked at" });
        expect(reviewed.review).toMatchObject({ is: "done", outcome: "in-order", by: "person:max@example.com" });
    });

    test("cannot be asked for while its role is shut", async () => {
        expect(await as(SEC).panic(ROLE, "stolen laptop")).toBe(ROLE);
        expect(await thrown(as(JO).request(WANTED))).toMatchObject({ name: "Refused", code: "shut" });
        expect(await as(SEC).reopen(ROLE, "found")).toBe(ROLE);
        expect((await as(JO).request(WANTED)).state).toBe("requested");
    });

    test("gives credentials as a client of the AWS SDK takes them", async () => {
        const { id } = await as(JO).request(WANTED);
        await as(MAX).approve(id);
        expect(await as(JO).provider(id)()).toEqual({
            accessKeyId: "ASIA1",
            secretAccessKey: "s",
            sessionToken: "t",
            expiration: new Date(T0 + HOUR),
        });
    });
});

const DB = "arn:aws:rds:eu-west-1:123456789012:db:";

describe("what the broker refuses", () => {
    test("says why, and what to do", async () => {
        const { id } = await as(JO).request(WANTED);
        const error = (await thrown(as(JO).approve(id))) as Refused;
        expect(error).toBeInstanceOf(Refused);
        expect(error.code).toBe("self-approval");
        expect(error.message).toBe("Nobody decides on what they asked for themselves. Another approver must.");
    });

    test("names the reasons of the policy, and the member that is wrong", async () => {
        expect(await thrown(as(JO).request({ ...WANTED, duration: "5h" }))).toMatchObject({
            code: "not-allowed",
            message: expect.stringMatching(/^The policy does not allow it\. Reasons: [a-z-]+\.$/) as string,
        });
        expect(await thrown(as(JO).request({ ...WANTED, entitlement: "no such" }))).toMatchObject({
            code: "malformed",
            field: "entitlement",
        });
    });

    test("of a newer broker is passed on", async () => {
        there.instead = (_, response) => response.writeHead(403).end('{"error":"brand-new"}');
        expect(await thrown(as(JO).list())).toMatchObject({ code: "brand-new", message: "The broker refuses: brand-new." });
    });
});

describe("a signature", () => {
    test("that is forged does not reach the broker", async () => {
        const error = await thrown(as({ ...JO, secretAccessKey: "guessed" }).list());
        expect(error).toBeInstanceOf(NotAuthorised);
        expect(error.message).toContain("lambda:InvokeFunctionUrl");
        expect(there.acts).toEqual([]);
    });

    test("is of the region in the address, or of the one given", async () => {
        expect(await thrown(as(JO, { region: "us-east-1" }).list())).toBeInstanceOf(NotAuthorised);
        const fetch = vi.fn<typeof globalThis.fetch>(() => Promise.resolve(Response.json({ grants: [] })));
        const url = "https://abc.lambda-url.ap-southeast-2.on.aws/";
        await new JitClient({ broker: url, region: REGION, credentials: JO, fetch }).list();
        const [to, sent] = fetch.mock.calls[0]!;
        expect((to as URL).href).toBe(url);
        expect((sent!.headers as Record<string, string>).authorization).toMatch(/\/ap-southeast-2\/lambda\/aws4_request,/);
    });

    test("is made anew with each call, by credentials that may be new", async () => {
        const given = [JO, MAX];
        const jit = as(JO, { credentials: () => Promise.resolve(given.shift()!) });
        await jit.list();
        await jit.list();
        expect(there.requests.map(({ headers }) => headers["x-amz-security-token"])).toEqual([
            "token-of-jo",
            "token-of-max",
        ]);
    });

    test.each([
        ["slow", 20 * 60_000],
        ["fast", -20 * 60_000],
    ])("of a clock that is %s is made again by the clock of AWS, once", async (word, skew) => {
        there.skew = skew;
        const { id } = await as(JO).request(WANTED);
        expect(id).toMatch(/^g-/);
        expect(there.requests).toHaveLength(2);
        // AWS's clock jumps: it is not chased.
        there.instead = (_, response) => {
            response.setHeader("date", new Date(Date.now() + there.requests.length * skew).toUTCString());
            return response.writeHead(403).end("{}");
        };
        const error = await thrown(as(MAX).approve(id));
        expect(error.message).toMatch(new RegExp(`^The clock of this machine is \\d+ min ${word}`));
        expect(there.requests).toHaveLength(4);
    });
});

describe("an answer that does not come", () => {
    const never = () => new Promise<never>(() => {});

    test("is waited for so long, and no longer", async () => {
        there.instead = () => true;
        const error = await thrown(as(JO, { timeout: 150 }).list());
        expect(error).toBeInstanceOf(NotReached);
        expect(error.message).toBe("The broker did not answer within 0.15 s.");
    });

    test("to its end is not waited for either", async () => {
        there.instead = (_, response) => [response.writeHead(200).write('{"grants":[')];
        expect(await thrown(as(JO, { timeout: 150 }).list())).toBeInstanceOf(NotReached);
    });

    test("because there are no credentials", async () => {
        expect(await thrown(as(JO, { timeout: 50, credentials: never }).list())).toMatchObject({
            name: "NotReached",
            message: "Your AWS credentials were not found within 0.05 s.",
        });
        const credentials = () => Promise.reject(new Error("The SSO session has expired"));
        expect(await thrown(as(JO, { credentials }).list())).toMatchObject({
            name: "Unusable",
            message:
                "There are no AWS credentials to sign with. The SSO session has expired. Sign in, or name another profile.",
        });
        expect(there.requests).toEqual([]);
    });

    test("because nobody listens", async () => {
        await there.stop();
        const error = await thrown(as(JO).list());
        expect(error.message).toMatch(/^The broker at 127\.0\.0\.1:\d+ was not reached: ECONNREFUSED\./);
        there = await broker();
    });
});

describe("what fails for a moment", () => {
    const failing = (times: number, status: number, body = ""): void => {
        there.instead = (_, response) => times-- > 0 && response.writeHead(status).end(body);
    };
    let id = "";
    beforeEach(async () => {
        ({ id } = await as(JO).request(WANTED));
        there.requests.length = there.bodies.length = 0;
    });

    test.each([
        ["list", (jit: JitClient) => jit.list()],
        ["status", (jit: JitClient) => jit.status(id)],
        ["request", (jit: JitClient) => jit.request(WANTED)],
        ["end", (jit: JitClient) => jit.end(id)],
    ])("%s is asked again, with the same body", async (_, act) => {
        failing(2, 502);
        await act(as(JO));
        expect(there.requests).toHaveLength(3);
        expect(new Set(there.bodies).size).toBe(1);
    });

    test("is asked again where the broker failed, is busy, or was too slow to be sure", async () => {
        for (const [status, body] of [
            [500, '{"error":"failed"}'],
            [429, '{"message":"Rate exceeded"}'],
            [503, '{"error":"try-again"}'],
        ] as const) {
            failing(1, status, body);
            await as(JO).list();
        }
        expect(there.requests).toHaveLength(6);
    });

    test("is not asked for ever", async () => {
        failing(99, 503);
        expect(await thrown(as(JO).list())).toBeInstanceOf(NotReached);
        expect(there.requests).toHaveLength(4);
    });

    test.each([
        ["approve", (jit: JitClient) => jit.approve(id)],
        ["deny", (jit: JitClient) => jit.deny(id, "no")],
        ["extend", (jit: JitClient) => jit.extend(id, { duration: "1h", reason: "more" })],
        ["review", (jit: JitClient) => jit.review(id, { outcome: "misused", reason: "seen" })],
        ["reopen", (jit: JitClient) => jit.reopen(ROLE, "found")],
    ])("%s is asked once: a second one would be another", async (_, act) => {
        failing(1, 502);
        const { message } = await thrown(act(as(MAX)));
        expect(message).toContain("It may have been done all the same");
        expect(there.requests).toHaveLength(1);
    });

    test("of what the broker refuses nothing is asked again", async () => {
        await thrown(as(JO).approve(id));
        await thrown(as(JO).status("g-aaaaaaaaaaaaaaaaaaaaaaaaaa"));
        expect(there.requests).toHaveLength(2);
    });
});

describe("an answer that is none", () => {
    const says = (status: number, body: string | Buffer, headers = {}) => {
        there.instead = (_, response) => response.writeHead(status, headers).end(body);
    };

    test.each(["", "<html>", "null", "[]", '"x"', "{", '{"grants":{}}', '{"grants":[{"id":"g-x"}]}', '{"grant":null}'])(
        "%j is not taken for one",
        async (body) => {
            says(200, body);
            expect(await thrown(as(JO).list())).toBeInstanceOf(NotReached);
            expect(await thrown(as(JO).status("g-aaaaaaaaaaaaaaaaaaaaaaaaaa"))).toBeInstanceOf(NotReached);
            expect(await thrown(as(JO).panic(ROLE, "x"))).toBeInstanceOf(NotReached);
        },
    );

    test.each([
        ["another grant", { id: "g-bbbbbbbbbbbbbbbbbbbbbbbbbb" }],
        ["a state that there is not", { state: "half" }],
        ["an end that is no instant", { endsAt: "soon" }],
        ["an instant out of all time", { deadline: 1e300 }],
        ["no approvals", { approvals: null }],
    ])("%s is not taken for the grant", async (_, wrong) => {
        const grant = await as(JO).request(WANTED);
        says(200, JSON.stringify({ grant }));
        expect((await as(JO).status(grant.id)).state).toBe("requested");
        says(200, JSON.stringify({ grant: { ...grant, ...wrong } }));
        expect((await thrown(as(JO).status(grant.id))).message).toBe(
            "The answer is none that this version reads. Check the address, or install the broker's version.",
        );
    });

    test.each([
        ["a line break in a key", { secretAccessKey: "a\nAWS_X=1" }],
        ["a zero byte", { sessionToken: "a\0" }],
        ["no end", { expiration: undefined }],
    ])("credentials with %s are not taken", async (_, wrong) => {
        const { id } = await as(JO).request(WANTED);
        await as(MAX).approve(id);
        const given = await as(JO).credentials(id);
        says(200, JSON.stringify({ ...given, credentials: { ...given.credentials, ...wrong } }));
        expect(await thrown(as(JO).credentials(id))).toBeInstanceOf(NotReached);
    });

    test("what a newer broker says on top is let through", async () => {
        const grant = await as(JO).request(WANTED);
        says(200, JSON.stringify({ grant: { ...grant, brandNew: 1 } }));
        expect(await as(JO).status(grant.id)).toMatchObject({ brandNew: 1 });
    });

    test("a huge one is not read to its end", async () => {
        const part = Buffer.alloc(1_024 * 1_024, " ");
        let sent = 0;
        there.instead = (_, response) => {
            const more = (): void => {
                if (response.destroyed) return;
                sent++;
                response.write(part, more);
            };
            response.writeHead(200);
            more();
            return true;
        };
        expect((await thrown(as(JO).list())).message).toBe("The answer is larger than any of a broker. Check the address.");
        expect(sent).toBeLessThan(64);
    });

    test("a redirect is not followed: what is signed goes to one place", async () => {
        says(307, "", { location: `${there.url}elsewhere` });
        expect((await thrown(as(JO).list())).message).toMatch(/^What is at 127\.0\.0\.1:\d+ is no broker: it answers 307\./);
        expect(there.requests).toHaveLength(1);
    });

    describe("of what speaks no HTTP", () => {
        let server: Server;
        beforeAll(async () => {
            server = createServer((socket) => socket.end("SSH-2.0-OpenSSH_9\r\n"));
            await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        });
        afterAll(() => void server.close());

        test("is not taken for one either", async () => {
            const { port } = server.address() as { port: number };
            expect(await thrown(as(JO, { broker: `http://127.0.0.1:${port}/` }).list())).toBeInstanceOf(NotReached);
        });
    });
});

describe("the address of a broker", () => {
    test.each([
        ["broker", "is no URL"],
        ["http://broker.example.com/", "must begin with https://"],
        ["http://127.0.0.1.example.com/", "must begin with https://"],
        ["ftp://127.0.0.1/", "must begin with https://"],
        ["https://jo:secret@broker.example.com/", "more than a host and a path"],
        ["https://broker.example.com/?x=1", "more than a host and a path"],
    ])("%s %s", (written, wrong) => {
        const made = () => new JitClient({ broker: written, region: REGION, credentials: JO });
        expect(made).toThrow(Unusable);
        expect(made).toThrow(wrong);
        expect(made).not.toThrow("secret");
    });

    test("says its region, or it is given", () => {
        expect(() => new JitClient({ broker: "https://broker.example.com/", credentials: JO })).toThrow("In which region");
        expect(() => new JitClient({ broker: "https://broker.example.com/", credentials: JO, region: "Ireland" })).toThrow(
            "eu-west-1",
        );
        new JitClient({ broker: "https://abc.lambda-url.us-gov-west-1.on.aws/", credentials: JO });
    });
});

test("a duration has its unit", async () => {
    for (const duration of ["60", "0h", "1 h", "1.5h", "-1h", "1w"] as unknown as "1h"[]) {
        expect(await thrown(as(JO).request({ ...WANTED, duration }))).toBeInstanceOf(Unusable);
    }
    expect(there.requests).toEqual([]);
});

describe("waiting", () => {
    test("goes on while the network is away for a moment, and tells what it sees", async () => {
        const { id } = await as(JO).request(WANTED);
        let calls = 0;
        there.instead = (_, response) => ++calls <= 6 && response.writeHead(404).end();
        const seen: string[] = [];
        const waiting = as(JO).wait(id, undefined, { every: 1, seen: ({ state }) => void seen.push(state) });
        await vi.waitFor(() => expect(seen).toContain("requested"));
        await as(MAX).approve(id);
        expect(await waiting).toMatchObject({ state: "active" });
        expect(new Set(seen)).toEqual(new Set(["requested", "active"]));
    });

    test("ends when it has lasted long enough, when it is given up, and when there is nobody", async () => {
        const { id } = await as(JO).request(WANTED);
        expect(await as(JO).wait(id, undefined, { every: 5, timeout: 30 })).toMatchObject({ state: "requested" });
        const giving = new AbortController();
        const waiting = thrown(as(JO).wait(id, undefined, { every: 5, signal: giving.signal }));
        giving.abort();
        expect((await waiting).name).toBe("AbortError");
        there.instead = (_, response) => response.writeHead(404).end();
        expect(await thrown(as(JO).wait(id, undefined, { every: 1 }))).toBeInstanceOf(NotReached);
    });
});
