import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { caller } from "../../../components/aws/rotating-secret/runtime/caller";
import { http } from "../../../components/aws/rotating-secret/runtime/http";
import { password, random } from "../../../components/aws/rotating-secret/runtime/password";
import { wordless } from "../../../components/aws/rotating-secret/runtime/wordless";

describe("a password", () => {
    const SYMBOLS = "!#$%&()*+,-./:;<=>?@[]^_{}~";
    const CLASSES = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/];

    test("is as long as asked, has a letter of each class, and none that is mistaken for another", () => {
        const length = fc.integer({ min: 16, max: 128 });
        const exclude = fc.uniqueArray(fc.constantFrom(...SYMBOLS)).map((symbols) => symbols.join(""));
        fc.assert(
            fc.property(length, exclude, (asked, without) => {
                const made = random({ length: asked, exclude: without });
                expect(made).toHaveLength(asked);
                const isNone = without.length === SYMBOLS.length;
                for (const each of isNone ? CLASSES.slice(0, 3) : CLASSES) expect(made).toMatch(each);
                expect(made).not.toMatch(/[0O1lI|"'`\\\s]/);
                for (const letter of without) expect(made).not.toContain(letter);
            }),
        );
    });

    test("has every letter that it may have, and is never the same", async () => {
        const strategy = password({ length: 128, exclude: "" });
        const made = await Promise.all(Array.from({ length: 100 }, () => strategy.create(undefined)));
        expect(new Set(made).size).toBe(100);
        expect([...new Set(made.join(""))].sort().join("")).toBe(
            [..."abcdefghijkmnopqrstuvwxyz", ..."ABCDEFGHJKLMNPQRSTUVWXYZ", ..."23456789", ...SYMBOLS].sort().join(""),
        );
    });
});

describe("a file of the user", () => {
    const steps = {
        create: (current?: string) => `${current}+`,
        test: (pending: string) => {
            if (pending !== "a+") throw new Error("no");
        },
    };

    test.each<[string, unknown]>([
        ["exports", steps],
        ["has a default export", { default: steps }],
        [
            "exports an object of a class",
            new (class {
                readonly more = "+";
                create(current?: string) {
                    return current + this.more;
                }
                test(pending: string) {
                    steps.test(pending);
                }
            })(),
        ],
    ])("%s what a rotation needs, and may do without the rest", async (_, exported) => {
        const strategy = http(exported);
        expect(await strategy.create("a")).toBe("a+");
        await strategy.set("a+", "a");
        await strategy.test("a+");
        await expect(strategy.test("a")).rejects.toThrow("no");
        await strategy.retire?.("a+", "a");
    });

    test("is told of the values in order", async () => {
        const told: unknown[] = [];
        const strategy = http({
            ...steps,
            set: (...of: unknown[]) => void told.push(of),
            retire: (...of: unknown[]) => void told.push(of),
        });
        await strategy.set("pending", "current");
        await strategy.retire?.("current", "previous");
        expect(told).toEqual([
            ["pending", "current"],
            ["current", "previous"],
        ]);
    });

    test.each([
        ["nothing", undefined, "create and test"],
        ["an empty object", {}, "create and test"],
        ["no test", { create: steps.create }, "test"],
        ["no function", { ...steps, create: "x" }, "create"],
        ["a default without a test", { default: { create: steps.create } }, "test"],
    ])("that exports %s is refused", (_, exported, missing) => {
        expect(() => http(exported)).toThrow(new Error(`The handler does not export ${missing}.`));
    });
});

describe("an error", () => {
    const values = [
        "hunter-2-hunter-2",
        JSON.stringify({ user: "app", key: "k3y-k3y-k3y", inner: { pin: "4711" }, short: "abc" }),
    ];
    test.each([
        ["says what it said", new Error("The API answered 503."), "set failed: The API answered 503."],
        ["says its name, where it has one", new TypeError("fetch failed"), "set failed: TypeError: fetch failed"],
        ["hides a value", new Error("no hunter-2-hunter-2!"), "set failed: no (secret)!"],
        ["hides it each time", new Error("hunter-2-hunter-2hunter-2-hunter-2"), "set failed: (secret)(secret)"],
        ["hides a value as a whole", new Error(`got ${values[1]}`), "set failed: got (secret)"],
        ["hides the parts of a value", new Error("k3y-k3y-k3y or 4711 of app"), "set failed: (secret) or (secret) of app"],
        ["is made of what is none", "no hunter-2-hunter-2", "set failed: no (secret)"],
        ["is made of nothing", undefined, "set failed: undefined"],
    ])("%s", (_, error, says) => {
        const worded = wordless("set", error, [...values, undefined]);
        expect(worded.message).toBe(says);
    });

    test("carries nothing else", () => {
        const carrying = Object.assign(new Error("no"), { cause: new Error(values[0]), request: { body: values[0] } });
        const worded = wordless("set", carrying, []);
        expect(Object.getOwnPropertyNames(worded)).toEqual(["message"]);
        expect(worded.stack).toBeUndefined();
    });
});

describe("who a key is of", () => {
    const KEY = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" };
    const ARN = "arn:aws:iam::123456789012:user/backup/legacy";
    const refused = (code: string) =>
        `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>No.</Message></Error></ErrorResponse>`;

    async function asked(status: number, answer: string) {
        const seen: string[] = [];
        const server = createServer((request, response) => {
            seen.push(`${request.headers.authorization}`);
            response.writeHead(status, { "content-type": "text/xml" }).end(answer);
        });
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
        try {
            return { seen, arn: await caller(KEY, { endpoint, region: "eu-west-1", maxAttempts: 1 }) };
        } finally {
            server.close();
        }
    }

    test("is asked with that key", async () => {
        const result = `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>${ARN}</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`;
        const { seen, arn } = await asked(200, result);
        expect(arn).toBe(ARN);
        expect(seen).toEqual([
            expect.stringMatching(
                /^AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE\/\d{8}\/eu-west-1\/sts\/aws4_request, /,
            ),
        ]);
    });

    test("is nobody yet, where the region does not know it", async () => {
        expect((await asked(403, refused("InvalidClientTokenId"))).arn).toBeUndefined();
    });

    test.each(["SignatureDoesNotMatch", "AccessDenied"])(
        "is an error in words without the key, where it is %s",
        async (code) => {
            const error: unknown = await asked(403, refused(code)).catch((thrown: unknown) => thrown);
            expect((error as Error).name).toBe(code);
            expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(KEY.secretAccessKey);
        },
    );
});
