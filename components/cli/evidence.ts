import type { Trail } from "../aws/broker/runtime/trail";
import { type Io, UsageError } from "./io";

/** What there is to read of what was done. */
export interface Evidence {
    /** Of the objects of the bucket, in their order. */
    keys(prefix: string): AsyncIterable<string>;
    get(key: string): Promise<string>;
    /** Whether the broker's key made that code of it. */
    isSealed(text: string, mac: string): Promise<boolean>;
    readonly records?: Records;
}

/** The table, which knows how long each chain must be. */
export interface Records {
    trail(id: string): Promise<Trail | undefined>;
    /** Those that there is something left to do for. */
    open(): Promise<readonly string[]>;
}

export interface Place {
    readonly bucket: string;
    readonly region?: string;
    readonly profile?: string;
    readonly key?: string;
    readonly table?: string;
}

/** Of an account of AWS. The packages for that are large, and few need them: they are installed by who does. */
export async function evidenceIn({ bucket: Bucket, key: KeyId, table, ...place }: Place, io: Io): Promise<Evidence> {
    const { S3Client, GetObjectCommand, paginateListObjectsV2 } = await needed(
        () => import("@aws-sdk/client-s3"),
        "client-s3",
    );
    const region = place.region ?? io.env.AWS_REGION ?? io.env.AWS_DEFAULT_REGION;
    if (!region) throw new UsageError("In which region is the bucket? Write --region, or set AWS_REGION.");
    const config = { region, credentials: io.credentials(place.profile ?? io.env.JIT_PROFILE), ...io.aws };
    const s3 = new S3Client({ ...config, followRegionRedirects: true });
    return {
        async *keys(Prefix) {
            for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket, Prefix })) {
                for (const { Key } of Contents) yield Key!;
            }
        },
        async get(Key) {
            const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
            return Body!.transformToString();
        },
        isSealed: await sealing(KeyId, config),
        ...(table !== undefined && { records: await recordsIn(table, config) }),
    };
}

interface Config {
    readonly region: string;
}

async function sealing(KeyId: string | undefined, config: Config): Promise<Evidence["isSealed"]> {
    if (KeyId === undefined) return () => Promise.resolve(true);
    const { KMSClient, VerifyMacCommand } = await needed(() => import("@aws-sdk/client-kms"), "client-kms");
    const { hashOf } = await import("../aws/broker/runtime/trail.js");
    const kms = new KMSClient(config);
    return async (text, mac) => {
        const asked = { KeyId, MacAlgorithm: "HMAC_SHA_256", Message: Buffer.from(hashOf(text), "hex") } as const;
        try {
            return (await kms.send(new VerifyMacCommand({ ...asked, Mac: Buffer.from(mac, "base64") }))).MacValid === true;
        } catch (error) {
            if ((error as Error).name === "KMSInvalidMacException") return false;
            throw error;
        }
    };
}

async function recordsIn(table: string, config: Config): Promise<Records> {
    const { DynamoDBClient } = await needed(() => import("@aws-sdk/client-dynamodb"), "client-dynamodb");
    const { DynamoDBDocumentClient } = await needed(() => import("@aws-sdk/lib-dynamodb"), "lib-dynamodb");
    const { dynamoStore } = await import("../aws/broker/runtime/store.js");
    const store = dynamoStore(DynamoDBDocumentClient.from(new DynamoDBClient(config)), table);
    return {
        trail: async (id) => (await (id.startsWith("r-") ? store.roleOf(id) : store.grant(id)))?.trail,
        open: async () => (await store.unsettled()).map(({ id }) => id),
    };
}

async function needed<Of>(load: () => Promise<Of>, name: string): Promise<Of> {
    try {
        return await load();
    } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") throw error;
        throw new UsageError(`This needs a package more: npm install @aws-sdk/${name}`);
    }
}
