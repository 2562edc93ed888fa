import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type Socket, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TLSSocket } from "node:tls";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DatabaseSettings, Session, SignIn } from "../../../components/aws/rotating-secret/runtime/database";
import type { Login } from "../../../components/aws/rotating-secret/runtime/login";
import type { Strategy } from "../../../components/aws/rotating-secret/runtime/strategy";
import { type DatabaseServer, certificateFor } from "../../harness/databases";

/** What a server says when it is called, and what it answers to the first message. */
export interface Hello {
    readonly first?: Buffer;
    readonly second?: string;
    /** Bytes of the first message. */
    readonly request: number;
}

/** What differs between servers. */
export interface Dialect {
    readonly title: string;
    readonly engine: string;
    readonly installed: boolean;
    readonly strategy: (settings: DatabaseSettings, signIn?: SignIn) => Strategy;
    readonly open: SignIn;
    readonly start: () => Promise<DatabaseServer>;
    /** A database that both sides use. */
    readonly dbname: string;
    readonly prepare: readonly string[];
    /** Makes a user, with rights in the database. */
    readonly user: (name: string, password: string) => readonly string[];
    readonly rename: (from: string, to: string) => string;
    /** What the log says of a login that failed. */
    readonly failedLogin: RegExp;
    readonly longestName: number;
    readonly hello: { readonly withTls: Hello; readonly withoutTls: Hello };
}

/** A server with an administrator who is no superuser, as that of RDS. */
export class Bench {
    readonly admin: Login;
    /** All passwords that anybody has had. */
    readonly passwords = new Set<string>();

    private constructor(
        private readonly dialect: Dialect,
        readonly server: DatabaseServer,
        readonly root: Session,
    ) {
        this.admin = this.login("rds_admin", "Admin-Passw0rd");
    }

    static async start(dialect: Dialect): Promise<Bench> {
        const server = await dialect.start();
        const { host, port, root } = server;
        const session = await dialect.open({ engine: dialect.engine, host, port, ...root }, server.ca);
        const bench = new Bench(dialect, server, session);
        await bench.run(dialect.prepare);
        return bench;
    }

    async stop(): Promise<void> {
        await this.root.end();
        await this.server.stop();
    }

    async run(statements: readonly string[]): Promise<void> {
        for (const statement of statements) await this.root.query(statement);
    }

    login(username: string, password: string): Login {
        const { engine, dbname } = this.dialect;
        const { host, port } = this.server;
        return { engine, host, port, username, password, dbname };
    }

    /** A user that is there, as a secret with its first value. */
    async secret(username: string): Promise<Secret> {
        const password = `First-Passw0rd-of-${username}`;
        await this.run(this.dialect.user(username, password));
        return new Secret(
            JSON.stringify({ ...this.login(username, password), dbInstanceIdentifier: "shop" }),
            this.passwords,
        );
    }

    strategy(signIn?: SignIn, settings: Partial<DatabaseSettings> = {}): Strategy {
        const readAdmin = () => Promise.resolve(JSON.stringify(this.admin));
        return this.dialect.strategy({ readAdmin, ca: this.server.ca, ...settings }, signIn);
    }

    open(value: string): Promise<Session> {
        return this.dialect.open(JSON.parse(value) as Login, this.server.ca);
    }

    async accepts(value: string): Promise<boolean> {
        try {
            await (await this.open(value)).end();
            return true;
        } catch (error) {
            expect((error as { code: string }).code).toMatch(/^(28P01|ER_ACCESS_DENIED_ERROR)$/);
            return false;
        }
    }

    async as<Out>(value: string, act: (session: Session) => Promise<Out>): Promise<Out> {
        const session = await this.open(value);
        try {
            return await act(session);
        } finally {
            await session.end();
        }
    }
}

/** The versions of a secret, moved as Secrets Manager and the handler move them. */
export class Secret {
    pending: string | undefined;
    previous: string | undefined;

    constructor(
        public current: string,
        private readonly passwords: Set<string>,
    ) {
        this.seen(current);
    }

    get username(): string {
        return (JSON.parse(this.current) as Login).username;
    }

    async rotate(strategy: Strategy): Promise<void> {
        this.pending ??= this.seen(await strategy.create(this.current));
        await strategy.set(this.pending, this.current);
        await strategy.test(this.pending);
        [this.previous, this.current, this.pending] = [this.current, this.pending, undefined];
    }

    private seen(value: string): string {
        this.passwords.add((JSON.parse(value) as Login).password);
        return value;
    }
}

/** Ends as a killed function does: from the n-th sign-in or statement on, nothing is done. */
function dying(open: SignIn, at: number) {
    let acts = 0;
    const act = async <Out>(does: () => Promise<Out>): Promise<Out> => {
        if (++acts >= at) throw new Error("killed");
        return does();
    };
    const signIn: SignIn = (login, ca) =>
        act(async () => {
            const session = await open(login, ca);
            return {
                query: (statement, values) => act(() => session.query(statement, values)),
                end: () => session.end(),
            };
        });
    return { signIn, hasDied: () => acts >= at };
}

export function describeAlternation(dialect: Dialect, more: (bench: () => Bench) => void): void {
    const { title, installed, open } = dialect;
    describe.skipIf(!installed)(installed ? title : `${title} is not installed here: this`, () => {
        let bench: Bench;
        beforeAll(async () => {
            bench = await Bench.start(dialect);
        });
        afterAll(() => bench?.stop());

        test("rotates under clients that reconnect, and no login of theirs fails", async () => {
            const secret = await bench.secret("app");
            const work = new AbortController();
            const served: string[] = [];
            const client = async (id: number) => {
                for (let turn = 0; !work.signal.aborted; turn++) {
                    const value = secret.current;
                    await bench.as(value, async (session) => {
                        await session.query(`INSERT INTO orders (client, turn) VALUES (${id}, ${turn})`);
                        const rows = await session.query(`SELECT turn FROM orders WHERE client = ${id}`);
                        expect(rows).toHaveLength(turn + 1);
                    });
                    served.push((JSON.parse(value) as Login).username);
                }
            };
            // And one that keeps its connection through all of it.
            const kept = await bench.open(secret.current);
            const clients = Promise.all([client(1), client(2)]);
            // What fails there is thrown below.
            clients.catch(() => undefined);
            try {
                for (let rotation = 1; rotation <= 6; rotation++) {
                    const old = secret.current;
                    await secret.rotate(bench.strategy());
                    expect(secret.username).toBe(rotation % 2 === 1 ? "app_clone" : "app");
                    await bench.as(secret.current, async (session) => {
                        await session.query(`CREATE TABLE made_${rotation} (a int)`);
                        for (let made = 1; made <= rotation; made++) {
                            await session.query(`INSERT INTO made_${made} (a) VALUES (${rotation})`);
                            await session.query(`ALTER TABLE made_${made} ADD COLUMN b_${rotation} int`);
                        }
                        expect(await session.query("SELECT a FROM made_1")).toHaveLength(rotation);
                    });
                    // Readers have an interval to see the new value; the two above need much less than this.
                    await sleep(100);
                    expect(await bench.accepts(old)).toBe(true);
                    expect(await kept.query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
                }
            } finally {
                work.abort();
            }
            await clients;
            await kept.end();
            expect(new Set(served)).toEqual(new Set(["app", "app_clone"]));
            expect(bench.server.log()).not.toMatch(dialect.failedLogin);
        });

        test("ends the password before the last one", async () => {
            const secret = await bench.secret("ends");
            const first = secret.current;
            await secret.rotate(bench.strategy());
            const second = secret.current;
            expect(await bench.accepts(first)).toBe(true);
            await secret.rotate(bench.strategy());
            expect([await bench.accepts(first), await bench.accepts(second)]).toEqual([false, true]);
            await secret.rotate(bench.strategy());
            expect([await bench.accepts(second), await bench.accepts(secret.current)]).toEqual([false, true]);
        });

        test("can be told twice, and keeps other members of the secret", async () => {
            const secret = await bench.secret("twice");
            for (let rotation = 0; rotation < 2; rotation++) {
                secret.pending = await bench.strategy().create(secret.current);
                await bench.strategy().set(secret.pending, secret.current);
                await bench.strategy().set(secret.pending, secret.current);
                expect(await bench.accepts(secret.current)).toBe(true);
                await secret.rotate(bench.strategy());
            }
            expect(JSON.parse(secret.current)).toMatchObject({ dbInstanceIdentifier: "shop", username: "twice" });
        });

        test("goes on when it was killed before any act of it, which is after the one before", async () => {
            let at = 1;
            for (let isDone = false; !isDone; at++) {
                const secret = await bench.secret(`killed_${at}`);
                for (let rotation = 0; rotation < 2; rotation++) {
                    const { signIn, hasDied } = dying(open, at);
                    const ran = secret.rotate(bench.strategy(signIn));
                    await ran.catch((error: Error) => expect(error.message).toMatch(/killed|^Setting the password failed/));
                    if (rotation === 0) isDone = !hasDied();
                    // Signs in as the current user first.
                    if (hasDied()) await secret.rotate(bench.strategy());
                    expect(await bench.accepts(secret.previous!)).toBe(true);
                    await bench.as(secret.current, (session) => session.query("SELECT count(*) FROM orders"));
                }
            }
            expect(at).toBeGreaterThan(10);
        });

        describe("refuses, in words without a password", () => {
            const refused = async (act: Promise<unknown>): Promise<string> => {
                const error: unknown = await act.then(
                    () => undefined,
                    (reason: unknown) => reason,
                );
                expect(error).toBeInstanceOf(Error);
                const { message, name, code: _, ...others } = error as Error & { code?: string };
                expect([name, others]).toEqual(["RotationError", {}]);
                const shown = `${message} ${(error as Error).stack} ${JSON.stringify(error)}`;
                for (const password of [...bench.passwords, bench.admin.password]) expect(shown).not.toContain(password);
                expect((error as Error).cause).toBeUndefined();
                return message;
            };
            const changed = (text: string, change: object) => JSON.stringify({ ...(JSON.parse(text) as object), ...change });
            let secret: Secret;
            let pending: string;
            beforeAll(async () => {
                secret = await bench.secret("careful");
                pending = await bench.strategy().create(secret.current);
            });
            const set = (change: object, settings?: Partial<DatabaseSettings>, signIn?: SignIn) =>
                refused(bench.strategy(signIn, settings).set(changed(pending, change), changed(secret.current, change)));

            test("an administrator whose password is wrong", async () => {
                const readAdmin = () =>
                    Promise.resolve(changed(JSON.stringify(bench.admin), { password: "Wrong-Passw0rd" }));
                expect(await set({}, { readAdmin })).toMatch(
                    /^Signing in as the administrator failed: .+ \((28P01|ER_ACCESS_DENIED_ERROR)\)\.$/,
                );
            });

            test("a current password that is not the user's, so that nobody can have another's changed", async () => {
                expect(
                    await refused(bench.strategy().set(pending, changed(secret.current, { password: "Guessed-1" }))),
                ).toMatch(/^Signing in as the current user failed: /);
            });

            test("a pending value that is not accepted", async () => {
                expect(await refused(bench.strategy().test(changed(pending, { username: "careful" })))).toMatch(
                    /^Signing in as the pending user failed: /,
                );
            });

            test("a server that is not there", async () => {
                const settings = { readAdmin: () => Promise.resolve(changed(JSON.stringify(bench.admin), { port: 1 })) };
                expect(await set({ port: 1 }, settings)).toMatch(
                    /^Signing in as the current user failed: .*\(ECONNREFUSED\)\.$/,
                );
            });

            test("another host than the administrator's, which is not asked", async () => {
                const asked: Login[] = [];
                const signIn: SignIn = (login) => {
                    asked.push(login);
                    return Promise.resolve({ query: () => Promise.resolve([]), end: () => Promise.resolve() });
                };
                const elsewhere =
                    "is for another host or port than the administrator's secret, whose password is not sent there.";
                expect(await set({ host: "elsewhere.example.com" }, {}, signIn)).toContain(elsewhere);
                expect(await set({ port: bench.server.port + 1 }, {}, signIn)).toContain(elsewhere);
                expect(await set({}, { host: "elsewhere.example.com" }, signIn)).toContain(elsewhere);
                expect(asked.map(({ username }) => username)).toEqual(["careful", "careful", "careful"]);
            });

            test("a server whose certificate is of an authority that is not trusted", async () => {
                expect(await set({}, { ca: undefined })).toMatch(/self-signed certificate/);
            });

            test("a server whose certificate is another's", async () => {
                const folder = mkdtempSync(join(tmpdir(), "jit-guard-"));
                const { key, ca } = await certificateFor("other.example.com", folder);
                await using other = await stranger(dialect.hello.withTls, (socket) => {
                    const secured = new TLSSocket(socket, { isServer: true, key: readFileSync(key), cert: ca });
                    secured.on("data", (data: Buffer) => other.received.push(data));
                    secured.on("error", () => undefined);
                });
                expect(await set({ port: other.port }, { ca })).toMatch(/does not match certificate's altnames/);
                expect(Buffer.concat(other.received).toString("latin1")).not.toContain("careful");
                rmSync(folder, { recursive: true });
            });

            test("a server without TLS", async () => {
                await using other = await stranger(dialect.hello.withoutTls, () => undefined);
                expect(await set({ port: other.port })).toMatch(/does not support (SSL|secure) connection/);
                expect(Buffer.concat(other.received).toString("latin1")).not.toContain("careful");
            });

            test.each([
                ["no text of JSON", "careful Pa55word", "The current value of the secret is no JSON object."],
                ["no object", '["careful"]', "The current value of the secret is no JSON object."],
                [
                    "no host and no port",
                    { host: undefined, port: "" },
                    "The current value of the secret has no host, no port.",
                ],
                [
                    "an address for a host",
                    { host: "10.0.0.1" },
                    "The current value of the secret has what cannot be a host.",
                ],
                ["a socket for a host", { host: "/tmp" }, "The current value of the secret has what cannot be a host."],
                ["a port that is none", { port: "54x" }, "The current value of the secret has what cannot be a port."],
                ["another engine", { engine: "oracle" }, /^The current value of the secret is for another engine than /],
                [
                    "a name that is too long",
                    { username: "u".repeat(dialect.longestName - 5) },
                    /^The username in the secret is too long/,
                ],
                ["a name that is a suffix", { username: "_clone" }, "The username in the secret is nothing but _clone."],
            ])("a secret with %s", async (_, change, message) => {
                const value = typeof change === "string" ? change : changed(secret.current, change);
                expect(await refused(bench.strategy().create(value))).toMatch(message);
            });

            test("a secret without a value", async () => {
                expect(await refused(bench.strategy().create(undefined))).toMatch(
                    /^The current value of the secret is not there\./,
                );
            });

            test("an administrator's secret without a host, until the rotation is told one", async () => {
                const readAdmin = () => {
                    const { username, password } = bench.admin;
                    return Promise.resolve(JSON.stringify({ username, password }));
                };
                expect(await set({}, { readAdmin })).toMatch(/^The administrator's secret has no host/);
                await bench.strategy(open, { readAdmin, host: "LOCALHOST" }).set(pending, secret.current);
            });

            test("the administrator as the user", async () => {
                const own = JSON.stringify(bench.admin);
                const next = await bench.strategy().create(own);
                expect(await refused(bench.strategy().set(next, own))).toMatch(
                    /^The user of the secret is the administrator/,
                );
            });

            test("a clone without its base", async () => {
                const lone = await bench.secret("lone");
                await lone.rotate(bench.strategy());
                const next = await bench.strategy().create(lone.current);
                await bench.run([dialect.rename("lone", "gone")]);
                expect(await refused(bench.strategy().set(next, lone.current))).toMatch(
                    /^There is no (role|user) lone, whose/,
                );
            });
        });

        more(() => bench);

        // Last, when all has been done that can be logged.
        test("leaves no password in the server's log of all statements", () => {
            const log = bench.server.log();
            expect(log).toMatch(/ALTER (ROLE|USER)/);
            expect(bench.passwords.size).toBeGreaterThan(50);
            const made = [...bench.passwords].filter((password) => !password.startsWith("First-"));
            expect(made.filter((password) => log.includes(password))).toEqual([]);
        });
    });
}

/** Somebody who listens: it says what a server says first, and then what it is told to. */
async function stranger(hello: Hello, then: (socket: Socket) => void) {
    const received: Buffer[] = [];
    const server = createServer((socket) => {
        socket.on("error", () => undefined);
        if (hello.first) socket.write(hello.first);
        socket.once("data", (data) => {
            socket.pause();
            received.push(data);
            if (hello.second) socket.write(hello.second);
            // What follows the request for TLS is TLS.
            if (data.length > hello.request) socket.unshift(data.subarray(hello.request));
            then(socket);
        });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const close = () => new Promise<void>((resolve) => void server.close(() => resolve()));
    return { port, received, [Symbol.asyncDispose]: close };
}
