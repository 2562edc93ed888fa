import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { IAMClient } from "@aws-sdk/client-iam";
import { IdentitystoreClient } from "@aws-sdk/client-identitystore";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SNSClient } from "@aws-sdk/client-sns";
import { SSMClient } from "@aws-sdk/client-ssm";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { type Answer, type Call, ask as answerTo } from "./ask";
import { kmsMac, s3Bucket } from "./audit";
import { iamDenies } from "./denies";
import { NO_DIRECTORY, directory } from "./directory";
import { type Failures, type Signal, ended } from "./ended";
import { scheduler } from "./ends";
import { notices } from "./notices";
import { decide } from "./policy";
import { dynamoStore } from "./store";
import { sweep as sweepAll } from "./sweep";
import { tasks } from "./tasks";
import { sts } from "./sts";
import type { Settings, World } from "./world";

/** What the functions are told where they are. */
export interface Place {
    readonly TABLE: string;
    readonly BUCKET: string;
    /** ARNs: of the key that seals, the topic, the function that ends, the role of schedules, and the dead letters. */
    readonly KEY: string;
    readonly TOPIC: string;
    readonly END: string;
    readonly SCHEDULE_ROLE: string;
    readonly DEAD_LETTERS: string;
    /** Of schedules. */
    readonly GROUP: string;
    readonly ACCOUNT: string;
    /** Path and name of the role that ends sessions in another account. */
    readonly REVOKER: string;
    /** Id of the directory of IAM Identity Center, where there is one. */
    readonly IDENTITY_STORE?: string;
    /** As JSON. */
    readonly SETTINGS: string;
}

/** Of every client of AWS, such as its endpoint. */
export type Config = Readonly<Record<string, unknown>>;

export function worldAt(place: Place, config: Config = {}): World {
    const stsClient = new STSClient(config);
    const sns = new SNSClient(config);
    const { END: target, SCHEDULE_ROLE: role, DEAD_LETTERS: deadLetters, GROUP: group } = place;
    return {
        store: dynamoStore(
            DynamoDBDocumentClient.from(new DynamoDBClient(config), { marshallOptions: { removeUndefinedValues: true } }),
            place.TABLE,
        ),
        ends: scheduler(new SchedulerClient(config), { group, target, role, deadLetters }),
        denies: iamDenies(inEach(place, stsClient, config, (of) => new IAMClient(of))),
        sts: sts(stsClient),
        bucket: s3Bucket(new S3Client(config), place.BUCKET),
        mac: kmsMac(new KMSClient(config), place.KEY),
        notify: notices(sns, place.TOPIC),
        tasks: tasks(
            new SecretsManagerClient(config),
            sns,
            inEach(place, stsClient, config, (of) => new SSMClient(of)),
        ),
        directory: place.IDENTITY_STORE ? directory(new IdentitystoreClient(config), place.IDENTITY_STORE) : NO_DIRECTORY,
        decide,
        settings: JSON.parse(place.SETTINGS) as Settings,
        now: Date.now,
        sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
        log: (level, message, more) => console.log(JSON.stringify({ level, message, ...more })),
    };
}

/** A client of the broker's own account, and of those whose role for this it takes. */
function inEach<C>(
    { ACCOUNT, END, REVOKER }: Place,
    client: STSClient,
    config: Config,
    make: (config: Config) => C,
): (account: string) => C {
    const clients = new Map<string, C>();
    const inAccount = (account: string) =>
        make({
            ...config,
            credentials: async () => {
                const { Credentials } = await client.send(
                    new AssumeRoleCommand({
                        RoleArn: `arn:${END.split(":")[1]}:iam::${account}:role/${REVOKER}`,
                        RoleSessionName: "jit-revoker",
                        DurationSeconds: 900,
                    }),
                );
                return {
                    accessKeyId: Credentials!.AccessKeyId!,
                    secretAccessKey: Credentials!.SecretAccessKey!,
                    sessionToken: Credentials!.SessionToken!,
                    expiration: Credentials!.Expiration!,
                };
            },
        });
    return (account) => {
        const found = clients.get(account) ?? (account === ACCOUNT ? make(config) : inAccount(account));
        clients.set(account, found);
        return found;
    };
}

let world: World | undefined;
const here = (): World => (world ??= worldAt(process.env as unknown as Place));

/** Of the function URL. */
export async function ask(call: Call): Promise<Answer> {
    return answerTo(call, here());
}

/** Of the schedules, and of the stream of the table. */
export async function end(signal: Signal): Promise<Failures | void> {
    return ended(signal, here());
}

export async function sweep(): Promise<void> {
    await sweepAll(here());
}
