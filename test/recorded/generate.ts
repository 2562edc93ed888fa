import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** Writes a state of that many resources, as an engine would of an estate of services on two clouds; never holds it as a whole. */
export async function writeState(file: string, resources: number): Promise<void> {
    await pipeline(Readable.from(pieces(resources)), createWriteStream(file));
}

const STACK = "urn:pulumi:production::estate::pulumi:pulumi:Stack::estate-production";
const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
const document = (...statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const TAGS = { team: "shop", environment: "production", "cost-centre": "4711", "managed-by": "pulumi" };

// Half of a state is made of these.
const TRACE = ["index.ts#13,18", ...new Array<string>(11).fill("node_modules/@pulumi/pulumi/resource.ts#1598,22")].map(
    (position) => ({ sourcePosition: `project:///${position}` }),
);

interface Template {
    readonly type: string;
    readonly inputs: (service: string) => Readonly<Record<string, unknown>>;
    readonly outputs?: (service: string) => Readonly<Record<string, unknown>>;
    /** Inputs that are made from the first resource of the service. */
    readonly from?: readonly string[];
}

/** A service: most of it no rule looks at, some of it is identity, and a little of it is wrong. */
const SERVICE: readonly Template[] = [
    {
        type: "aws:iam/role:Role",
        inputs: (service) => ({
            name: `${service}-4f2a91c`,
            assumeRolePolicy: document({
                Effect: "Allow",
                Action: "sts:AssumeRole",
                Principal: { Service: "lambda.amazonaws.com" },
            }),
            forceDetachPolicies: false,
            maxSessionDuration: 3_600,
            tags: TAGS,
            __defaults: ["forceDetachPolicies"],
        }),
        outputs: (service) => ({
            arn: `arn:aws:iam::111122223333:role/${service}-4f2a91c`,
            createDate: "2024-03-01T08:00:00Z",
            uniqueId: "AROAEXAMPLEEXAMPLE",
        }),
    },
    {
        type: "aws:iam/rolePolicy:RolePolicy",
        inputs: (service) => ({
            role: `${service}-4f2a91c`,
            policy: document(
                { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: `arn:aws:s3:::${service}-data/*` },
                {
                    Effect: "Allow",
                    Action: ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem"],
                    Resource: `arn:aws:dynamodb:eu-west-1:111122223333:table/${service}`,
                },
                { Effect: "Allow", Action: ["kms:Decrypt"], Resource: "arn:aws:kms:eu-west-1:111122223333:key/*" },
            ),
        }),
        from: ["role"],
    },
    {
        type: "aws:lambda/function:Function",
        inputs: (service) => ({
            name: service,
            role: `arn:aws:iam::111122223333:role/${service}-4f2a91c`,
            runtime: "nodejs22.x",
            handler: "index.handler",
            memorySize: 256,
            timeout: 30,
            code: {
                "4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7",
                hash: "0f8ec61839fd8962dc7d2655e24b66388b97a5f2bbbea42de65ececa3ab6aca5",
            },
            environment: {
                variables: { TABLE: service, API_TOKEN: { ...SECRET, ciphertext: "v1:AAAAAAAAAAAAAAAA:".padEnd(180, "A") } },
            },
            tags: TAGS,
        }),
        outputs: (service) => ({ arn: `arn:aws:lambda:eu-west-1:111122223333:function:${service}`, version: "$LATEST" }),
        from: ["role"],
    },
    { type: "aws:s3/bucket:Bucket", inputs: (service) => ({ bucket: `${service}-data`, forceDestroy: false, tags: TAGS }) },
    {
        type: "aws:dynamodb/table:Table",
        inputs: (service) => ({
            name: service,
            hashKey: "id",
            billingMode: "PAY_PER_REQUEST",
            attributes: [{ name: "id", type: "S" }],
            tags: TAGS,
        }),
    },
    {
        type: "aws:cloudwatch/logGroup:LogGroup",
        inputs: (service) => ({ name: `/aws/lambda/${service}`, retentionInDays: 30 }),
    },
    {
        type: "aws:iam/accessKey:AccessKey",
        inputs: (service) => ({ user: `${service}-ci`, status: "Active" }),
        outputs: () => ({
            createDate: "2023-05-01T08:00:00Z",
            secret: { ...SECRET, ciphertext: "v1:AAAAAAAAAAAAAAAA:".padEnd(120, "A") },
        }),
    },
    {
        type: "gcp:serviceaccount/account:Account",
        inputs: (service) => ({ accountId: service, displayName: service, project: "estate-production" }),
        outputs: (service) => ({ email: `${service}@estate-production.iam.gserviceaccount.com` }),
    },
    {
        type: "gcp:serviceaccount/key:Key",
        inputs: (service) => ({ serviceAccountId: `${service}@estate-production.iam.gserviceaccount.com` }),
        outputs: () => ({ validAfter: "2023-05-01T08:00:00Z", validBefore: "9999-12-31T23:59:59Z" }),
    },
    {
        type: "gcp:projects/iAMMember:IAMMember",
        inputs: (service) => ({
            project: "estate-production",
            role: "roles/logging.logWriter",
            member: `serviceAccount:${service}@estate-production.iam.gserviceaccount.com`,
        }),
    },
    {
        type: "gcp:secretmanager/secret:Secret",
        inputs: (service) => ({
            secretId: service,
            replication: { auto: {} },
            rotation: { rotationPeriod: "2592000s", nextRotationTime: "2026-02-01T00:00:00Z" },
            topics: [{ name: "projects/estate-production/topics/rotation" }],
        }),
    },
];

function* pieces(resources: number): Generator<string> {
    const manifest = { time: "2026-01-15T12:00:00Z", magic: "", version: "v3.260.0" };
    yield `{"version":3,"deployment":{"manifest":${JSON.stringify(manifest)},"resources":[\n`;
    yield JSON.stringify({ urn: STACK, custom: false, type: "pulumi:pulumi:Stack", outputs: { region: "eu-west-1" } });
    for (let index = 1; index < resources; index++) yield `,\n${JSON.stringify(resource(index))}`;
    yield `\n],"metadata":{}}}\n`;
}

function resource(index: number): object {
    const { type, inputs, outputs, from = [] } = SERVICE[index % SERVICE.length]!;
    const service = `service-${Math.floor(index / SERVICE.length)}`;
    const given = inputs(service);
    const made = Object.keys(given).map((key): [string, readonly string[]] => [
        key,
        from.includes(key) ? [urn(SERVICE[0]!.type, service)] : [],
    ]);
    return {
        urn: urn(type, service),
        custom: true,
        id: service,
        type,
        inputs: given,
        outputs: { ...given, ...outputs?.(service) },
        parent: STACK,
        provider: `urn:pulumi:production::estate::pulumi:providers:${type.split(":")[0]}::default::0f8ec618-39fd-8962-dc7d-2655e24b6638`,
        propertyDependencies: Object.fromEntries(made),
        created: "2024-03-01T08:00:00.123456789Z",
        modified: "2025-11-01T08:00:00.123456789Z",
        sourcePosition: "project:///index.ts#13,18",
        stackTrace: TRACE,
    };
}

function urn(type: string, name: string): string {
    return `urn:pulumi:production::estate::${type}::${name}`;
}
