import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { sweep } from "../../../components/aws/broker/runtime/sweep";
import type { Credentials, Grant } from "../../../components/client";
import { EXIT_OF } from "../../../components/cli/io";
import { HOUR, MINUTE, ROLE, T0 } from "../aws/broker/grants";
import { ENTITLEMENT, memory } from "../aws/broker/memory";
import { AGENT, type Broker, JO, MAX, SEC, type Signer, broker } from "../client/broker";
import { type Ran, type World, run } from "./io";

let there: Broker;
const open = async (m = memory()) => {
    there = await broker(m);
    there.time = () => there.m.time;
};
beforeEach(() => open());
afterEach(() => there.stop());

const jit = (line: string | readonly string[], who?: Signer, world?: Partial<World>) =>
    run(there, typeof line === "string" ? line.split(" ") : line, who, world);
const REQUEST = ["request", "dba-prod", "--duration", "1h", "--reason", "INC-1: fix db"];
const json = <Of = Grant>({ out }: Ran) => JSON.parse(out) as Of;
const requested = async (...more: string[]) => json(await jit([...REQUEST, ...more, "--json"])).id;
const active = async () => {
    const id = await requested();
    await jit(`approve ${id}`, MAX);
    return id;
};

describe("the story of a grant", () => {
    test("says at each step how the grant is, to people and by the exit code", async () => {
        const asked = await jit([...REQUEST, "--ticket", "INC-1", "--task", "repair", "--resource", `${DB}orders`]);
        expect(asked).toMatchObject({ code: 10, err: "" });
        const [id] = /g-[a-z2-7]{26}/.exec(asked.out)!;
        expect(asked.out).toBe(
            [
                `${id}  requested`,
                "  entitlement  dba-prod",
                `  role         ${ROLE}`,
                "  requester    person:jo@example.com",
                "  reason       INC-1: fix db",
                "  task         repair",
                "  ticket       INC-1",
                `  resources    ${DB}orders`,
                "  asked for    1h, 2026-01-15T12:00:00Z",
                "  decide by    2026-01-15T20:00:00Z, in 8 h",
                `  next         an approver runs: jit approve ${id}`,
                "",
            ].join("\n"),
        );
        const approved = await jit(`approve ${id}`, MAX);
        expect(approved.code).toBe(0);
        expect(approved.out).toContain("  approved by  person:max@example.com, 2026-01-15T12:00:00Z\n");
        expect(approved.out).toContain("  ends         2026-01-15T13:00:00Z, in 1 h\n");
        expect(approved.out).toContain(`  next         jit exec ${id} -- <command>\n`);
        expect((await jit(`status ${id}`)).code).toBe(0);
        await jit(`credentials ${id}`);
        there.m.time += 10 * MINUTE;
        expect(await jit(`end ${id}`, MAX)).toMatchObject({
            code: 0,
            out: expect.stringContaining(`${id}  ending`) as string,
        });
        const over = await jit(`status ${id}`);
        expect(over.code).toBe(14);
        expect(over.out).toContain("  ended        2026-01-15T12:10:00Z by person:max@example.com (approver)\n");
        expect(over.out).toContain("  surely gone  2026-01-15T12:15:00Z, in 5 min\n");
        expect(await jit(`credentials ${id}`)).toEqual({
            code: 14,
            out: "",
            err: `${id} was ended early. Ask anew with \`jit request\`.\n`,
        });
    });

    test("that is denied, or not approved in time", async () => {
        const [one, other] = [await requested(), await requested()];
        expect((await jit(["deny", one, "--reason", "not now"], MAX)).code).toBe(0);
        there.m.time += 8 * HOUR;
        await sweep(there.m.world);
        expect([(await jit(`status ${one}`)).code, (await jit(`status ${other}`)).code]).toEqual([11, 12]);
        expect((await jit(`exec ${other} -- true`)).err).toContain("was not approved in time");
    });

    test("of emergency access, with its review", async () => {
        await there.stop();
        const breakGlass = { reviewWithin: 3_600, reviewers: ["person:max@example.com"] };
        await open(memory({ ...ENTITLEMENT, required: [0], breakGlass }));
        const { code, out } = await jit([...REQUEST, "--json"]);
        expect(code).toBe(0);
        const { id } = JSON.parse(out) as Grant;
        expect((await jit(`end ${id}`)).out).toContain("  review       due, by 2026-01-15T13:00:00Z\n");
        expect((await jit("list", MAX)).out).toMatch(/ review due {2}INC-1: fix db\n$/);
        const reviewed = await jit(["review", id, "--outcome", "in-order", "--reason", "looked at"], MAX);
        expect(reviewed).toMatchObject({
            code: 0,
            out: expect.stringContaining("  review       in-order, by person:max@example.com\n") as string,
        });
    });

    test("of more time, which waits for approval", async () => {
        const id = await active();
        const more = ["extend", id, "--duration", "30m", "--reason", "not done"];
        const asked = await jit(more);
        expect(asked.code).toBe(10);
        expect(asked.out).toContain("  extension    to 2026-01-15T13:30:00Z, in 1 h 30 min, waits for approval\n");
        expect(await jit(more)).toMatchObject({
            code: 4,
            err: expect.stringContaining("waits for approval already") as string,
        });
        await jit(`approve ${id}`, MAX);
        expect((await jit(`status ${id}`)).out).toContain("  ends         2026-01-15T13:30:00Z, in 1 h 30 min\n");
        const waiting = jit([...more, "--wait"]);
        await vi.waitFor(() => expect(there.m.grant(id).extension).toBeDefined());
        await jit(["deny", id, "--reason", "no"], MAX);
        expect((await waiting).code).toBe(11);
    });

    test("of a role that is shut, and opened again", async () => {
        const id = await active();
        expect(await jit(["panic", ROLE, "--reason", "stolen laptop"], SEC)).toEqual({
            code: 0,
            out: `${ROLE} is shut: its grants end, and it gives no more.\n`,
            err: "",
        });
        expect((await jit(`credentials ${id}`)).code).toBe(4);
        expect(await jit(["reopen", ROLE, "--reason", "found"], SEC)).toMatchObject({ out: `${ROLE} is open again.\n` });
        expect((await jit(["reopen", ROLE, "--reason", "found"], JO)).code).toBe(4);
    });
});

const DB = "arn:aws:rds:eu-west-1:123456789012:db:";

test.each(Object.entries(EXIT_OF))("a grant that is %s gives %i", async (state, code) => {
    const grant = { ...json(await jit([...REQUEST, "--json"])), state };
    there.instead = (_, response) => response.end(JSON.stringify({ grant }));
    expect((await jit(`status ${grant.id}`)).code).toBe(code);
});

test("all exit codes are in the help", async () => {
    const { out, code } = await jit("--help");
    expect(code).toBe(0);
    for (const each of new Set([0, 1, 2, 3, 4, ...Object.values(EXIT_OF)]))
        expect(out).toMatch(new RegExp(`^ +${each} {2}`, "m"));
    expect((await jit("credentials --help")).out).toContain("credential_process = jit credentials");
    expect((await jit("--version")).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

describe("list", () => {
    test("has a line for each, or one that says that there is none", async () => {
        expect(await jit("list")).toEqual({ code: 0, out: "There is none.\n", err: "" });
        const id = await requested();
        await requested("--token", "token-22");
        there.m.time += MINUTE / 2;
        const { out } = await jit("list --state requested", MAX);
        expect(
            out
                .split("\n")
                .map((line) => line.split(/ {2,}/))
                .slice(0, 2),
        ).toEqual([
            ["ID", "STATE", "ENTITLEMENT", "REQUESTER", "WHEN", "REASON"],
            // Of half a minute nobody is told.
            [id, "requested", "dba-prod", "person:jo@example.com", "decide within 7 h 59 min", "INC-1: fix db"],
        ]);
        expect(json<{ grants: Grant[] }>(await jit("list --json", MAX)).grants).toHaveLength(2);
        expect((await jit("list --state denied --state ended", MAX)).out).toBe("There is none.\n");
    });

    test("lets nothing through that a terminal obeys", async () => {
        const grant = json(await jit([...REQUEST, "--json"]));
        const asked = { ...grant.asked, reason: "\u001b]0;x\u0007fix\u202e" };
        there.instead = (_, response) =>
            response.end(JSON.stringify({ grant: { ...grant, asked }, grants: [{ ...grant, asked }] }));
        for (const line of ["list", `status ${grant.id}`, "list --json"]) {
            expect((await jit(line)).out).toMatch(/^[\x20-\x7e\n]+$/);
        }
    });
});

describe("whoever writes too little", () => {
    const terminal = (...lines: string[]) => {
        const stdin = Object.assign(new PassThrough(), { isTTY: true });
        let asked = 0;
        const wrote = (text: string) => {
            if (text.includes(": ") && lines[asked] !== undefined) setImmediate(() => stdin.write(`${lines[asked++]}\n`));
        };
        return { stdin, terminal: true, wrote };
    };

    test("is asked on a terminal, again where the answer will not do", async () => {
        const { code, out, err } = await jit("request dba-prod", JO, terminal("", "INC-1: fix db", "60", "15m"));
        expect(code).toBe(10);
        expect(out).toContain("  asked for    15m, ");
        expect(out).toContain("  reason       INC-1: fix db\n");
        expect(err).toContain("That must not be empty.\n");
        expect(err).toContain('That must be a duration such as "15m" or "1h".\n');
    });

    test("gets what is usual for an empty answer", async () => {
        const { out } = await jit("request dba-prod --reason why", JO, terminal(""));
        expect(out).toContain("  asked for    1h, ");
    });

    test("and closes the terminal has asked for nothing", async () => {
        const stdin = Object.assign(new PassThrough(), { isTTY: true });
        stdin.end();
        expect(await jit("request dba-prod", JO, { stdin, terminal: true })).toMatchObject({
            code: 2,
            err: expect.stringContaining("Nothing was asked for: an answer is missing.\n") as string,
        });
        expect(there.acts).toEqual([]);
    });

    test.each([
        ["request dba-prod", "--reason, --duration"],
        ["deny g-x", "--reason"],
        ["extend g-x --reason x", "--duration"],
        ["review g-x", "--outcome, --reason"],
        ["panic arn:x", "--reason"],
    ])("is told all of it where nobody can answer: %s", async (line, flags) => {
        for (const stdin of [undefined, new PassThrough()]) {
            expect(await jit(line, JO, stdin && { stdin })).toEqual({
                code: 2,
                out: "",
                err: `Missing: ${flags}. Write them, or run this in a terminal, where it asks.\n`,
            });
        }
        expect(there.requests).toEqual([]);
    });
});

describe("what cannot be carried out", () => {
    test.each([
        [
            ["request", "dba-prod", "--duration", "60", "--reason", "x"],
            '--duration must be a duration such as "15m" or "1h".',
        ],
        [["request", "dba-prod", "--duration", "1h", "--reason", " "], "--reason must not be empty."],
        [
            ["request", "dba-prod", "--duration", "1h", "--reason", "a\u001bb"],
            "--reason must be one line without control characters.",
        ],
        [["review", "g-x", "--outcome", "fine", "--reason", "x"], "--outcome must be in-order or misused."],
        [["list", "--timeout", "1"], '--timeout must be a duration up to "15m", such as "30s".'],
        [["list", "--timeout", "1h"], '--timeout must be a duration up to "15m", such as "30s".'],
        [["status", "g-x", "--wait", "long"], '--wait must be a duration such as "30m", or stand alone.'],
        [
            ["list", "--broker", "http://broker.example.com"],
            "The broker's address must begin with https://: write it as https://abc123.lambda-url.eu-west-1.on.aws/.",
        ],
        [["list", "--state", "half"], "--state must be one of requested, approved,"],
        [["exec", "g-x", "aws", "s3", "ls"], "Write -- before the command: jit exec g-x -- …"],
        [["nothing"], "unknown command 'nothing'"],
        [["approve"], "missing required argument 'id'"],
        [[], "Usage: jit"],
    ])("%j", async (line, says) => {
        const { code, out, err } = await jit(line);
        expect({ code, out }).toEqual({ code: 2, out: "" });
        expect(err).toContain(says);
        expect(there.requests).toEqual([]);
    });

    test("because no broker is named", async () => {
        const { code, err } = await jit("list", JO, { env: { JIT_BROKER_URL: "" } });
        expect({ code, err }).toEqual({ code: 2, err: "Which broker? Write --broker URL, or set JIT_BROKER_URL.\n" });
    });

    test("says so to programs too, on standard output", async () => {
        const id = await requested();
        expect(await jit(`approve ${id} --json`)).toMatchObject({ code: 4, err: "" });
        expect(json<object>(await jit(`approve ${id} --json`))).toEqual({
            error: "self-approval",
            message: "Nobody decides on what they asked for themselves. Another approver must.",
            exit: 4,
        });
        expect(json<object>(await jit(`credentials ${id} --json`))).toMatchObject({ error: "requested", exit: 10 });
        expect(json<object>(await jit("request dba-prod --reason x --duration 5h --json"))).toMatchObject({
            error: "not-allowed",
            reasons: [expect.stringMatching(/^[a-z-]+$/)],
        });
        expect(json<object>(await jit("panic x --json"))).toMatchObject({ error: "usage", exit: 2 });
        there.instead = (_, response) => response.writeHead(404).end();
        expect(json<object>(await jit("list --json"))).toMatchObject({ error: "not-reached", exit: 3 });
        expect(json<object>(await jit("list --json", { ...JO, secretAccessKey: "x" }))).toMatchObject({ exit: 3 });
        there.instead = undefined;
        expect(json<object>(await jit("list --json", { ...JO, secretAccessKey: "x" }))).toMatchObject({
            error: "not-authorised",
            exit: 4,
        });
    });

    test("as it should be is a fault of the command, and its place is shown when asked for", async () => {
        const fetch = () => Promise.reject(new Error("x"));
        const env = { JIT_DEBUG: "1" };
        const { code, err } = await jit("list --timeout 1s", JO, { fetch, env });
        expect(code).toBe(3);
        expect(err).toContain("call.ts");
        const broken = { run: () => Promise.reject(new Error("odd")) };
        expect(await jit(`exec ${await active()} -- x`, JO, broken)).toMatchObject({
            code: 1,
            err: "jit failed, which it should not: odd (JIT_DEBUG=1 shows where.)\n",
        });
    });
});

describe("credentials", () => {
    test("are written as an SDK reads them, anew each time", async () => {
        const id = await active();
        const first = await jit(`credentials ${id}`);
        expect(first).toMatchObject({ code: 0, err: "" });
        expect(JSON.parse(first.out)).toEqual({
            Version: 1,
            AccessKeyId: "ASIA1",
            SecretAccessKey: "s",
            SessionToken: "t",
            Expiration: "2026-01-15T13:00:00.000Z",
        });
        expect(json<{ AccessKeyId: string }>(await jit(`credentials ${id}`)).AccessKeyId).toBe("ASIA2");
    });

    test("are not written to a terminal, unless somebody insists", async () => {
        const id = await active();
        const refused = await jit(`credentials ${id}`, JO, { terminal: true });
        expect(refused).toMatchObject({ code: 2, out: "", err: expect.stringContaining("jit exec") as string });
        expect(there.m.issued).toEqual([]);
        expect((await jit(`credentials ${id} --force`, JO, { terminal: true })).out).toContain("ASIA1");
    });

    test("are given to nobody else, nor before approval", async () => {
        const id = await requested();
        expect(await jit(`credentials ${id}`)).toMatchObject({
            code: 10,
            err: `${id} waits for approval: an approver runs \`jit approve <id>\`. With --wait this command waits.\n`.replace(
                "<id>",
                id,
            ),
        });
        await jit(`approve ${id}`, MAX);
        expect((await jit(`credentials ${id}`, AGENT)).code).toBe(4);
        expect(there.m.issued).toEqual([]);
    });

    test("show in no other place than their own", async () => {
        const id = await active();
        const secret = "wJalrXUtnFEMI/K7MDENG";
        const sessionToken = "IQoJb3JpZ2luX2Vj";
        const given = json<{ grant: Grant; credentials: Credentials }>({ ...(await asked(id)), code: 0, err: "" });
        const credentials = { ...given.credentials, secretAccessKey: secret, sessionToken };
        there.instead = (_, response) => response.end(JSON.stringify({ ...given, credentials }));
        const all = await Promise.all([
            jit(`exec ${id} -- x`, JO, { run: () => Promise.resolve(0), terminal: true }),
            jit(`exec ${id} --renew -- x`, JO, { run: () => Promise.resolve(0), terminal: true }),
            jit(`status ${id} --json`),
            jit(`credentials ${id} --json`, JO, { terminal: true }),
            jit(`console ${id}`, JO, {
                fetch: (to, init) => (isSignIn(to) ? Promise.reject(new Error(`${to as string}`)) : fetch(to, init)),
            }),
        ]);
        for (const { out, err } of all) expect(out + err).not.toMatch(/wJalr|IQoJ/);
    });
});

const isSignIn = (to: unknown) => to instanceof URL && to.hostname.startsWith("signin.");
const asked = async (id: string) => {
    const before = there.bodies.length;
    let out = "";
    const spy: typeof fetch = async (to, init) => {
        const response = await fetch(to, init);
        out = await response.clone().text();
        return response;
    };
    await jit(`credentials ${id}`, JO, { fetch: spy });
    expect(there.bodies.length).toBe(before + 1);
    return { out };
};

describe("console", () => {
    const signingIn = (answer: () => Response | Promise<Response>) => {
        const to: URL[] = [];
        const through: typeof fetch = (url, init) => {
            if (!isSignIn(url)) return fetch(url, init);
            to.push(url as URL);
            return Promise.resolve(answer());
        };
        return { to, fetch: through };
    };
    const token = () => Response.json({ SigninToken: "tok_en-1" });

    test("writes a link, and gives the credentials to AWS alone", async () => {
        const id = await active();
        const { to, fetch } = signingIn(token);
        const { code, out, err } = await jit(`console ${id}`, JO, { fetch });
        expect({ code, err }).toEqual({ code: 0, err: "" });
        expect(out).toBe(
            "https://signin.aws.amazon.com/federation?Action=login&Issuer=jit&Destination=https%3A%2F%2Fconsole.aws.amazon.com%2F&SigninToken=tok_en-1\n",
        );
        expect(to.map(({ origin, pathname }) => origin + pathname)).toEqual(["https://signin.aws.amazon.com/federation"]);
        expect(Object.fromEntries(to[0]!.searchParams)).toEqual({
            Action: "getSigninToken",
            Session: JSON.stringify({ sessionId: "ASIA1", sessionKey: "s", sessionToken: "t" }),
        });
    });

    test("leads where it is to, within the console", async () => {
        const id = await active();
        const { fetch } = signingIn(token);
        const there = "https://eu-west-1.console.aws.amazon.com/rds/home";
        const { out } = await jit(`console ${id} --json --destination ${there}`, JO, { fetch });
        const { link, until } = JSON.parse(out) as { link: string; until: number };
        expect(new URL(link).searchParams.get("Destination")).toBe(there);
        expect(until).toBe(T0 + HOUR);
        for (const wrong of [
            "https://console.aws.amazon.com.evil.example/",
            "http://console.aws.amazon.com/",
            "rds",
            "https://x@console.aws.amazon.com/",
        ]) {
            expect((await jit(["console", id, "--destination", wrong], JO, { fetch })).code).toBe(2);
        }
    });

    test.each([
        ["aws-cn", "signin.amazonaws.cn", "console.amazonaws.cn"],
        ["aws-us-gov", "signin.amazonaws-us-gov.com", "console.amazonaws-us-gov.com"],
    ])("of %s is another", async (partition, signIn, console) => {
        await there.stop();
        await open(memory({ ...ENTITLEMENT, roleArn: ROLE.replace("arn:aws:", `arn:${partition}:`) }));
        const id = await active();
        const { to, fetch } = signingIn(token);
        const { out } = await jit(`console ${id}`, JO, { fetch });
        expect([to[0]!.hostname, new URL(out).hostname]).toEqual([signIn, signIn]);
        expect(new URL(out).searchParams.get("Destination")).toBe(`https://${console}/`);
    });

    test.each([
        ["answered 400", () => new Response("{}", { status: 400 })],
        ["answered 200", () => Response.json({ SigninToken: "a b" })],
        ["answered 200", () => new Response("<html>")],
        ["did not answer", () => Promise.reject(new Error("Session=secret"))],
    ])("says that AWS %s, and nothing of what it was asked", async (how, answer) => {
        const id = await active();
        expect(await jit(`console ${id}`, JO, { fetch: signingIn(answer).fetch })).toEqual({
            code: 3,
            out: "",
            err: `AWS gave no link: signin.aws.amazon.com ${how}. Try again, or use \`jit exec\`.\n`,
        });
    });
});

describe("--wait", () => {
    test("on a terminal says for how long, in one line that goes away", async () => {
        const waiting = jit([...REQUEST, "--token", "token-11", "--wait"], JO, { terminal: true });
        await vi.waitFor(() => expect(there.m.grants.size).toBe(1));
        const [id] = there.m.grants.keys();
        await vi.waitFor(() => expect(there.acts.filter((act) => act === "status").length).toBeGreaterThan(2));
        await jit(`approve ${id}`, MAX);
        const { code, out, err } = await waiting;
        expect(code).toBe(0);
        expect(out).toContain(`${id}  active\n`);
        expect(err).toContain(`\r\u001b[K${id} waits for approval, less than 1 min so far …`);
        expect(err).not.toContain("\n");
        expect(err.endsWith("\r\u001b[K")).toBe(true);
    });

    test("elsewhere writes a line for each change", async () => {
        const waiting = jit([...REQUEST, "--wait", "--json"]);
        await vi.waitFor(() => expect(there.acts.filter((act) => act === "status").length).toBeGreaterThan(2));
        const [id] = there.m.grants.keys();
        await jit(["deny", id!, "--reason", "no"], MAX);
        const { code, out, err } = await waiting;
        expect({ code, state: (JSON.parse(out) as Grant).state }).toEqual({ code: 11, state: "denied" });
        expect(err).toBe(`${id} waits for approval.\n${id} is denied.\n`);
    });

    test("of credentials for a command begins when it is approved", async () => {
        const id = await requested();
        const waiting = jit(`exec ${id} --wait -- x`, JO, {
            run: (_, env) => Promise.resolve(env.AWS_ACCESS_KEY_ID === "ASIA1" ? 42 : 1),
        });
        await vi.waitFor(() => expect(there.acts.filter((act) => act === "status").length).toBeGreaterThan(2));
        await jit(`approve ${id}`, MAX);
        expect((await waiting).code).toBe(42);
    });

    test("of an end lasts until the sessions are denied", async () => {
        const id = await active();
        await jit(`credentials ${id}`);
        expect(await jit(`end ${id} --wait`)).toMatchObject({
            code: 0,
            out: expect.stringContaining(`${id}  revoked`) as string,
        });
    });
});
