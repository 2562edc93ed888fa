import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Answer, type Call, ask } from "../../../../components/aws/broker/runtime/ask";
import type { Sealed } from "../../../../components/aws/broker/runtime/audit";
import { PROOF } from "../../../../components/client/identity-request";
import { APPROVER, ROLE, T0 } from "./grants";
import { ENTITLEMENT, type Memory, memory, proven } from "./memory";

const CANARY = "s3cr3t";
const ID = "AROA00000000000000001";
const arn = (name: string, role = "AWSReservedSSO_Dba_0123456789abcdef") =>
    `arn:aws:sts::123456789012:assumed-role/${role}/${name}`;
const iam = (name: string) => ({ userArn: arn(name), userId: `${ID}:${name}` });
const call = (asked: unknown, by: object | undefined = iam("jo@example.com"), more: object = {}): Call => ({
    headers: proven(by ?? {}, typeof asked === "string" ? asked : JSON.stringify(asked)),
    requestContext: {
        requestId: "request-0001",
        http: { method: "POST", sourceIp: "192.0.2.1" },
        ...(by && { authorizer: { iam: by } }),
    },
    body: typeof asked === "string" ? asked : JSON.stringify(asked),
    isBase64Encoded: false,
    ...more,
});
const WANTED = { act: "request", entitlement: "dba-prod", token: "token-0001", reason: "INC-1: fix db", duration: 3_600 };

async function said(answer: Answer | Promise<Answer>): Promise<Record<string, unknown>> {
    const { statusCode, body } = await answer;
    return { status: statusCode, ...(JSON.parse(body) as object) };
}

/** What was recorded of what was refused. */
function records(m: Memory): Record<string, unknown>[] {
    return [...m.objects]
        .filter(([key]) => key.startsWith("refused/2026-01-15/"))
        .map(([, body]) => JSON.parse((JSON.parse(body) as Sealed).entry) as Record<string, unknown>);
}

describe("the function URL", () => {
    test("answers from a request to its review", async () => {
        const m = memory({ ...ENTITLEMENT, breakGlass: { reviewWithin: 60, reviewers: [APPROVER] } });
        const { grant } = (await said(ask(call(WANTED), m.world))) as { grant: { id: string } };
        const { id } = grant;
        const by = (name: string, asked: object) => said(ask(call({ id, ...asked }, iam(name)), m.world));
        expect(grant).toMatchObject({ state: "requested", requester: "person:jo@example.com" });
        expect(await by("max@example.com", { act: "approve" })).toMatchObject({ status: 200, grant: { state: "active" } });
        const given = await by("jo@example.com", { act: "credentials" });
        expect(given).toMatchObject({ status: 200, credentials: { accessKeyId: "ASIA1", expiration: T0 + 3_600_000 } });
        expect(await by("max@example.com", { act: "end" })).toMatchObject({ status: 200, grant: { state: "ending" } });
        const review = { act: "review", outcome: "in-order", reason: "seen" };
        expect(await by("max@example.com", review)).toEqual({ status: 409, error: "not-ended" });
        expect(await said(ask(call({ act: "list" }), m.world))).toMatchObject({ status: 200, grants: [{ id }] });
    });

    test("shows neither the trail nor what is the table's, and is kept by nobody", async () => {
        const m = memory();
        const answer = await ask(call(WANTED), m.world);
        expect(answer.headers["cache-control"]).toBe("no-store");
        expect(answer.body).not.toMatch(/trail|unsaid|version|schema/);
    });

    test("takes a body in base64", async () => {
        const body = Buffer.from(JSON.stringify(WANTED)).toString("base64");
        const answer = ask(call("", undefined, { ...call(WANTED), body, isBase64Encoded: true }), memory().world);
        expect(await said(answer)).toMatchObject({ status: 200 });
    });

    test.each([
        ["nobody", undefined],
        ["an empty one", {}],
        ["the root of an account", { userArn: "arn:aws:iam::123456789012:root", userId: "123456789012" }],
        [
            "a federated user, who may be anybody",
            { userArn: "arn:aws:sts::123456789012:federated-user/jo", userId: "123456789012:jo" },
        ],
        ["another session than its id says", { userArn: arn("max@example.com"), userId: `${ID}:jo@example.com` }],
        ["an id of another kind", { userArn: arn("jo@example.com"), userId: "AIDA00000000000000001:jo@example.com" }],
        ["a user with the id of a session", { userArn: "arn:aws:iam::123456789012:user/jo", userId: `${ID}:jo` }],
        ["a role with a path in its session", { userArn: arn("a/b"), userId: `${ID}:a/b` }],
        ["a line after the name", { userArn: `${arn("jo@example.com")}\n`, userId: `${ID}:jo@example.com\n` }],
        ["letters that look alike", { userArn: arn("jо@example.com"), userId: `${ID}:jо@example.com` }],
        ["numbers", { userArn: 1, userId: 2 }],
        ["far too long a name", { userArn: arn("a".repeat(4_000)), userId: `${ID}:${"a".repeat(4_000)}` }],
    ])("does not believe %s", async (_, by) => {
        const m = memory();
        expect(await said(ask(call(WANTED, by ?? {}, by ? {} : { requestContext: {} }), m.world))).toEqual({
            status: 403,
            error: "not-identified",
        });
        expect(records(m)).toMatchObject([{ at: T0, refused: "not-identified" }]);
        expect(m.grants.size).toBe(0);
    });

    test.each<[string, unknown, number, string, string?]>([
        ["nothing", "", 400, "malformed"],
        ["no JSON", "{", 400, "malformed"],
        ["a list", [], 400, "malformed"],
        ["a number", "1", 400, "malformed"],
        ["null", "null", 400, "malformed"],
        ["no act", {}, 400, "malformed", "act"],
        ["an act that there is not", { act: "grant" }, 400, "malformed", "act"],
        ["an act of every object", { act: "constructor" }, 400, "malformed", "act"],
        ["one member too many", { ...WANTED, approved: true }, 400, "malformed"],
        ["a member of every object", `{"__proto__": {}, ${JSON.stringify(WANTED).slice(1)}`, 400, "malformed"],
        ["no reason", { ...WANTED, reason: undefined }, 400, "malformed", "reason"],
        ["a blank reason", { ...WANTED, reason: " \t" }, 400, "malformed", "reason"],
        ["a reason of two lines", { ...WANTED, reason: "a\nb" }, 400, "malformed", "reason"],
        ["a reason that turns the line round", { ...WANTED, reason: "a\u202eb" }, 400, "malformed", "reason"],
        ["half a character", { ...WANTED, reason: "a\ud800" }, 400, "malformed", "reason"],
        ["no time", { ...WANTED, duration: 0 }, 400, "malformed", "duration"],
        ["half a second", { ...WANTED, duration: 1.5 }, 400, "malformed", "duration"],
        ["less than no time", { ...WANTED, duration: -1 }, 400, "malformed", "duration"],
        ["time without end", { ...WANTED, duration: 1e300 }, 400, "malformed", "duration"],
        ["time as text", { ...WANTED, duration: "1h" }, 400, "malformed", "duration"],
        ["an id that is none", { act: "end", id: "g-1" }, 400, "malformed", "id"],
        ["an id with more after it", { act: "end", id: "g-abcdefghijklmnopqrstuvwxyz\n" }, 400, "malformed", "id"],
        ["resources that are none", { ...WANTED, resources: [] }, 400, "malformed", "resources"],
        ["too many resources", { ...WANTED, resources: Array(21).fill("a") }, 400, "malformed", "resources"],
        ["too long a reason", { ...WANTED, reason: "a".repeat(1_001) }, 400, "malformed", "reason"],
        ["too much", { ...WANTED, reason: "a".repeat(16_384) }, 413, "too-large"],
        ["far too much", "a".repeat(1_000_000), 413, "too-large"],
    ])("refuses %s, names the member, and nothing else", async (_, asked, status, error, field) => {
        const m = memory();
        expect(await said(ask(call(asked), m.world))).toEqual({ status, error, ...(field && { field }) });
        expect(records(m)).toMatchObject([{ refused: error, by: "person:jo@example.com", from: "192.0.2.1" }]);
        expect(m.grants.size).toBe(0);
    });

    test.each(["GET", "PUT", "post", undefined])("refuses the method %s", async (method) => {
        const m = memory();
        const { requestContext } = call(WANTED);
        const got = { ...call(WANTED), requestContext: { ...requestContext, http: { method } } };
        expect(await said(ask(got, m.world))).toEqual({ status: 405, error: "method" });
    });

    test("answers strangers alike, whether there is such an entitlement or grant or not", async () => {
        const m = memory();
        const { grant } = (await said(ask(call(WANTED), m.world))) as { grant: { id: string } };
        const eve = iam("eve@example.com");
        const answers = async (asked: object) => (await ask(call(asked, eve), m.world)).body;
        expect(await answers(WANTED)).toBe(await answers({ ...WANTED, entitlement: "none" }));
        for (const act of ["approve", "credentials", "end", "status"]) {
            expect(await answers({ act, id: grant.id })).toBe(await answers({ act, id: "g-abcdefghijklmnopqrstuvwxyz" }));
        }
        const panic = { act: "panic", reason: "because" };
        expect(await answers({ ...panic, role: ROLE })).toBe(await answers({ ...panic, role: `${ROLE}x` }));
    });

    test("keeps of what was refused a hash, sealed, and no word", async () => {
        const m = memory();
        await ask(call({ act: "request", password: CANARY }), m.world);
        await ask(call(`{"${CANARY}`), m.world);
        await ask(call({ ...WANTED, reason: `${CANARY}\n` }), m.world);
        await ask(call({ act: CANARY }), m.world);
        expect(m.logged.length).toBeGreaterThan(0);
        expect(JSON.stringify([m.logged, [...m.objects]])).not.toContain(CANARY);
        expect(records(m)[0]!.asked).toMatch(/^[0-9a-f]{64}$/);
    });

    test("keeps a record of each, also of those that come under one name", async () => {
        const m = memory();
        await ask(call({ act: "none" }), m.world);
        await ask(call({ act: "other" }), m.world);
        expect(m.logged.filter(({ message }) => message === "refused")).toHaveLength(2);
        expect(records(m)).toHaveLength(2);
    });

    test("a request that is made again is the same grant, and an approval that is made again is refused", async () => {
        const m = memory();
        const first = await said(ask(call(WANTED), m.world));
        expect(await said(ask(call(WANTED), m.world))).toEqual(first);
        const { id } = (first as { grant: { id: string } }).grant;
        const approval = () => call({ act: "approve", id }, iam("max@example.com"));
        expect(await said(ask(approval(), m.world))).toMatchObject({ status: 200 });
        expect(await said(ask(approval(), m.world))).toEqual({ status: 409, error: "not-pending" });
    });

    test("says of its own failures nothing but that it failed", async () => {
        const m = memory();
        m.gate = { ...m.gate, before: () => Promise.reject(new Error(CANARY)) };
        expect(await said(ask(call(WANTED), m.world))).toEqual({ status: 500, error: "failed" });
        // It refuses all the same where the refusal cannot be sealed.
        expect(await said(ask(call({ act: "none" }), m.world))).toMatchObject({ status: 400 });
    });
});

describe("what a call says may be so long, and no longer", () => {
    const a = (length: number) => "a".repeat(length);
    const faulty = async (asked: object) => (await said(ask(call(asked), memory().world))).field;
    const role = (account: number, name: number) => `arn:aws:iam::${"1".repeat(account)}:role/${a(name)}`;

    test.each<[field: string, least: number, most: number, of: (size: number) => object]>([
        ["reason", 1, 1_000, (size) => ({ ...WANTED, reason: a(size) })],
        ["duration", 1, 7 * 86_400, (size) => ({ ...WANTED, duration: size })],
        ["duration", 1, 7 * 86_400, (size) => ({ act: "extend", id: `g-${a(26)}`, duration: size, reason: "more" })],
        ["entitlement", 1, 64, (size) => ({ ...WANTED, entitlement: a(size) })],
        ["token", 8, 128, (size) => ({ ...WANTED, token: a(size) })],
        ["task", 1, 256, (size) => ({ ...WANTED, task: a(size) })],
        ["ticket", 1, 128, (size) => ({ ...WANTED, ticket: a(size) })],
        ["resources", 1, 20, (size) => ({ ...WANTED, resources: Array.from({ length: size }, () => "a") })],
        ["resources", 1, 1_024, (size) => ({ ...WANTED, resources: [a(size)] })],
        ["id", 26, 26, (size) => ({ act: "status", id: `g-${a(size)}` })],
        ["role", 12, 12, (size) => ({ act: "panic", role: role(size, 1), reason: "stolen" })],
        ["role", 1, 512, (size) => ({ act: "panic", role: role(12, size), reason: "stolen" })],
    ])("%s: from %i to %i", async (field, least, most, of) => {
        expect(await Promise.all([least - 1, least, most, most + 1].map((size) => faulty(of(size))))).toEqual([
            field,
            undefined,
            undefined,
            field,
        ]);
    });

    test("in all 16 KiB, also where it comes in base64", async () => {
        const start = JSON.stringify({ act: "list", x: "" });
        const all = (size: number) => start.replace('""', `"${a(size - start.length)}"`);
        for (const [size, error] of [
            [16_384, "malformed"],
            [16_385, "too-large"],
        ] as const) {
            expect(await said(ask(call(all(size)), memory().world))).toMatchObject({ error });
            const body = Buffer.from(all(size)).toString("base64");
            const given = { ...call(all(size)), body, isBase64Encoded: true };
            expect(await said(ask(given, memory().world))).toMatchObject({ error });
        }
    });

    test("and of who calls as much is kept as says who it is", async () => {
        const m = memory();
        const userArn = `é${a(300)}`;
        const from = (requestId: string) => ({
            requestContext: {
                requestId,
                http: { method: "POST", sourceIp: "1".repeat(65) },
                authorizer: { iam: { userArn, userId: ID } },
            },
        });
        await ask(call(WANTED, {}, from(a(64))), m.world);
        await ask(call(WANTED, {}, from(a(65))), m.world);
        await ask(call(WANTED, {}, from("")), m.world);
        const kept = { by: `?${a(255)}`, from: "1".repeat(64) };
        expect(records(m).sort((x, y) => String(x.request).localeCompare(String(y.request)))).toEqual([
            expect.objectContaining({ ...kept, request: a(64) }),
            expect.not.objectContaining({ request: expect.anything() as unknown }),
            expect.not.objectContaining({ request: expect.anything() as unknown }),
        ]);
    });
});

describe("the status says what a client does with it", () => {
    test("it comes again, later", async () => {
        const m = memory();
        for (let index = 0; index < 100; index++) await ask(call({ ...WANTED, token: `token-${1_000 + index}` }), m.world);
        expect(await said(ask(call(WANTED), m.world))).toEqual({ status: 429, error: "too-many" });
    });

    test("it asks for something else", async () => {
        const m = memory();
        const { grant } = (await said(ask(call(WANTED), m.world))) as { grant: { id: string } };
        const { id } = grant;
        const by = (who: string, asked: object) => said(ask(call(asked, iam(who)), m.world));
        expect(await by("jo@example.com", { ...WANTED, duration: 60 })).toEqual({ status: 409, error: "token-used" });
        expect(await by("jo@example.com", { act: "credentials", id })).toEqual({ status: 409, error: "not-active" });
        await by("max@example.com", { act: "approve", id });
        const more = { act: "extend", id, duration: 60, reason: "not done" };
        await by("jo@example.com", more);
        expect(await by("jo@example.com", more)).toEqual({ status: 409, error: "pending" });
        m.time = T0 + 3_600_000;
        expect(await by("jo@example.com", more)).toEqual({ status: 409, error: "past-end" });
        const { grant: late } = await by("jo@example.com", { ...WANTED, token: "token-0002" });
        m.time += 8 * 3_600_000;
        const approval = { act: "approve", id: (late as { id: string }).id };
        expect(await by("max@example.com", approval)).toEqual({ status: 409, error: "too-late" });
    });

    test("there is none", async () => {
        const by = iam("sec@example.com");
        const { world } = memory();
        const none = { act: "panic", role: `${ROLE}-2`, reason: "stolen" };
        expect(await said(ask(call(none, by), world))).toEqual({ status: 404, error: "no-such-role" });
        const id = "g-abcdefghijklmnopqrstuvwxyz";
        expect(await said(ask(call({ act: "status", id }, by), world))).toEqual({ status: 404, error: "no-such-grant" });
    });
});

const CALLS = Number(process.env.JIT_GUARD_FUZZ_CALLS ?? 50_000);
const BATCH = 250;
const id = fc.constantFrom("g-abcdefghijklmnopqrstuvwxyz", "g-", "known");
const odd = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.constantFrom<unknown>(undefined, Number.NaN, -0, 1e308, "__proto__", "constructor", "a".repeat(20_000), "\ud800", [
        [],
    ]),
);
const or = <Of>(usual: fc.Arbitrary<Of>) => fc.oneof({ weight: 6, arbitrary: usual }, { weight: 1, arbitrary: odd });
const asked = fc.record(
    {
        act: or(
            fc.constantFrom(
                ...["request", "approve", "deny", "credentials", "extend", "end", "review"],
                ...["panic", "reopen", "status", "list"],
            ),
        ),
        id: or(id),
        entitlement: or(fc.constantFrom("dba-prod", "none")),
        token: or(fc.constantFrom("token-0001", "token-0002")),
        reason: or(fc.constant("because")),
        duration: or(fc.integer({ min: -1, max: 20_000 })),
        resources: or(fc.constant(["arn:aws:rds:eu-west-1:123456789012:db:prod"])),
        role: or(fc.constantFrom(ROLE, `${ROLE}-2`)),
        outcome: or(fc.constantFrom("in-order", "misused")),
        more: odd,
    },
    { requiredKeys: ["act"] },
);
// What an act takes and no more, so that many get through to it.
const TAKES: ReadonlyMap<unknown, readonly string[]> = new Map([
    ["request", ["entitlement", "token", "reason", "duration", "resources"]],
    ["deny", ["id", "reason"]],
    ["extend", ["id", "duration", "reason"]],
    ["review", ["id", "outcome", "reason"]],
    ["panic", ["role", "reason"]],
    ["reopen", ["role", "reason"]],
    ["list", []],
]);
const trimmed = fc.tuple(asked, fc.nat(3)).map(([of, keep]) => {
    if (keep === 0) return of;
    const takes = ["act", ...(TAKES.get(of.act) ?? ["id"])];
    return Object.fromEntries(Object.entries(of).filter(([name]) => takes.includes(name)));
});
const body = fc.oneof({ weight: 8, arbitrary: trimmed.map((of) => JSON.stringify(of)) }, { weight: 1, arbitrary: odd });
const name = fc.constantFrom("jo@example.com", "max@example.com", "kim@example.com", "sec@example.com", "eve@example.com");
const caller = fc.oneof(
    { weight: 8, arbitrary: name.map(iam) },
    { weight: 1, arbitrary: fc.record({ userArn: odd, userId: odd }) },
    { weight: 1, arbitrary: odd },
);
const anyCall = fc.oneof(
    {
        weight: 15,
        arbitrary: fc.record({
            requestContext: or(
                fc.record({
                    requestId: or(fc.uuid()),
                    http: or(fc.constant({ method: "POST", sourceIp: "192.0.2.1" })),
                    authorizer: or(fc.record({ iam: caller })),
                }),
            ),
            // What proves them is made when they are made.
            headers: fc.oneof(
                { weight: 12, arbitrary: fc.constant("proven") },
                { weight: 1, arbitrary: fc.record({ [PROOF]: odd }) },
                { weight: 1, arbitrary: odd },
            ),
            body,
            isBase64Encoded: or(fc.constantFrom(false, false, false, true)),
        }),
    },
    { weight: 1, arbitrary: odd },
);

function prove(given: unknown): void {
    const call = Object(given) as { headers?: unknown; body?: unknown } & Omit<Call, "headers" | "body">;
    const by = call.requestContext?.authorizer?.iam;
    if (call.headers === "proven" && typeof call.body === "string") call.headers = proven(Object(by) as object, call.body);
}

test(`of ${CALLS} calls of every kind none is left without an answer`, async () => {
    const statuses = new Map<number, number>();
    await fc.assert(
        fc.asyncProperty(fc.array(anyCall, { minLength: BATCH, maxLength: BATCH }), async (calls) => {
            const m = memory();
            for (const each of calls) {
                const known = [...m.grants.keys()][0] ?? "g-abcdefghijklmnopqrstuvwxyz";
                const given = JSON.parse(JSON.stringify(each ?? null).replace('\\"known\\"', `\\"${known}\\"`)) as unknown;
                prove(given);
                const { statusCode, body } = await ask(given, m.world);
                expect(() => JSON.parse(body) as unknown).not.toThrow();
                if (statusCode === 500) throw new Error(JSON.stringify(m.logged.at(-1)));
                statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
            }
            const refused = m.logged.filter(({ message }) => message === "refused");
            expect(records(m)).toHaveLength(refused.length);
        }),
        { numRuns: Math.ceil(CALLS / BATCH), endOnFailure: true },
    );
    // What never gets through says nothing of what is behind.
    for (const status of [200, 400, 403, 404, 409, 413]) expect(statuses.get(status)).toBeGreaterThan(CALLS / 2_000);
}, 600_000);
