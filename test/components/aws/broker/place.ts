import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { CreateScheduleGroupCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { worldAt } from "../../../../components/aws/broker/runtime";
import type { Entitlement } from "../../../../components/aws/broker/runtime/policy";
import type { World } from "../../../../components/aws/broker/runtime/world";
import { ADDRESS, entitlementKey } from "../../../../components/aws/broker/runtime/keys";
import { makeLockedBucket } from "../../../harness/moto";
import { HOST } from "./memory";

/** All that the broker needs of AWS, made in an empty one. */
export interface Placed {
    readonly world: World;
    readonly s3: S3Client;
    readonly iam: IAMClient;
    readonly scheduler: SchedulerClient;
    readonly table: DynamoDBDocumentClient;
    /** ARN of what seals the audit. */
    readonly key: string;
}

export const ACCOUNT = "123456789012";
export const BUCKET = "audit";
export const GROUP = "ends";
export const TABLE = "broker";
const TRUST = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
        {
            Effect: "Allow",
            Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/broker` },
            Action: ["sts:AssumeRole", "sts:SetSourceIdentity"],
            Condition: { StringLike: { "sts:SourceIdentity": "g-*" } },
        },
    ],
});

const REVOKER_TRUST = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
        { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/broker-end` }, Action: "sts:AssumeRole" },
    ],
});

/** moto knows by a session's key of which account it is, and gives one for a role that does not exist. */
export async function iamOf(account: string, config: Readonly<Record<string, unknown>>): Promise<IAMClient> {
    const { Credentials } = await new STSClient({ ...config, endpoint: config.moto as string }).send(
        new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${account}:role/anybody`, RoleSessionName: "anybody" }),
    );
    const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials!;
    return new IAMClient({
        ...config,
        credentials: { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey!, sessionToken: SessionToken! },
    });
}

/** A table as the broker has one. */
export async function makeTable(dynamo: DynamoDBClient, TableName: string): Promise<void> {
    const index = (IndexName: string, ...keys: string[]) => ({
        IndexName,
        KeySchema: keys.map((AttributeName, at) => ({
            AttributeName,
            KeyType: at === 0 ? ("HASH" as const) : ("RANGE" as const),
        })),
        Projection: { ProjectionType: "ALL" as const },
    });
    await dynamo.send(
        new CreateTableCommand({
            TableName,
            BillingMode: "PAY_PER_REQUEST",
            AttributeDefinitions: [
                { AttributeName: "pk", AttributeType: "S" },
                { AttributeName: "open", AttributeType: "S" },
                { AttributeName: "requester", AttributeType: "S" },
                { AttributeName: "requestedAt", AttributeType: "N" },
            ],
            KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
            GlobalSecondaryIndexes: [index("open", "open"), index("requester", "requester", "requestedAt")],
        }),
    );
}

export async function place(
    client: Readonly<Record<string, unknown>>,
    entitlements: readonly Entitlement[],
    now: () => number,
    host = HOST,
): Promise<Placed> {
    const config = { ...client, forcePathStyle: true };
    const [s3, iam, scheduler] = [new S3Client(config), new IAMClient(config), new SchedulerClient(config)];
    const dynamo = new DynamoDBClient(config);
    const table = DynamoDBDocumentClient.from(dynamo);
    await makeTable(dynamo, TABLE);
    for (const entitlement of entitlements) {
        const Item = {
            pk: entitlementKey(entitlement.name),
            open: "entitlement",
            entitlement: JSON.stringify(entitlement),
        };
        await table.send(new PutCommand({ TableName: TABLE, Item }));
    }
    await table.send(new PutCommand({ TableName: TABLE, Item: { pk: ADDRESS, host } }));
    for (const role of new Set(entitlements.map(({ roleArn }) => roleArn))) {
        const account = role.split(":")[4]!;
        const there = account === ACCOUNT ? iam : await iamOf(account, config);
        const RoleName = role.slice(role.lastIndexOf("/") + 1);
        await there.send(new CreateRoleCommand({ RoleName, Path: "/jit/", AssumeRolePolicyDocument: TRUST }));
        if (there !== iam) {
            await there.send(
                new CreateRoleCommand({ RoleName: "revoker", Path: "/jit/", AssumeRolePolicyDocument: REVOKER_TRUST }),
            );
        }
    }
    await makeLockedBucket(s3, BUCKET);
    const key = await new KMSClient(config).send(
        new CreateKeyCommand({ KeyUsage: "GENERATE_VERIFY_MAC", KeySpec: "HMAC_256" }),
    );
    const topic = await new SNSClient(config).send(new CreateTopicCommand({ Name: "broker" }));
    await scheduler.send(new CreateScheduleGroupCommand({ Name: GROUP }));
    const world = worldAt(
        {
            TABLE,
            BUCKET,
            GROUP,
            ACCOUNT,
            KEY: key.KeyMetadata!.Arn!,
            TOPIC: topic.TopicArn!,
            END: `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:broker-end`,
            SCHEDULE_ROLE: `arn:aws:iam::${ACCOUNT}:role/broker-schedules`,
            DEAD_LETTERS: `arn:aws:sqs:eu-west-1:${ACCOUNT}:broker-dead-letters`,
            REVOKER: "jit/revoker",
            SETTINGS: JSON.stringify({
                security: ["person:sec@example.com"],
                requestTimeout: 8 * 3_600,
                requestsPerHour: 1_000,
                ownPolicies: [],
            }),
        },
        config,
    );
    return {
        s3,
        iam,
        scheduler,
        table,
        key: key.KeyMetadata!.Arn!,
        world: { ...world, now, log: () => {}, sleep: () => Promise.resolve() },
    };
}
