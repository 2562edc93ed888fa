import {
    CreateAccessKeyCommand,
    DeleteAccessKeyCommand,
    GetAccessKeyLastUsedCommand,
    GetUserPolicyCommand,
    type IAMClient,
    ListAccessKeysCommand,
    NoSuchEntityException,
    PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import type { AccessKey } from "./caller";
import {
    type Held,
    type Key,
    type Lifetimes,
    Lost,
    type UsedKey,
    endOf,
    endPolicy,
    ended,
    isStale,
    toMakeRoom,
} from "./decide";
import type { Strategy } from "./strategy";

export interface UserKeySettings extends Lifetimes {
    /** ARN. */
    readonly user: string;
}

export interface UserKeyClients {
    readonly iam: IAMClient;
    /** ARN of whom a key is of, or undefined: it is not known yet. */
    readonly caller: (key: AccessKey) => Promise<string | undefined>;
    readonly now: () => Date;
    readonly sleep: (milliseconds: number) => Promise<unknown>;
}

export interface UserKeys extends Strategy {
    /** Deletes the keys whose overlap is over. */
    sweep(held: Held): Promise<string[]>;
}

export const END = "jit-guard-end";

/** The keys of an IAM user: two at most, of which the one that was replaced lives on for the overlap. */
export function iamUserKey(settings: UserKeySettings, { iam, caller, now, sleep }: UserKeyClients): UserKeys {
    const { user, overlap } = settings;
    const UserName = user.slice(user.lastIndexOf("/") + 1);

    const keys = async (): Promise<Key[]> => {
        const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName }));
        return AccessKeyMetadata.map(({ AccessKeyId, CreateDate }) => ({ id: AccessKeyId!, made: CreateDate! }));
    };
    const withUse = async (key: Key): Promise<UsedKey> => {
        const { AccessKeyLastUsed } = await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: key.id }));
        return { ...key, used: AccessKeyLastUsed?.LastUsedDate !== undefined };
    };
    const known = async (id: string): Promise<Key> => {
        const found = (await keys()).find((key) => key.id === id);
        if (!found) throw new Lost("The pending key is none of the user's any more.");
        if (isStale(found.made, overlap, now())) throw new Lost("The pending key has waited for longer than the overlap.");
        return found;
    };
    const remove = async (AccessKeyId: string) => {
        try {
            await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
        } catch (error) {
            if (!(error instanceof NoSuchEntityException)) throw error;
        }
    };
    const writtenEnd = async (): Promise<string | undefined> => {
        try {
            const { PolicyDocument } = await iam.send(new GetUserPolicyCommand({ UserName, PolicyName: END }));
            return decodeURIComponent(PolicyDocument!);
        } catch (error) {
            if (error instanceof NoSuchEntityException) return undefined;
            throw error;
        }
    };
    const writeEnd = async (made: Date) => {
        const PolicyDocument = endPolicy(endOf(made, settings));
        if ((await writtenEnd()) === PolicyDocument) return;
        await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: END, PolicyDocument }));
    };

    return {
        async create(current) {
            const id = current === undefined ? undefined : accessKey(current).accessKeyId;
            const surplus = toMakeRoom(await Promise.all((await keys()).map(withUse)), id);
            if (surplus) await remove(surplus);
            // Before the first key. Later the end is moved only by a key that works, so that failures do not put it off.
            if ((await writtenEnd()) === undefined) await writeEnd(now());
            const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
            const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey } = AccessKey!;
            return JSON.stringify({ accessKeyId, secretAccessKey });
        },

        async set(pending) {
            await known(accessKey(pending).accessKeyId);
        },

        async test(pending) {
            const key = accessKey(pending);
            const { made } = await known(key.accessKeyId);
            const arn = await settled(() => caller(key), sleep);
            if (arn !== user) throw new Error("The pending key is not that of the user.");
            await writeEnd(made);
        },

        async sweep(held) {
            const id = accessKey(held.current).accessKeyId;
            const pending = held.pending === undefined ? undefined : accessKey(held.pending).accessKeyId;
            const found = await keys();
            const over = ended(found, { ...held, current: id, pending }, overlap, now());
            const results = await Promise.allSettled(over.map(remove));
            const current = found.find((key) => key.id === id);
            // A pending key may have moved the end already.
            if (current && pending === undefined) await writeEnd(current.made);
            const failed = results.find(({ status }) => status === "rejected") as PromiseRejectedResult | undefined;
            if (failed) throw failed.reason;
            return over;
        },
    };
}

// A new key is known to a region within seconds. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html
async function settled(ask: () => Promise<string | undefined>, sleep: UserKeyClients["sleep"]): Promise<string> {
    for (let attempt = 1; attempt <= 12; attempt++) {
        const found = await ask();
        if (found !== undefined) return found;
        await sleep(5_000);
    }
    throw new Error("The pending key is not accepted.");
}

function accessKey(text: string): AccessKey {
    try {
        const { accessKeyId, secretAccessKey } = JSON.parse(text) as Partial<AccessKey>;
        if (typeof accessKeyId === "string" && typeof secretAccessKey === "string") return { accessKeyId, secretAccessKey };
    } catch {
        // What JSON.parse says shows the text.
    }
    throw new Error("The secret holds no JSON of accessKeyId and secretAccessKey.");
}
