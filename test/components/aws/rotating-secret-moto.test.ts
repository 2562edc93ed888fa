import { createHash, randomUUID } from "node:crypto";
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { CreateUserCommand, IAMClient, ListAccessKeysCommand } from "@aws-sdk/client-iam";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { type AccessKey, caller } from "../../../components/aws/rotating-secret/runtime/caller";
import { labelled } from "../../../components/aws/rotating-secret/runtime/decide";
import { http } from "../../../components/aws/rotating-secret/runtime/http";
import { iamUserKey } from "../../../components/aws/rotating-secret/runtime/iam-user-key";
import { password } from "../../../components/aws/rotating-secret/runtime/password";
import type { Strategy } from "../../../components/aws/rotating-secret/runtime/strategy";
import { type Moto, moto, startMoto } from "../../harness/moto";
import { STEPS, Service } from "./rotating-secret-service";

const [HOUR, DAY] = [3_600_000, 86_400_000];
const ask = fetch;
/** A test that has hundreds of rotations. */
const LONG = 300_000;
const EXAMPLE = join(__dirname, "..", "..", "..", "examples", "components", "aws-rotating-secret", "handler.js");

/** A secret, what its value is for, and the function that rotates it. */
interface World {
    readonly service: Service;
    readonly strategy: Strategy;
    /** Whether the other side takes a value. */
    readonly accepts: (value: string) => Promise<boolean>;
    /** How many values it takes. */
    readonly accepted: () => Promise<number>;
}

interface Side {
    readonly world: () => Promise<World>;
    /** Whether the previous value works on. */
    readonly overlaps: boolean;
    /** Whether there is a value before the first rotation. */
    readonly isGiven: boolean;
    /** How many calls a rotation has at least. */
    readonly calls: number;
}

/** An API that takes some keys, of which it keeps the hashes. */
class Api {
    readonly hashes = new Set<string>();
    url = "";
    private readonly server: Server = createServer((request, response) => {
        const chunks: Buffer[] = [];
        request.on("data", (chunk: Buffer) => chunks.push(chunk));
        request.on("end", () => {
            const key = request.headers.authorization?.replace("Bearer ", "") ?? "";
            response.writeHead(this.answer(`${request.method} ${request.url}`, key, chunks.join(""))).end();
        });
    });

    static readonly hash = (key: string) => createHash("sha256").update(key).digest("hex");

    async start(): Promise<void> {
        await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
        this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    }

    stop(): void {
        this.server.closeAllConnections();
        this.server.close();
    }

    private answer(asked: string, key: string, body: string): number {
        if (!this.hashes.has(Api.hash(key))) return 401;
        const [, gone] = /^DELETE \/keys\/(\w+)$/.exec(asked) ?? [];
        if (asked === "PUT /keys") {
            this.hashes.clear();
            for (const each of (JSON.parse(body) as { hashes: string[] }).hashes) this.hashes.add(each);
        } else if (gone) this.hashes.delete(gone);
        else if (asked !== "GET /me") return 404;
        return 204;
    }
}

describe.skipIf(!moto)(moto ? "on moto" : "moto_server is not installed here: this", () => {
    let server: Moto;
    const api = new Api();
    const lines = [vi.spyOn(console, "log"), vi.spyOn(console, "warn"), vi.spyOn(console, "error")];

    beforeAll(async () => {
        [server] = await Promise.all([startMoto(), api.start()]);
        vi.stubEnv("API_URL", api.url);
    });
    afterAll(async () => {
        vi.unstubAllEnvs();
        api.stop();
        await server?.stop();
    });
    afterEach(() => {
        vi.unstubAllGlobals();
        for (const spy of lines) expect(spy).not.toHaveBeenCalled();
    });

    async function world(initial: string | undefined, make: (service: Service) => Strategy): Promise<World> {
        const service = new Service(server);
        await service.create(initial);
        return {
            service,
            strategy: make(service),
            accepts: (value) => Promise.resolve(/^\S{16}$/.test(value)),
            accepted: () => Promise.resolve(2),
        };
    }

    async function keyOfApi(strategy: Strategy): Promise<World> {
        const first = "made-by-hand";
        api.hashes.clear();
        api.hashes.add(Api.hash(first));
        const found = await world(first, () => strategy);
        vi.stubGlobal("fetch", (url: string, init: RequestInit) => found.service.act("fetch", () => ask(url, init)));
        return {
            ...found,
            accepts: (value) => Promise.resolve(api.hashes.has(Api.hash(value))),
            accepted: () => Promise.resolve(api.hashes.size),
        };
    }

    const call = async (key: string, method: string, path: string, hashes?: string[]) => {
        const headers = { authorization: `Bearer ${key}` };
        const body = hashes && JSON.stringify({ hashes });
        const { ok } = await fetch(`${api.url}${path}`, { method, headers, ...(body && { body }) });
        if (!ok) throw new Error(`The API does not take ${key}.`);
    };
    // As users do that want no overlap.
    const retiring = http({
        create: () => randomUUID(),
        set: (pending: string, current: string) => call(current, "PUT", "/keys", [pending, current].map(Api.hash)),
        test: (pending: string) => call(pending, "GET", "/me"),
        retire: async (current: string, previous?: string) => {
            if (previous) await call(current, "DELETE", `/keys/${Api.hash(previous)}`);
        },
    });

    async function keyOfUser(): Promise<World> {
        const iam = new IAMClient(server.client);
        const UserName = `legacy-${randomUUID()}`;
        const { User } = await iam.send(new CreateUserCommand({ UserName, Path: "/backup/" }));
        const { endpoint, region } = server.client;
        const arn = User!.Arn!;
        const keys = async () => {
            const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName }));
            return AccessKeyMetadata!.map(({ AccessKeyId }) => AccessKeyId);
        };
        const found = await world(undefined, (service) =>
            iamUserKey(
                { user: arn, rotateEvery: 7 * 86_400, overlap: 86_400 },
                {
                    iam: service.iam,
                    caller: (key) => service.act("GetCallerIdentity", () => caller(key, { endpoint, region })),
                    now: () => new Date(service.now),
                    sleep: () => Promise.resolve(),
                },
            ),
        );
        return {
            ...found,
            accepts: async (value) => (await keys()).includes((JSON.parse(value) as AccessKey).accessKeyId),
            accepted: async () => (await keys()).length,
        };
    }

    const SIDES: Record<string, Side> = {
        "a password": {
            world: () => world(undefined, () => password({ length: 16, exclude: "" })),
            overlaps: true,
            isGiven: false,
            calls: 15,
        },
        "a key of an API": {
            world: async () => keyOfApi(http(await import(EXAMPLE))),
            overlaps: true,
            isGiven: true,
            calls: 18,
        },
        "a key of an API that is retired at once": {
            world: () => keyOfApi(retiring),
            overlaps: false,
            isGiven: true,
            calls: 19,
        },
        "a key of a user": { world: keyOfUser, overlaps: true, isGiven: false, calls: 26 },
    };

    describe.each(Object.entries(SIDES))("%s", (_, { world: make, overlaps, isGiven, calls }) => {
        /** What must be so when a rotation is over. */
        async function isWhole({ service, accepts, accepted }: World, isFirst = false): Promise<void> {
            const { current, pending, previous } = await service.values();
            expect(pending).toBeUndefined();
            expect(await accepts(current!)).toBe(true);
            expect(current).not.toBe(previous);
            if (previous !== undefined) expect(await accepts(previous)).toBe(overlaps);
            else expect(isFirst).toBe(true);
            expect(await accepted()).toBeLessThanOrEqual(overlaps ? 2 : 1);
        }

        /** What must be so after each call, however it goes on: who reads the secret reads what works. */
        function watched({ service, accepts }: World): string[] {
            const broken: string[] = [];
            service.watch = async () => {
                const { current, previous, isRotated } = await service.values();
                const at = `after ${service.calls.join(", ")}`;
                if (current !== undefined && !(await accepts(current))) broken.push(`The current value fails ${at}`);
                if (!overlaps || !isRotated || previous === undefined || (await accepts(previous))) return;
                broken.push(`The previous value fails ${at}`);
            };
            return broken;
        }

        test("is made and put to use, again and again", async () => {
            const it = await make();
            const { service, strategy } = it;
            const broken = watched(it);
            const seen: (string | undefined)[] = [];
            for (let rotation = 0; rotation < 4; rotation++) {
                service.calls.length = 0;
                const before = (await service.values()).current;
                const version = await service.rotate(strategy);
                expect(labelled(await service.describeSecret(), "AWSCURRENT")).toBe(version);
                expect((await service.values()).previous).toBe(before);
                await isWhole(it, rotation === 0);
                seen.push((await service.values()).current);
                service.now += 7 * DAY;
            }
            expect(new Set(seen).size).toBe(4);
            expect(broken).toEqual([]);
        });

        test("is the same value when any step is called again, at once and after the rotation", async () => {
            const { service, strategy } = await make();
            await service.rotate(strategy);
            service.now += 7 * DAY;
            const token = await service.begin();
            let pending: string | undefined;
            for (const step of STEPS) {
                for (let again = 0; again < 2; again++) await service.step(step, token, strategy);
                pending ??= (await service.values()).pending;
            }
            const after = await service.values();
            expect(after).toMatchObject({ current: pending, pending: undefined });
            for (const step of STEPS) await service.step(step, token, strategy);
            expect(await service.values()).toEqual(after);
        });

        test("is right when two calls of each step run at once", async () => {
            const it = await make();
            const { service, strategy } = it;
            await service.rotate(strategy);
            const broken = watched(it);
            for (let rotation = 0; rotation < 3; rotation++) {
                service.now += 7 * DAY;
                const token = await service.begin();
                for (const step of STEPS) {
                    const both = await Promise.allSettled([0, 1].map(() => service.step(step, token, strategy)));
                    const reasons = both.map((of) => (of.status === "rejected" ? (of.reason as Error).message : "done"));
                    // Of two keys that were made at once one was deleted, and it may have been the one that was stored.
                    if (reasons.some((reason) => /Lost: |is none of the secret|is not AWSPENDING/.test(reason))) break;
                    expect(reasons).toContain("done");
                }
                await service.rotate(strategy);
                await isWhole(it);
            }
            expect(broken).toEqual([]);
        });

        test("is not lost when its rotation is killed between any two calls", { timeout: LONG }, async () => {
            const it = await make();
            const { service, strategy } = it;
            const broken = watched(it);
            for (let before = 0; before < 2; before++) await service.rotate(strategy);
            let lives = 0;
            for (let wasKilled = true; wasKilled; lives++) {
                service.now += 7 * DAY;
                const token = await service.begin();
                wasKilled = await service.killed(strategy, token, lives);
                // Secrets Manager calls all steps again, with the same version.
                if (wasKilled) await service.rotate(strategy, token);
                expect(labelled(await service.describeSecret(), "AWSCURRENT")).toBe(token);
                await isWhole(it);
                service.now += 7 * DAY;
                expect(await service.rotate(strategy)).not.toBe(token);
                await isWhole(it);
            }
            expect(lives).toBeGreaterThan(calls);
            expect(broken).toEqual([]);
        });

        test("is not lost when its first rotation is killed between any two calls", { timeout: LONG }, async () => {
            for (let lives = 0, wasKilled = true; wasKilled; lives++) {
                const it = await make();
                const { service, strategy } = it;
                const broken = watched(it);
                const token = await service.begin();
                wasKilled = await service.killed(strategy, token, lives);
                if (wasKilled) await service.rotate(strategy, token);
                expect(labelled(await service.describeSecret(), "AWSCURRENT")).toBe(token);
                await isWhole(it, !isGiven);
                expect(broken).toEqual([]);
            }
        });

        test("is not lost when its rotation is killed near its end, and another begins", { timeout: LONG }, async () => {
            const it = await make();
            const { service, strategy } = it;
            const broken = watched(it);
            await service.rotate(strategy);
            for (let lives = calls - 5, wasKilled = true; wasKilled; lives++) {
                service.now += 7 * DAY;
                wasKilled = await service.killed(strategy, await service.begin(), lives);
                for (let after = 0; after < 2; after++) {
                    service.now += HOUR;
                    await service.rotate(strategy);
                }
                await isWhole(it);
            }
            expect(broken).toEqual([]);
        });
    });
});
