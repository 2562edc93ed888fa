import { GenerateMacCommand, type KMSClient } from "@aws-sdk/client-kms";
import { GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { type Entry, START, type Trail, hashOf } from "./trail";

/** Objects that are written once. */
export interface Bucket {
    /** False: there is one of this key. */
    put(key: string, body: string): Promise<boolean>;
    get(key: string): Promise<string | undefined>;
}

export interface Auditing {
    readonly bucket: Bucket;
    readonly mac: (text: string) => Promise<string>;
    /** Tells people; fails if it could not. */
    readonly notify: (entry: Entry) => Promise<void>;
    readonly log: (level: Level, message: string, more: Readonly<Record<string, unknown>>) => void;
}
export type Level = "INFO" | "WARN" | "ERROR";

/** What an object holds: the entry to the letter, as its hash is of that, and the code that only the broker's key gives. */
export interface Sealed {
    readonly entry: string;
    readonly mac: string;
}

/** Somebody else wrote what is in the place of an entry. */
export class Forged extends Error {
    override readonly name = "Forged";
}

/**
 * Puts what is not said yet into the bucket, and tells people of it. The order is fixed: a change is in the table first,
 * entry and all, by one write; the entry is in the bucket before anything follows from the change, such as a credential, a
 * next change or an answer. Who dies in between leaves the entry in the table, and whoever comes next puts it in the bucket.
 *
 * Gives the trail with what has still to be said again: people could not be told.
 */
export async function say(trail: Trail, world: Auditing): Promise<Trail> {
    let silent: number | undefined;
    for (const [index, text] of trail.unsaid.entries()) {
        const entry = JSON.parse(text) as Entry;
        await seal(keyOf(entry.of, entry.seq), text, world);
        try {
            await world.notify(entry);
        } catch (error) {
            world.log("WARN", "not told", { of: entry.of, seq: entry.seq, error: (error as Error).name });
            silent ??= index;
        }
    }
    return { ...trail, unsaid: silent === undefined ? [] : trail.unsaid.slice(silent) };
}

export async function seal(key: string, text: string, { bucket, mac }: Omit<Auditing, "notify">): Promise<void> {
    const body = JSON.stringify({ entry: text, mac: await mac(text) } satisfies Sealed);
    if (await bucket.put(key, body)) return;
    if ((await bucket.get(key)) !== body) throw new Forged(`${key} is not what was told.`);
}

export function keyOf(of: string, seq: number): string {
    return `${of.startsWith("r-") ? "role" : "grant"}/${of}/${String(seq).padStart(6, "0")}.json`;
}

/** What is wrong with the objects of one record, in their order; undefined: nothing is missing, changed or added. */
export async function flaw(
    objects: readonly string[],
    trail: Pick<Trail, "length" | "head"> | undefined,
    mac: Auditing["mac"],
): Promise<string | undefined> {
    let after = START;
    for (const [seq, object] of objects.entries()) {
        const { entry: text, mac: sealed } = JSON.parse(object) as Sealed;
        const entry = JSON.parse(text) as Entry;
        if (entry.seq !== seq) return `Entry ${seq} is missing.`;
        if (entry.after !== after) return `Entry ${seq} does not follow the one before.`;
        if (sealed !== (await mac(text))) return `Entry ${seq} was not sealed by the broker.`;
        after = hashOf(text);
    }
    if (trail && trail.length !== objects.length) return `There are ${objects.length} entries of ${trail.length}.`;
    if (trail && trail.head !== after) return "The last entry is not the one of the record.";
    return undefined;
}

export function s3Bucket(client: S3Client, Bucket: string): Bucket {
    return {
        async put(Key, Body) {
            try {
                await client.send(
                    new PutObjectCommand({ Bucket, Key, Body, IfNoneMatch: "*", ContentType: "application/json" }),
                );
                return true;
            } catch (error) {
                if ((error as Error).name === "PreconditionFailed") return false;
                throw error;
            }
        },
        async get(Key) {
            try {
                const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
                return await Body!.transformToString();
            } catch (error) {
                if ((error as Error).name === "NoSuchKey") return undefined;
                throw error;
            }
        },
    };
}

export function kmsMac(client: KMSClient, KeyId: string): Auditing["mac"] {
    return async (text) => {
        // KMS takes 4,096 bytes; the hash stands for the text.
        const Message = Buffer.from(hashOf(text), "hex");
        const { Mac } = await client.send(new GenerateMacCommand({ KeyId, MacAlgorithm: "HMAC_SHA_256", Message }));
        return Buffer.from(Mac!).toString("base64");
    };
}
