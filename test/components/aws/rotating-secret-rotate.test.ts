import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { http } from "../../../components/aws/rotating-secret/runtime/http";
import type { Strategy } from "../../../components/aws/rotating-secret/runtime/strategy";
import { type Moto, moto, startMoto } from "../../harness/moto";
import { STEPS, Service } from "./rotating-secret-service";

describe.skipIf(!moto)(moto ? "a step" : "moto_server is not installed here: this", () => {
    let server: Moto;
    let service: Service;
    let token: string;
    beforeAll(async () => {
        server = await startMoto();
    });
    afterAll(() => server?.stop());
    beforeEach(async () => {
        service = new Service(server);
        await service.create("first-value");
        token = await service.begin();
    });

    const accepting: Strategy = http({ create: () => "new-value", test: () => undefined });
    const making = (made: unknown) => http({ create: () => made, test: () => undefined });
    const step = (name: string, strategy = accepting) => service.step(name, token, strategy);

    test("of a first rotation makes a value current, which there was none of", async () => {
        await service.create();
        token = await service.rotate(accepting);
        expect(await service.values()).toMatchObject({ current: "new-value", pending: undefined, previous: undefined });
        expect(service.calls.filter((call) => call === "UpdateSecretVersionStage")).toHaveLength(2);
    });

    test("of a first rotation leaves a value current that is so at once", async () => {
        service.isCurrentAtOnce = true;
        await service.create();
        token = await service.begin();
        await step("createSecret");
        expect(await service.values()).toMatchObject({ current: "new-value", pending: "new-value", isRotated: true });
        const failing = http({ create: () => "other", test: () => Promise.reject(new Error("no new-value")) });
        await expect(step("finishSecret", failing)).rejects.toThrow(new Error("test failed: no (secret)"));
        for (const name of STEPS) await step(name);
        expect(await service.values()).toMatchObject({ current: "new-value", pending: undefined, previous: undefined });
        expect(service.calls.filter((call) => call === "UpdateSecretVersionStage")).toHaveLength(1);
    });

    test.each(["setSecret", "testSecret", "finishSecret"])("%s waits for a value", async (name) => {
        await expect(step(name)).rejects.toThrow(
            new Error(`Version ${token} of the secret has no value yet: createSecret comes first.`),
        );
        expect(await service.values()).toMatchObject({ current: "first-value", previous: undefined });
    });

    test("that there is not is refused before anything is asked", async () => {
        await expect(step("deleteSecret")).rejects.toThrow(new Error('There is no step "deleteSecret".'));
        expect(service.calls).toEqual([]);
    });

    test("of a rotation that there is not is refused", async () => {
        token = "00000000-0000-4000-8000-000000000000";
        await expect(step("createSecret")).rejects.toThrow(new Error(`Version ${token} is none of the secret.`));
    });

    test("finishes nothing that is not accepted, even when testSecret was not called", async () => {
        await step("createSecret");
        const failing = http({
            create: () => "other",
            test: () => Promise.reject(new Error("no new-value, no first-value")),
        });
        await expect(step("finishSecret", failing)).rejects.toThrow(new Error("test failed: no (secret), no (secret)"));
        expect(await service.values()).toMatchObject({ current: "first-value", pending: "new-value" });
    });

    test.each([
        ["nothing", undefined, "The new value is no text."],
        ["an empty text", "", "The new value is no text."],
        ["a number", 4_711, "The new value is no text."],
        ["the value that there is", "first-value", "The new value is the one that there is."],
        ["65,537 bytes", "x".repeat(65_537), "The new value is longer than 65,536 bytes."],
        ["65,538 bytes of fewer letters", "é".repeat(32_769), "The new value is longer than 65,536 bytes."],
    ])("stores no value that is %s", async (_, made, says) => {
        await expect(step("createSecret", making(made))).rejects.toThrow(new Error(says));
        expect(service.calls).not.toContain("PutSecretValue");
    });

    test.each(["x".repeat(65_536), "é".repeat(32_768)])("stores a value of 65,536 bytes", async (made) => {
        await step("createSecret", making(made));
        expect((await service.values()).pending).toBe(made);
    });

    test("reads no value that is no text", async () => {
        await service.put(new Uint8Array([1, 2, 3]));
        token = await service.begin();
        await expect(step("createSecret")).rejects.toThrow(/^Version \S+ of the secret is no text\.$/);
    });

    test("tells the strategy of the values before and after, whichever is current", async () => {
        const told: unknown[] = [];
        const tell =
            (name: string) =>
            (...of: unknown[]) =>
                void told.push([name, ...of]);
        const telling = http({
            create: (of: string) => `${of}+`,
            set: tell("set"),
            test: tell("test"),
            retire: tell("retire"),
        });
        await service.rotate(telling, token);
        await step("finishSecret", telling);
        expect(told).toEqual([
            ["set", "first-value+", "first-value"],
            ["test", "first-value+"],
            ["test", "first-value+"],
            ["retire", "first-value+", "first-value"],
            ["retire", "first-value+", "first-value"],
        ]);
    });

    test("ends the previous value when the function died just before", async () => {
        const retired: unknown[] = [];
        const retiring = http({
            create: () => "new-value",
            test: () => undefined,
            retire: (...of: unknown[]) => void retired.push(of),
        });
        await service.rotate(accepting, token);
        for (const name of STEPS) await step(name, retiring);
        expect(retired).toEqual([["new-value", "first-value"]]);
    });

    test("hides the new value, too, when it cannot be stored", async () => {
        service.refuses = "PutSecretValue";
        const named = making("PutSecretValue");
        await expect(step("createSecret", named)).rejects.toThrow(new Error("store failed: (secret) is refused"));
    });

    test("hides the values in what retire throws, after the new one is current", async () => {
        const failing = http({
            create: () => "new-value",
            test: () => undefined,
            retire: (current: string, previous: string) => Promise.reject(new Error(`no end of ${previous} by ${current}`)),
        });
        await expect(service.rotate(failing, token)).rejects.toThrow(
            new Error("retire failed: no end of (secret) by (secret)"),
        );
        expect(await service.values()).toMatchObject({ current: "new-value", pending: undefined });
    });

    test("fails when a label cannot be moved", async () => {
        await step("createSecret");
        service.refuses = "UpdateSecretVersionStage";
        await expect(step("finishSecret")).rejects.toThrow("UpdateSecretVersionStage is refused");
        expect(await service.values()).toMatchObject({ current: "first-value", pending: "new-value" });
    });
});
