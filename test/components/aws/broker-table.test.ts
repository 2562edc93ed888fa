import { CreateTableCommand, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Broker } from "../../../components/aws/broker";
import type { Grant } from "../../../components/aws/broker/runtime/grant";
import { type Store, dynamoStore } from "../../../components/aws/broker/runtime/store";
import { Entitlement } from "../../../components/aws/entitlement";
import { type Declared, declare } from "../../harness/declare";
import { type Moto, moto, startMoto } from "../../harness/moto";
import { REQUESTER, T0, after } from "./broker/grants";

const ACCOUNT = "arn:aws:iam::123456789012";
const owner = "payments@example.com";

/** A program with a broker and an entitlement. */
const program = () => {
    const broker = new Broker("jit", {
        notifications: { args: { notify: ["security@example.com"] } },
        security: [`${ACCOUNT}:role/security`],
        owner,
    });
    new Entitlement("prod-dba", {
        broker,
        role: `${ACCOUNT}:role/jit/prod-dba`,
        eligible: ["person:jo@example.com"],
        approval: { approvers: [`${ACCOUNT}:user/ana`] },
        scope: { actions: ["rds:*"], resources: ["arn:aws:rds:eu-west-1:123456789012:db:orders"] },
        owner,
    });
};

interface Keys {
    readonly hashKey: string;
    readonly rangeKey?: string;
}

const keys = ({ hashKey, rangeKey }: Keys) => [
    { AttributeName: hashKey, KeyType: "HASH" as const },
    ...(rangeKey ? [{ AttributeName: rangeKey, KeyType: "RANGE" as const }] : []),
];

describe.skipIf(!moto)("what is declared is what the functions read", () => {
    let server: Moto;
    let store: Store;

    beforeAll(async () => {
        server = await startMoto();
        const { resources, errors } = await declare(program, { preview: false });
        expect(errors).toEqual([]);
        const of = (type: string): Declared => resources.find((each) => each.type === `aws:dynamodb/${type}`)!;
        const table = of("table:Table").inputs as unknown as Keys & {
            attributes: { name: string; type: "S" | "N" }[];
            globalSecondaryIndexes: (Keys & { name: string; projectionType: "ALL" })[];
        };
        const client = new DynamoDBClient(server.client);
        await client.send(
            new CreateTableCommand({
                TableName: "jit",
                BillingMode: "PAY_PER_REQUEST",
                AttributeDefinitions: table.attributes.map(({ name, type }) => ({
                    AttributeName: name,
                    AttributeType: type,
                })),
                KeySchema: keys(table),
                GlobalSecondaryIndexes: table.globalSecondaryIndexes.map((index) => ({
                    IndexName: index.name,
                    KeySchema: keys(index),
                    Projection: { ProjectionType: index.projectionType },
                })),
            }),
        );
        const items = resources.filter(({ type }) => type === "aws:dynamodb/tableItem:TableItem");
        expect(items.map(({ name }) => name).sort()).toEqual(["jit-address", "prod-dba"]);
        for (const { inputs } of items) {
            const { tableName, item } = inputs as { tableName: string; item: string };
            expect(tableName).toBe("jit");
            await client.send(new PutItemCommand({ TableName: "jit", Item: JSON.parse(item) as never }));
        }
        store = dynamoStore(
            DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
            "jit",
        );
    }, 90_000);

    afterAll(() => server?.stop());

    test("where the broker is", async () => {
        expect(await store.address()).toBe("abc123.lambda-url.eu-west-1.on.aws");
    });

    test("an entitlement, by its name and among all of them", async () => {
        const expected = { name: "prod-dba", eligible: [REQUESTER], approvers: [["user:123456789012/ana"]] };
        expect(await store.entitlement("prod-dba")).toMatchObject(expected);
        expect(await store.entitlements()).toEqual([expect.objectContaining(expected)]);
        expect(await store.entitlement("other")).toBeUndefined();
    });

    test("grants, those of one person with the latest first, and none that is an entitlement", async () => {
        const grants = ["a", "b"].map((each, at) => after([], { id: `g-${each.repeat(26)}` }, T0 + at));
        const [first, second] = grants as [Grant, Grant];
        for (const grant of grants) expect(await store.put(grant)).toBe(true);
        expect((await store.of(first.requester)).map(({ id }) => id)).toEqual([second.id, first.id]);
        expect((await store.unsettled()).map(({ id }) => id).sort()).toEqual([first.id, second.id]);
    });
});
