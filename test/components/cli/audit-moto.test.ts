import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { kmsMac, s3Bucket } from "../../../components/aws/broker/runtime/audit";
import { dynamoStore } from "../../../components/aws/broker/runtime/store";
import { type Moto, moto, startMoto } from "../../harness/moto";
import { memory } from "../aws/broker/memory";
import { makeTable } from "../aws/broker/place";
import { type Broker, JO, broker } from "../client/broker";
import { run } from "./io";

describe.skipIf(!moto)("the audit of a broker, read from AWS", () => {
    let there: Broker;
    let at: Moto;
    let key = "";
    beforeAll(async () => {
        at = await startMoto();
        const s3 = new S3Client({ ...at.client, forcePathStyle: true });
        await s3.send(
            new CreateBucketCommand({ Bucket: "audit", CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } }),
        );
        const kms = new KMSClient(at.client);
        const made = await kms.send(new CreateKeyCommand({ KeySpec: "HMAC_256", KeyUsage: "GENERATE_VERIFY_MAC" }));
        key = made.KeyMetadata!.Arn!;
        const dynamo = new DynamoDBClient(at.client);
        await makeTable(dynamo, "jit");
        const m = memory();
        const table = dynamoStore(
            DynamoDBDocumentClient.from(dynamo, { marshallOptions: { removeUndefinedValues: true } }),
            "jit",
        );
        const declared = m.world.store;
        const entitlement = (name: string) => declared.entitlement(name);
        const store = { ...table, entitlement, entitlements: () => declared.entitlements() };
        Object.assign(m, { world: { ...m.world, store, bucket: s3Bucket(s3, "audit"), mac: kmsMac(kms, key) } });
        there = await broker(m);
        there.time = () => m.time;
        const asked = await run(there, ["request", "dba-prod", "--duration", "1h", "--reason", "fix db"]);
        expect(asked).toMatchObject({ code: 10, err: "" });
    });
    afterAll(async () => {
        await there?.stop();
        await at?.stop();
    });

    const read = (...argv: string[]) => {
        const { endpoint, credentials } = at.client;
        const aws = { endpoint, credentials, forcePathStyle: true, maxAttempts: 1 };
        return run(there, argv, JO, { aws, env: { JIT_AUDIT_BUCKET: "audit", JIT_AUDIT_KEY: key } });
    };
    const verify = (...more: string[]) => read("audit", "verify", ...more);

    test("verifies, until somebody writes into it", async () => {
        expect(await verify("--table", "jit")).toEqual({
            code: 0,
            out: "Entries: 1, of grants and roles: 1, refusals: 0. None is changed or added, and none between is missing.\n",
            err: "",
        });
        expect((await read("report")).out).toContain("fix db");
        const s3 = new S3Client({ ...at.client, forcePathStyle: true });
        const mac = Buffer.from("x".repeat(32)).toString("base64");
        await s3.send(
            new PutObjectCommand({
                Bucket: "audit",
                Key: "refused/2026-01-15/x.json",
                Body: JSON.stringify({ entry: "{}", mac }),
            }),
        );
        expect((await verify()).out).toContain("refused/2026-01-15/x.json: It was not sealed by the broker.\n");
    });

    test("that is not there, or has nothing in it, is not taken for one that verifies", async () => {
        expect(await verify("--bucket", "other")).toMatchObject({
            code: 4,
            err: expect.stringContaining("NoSuchBucket") as string,
        });
        const s3 = new S3Client({ ...at.client, forcePathStyle: true });
        await s3.send(
            new CreateBucketCommand({ Bucket: "empty", CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } }),
        );
        expect(await verify("--bucket", "empty")).toMatchObject({
            code: 2,
            err: "There is no entry at all: is this the bucket of the audit?\n",
        });
        expect((await verify("--table", "other")).code).toBe(4);
    });
});
