import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand, paginateQuery } from "@aws-sdk/lib-dynamodb";
import type { Grant } from "./grant";
import { ADDRESS, entitlementKey } from "./keys";
import type { Entitlement } from "./policy";
import { type Role, unknownRole } from "./role";
import { EMPTY } from "./trail";

/** The records. What is read of one of them is what was written last. */
export interface Store {
    grant(id: string): Promise<Grant | undefined>;
    /** Whether it was written: it is new, or the version before it was the last. */
    put(grant: Grant): Promise<boolean>;
    /** All that there is something left to do for. May lag behind. */
    unsettled(): Promise<readonly Grant[]>;
    /** The latest first. May lag behind. */
    of(requester: string): Promise<readonly Grant[]>;
    role(arn: string): Promise<Role>;
    roleOf(id: string): Promise<Role | undefined>;
    putRole(role: Role): Promise<boolean>;
    entitlement(name: string): Promise<Entitlement | undefined>;
    entitlements(): Promise<readonly Entitlement[]>;
    /** The host of the broker's URL, which the program wrote down. */
    address(): Promise<string | undefined>;
    /** How often it was counted, this time included. */
    count(what: string, until: number): Promise<number>;
}

export function dynamoStore(client: DynamoDBDocumentClient, TableName: string): Store {
    const read = async (pk: string): Promise<Item | undefined> => {
        const { Item } = await client.send(new GetCommand({ TableName, Key: { pk }, ConsistentRead: true }));
        return Item as Item | undefined;
    };
    const write = async (record: Grant | Role, first: number, more: object): Promise<boolean> => {
        const before = record.version - 1;
        const condition =
            record.version === first
                ? { ConditionExpression: "attribute_not_exists(pk)" }
                : { ConditionExpression: "version = :before", ExpressionAttributeValues: { ":before": before } };
        try {
            const Item = { ...record, ...more, pk: record.id };
            await client.send(new PutCommand({ TableName, Item, ...condition }));
            return true;
        } catch (error) {
            if (error instanceof ConditionalCheckFailedException) return false;
            throw error;
        }
    };
    const query = async (IndexName: string, key: string, value: string): Promise<readonly Item[]> => {
        const found: Item[] = [];
        const asked = {
            TableName,
            IndexName,
            KeyConditionExpression: "#key = :value",
            ExpressionAttributeNames: { "#key": key },
            ExpressionAttributeValues: { ":value": value },
            ScanIndexForward: false,
        };
        for await (const { Items = [] } of paginateQuery({ client }, asked)) found.push(...(Items as Item[]));
        return found;
    };
    return {
        grant: async (id) => grantIn(await read(id)),
        put: (grant) => write(grant, 0, grant.isSettled ? {} : { open: "grant" }),
        unsettled: async () => (await query("open", "open", "grant")).map((item) => grantIn(item)!),
        of: async (requester) => (await query("requester", "requester", requester)).map((item) => grantIn(item)!),
        role: async (arn) => roleIn(await read(unknownRole(arn).id)) ?? unknownRole(arn),
        roleOf: async (id) => roleIn(await read(id)),
        putRole: (role) => write(role, 1, {}),
        entitlement: async (name) => entitlementIn(await read(entitlementKey(name))),
        entitlements: async () => (await query("open", "open", "entitlement")).map((item) => entitlementIn(item)!),
        address: async () => (await read(ADDRESS))?.host as string | undefined,
        async count(what, until) {
            const { Attributes } = await client.send(
                new UpdateCommand({
                    TableName,
                    Key: { pk: `count#${what}` },
                    // Only to be rid of it: no decision looks at it.
                    UpdateExpression: "ADD calls :one SET expiresAt = :until",
                    ExpressionAttributeValues: { ":one": 1, ":until": Math.ceil(until / 1_000) },
                    ReturnValues: "UPDATED_NEW",
                }),
            );
            return (Attributes as { calls: number }).calls;
        },
    };
}

type Item = Readonly<Record<string, unknown>>;

/** A record of an earlier form, or of a later one: what is not in it is what it was before there was such a thing. */
export function grantIn(item: Item | undefined): Grant | undefined {
    if (!item) return undefined;
    const { pk: _pk, open: _open, ...grant } = item;
    const missing = { approvals: [], onEnd: [], scopes: [], credentialsUntil: 0, isRevoked: false, isSettled: false };
    return { ...missing, trail: EMPTY, ...grant } as unknown as Grant;
}

function roleIn(item: Item | undefined): Role | undefined {
    if (!item) return undefined;
    const { pk: _pk, ...role } = item;
    return { before: 0, strays: {}, trail: EMPTY, ...role } as unknown as Role;
}

/** As text, so that what is declared is what is read: there are no sets, and no numbers of another kind. */
function entitlementIn(item: Item | undefined): Entitlement | undefined {
    return item && (JSON.parse(item.entitlement as string) as Entitlement);
}
