import { GetObjectCommand, ListObjectVersionsCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { evidenceOf } from "../../../components/aws/access-review/runtime/evidence";

const NOW = Date.parse("2026-01-15T12:00:00Z");
const MINE = "reviews/prod-dba/AROAJO:jo";

interface Stored {
    readonly key: string;
    /** Seconds before now. */
    readonly ago: number;
    readonly says?: string;
    readonly size?: number;
}

const keep = '{"decision": "keep", "reason": "on call"}';
const remove = '{"decision": "remove", "reason": "gone"}';

/** S3, as far as it is asked; it answers with two versions a page. */
function bucket(stored: readonly Stored[], { put }: { put?: string } = {}) {
    const asked: string[] = [];
    const answer = (command: unknown): object => {
        if (command instanceof ListObjectVersionsCommand) {
            const { Prefix = "", VersionIdMarker: after, KeyMarker } = command.input;
            expect(KeyMarker === undefined).toBe(after === undefined);
            const all = stored.map((each, index) => ({ ...each, index })).filter(({ key }) => key.startsWith(Prefix));
            const rest = all.filter(({ index }) => after === undefined || index > Number(after));
            const page = rest.slice(0, 2);
            return {
                ...(page.length > 0 && {
                    Versions: page.map(({ key, ago, says = "", size = says.length, index }) => ({
                        Key: key,
                        VersionId: String(index),
                        LastModified: new Date(NOW - ago * 1_000),
                        Size: size,
                    })),
                }),
                IsTruncated: rest.length > page.length,
                NextKeyMarker: page.at(-1)?.key,
                NextVersionIdMarker: String(page.at(-1)?.index),
            };
        }
        if (command instanceof GetObjectCommand) {
            const { Key, VersionId } = command.input;
            asked.push(`${Key} ${VersionId}`);
            return { Body: { transformToString: () => Promise.resolve(stored[Number(VersionId)]!.says) } };
        }
        if (command instanceof PutObjectCommand) {
            asked.push(`put ${command.input.Key} ${command.input.IfNoneMatch}`);
            if (put) throw Object.assign(new Error("no"), { name: put });
            return {};
        }
        throw new Error("unasked");
    };
    const send = (command: unknown) => Promise.resolve().then(() => answer(command));
    return { store: { s3: { send } as unknown as S3Client, bucket: "reviews" }, asked };
}

const BEGUN: Stored = { key: "started/prod-dba.json", ago: 100 };
const found = async (...stored: Stored[]) => evidenceOf("prod-dba", bucket([BEGUN, ...stored]).store, NOW);

describe("the newest review counts", () => {
    test("of many, page by page", async () => {
        const older = [90, 80, 70, 60, 50].map((ago) => ({ key: `${MINE}/${ago}.json`, ago, says: remove }));
        const { latest } = await found(...older, { key: `${MINE}/1.json`, ago: 1, says: keep });
        expect(latest).toEqual({ decision: "keep", at: NOW - 1_000, by: "AROAJO:jo" });
    });

    test("whatever the order of keys", async () => {
        const { latest } = await found(
            { key: `${MINE}/a.json`, ago: 5, says: remove },
            { key: `${MINE}/b.json`, ago: 50, says: keep },
        );
        expect(latest).toMatchObject({ decision: "remove", at: NOW - 5_000 });
    });

    test.each([[[keep, remove]], [[remove, keep]], [[keep, remove, keep]]])(
        "and of several in one second the one that removes: %j",
        async (said) => {
            const { latest } = await found(...said.map((says, index) => ({ key: `${MINE}/${index}.json`, ago: 5, says })));
            expect(latest?.decision).toBe("remove");
        },
    );

    test("also where another version is over it", async () => {
        const { latest } = await found(
            { key: `${MINE}/1.json`, ago: 5, says: "{}" },
            { key: `${MINE}/1.json`, ago: 9, says: keep },
        );
        expect(latest).toMatchObject({ decision: "keep", at: NOW - 9_000 });
    });

    test("and nothing older is read", async () => {
        const { store, asked } = bucket([
            BEGUN,
            { key: `${MINE}/1.json`, ago: 50, says: keep },
            { key: `${MINE}/2.json`, ago: 5, says: keep },
        ]);
        await evidenceOf("prod-dba", store, NOW);
        expect(asked).toEqual([`${MINE}/2.json 2`]);
    });
});

describe("what is no review", () => {
    test("is named, as far as it came after the newest", async () => {
        const { latest, unusable } = await found(
            { key: `${MINE}/0.json`, ago: 90, says: "{}" },
            { key: `${MINE}/1.json`, ago: 50, says: keep },
            { key: `${MINE}/2.json`, ago: 5, says: "keep" },
            { key: "reviews/prod-dba/3.json", ago: 4, says: keep },
        );
        expect(latest).toMatchObject({ at: NOW - 50_000 });
        expect(unusable).toEqual(["reviews/prod-dba/3.json", `${MINE}/2.json`]);
    });

    test("is not read when nobody could have written it, or it is too large", async () => {
        const { store, asked } = bucket([
            BEGUN,
            { key: "reviews/prod-dba/3.json", ago: 4, says: keep },
            { key: `${MINE}/2.json`, ago: 5, says: keep, size: 10_001 },
        ]);
        expect((await evidenceOf("prod-dba", store, NOW)).latest).toBeUndefined();
        expect(asked).toEqual([]);
        expect((await found({ key: `${MINE}/2.json`, ago: 5, says: keep, size: 10_000 })).latest).toBeDefined();
    });

    test("is what there is of other entitlements", async () => {
        const others = ["reviews/prod-dba-2/AROAJO:jo/1.json", "reviews/prod/AROAJO:jo/1.json"];
        const { latest, unusable } = await found(...others.map((key) => ({ key, ago: 1, says: keep })));
        expect({ latest, unusable }).toEqual({ latest: undefined, unusable: [] });
    });
});

describe("the clock", () => {
    test("runs from the first time that the entitlement was seen", async () => {
        expect((await found({ ...BEGUN, ago: 5 }, { ...BEGUN, ago: 500 })).since).toBe(NOW - 500_000);
    });

    test("is not that of an entitlement whose name begins alike", async () => {
        const { store, asked } = bucket([{ key: "started/prod-dba.json.json", ago: 5 }]);
        expect((await evidenceOf("prod-dba", store, NOW)).since).toBe(NOW);
        expect(asked).toEqual(["put started/prod-dba.json *"]);
    });

    test("runs from now when another run has just started it", async () => {
        const { store } = bucket([], { put: "PreconditionFailed" });
        expect(await evidenceOf("prod-dba", store, NOW)).toEqual({ since: NOW, latest: undefined, unusable: [] });
    });

    test("does not run when it cannot be started, and says so", async () => {
        const { store } = bucket([], { put: "AccessDenied" });
        await expect(evidenceOf("prod-dba", store, NOW)).rejects.toThrow("no");
    });
});
