import { afterEach, describe, expect, test, vi } from "vitest";
import { type Engine, type Session, alternating } from "../../../components/aws/rotating-secret/runtime/database";
import { Lost } from "../../../components/aws/rotating-secret/runtime/decide";
import { type Login, RotationError, password } from "../../../components/aws/rotating-secret/runtime/login";

const VALUE = { engine: "toy", host: "db.example.com", port: 5432, username: "app", password: "Now-1" };
const NEXT = { ...VALUE, username: "app_clone", password: "Next-1" };
const ADMIN = { ...VALUE, username: "admin", password: "Admin-1" };

/** A server that says yes, and what was done with it. */
function toy(given: { admin?: object; host?: string; open?: (login: Login) => Promise<Session> } = {}) {
    const done: string[] = [];
    const session = ({ username }: Login): Session => ({
        query: (statement) => {
            done.push(`${username}: ${statement}`);
            return Promise.resolve([]);
        },
        end: () => {
            done.push(`${username} out`);
            return Promise.resolve();
        },
    });
    const engine: Engine = {
        names: ["toy", "aurora-toy"],
        longestName: 16,
        signIn: (login) => {
            done.push(`${login.username} in ${login.host}:${login.port} ${login.dbname ?? ""}`.trim());
            return given.open?.(login) ?? Promise.resolve(session(login));
        },
        accept: async (admin, { base, clone }) => {
            await admin.query(`${base}, ${clone}`);
        },
    };
    const readAdmin = () => {
        done.push("read admin");
        return Promise.resolve(JSON.stringify(given.admin ?? ADMIN));
    };
    const strategy = alternating(engine, { readAdmin, host: given.host });
    const set = (pending: object = NEXT, current: object = VALUE) =>
        strategy.set(JSON.stringify(pending), JSON.stringify(current));
    return { done, set, strategy, session };
}

describe("create", () => {
    const create = async (current: object) => JSON.parse(await toy().strategy.create(JSON.stringify(current))) as Login;

    test.each([
        ["app", "app_clone"],
        ["app_clone", "app"],
        ["app_clone_clone", "app_clone"],
        ["clone", "clone_clone"],
        ["0123456789", "0123456789_clone"],
    ])("after %s comes %s", async (username, next) => {
        expect((await create({ ...VALUE, username })).username).toBe(next);
    });

    test.each(["0123456789a", "012345678ü", "0123456789a_clone"])("no name as long as %s", async (username) => {
        await expect(create({ ...VALUE, username })).rejects.toThrow(
            "The username in the secret is too long: with _clone, as its other user is named, it has more than 16 bytes.",
        );
    });

    test("keeps all else, the port as it is written", async () => {
        const others = { dbname: "shop", dbInstanceIdentifier: "shop-1", port: "5432" };
        const { password, ...kept } = await create({ ...VALUE, ...others });
        expect(kept).toEqual({ engine: "toy", host: "db.example.com", username: "app_clone", ...others });
        expect(password).toMatch(/^[A-Za-z][\w-]{31}$/);
    });

    test("makes a password of all classes, and never the same", () => {
        const made = Array.from({ length: 500 }, password);
        expect(new Set(made).size).toBe(500);
        for (const each of made) {
            expect(each).toMatch(/^[A-Za-z][A-Za-z0-9_-]{31}$/);
            for (const part of [/[a-z]/, /[A-Z]/, /[0-9]/, /[_-]/]) expect(each).toMatch(part);
        }
    });

    test.each<[object, string]>([
        [{ port: 1 }, ""],
        [{ port: 65_535 }, ""],
        [{ port: 0 }, "has what cannot be a port."],
        [{ port: 65_536 }, "has what cannot be a port."],
        [{ port: 1.5 }, "has what cannot be a port."],
        [{ port: " 1" }, "has what cannot be a port."],
        [{ host: "a" }, ""],
        [{ host: "a.b-c.example.com" }, ""],
        [{ host: "a b" }, "has what cannot be a host."],
        [{ host: "a." }, "has what cannot be a host."],
        [{ host: "-a" }, "has what cannot be a host."],
        [{ host: "127.0.0.1" }, "has what cannot be a host."],
        [{ host: 7, username: {}, password: ["x"] }, "has what cannot be a host, a username, a password."],
        [{ username: "a\0b", dbname: 7 }, "has what cannot be a username, a dbname."],
        [{ engine: undefined, host: null, port: "", username: "" }, "has no engine, no host, no port, no username."],
        [{ password: undefined }, "has no password."],
        [{ engine: "aurora-toy" }, ""],
        [{ engine: "train" }, "is for another engine than toy, aurora-toy."],
    ])("reads %j", async (change, wrong) => {
        const made = create({ ...VALUE, ...change });
        if (wrong === "") expect((await made).username).toBe("app_clone");
        else await expect(made).rejects.toThrow(new RotationError(`The current value of the secret ${wrong}`));
    });
});

describe("set", () => {
    test("asks the current user first, and sends the administrator only then, to the database of the secret", async () => {
        const { set, done } = toy();
        await set({ ...NEXT, dbname: "shop" }, { ...VALUE, dbname: "shop" });
        expect(done).toEqual([
            "app in db.example.com:5432 shop",
            "app: SELECT 1",
            "app out",
            "read admin",
            "admin in db.example.com:5432 shop",
            "admin: app, app_clone",
            "admin out",
        ]);
    });

    test.each<[string, object, string?]>([
        ["the same", {}],
        ["the same in other letters", { host: "DB.Example.com" }],
        ["the same port as text", { port: "5432" }],
        ["none, where the rotation is told", { host: undefined, engine: undefined, port: undefined }, "db.example.com"],
        ["the same that the rotation is told", {}, "DB.example.com"],
    ])("takes an administrator's host: %s", async (_, change, host) => {
        const { set, done } = toy({ admin: { ...ADMIN, ...change }, ...(host && { host }) });
        await set();
        expect(done).toContain("admin in db.example.com:5432");
    });

    const ELSEWHERE =
        "The current value of the secret is for another host or port than the administrator's secret, whose password is not sent there.";
    test.each<[string, object, string, string?]>([
        ["another host", { host: "other.example.com" }, ELSEWHERE],
        ["another port", { port: 5433 }, ELSEWHERE],
        ["another than the rotation is told", {}, ELSEWHERE, "other.example.com"],
        [
            "none at all",
            { host: "" },
            "The administrator's secret has no host, as one that RDS manages, and the rotation was told none.",
        ],
        ["another engine", { engine: "train" }, "The administrator's secret is for another engine than toy, aurora-toy."],
        ["no password", { password: undefined }, "The administrator's secret has no password."],
        [
            "the name of the base",
            { username: "app" },
            "The user of the secret is the administrator, who would get a second one like it.",
        ],
        [
            "the name of the clone",
            { username: "app_clone" },
            "The user of the secret is the administrator, who would get a second one like it.",
        ],
    ])("refuses an administrator with %s", async (_, change, message, host) => {
        const { set, done } = toy({ admin: { ...ADMIN, ...change }, ...(host && { host }) });
        await expect(set()).rejects.toThrow(new RotationError(message));
        expect(done.filter((each) => each.startsWith("admin"))).toEqual([]);
    });

    test.each([
        [{ username: "app" }, "username"],
        [{ username: "other_clone" }, "username"],
        [{ host: "other.example.com", port: 1 }, "host, another port"],
        [{ engine: "aurora-toy", dbname: "x" }, "engine, another dbname"],
    ])("refuses a pending value with %j", async (change, differs) => {
        const { set, done } = toy();
        await expect(set({ ...NEXT, ...change })).rejects.toThrow(
            new Lost(
                `The pending value of the secret was not made from the current one: it has another ${differs}. It is given up.`,
            ),
        );
        expect(done).toEqual([]);
    });

    test("signs out and says no more than message and code when a statement fails", async () => {
        const { strategy, done } = toy({
            open: ({ username }) =>
                Promise.resolve({
                    query: () =>
                        Promise.reject(Object.assign(new Error("no such table"), { code: "42P01", sql: "… 'Next-1'" })),
                    end: () => {
                        done.push(`${username} out`);
                        return Promise.reject(new Error("broken pipe"));
                    },
                }),
        });
        const failed = await strategy.test(JSON.stringify(NEXT)).catch((error: unknown) => error);
        expect(failed).toEqual(new RotationError("A statement as the pending user failed: no such table (42P01).", "42P01"));
        expect({ ...(failed as object) }).toEqual({ name: "RotationError", code: "42P01" });
        expect(done.at(-1)).toBe("app_clone out");
    });
});

describe("a server that says nothing", () => {
    afterEach(() => vi.useRealTimers());

    test("is given up after 10 s, and what it answers later is ended", async () => {
        vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
        let answer: (session: Session) => void = () => undefined;
        const { strategy, done, session } = toy({ open: () => new Promise((resolve) => (answer = resolve)) });
        const failed = strategy.test(JSON.stringify(NEXT)).catch((error: unknown) => error);
        await vi.advanceTimersByTimeAsync(9_999);
        expect(await Promise.race([failed, Promise.resolve("waits")])).toBe("waits");
        await vi.advanceTimersByTimeAsync(1);
        expect(await failed).toEqual(new RotationError("Signing in as the pending user failed: no answer within 10 s."));
        answer(session(NEXT));
        await vi.advanceTimersByTimeAsync(1);
        expect(done).toEqual(["app_clone in db.example.com:5432", "app_clone out"]);
    });

    test("does not keep a rotation that is done", async () => {
        const end = () => new Promise<void>(() => undefined);
        vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
        const { strategy } = toy({ open: () => Promise.resolve({ query: () => Promise.resolve([]), end }) });
        const tested = strategy.test(JSON.stringify(NEXT));
        await vi.advanceTimersByTimeAsync(1_000);
        await tested;
        expect(vi.getTimerCount()).toBe(0);
    });
});
