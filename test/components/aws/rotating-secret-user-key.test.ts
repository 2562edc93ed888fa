import { randomUUID } from "node:crypto";
import {
    CreateAccessKeyCommand,
    CreateUserCommand,
    DeleteAccessKeyCommand,
    DeleteUserPolicyCommand,
    GetUserPolicyCommand,
    IAMClient,
    ListAccessKeysCommand,
} from "@aws-sdk/client-iam";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type AccessKey, caller } from "../../../components/aws/rotating-secret/runtime/caller";
import { END, type UserKeys, iamUserKey } from "../../../components/aws/rotating-secret/runtime/iam-user-key";
import { sweep } from "../../../components/aws/rotating-secret/runtime/rotate";
import { type Moto, moto, startMoto } from "../../harness/moto";
import { STEPS, Service } from "./rotating-secret-service";

const [HOUR, DAY] = [3_600_000, 86_400_000];
const [OVERLAP, EVERY] = [6 * HOUR, 7 * DAY];

describe.skipIf(!moto)(moto ? "a key of a user" : "moto_server is not installed here: this", () => {
    let server: Moto;
    let own: IAMClient;
    let service: Service;
    let strategy: UserKeys;
    let UserName: string;
    let slept: number[];
    /** Whom the region takes a key for. */
    let asked: (key: AccessKey) => Promise<string | undefined>;
    beforeAll(async () => {
        server = await startMoto();
        own = new IAMClient(server.client);
    });
    afterAll(() => server?.stop());

    beforeEach(async () => {
        const { endpoint, region } = server.client;
        UserName = `legacy-${randomUUID()}`;
        const { User } = await own.send(new CreateUserCommand({ UserName, Path: "/backup/" }));
        service = new Service(server);
        await service.create();
        slept = [];
        asked = (key) => caller(key, { endpoint, region });
        strategy = iamUserKey(
            { user: User!.Arn!, rotateEvery: EVERY / 1_000, overlap: OVERLAP / 1_000 },
            {
                iam: service.iam,
                caller: (key) => asked(key),
                now: () => new Date(service.now),
                sleep: (milliseconds) => Promise.resolve(slept.push(milliseconds)),
            },
        );
    });

    const keys = async () => {
        const { AccessKeyMetadata } = await own.send(new ListAccessKeysCommand({ UserName }));
        return AccessKeyMetadata!.map(({ AccessKeyId }) => AccessKeyId!);
    };
    const idOf = (value: string | undefined) => (JSON.parse(value!) as AccessKey).accessKeyId;
    const end = async () => {
        const { PolicyDocument } = await own.send(new GetUserPolicyCommand({ UserName, PolicyName: END }));
        const { Statement } = JSON.parse(decodeURIComponent(PolicyDocument!)) as { Statement: [Record<string, unknown>] };
        const { Condition, ...deny } = Statement[0];
        expect(deny).toEqual({ Sid: "End", Effect: "Deny", Action: "*", Resource: "*" });
        return Date.parse(
            (Condition as { DateGreaterThanEquals: Record<string, string> }).DateGreaterThanEquals["aws:CurrentTime"]!,
        );
    };
    const swept = () => sweep(service.arn, { secrets: service.secrets, strategy });
    const LIFE = EVERY + DAY + OVERLAP;

    test("has an end before there is a key, and that of a new key before anybody is handed it", async () => {
        const ends: [string, number][] = [];
        service.watch = async () => void ends.push([service.calls.at(-1)!, (await end()) - service.now]);
        await service.rotate(strategy);
        expect(ends.map(([call]) => call)).toEqual([
            "PutUserPolicy",
            "CreateAccessKey",
            "PutSecretValue",
            "UpdateSecretVersionStage",
            "UpdateSecretVersionStage",
        ]);
        expect(new Set(ends.map(([, left]) => left))).toEqual(new Set([LIFE]));
        ends.length = 0;
        service.now += EVERY;
        await service.rotate(strategy);
        expect(ends).toEqual([
            ["CreateAccessKey", LIFE - EVERY],
            ["PutSecretValue", LIFE - EVERY],
            ["PutUserPolicy", LIFE],
            ["UpdateSecretVersionStage", LIFE],
            ["UpdateSecretVersionStage", LIFE],
        ]);
    });

    test("works beside the one before for the overlap, to the millisecond", async () => {
        await service.rotate(strategy);
        const old = idOf((await service.values()).current);
        service.now += EVERY;
        await service.rotate(strategy);
        const current = idOf((await service.values()).current);
        expect((await keys()).sort()).toEqual([old, current].sort());
        service.now += OVERLAP - 1;
        expect(await swept()).toEqual([]);
        service.now += 1;
        expect(await swept()).toEqual([old]);
        expect(await keys()).toEqual([current]);
        expect(await swept()).toEqual([]);
        service.now += 90 * DAY;
        expect(await swept()).toEqual([]);
        expect(await keys()).toEqual([current]);
    });

    test("has an overlap that begins when it becomes current, however long it was pending", async () => {
        await service.rotate(strategy);
        service.now += EVERY;
        const token = await service.begin();
        await service.step("createSecret", token, strategy);
        service.now += OVERLAP;
        await service.rotate(strategy, token);
        service.now += OVERLAP - 1;
        expect(await swept()).toEqual([]);
        service.now += 1;
        expect(await swept()).toHaveLength(1);
    });

    test("is given up when it was pending for so long that it would end before the next", async () => {
        await service.rotate(strategy);
        service.now += EVERY;
        const token = await service.begin();
        await service.step("createSecret", token, strategy);
        service.now += OVERLAP + 1;
        const stale = idOf((await service.values()).pending);
        await expect(service.step("setSecret", token, strategy)).rejects.toThrow(
            /^set failed: Lost: The pending key has waited for longer than the overlap\.$/,
        );
        expect((await service.values()).pending).toBeUndefined();
        // Ends are written to the second.
        service.now += 999;
        await service.rotate(strategy);
        const { current, previous } = await service.values();
        expect((await keys()).sort()).toEqual([idOf(current), idOf(previous)].sort());
        expect(await keys()).not.toContain(stale);
        expect(await end()).toBe(service.now + LIFE);
    });

    test.each(["setSecret", "testSecret", "finishSecret"])("is given up by %s when somebody deleted it", async (step) => {
        await service.rotate(strategy);
        service.now += EVERY;
        const token = await service.begin();
        await service.step("createSecret", token, strategy);
        const AccessKeyId = idOf((await service.values()).pending);
        await own.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
        await expect(service.step(step, token, strategy)).rejects.toThrow(
            /failed: Lost: The pending key is none of the user's any more\.$/,
        );
        const { current, pending } = await service.values();
        expect(pending).toBeUndefined();
        expect(await keys()).toEqual([idOf(current)]);
        await service.rotate(strategy);
        expect(await keys()).toHaveLength(2);
    });

    test("moves the end only when it works", async () => {
        await service.rotate(strategy);
        const before = await end();
        service.now += EVERY;
        const token = await service.begin();
        asked = () => Promise.resolve("arn:aws:iam::123456789012:user/another");
        for (const step of STEPS.slice(0, 2)) await service.step(step, token, strategy);
        for (const step of STEPS.slice(2)) {
            await expect(service.step(step, token, strategy)).rejects.toThrow(
                /^test failed: The pending key is not that of the user\.$/,
            );
        }
        expect((await service.values()).isRotated).toBe(false);
        expect(await end()).toBe(before);
        await swept();
        expect(await end()).toBe(before);
    });

    test("is tried until the region knows it, for a minute", async () => {
        const token = await service.begin();
        for (const step of STEPS.slice(0, 2)) await service.step(step, token, strategy);
        const right = asked;
        let tries = 0;
        asked = (key) => (++tries < 12 ? Promise.resolve(undefined) : right(key));
        await service.step("testSecret", token, strategy);
        expect(slept).toEqual(Array(11).fill(5_000));
        [slept.length, tries] = [0, -1];
        await expect(service.step("testSecret", token, strategy)).rejects.toThrow("The pending key is not accepted.");
        expect(slept).toEqual(Array(12).fill(5_000));
    });

    test("that the user had before is ended like a previous one", async () => {
        const { AccessKey } = await own.send(new CreateAccessKeyCommand({ UserName }));
        service.dated(AccessKey!.AccessKeyId!, service.now - 365 * DAY);
        await service.rotate(strategy);
        service.now += OVERLAP - 1;
        expect(await swept()).toEqual([]);
        service.now += 1;
        expect(await swept()).toEqual([AccessKey!.AccessKeyId]);
    });

    test("is none of three: two that are in use are left alone", async () => {
        for (let each = 0; each < 2; each++) {
            const { AccessKey } = await own.send(new CreateAccessKeyCommand({ UserName }));
            service.dated(AccessKey!.AccessKeyId!, service.now - DAY);
            await asked({ accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! });
        }
        await expect(service.rotate(strategy)).rejects.toThrow("create failed: The user has two keys in use");
        expect(await keys()).toHaveLength(2);
    });

    test("is not ended while it is pending, and the end is not moved back", async () => {
        await service.rotate(strategy);
        service.now += EVERY;
        const token = await service.begin();
        for (const step of STEPS.slice(0, 3)) await service.step(step, token, strategy);
        expect(await end()).toBe(service.now + LIFE);
        service.now += OVERLAP;
        const both = (await keys()).sort();
        expect(await swept()).toEqual([]);
        expect((await keys()).sort()).toEqual(both);
        expect(await end()).toBe(service.now + LIFE - OVERLAP);
    });

    test("gets its end again when somebody took it away", async () => {
        await service.rotate(strategy);
        const before = await end();
        await own.send(new DeleteUserPolicyCommand({ UserName, PolicyName: END }));
        service.now += HOUR;
        await swept();
        expect(await end()).toBe(before);
    });

    test("gets its end again even when others cannot be deleted, which fails afterwards", async () => {
        await service.rotate(strategy);
        service.now += EVERY;
        await service.rotate(strategy);
        await own.send(new DeleteUserPolicyCommand({ UserName, PolicyName: END }));
        service.now += OVERLAP;
        service.refuses = "DeleteAccessKey";
        await expect(swept()).rejects.toThrow("DeleteAccessKey is refused");
        expect(await end()).toBe(service.now + LIFE - OVERLAP);
        service.refuses = undefined;
        expect(await swept()).toHaveLength(1);
    });

    test("is not looked for before there is a secret", async () => {
        expect(await swept()).toEqual([]);
    });

    test("of a secret that somebody wrote over is asked for in words without it", async () => {
        await service.rotate(strategy);
        const { current } = await service.values();
        for (const text of ["hunter-2-hunter-2", '{"accessKeyId":"AKIAIOSFODNN7EXAMPLE"}', "[]", "null"]) {
            await service.put(text);
            const says = "The secret holds no JSON of accessKeyId and secretAccessKey.";
            await expect(swept()).rejects.toThrow(new Error(says));
            const token = await service.begin();
            await expect(service.step("createSecret", token, strategy)).rejects.toThrow(new Error(`create failed: ${says}`));
        }
        expect(await keys()).toEqual([idOf(current)]);
    });
});
