import { GetObjectCommand, ListObjectVersionsCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { type Evidence, type Review, decisionOf, writerOf } from "./decide";

export interface Store {
    readonly s3: S3Client;
    readonly bucket: string;
}

interface Version {
    readonly key: string;
    readonly id: string | undefined;
    readonly at: number;
    readonly size: number;
}

const LARGEST = 10_000;

/**
 * All that was ever written counts, also what somebody has put another version or a delete marker over: the lock keeps each
 * version, and S3 says when it came.
 */
export async function evidenceOf(name: string, store: Store, now: number): Promise<Evidence> {
    const since = await knownSince(name, store, now);
    const found = await versions(`reviews/${name}/`, store);
    const unusable: string[] = [];
    let latest: Review | undefined;
    for (const version of found.sort((a, b) => b.at - a.at)) {
        if (latest && version.at < latest.at) break;
        const review = await reviewIn(version, name, store);
        if (!review) unusable.push(version.key);
        // S3 tells seconds: of two in one second, the one that takes rights away.
        else if (!latest || review.decision === "remove") latest = review;
    }
    return { since, latest, unusable };
}

async function knownSince(name: string, store: Store, now: number): Promise<number> {
    const key = `started/${name}.json`;
    const found = (await versions(key, store)).filter((version) => version.key === key);
    // The first; later ones would put the clock back.
    if (found.length > 0) return Math.min(...found.map(({ at }) => at));
    try {
        await store.s3.send(new PutObjectCommand({ Bucket: store.bucket, Key: key, Body: "{}", IfNoneMatch: "*" }));
    } catch (error) {
        // Another run was first.
        if ((error as Error).name !== "PreconditionFailed") throw error;
    }
    return now;
}

async function reviewIn({ key, id, at, size }: Version, name: string, store: Store): Promise<Review | undefined> {
    const by = writerOf(key, name);
    if (by === undefined || size > LARGEST) return undefined;
    const { Body } = await store.s3.send(new GetObjectCommand({ Bucket: store.bucket, Key: key, VersionId: id }));
    const decision = decisionOf((await Body?.transformToString()) ?? "");
    return decision && { decision, at, by };
}

async function versions(prefix: string, { s3, bucket }: Store): Promise<Version[]> {
    const found: Version[] = [];
    let next: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined = {};
    while (next) {
        const page: Page = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix, ...next }));
        for (const { Key, VersionId, LastModified, Size } of page.Versions ?? []) {
            found.push({ key: Key ?? "", id: VersionId, at: LastModified?.getTime() ?? 0, size: Size ?? 0 });
        }
        next = page.IsTruncated ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker } : undefined;
    }
    return found;
}

type Page = import("@aws-sdk/client-s3").ListObjectVersionsCommandOutput;
