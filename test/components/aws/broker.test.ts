import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ResourceTransformationArgs, type asset, output, secret } from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { Broker, type BrokerArgs, type BrokerReference } from "../../../components/aws/broker";
import { bucketPolicy } from "../../../components/aws/broker/audit";
import { every } from "../../../components/aws/broker/schedules";
import { CHANGED } from "../../../components/aws/broker/table";
import type { Place } from "../../../components/aws/broker/runtime";
import { COMPONENTS } from "../../../scripts/bundle-components";
import { describeAccess, oracleSays } from "../../harness/access";
import { type Declared, declare, unknown } from "../../harness/declare";
import { declared, describeRefusals, parsed } from "../../harness/describe-component";

const ACCOUNT = "arn:aws:iam::123456789012";
const GROUP = "group:9067f1b2c3-11111111-2222-3333-4444-555555555555";
const RIGHT: BrokerArgs = {
    notifications: { args: { notify: ["security@example.com", "https://hooks.example.com/jit"] } },
    security: ["person:Ana@Example.com", `${ACCOUNT}:role/Security`],
    owner: "security@example.com",
};

const make =
    (args: object = {}) =>
    () =>
        new Broker("mine", { ...RIGHT, ...args });
const inputs = async (type: string, name = "mine", args = {}) => (await declared(make(args), `aws:${type}`, name)).inputs;
const variables = async (of: string, args = {}) => {
    const { environment } = await inputs("lambda/function:Function", `mine-${of}`, args);
    return (environment as { variables: Record<string, string> }).variables;
};
const rights = async (of: string, args = {}) =>
    parsed(await declared(make(args), "aws:iam/rolePolicy:RolePolicy", `mine-${of}`), "policy");

/** With ARNs of the form that AWS gives them, where that of the mocks is another. */
const real = (document: object): object => {
    const text = JSON.stringify(document)
        .replace(/arn:aws:s3:eu-west-1:123456789012:bucket\//g, "arn:aws:s3:::")
        .replace(/(arn:aws:lambda:eu-west-1:123456789012:function)\//g, "$1:")
        .replace(/(arn:aws:(sns|sqs):eu-west-1:123456789012:)(topic|queue)\//g, "$1");
    return JSON.parse(text) as object;
};
/** What a function may do: read once, and asked of many times. */
const asked = (of: string, args = {}) => {
    let found: Promise<{ identity: object[] }> | undefined;
    return () => (found ??= rights(of, args).then((document) => ({ identity: [real(document)] })));
};

const AT = "2026-01-16T08:00:00Z";
const TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/mine";
const AUDIT = "arn:aws:s3:eu-west-1:123456789012:bucket/mine-audit";
const BUCKET = "arn:aws:s3:::mine-audit";
const TOPIC = "arn:aws:sns:eu-west-1:123456789012:topic/mine";
const LOST = "arn:aws:sqs:eu-west-1:123456789012:queue/mine-undelivered";
const STREAM = `${TABLE}/stream/2026-01-16T00:00:00.000`;
const KEY = "arn:aws:kms:eu-west-1:123456789012:key/mine-audit";
const JIT = `${ACCOUNT}:role/jit/prod-dba`;
const ELSEWHERE = "arn:aws:iam::210987654321:role/jit/orders";
const lambda = (of: string) => `arn:aws:lambda:eu-west-1:123456789012:function/mine-${of}`;
const SCHEDULE = "arn:aws:scheduler:eu-west-1:123456789012:schedule/mine/g-aaaaaaaaaaaaaaaaaaaaaaaaaa.1768550400";

type Is = "allowed" | "denied";
const may = (action: string, resource: string, is: Is, context: Readonly<Record<string, string>> = {}) => ({
    at: AT,
    action,
    resource,
    context,
    is,
});
const ONCE = { "s3:if-none-match": "*" };
const LIMITED = { "iam:PermissionsBoundary": `${ACCOUNT}:policy/jit/prod-dba-boundary` };
const TO_SCHEDULER = { "iam:PassedToService": "scheduler.amazonaws.com" };
const record = (key: string) => ({ "dynamodb:LeadingKeys": key });

describeAccess("the function that is called from outside", asked("ask"), {
    "may read its records": may("dynamodb:GetItem", TABLE, "allowed"),
    "may write a grant": may("dynamodb:PutItem", TABLE, "allowed", record("g-a")),
    "may shut a role": may("dynamodb:PutItem", TABLE, "allowed", record("r-a")),
    "may not make or change an entitlement": may("dynamodb:PutItem", TABLE, "denied", record("entitlement#prod-dba")),
    "may not forget a grant": may("dynamodb:DeleteItem", TABLE, "denied", record("g-a")),
    "may take a JIT role": may("sts:AssumeRole", JIT, "allowed"),
    "may not take another role": may("sts:AssumeRole", `${ACCOUNT}:role/admin`, "denied"),
    "may not take a JIT role of an account that is not named": may("sts:AssumeRole", ELSEWHERE, "denied"),
    "may not take the role that ends sessions": may("sts:AssumeRole", `${ACCOUNT}:role/jit-guard/mine-end`, "denied"),
    "may not write a policy of a role": may("iam:PutRolePolicy", JIT, "denied", LIMITED),
    "may not take away a policy of a role": may("iam:DeleteRolePolicy", JIT, "denied", LIMITED),
    "may schedule an end": may("scheduler:CreateSchedule", SCHEDULE, "allowed"),
    "may not take away an end": may("scheduler:DeleteSchedule", SCHEDULE, "denied"),
    "may give schedules their role": may("iam:PassRole", `${ACCOUNT}:role/mine-ends`, "allowed", TO_SCHEDULER),
    "may give that role to nothing else": may("iam:PassRole", `${ACCOUNT}:role/mine-ends`, "denied", {
        "iam:PassedToService": "lambda.amazonaws.com",
    }),
    "may give schedules no other role": may("iam:PassRole", `${ACCOUNT}:role/admin`, "denied", TO_SCHEDULER),
    "may put an entry, once": may("s3:PutObject", `${BUCKET}/grant/g-a/000000.json`, "allowed", ONCE),
    "may not put one over another": may("s3:PutObject", `${BUCKET}/grant/g-a/000000.json`, "denied"),
    "may not delete an entry": may("s3:DeleteObject", `${BUCKET}/grant/g-a/000000.json`, "denied"),
    "may not call the function that ends": may(
        "lambda:InvokeFunction",
        "arn:aws:lambda:eu-west-1:123456789012:function:mine-end",
        "denied",
    ),
    "may tell": may("sns:Publish", "arn:aws:sns:eu-west-1:123456789012:mine", "allowed"),
});

describeAccess(
    "with other accounts, the function that is called from outside",
    asked("ask", { accounts: ["210987654321"] }),
    {
        "may take a JIT role of a named account": may("sts:AssumeRole", ELSEWHERE, "allowed"),
        "may take those of its own, too": may("sts:AssumeRole", JIT, "allowed"),
        "may take no other role there": may("sts:AssumeRole", "arn:aws:iam::210987654321:role/admin", "denied"),
        "may not take the role there by which sessions end": may(
            "sts:AssumeRole",
            "arn:aws:iam::210987654321:role/jit-guard/mine-revoker",
            "denied",
        ),
    },
);

for (const of of ["end", "sweep"]) {
    describeAccess(`the function ${of}`, asked(of, { accounts: ["210987654321"] }), {
        "may deny the sessions of a JIT role": may("iam:PutRolePolicy", JIT, "allowed", LIMITED),
        "may take the Deny away again": may("iam:DeleteRolePolicy", JIT, "allowed", LIMITED),
        "may not where there is no boundary": may("iam:PutRolePolicy", JIT, "denied"),
        "may not where the boundary is another": may("iam:PutRolePolicy", JIT, "denied", {
            "iam:PermissionsBoundary": `${ACCOUNT}:policy/wide`,
        }),
        "may not give another role rights": may("iam:PutRolePolicy", `${ACCOUNT}:role/admin`, "denied", LIMITED),
        "may not attach a policy": may("iam:AttachRolePolicy", JIT, "denied", LIMITED),
        "may not let another take the role": may("iam:UpdateAssumeRolePolicy", JIT, "denied", LIMITED),
        "may not take a JIT role": may("sts:AssumeRole", JIT, "denied"),
        "may end sessions in another account": may(
            "sts:AssumeRole",
            "arn:aws:iam::210987654321:role/jit-guard/mine-revoker",
            "allowed",
        ),
        "may take away an end": may("scheduler:DeleteSchedule", SCHEDULE, "allowed"),
        "may not take away a schedule of another": may(
            "scheduler:DeleteSchedule",
            SCHEDULE.replace("/mine/", "/default/"),
            "denied",
        ),
        "may write a grant": may("dynamodb:PutItem", TABLE, "allowed", record("g-a")),
        "may not make or change an entitlement": may("dynamodb:PutItem", TABLE, "denied", record("entitlement#a")),
        "may say what it could not do": may(
            "sqs:SendMessage",
            "arn:aws:sqs:eu-west-1:123456789012:mine-undelivered",
            "allowed",
        ),
        "may rotate no secret": may(
            "secretsmanager:RotateSecret",
            "arn:aws:secretsmanager:eu-west-1:123456789012:secret:orders-1a2b3c",
            "denied",
        ),
    });
}

describe("the bucket of the audit", () => {
    const BROKER = `${ACCOUNT}:role/jit-guard/mine-ask`;
    const OPEN = { Effect: "Allow", Principal: { AWS: "*" }, Action: "s3:*", Resource: [BUCKET, `${BUCKET}/*`] };
    const answer = async (action: string, by: string, context: Record<string, string> = {}) => {
        const { Statement } = bucketPolicy((key) => `${BUCKET}${key}`, [BROKER]) as { Statement: object[] };
        const policy = JSON.stringify({ Version: "2012-10-17", Statement: [OPEN, ...Statement] });
        // Whoever it is, their own policies allow them everything: what is left are the Denies of the bucket.
        const identity = JSON.parse(policy.replace(/"Principal":("\*"|\{[^}]*\}),/g, "")) as object;
        return oracleSays(
            { identity: [identity] },
            {
                at: AT,
                action,
                resource: `${BUCKET}/grant/g-a/000000.json`,
                context: { "aws:PrincipalArn": by, "aws:SecureTransport": "true", ...context },
                is: "denied",
            },
        );
    };
    test.each([
        ["takes an entry of the broker", "s3:PutObject", BROKER, ONCE, "allowed"],
        ["takes none over another", "s3:PutObject", BROKER, {}, "denied"],
        ["takes none of an administrator", "s3:PutObject", `${ACCOUNT}:role/admin`, ONCE, "denied"],
        ["lets others read", "s3:GetObject", `${ACCOUNT}:role/auditor`, {}, "allowed"],
        ["lets nobody delete, the broker included", "s3:DeleteObject", BROKER, {}, "denied"],
        ["lets nobody shorten a lock", "s3:PutObjectRetention", `${ACCOUNT}:role/admin`, {}, "denied"],
        ["is not read without TLS", "s3:GetObject", `${ACCOUNT}:role/auditor`, { "aws:SecureTransport": "false" }, "denied"],
    ] as const)("%s", async (_, action, by, context, is) => {
        expect(await answer(action, by, context)).toBe(is);
    });

    test("is the one that the broker is declared with", async () => {
        const roles = ["ask", "end", "sweep"].map((of) => `${ACCOUNT}:role/mine-${of}`);
        const policy = parsed(await declared(make(), "aws:s3/bucketPolicy:BucketPolicy"), "policy");
        expect(policy).toEqual(bucketPolicy((key) => `${AUDIT}${key}`, roles));
    });
});

describe("the bundle", () => {
    const RUNTIME = join(COMPONENTS, "dist", "runtime");
    const loaded = (...files: string[]) => {
        const folder = mkdtempSync(join(tmpdir(), "jit-guard-broker-"));
        try {
            for (const file of files) copyFileSync(join(RUNTIME, file), join(folder, file.replace("aws-broker", "index")));
            const code = 'console.log(Object.keys(require("./index.js")).sort().join())';
            return execFileSync(process.execPath, ["-e", code], { cwd: folder, encoding: "utf8", stdio: "pipe" }).trim();
        } finally {
            rmSync(folder, { recursive: true });
        }
    };

    test("has what each function calls, and finds Cedar beside it", () => {
        const names = loaded("aws-broker.js", "cedar_wasm_bg.wasm").split(",");
        expect(names).toEqual(expect.arrayContaining(["ask", "end", "sweep"]));
        expect(() => loaded("aws-broker.js")).toThrow("cedar_wasm_bg.wasm");
    });

    test("is what is deployed, with Cedar beside it", async () => {
        const { code } = await inputs("lambda/function:Function", "mine-ask");
        const files = (await (code as asset.AssetArchive).assets) as Record<string, asset.FileAsset>;
        const paths = await Promise.all(Object.values(files).map(({ path }) => path));
        expect(Object.keys(files).sort()).toEqual(["cedar_wasm_bg.wasm", "index.js"]);
        expect(paths.sort()).toEqual([join(RUNTIME, "aws-broker.js"), join(RUNTIME, "cedar_wasm_bg.wasm")]);
    });
});

describe("what it makes", () => {
    test("keeps records in a table that nobody deletes by mistake, and that can be brought back", async () => {
        expect(await inputs("dynamodb/table:Table")).toMatchObject({
            billingMode: "PAY_PER_REQUEST",
            hashKey: "pk",
            globalSecondaryIndexes: [
                { name: "open", hashKey: "open", projectionType: "ALL" },
                { name: "requester", hashKey: "requester", rangeKey: "requestedAt", projectionType: "ALL" },
            ],
            ttl: { attributeName: "expiresAt", enabled: true },
            streamEnabled: true,
            streamViewType: "KEYS_ONLY",
            pointInTimeRecovery: { enabled: true },
            deletionProtectionEnabled: true,
        });
    });

    test("locks what happened, for 400 days, and seals it", async () => {
        expect(await inputs("s3/bucket:Bucket", "mine-audit")).toMatchObject({
            objectLockEnabled: true,
            forceDestroy: false,
        });
        expect(await inputs("s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", "mine-audit")).toMatchObject({
            rule: { defaultRetention: { mode: "COMPLIANCE", days: 400 } },
        });
        expect(await inputs("s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "mine-audit")).toMatchObject({
            blockPublicAcls: true,
            blockPublicPolicy: true,
            ignorePublicAcls: true,
            restrictPublicBuckets: true,
        });
        expect(await inputs("kms/key:Key", "mine-audit")).toMatchObject({
            customerMasterKeySpec: "HMAC_256",
            keyUsage: "GENERATE_VERIFY_MAC",
            deletionWindowInDays: 30,
        });
    });

    test("tells its functions what they read of the environment, and no more", async () => {
        const place: Omit<Place, "END"> = {
            TABLE: "mine",
            BUCKET: "bucket/mine-audit",
            KEY,
            TOPIC,
            SCHEDULE_ROLE: `${ACCOUNT}:role/mine-ends`,
            DEAD_LETTERS: LOST,
            GROUP: "mine",
            ACCOUNT: "123456789012",
            REVOKER: "jit-guard/mine-revoker",
            SETTINGS: JSON.stringify({
                security: ["person:ana@example.com", "role:123456789012/security"],
                requestTimeout: 28_800,
                requestsPerHour: 20,
                ownPolicies: [],
            }),
        };
        expect(await variables("end")).toEqual(place);
        expect(await variables("ask")).toEqual({ ...place, END: lambda("end") });
        expect(await variables("sweep")).toEqual({ ...place, END: lambda("end") });
    });

    test.each(["ask", "end", "sweep"])("runs %s of the one bundle, as a role of its own", async (of) => {
        expect(await inputs("lambda/function:Function", `mine-${of}`)).toMatchObject({
            handler: `index.${of}`,
            role: `${ACCOUNT}:role/mine-${of}`,
            timeout: of === "ask" ? 30 : 300,
        });
    });

    test("is called by a URL that wants a signature, once what is told is locked", async () => {
        expect(await inputs("lambda/functionUrl:FunctionUrl")).toEqual({
            functionName: "mine-ask",
            authorizationType: "AWS_IAM",
            invokeMode: "BUFFERED",
        });
        const { resources } = await declare(make());
        const names = resources.map(({ type }) => type);
        for (const ready of [
            "s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
            "s3/bucketPolicy:BucketPolicy",
        ]) {
            expect(names.indexOf(`aws:${ready}`)).toBeLessThan(names.indexOf("aws:lambda/functionUrl:FunctionUrl"));
        }
        expect(names).not.toContain("aws:lambda/permission:Permission");
    });

    test("lets in callers of the organization by both actions, and of no other", async () => {
        const permission = (suffix: string) =>
            inputs("lambda/permission:Permission", `mine-${suffix}`, { organizationId: "o-a1b2c3d4e5" });
        const whose = { function: "mine-ask", principal: "*", principalOrgId: "o-a1b2c3d4e5" };
        expect(await permission("url")).toEqual({
            ...whose,
            action: "lambda:InvokeFunctionUrl",
            functionUrlAuthType: "AWS_IAM",
        });
        expect(await permission("invoke")).toEqual({
            ...whose,
            action: "lambda:InvokeFunction",
            invokedViaFunctionUrl: true,
        });
    });

    test("lets schedules of its group call the function that ends, and nobody else", async () => {
        expect(parsed(await declared(make(), "aws:iam/role:Role", "mine-ends"), "assumeRolePolicy")).toEqual({
            Version: "2012-10-17",
            Statement: [
                {
                    Effect: "Allow",
                    Principal: { Service: "scheduler.amazonaws.com" },
                    Action: "sts:AssumeRole",
                    Condition: {
                        StringEquals: {
                            "aws:SourceAccount": "123456789012",
                            "aws:SourceArn": "arn:aws:scheduler:eu-west-1:123456789012:schedulegroup/mine",
                        },
                    },
                },
            ],
        });
        expect(await rights("ends")).toEqual({
            Version: "2012-10-17",
            Statement: [
                { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: lambda("end") },
                { Effect: "Allow", Action: "sqs:SendMessage", Resource: LOST },
            ],
        });
    });

    test("tries again what failed, and then puts it where it is seen", async () => {
        for (const [of, maximumEventAgeInSeconds] of [
            ["end", 21_600],
            ["sweep", 900],
        ]) {
            expect(await inputs("lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", `mine-${of}`)).toMatchObject({
                functionName: `mine-${of}`,
                maximumRetryAttempts: 2,
                maximumEventAgeInSeconds,
                destinationConfig: { onFailure: { destination: LOST } },
            });
        }
        expect(await inputs("lambda/eventSourceMapping:EventSourceMapping", "mine-end")).toMatchObject({
            functionName: lambda("end"),
            eventSourceArn: STREAM,
            startingPosition: "TRIM_HORIZON",
            filterCriteria: { filters: [{ pattern: CHANGED }] },
            functionResponseTypes: ["ReportBatchItemFailures"],
            maximumRetryAttempts: 5,
            maximumRecordAgeInSeconds: 3_600,
            bisectBatchOnFunctionError: true,
            destinationConfig: { onFailure: { destinationArn: LOST } },
        });
    });

    test("sweeps every five minutes, and has an alarm for when it does not", async () => {
        expect(await inputs("scheduler/schedule:Schedule", "mine-sweep")).toMatchObject({
            scheduleExpression: "rate(5 minutes)",
            target: { arn: lambda("sweep"), retryPolicy: { maximumEventAgeInSeconds: 300, maximumRetryAttempts: 185 } },
        });
        expect(await inputs("cloudwatch/metricAlarm:MetricAlarm", "mine-silent")).toMatchObject({
            namespace: "AWS/Lambda",
            metricName: "Invocations",
            dimensions: { FunctionName: "mine-sweep" },
            statistic: "Sum",
            period: 300,
            comparisonOperator: "LessThanThreshold",
            threshold: 1,
            evaluationPeriods: 3,
            treatMissingData: "breaching",
            alarmActions: [TOPIC],
            okActions: [TOPIC],
        });
    });

    test("sweeps as often as it is told, and misses it after three times", async () => {
        const often = { sweepInterval: "15m" };
        expect(await inputs("scheduler/schedule:Schedule", "mine-sweep", often)).toMatchObject({
            scheduleExpression: "rate(15 minutes)",
            target: { retryPolicy: { maximumEventAgeInSeconds: 900 } },
        });
        expect(await inputs("cloudwatch/metricAlarm:MetricAlarm", "mine-silent", often)).toMatchObject({
            period: 900,
            evaluationPeriods: 3,
        });
    });

    test("has an alarm for each function that fails, and for what came to nothing", async () => {
        const { metricQueries, ...failed } = await inputs("cloudwatch/metricAlarm:MetricAlarm", "mine-failed");
        expect(failed).toMatchObject({
            comparisonOperator: "GreaterThanOrEqualToThreshold",
            threshold: 1,
            evaluationPeriods: 1,
            treatMissingData: "notBreaching",
            alarmActions: [TOPIC],
        });
        const queries = metricQueries as { id: string; metric?: object }[];
        expect(queries.filter(({ metric }) => metric)).toEqual(
            ["end", "ask", "sweep"].map((id) => ({
                id,
                metric: {
                    namespace: "AWS/Lambda",
                    metricName: "Errors",
                    dimensions: { FunctionName: `mine-${id}` },
                    stat: "Sum",
                    period: 300,
                },
            })),
        );
        expect(queries.at(-1)).toMatchObject({ expression: "SUM(METRICS())", returnData: true });
        expect(await inputs("cloudwatch/metricAlarm:MetricAlarm", "mine-undelivered")).toMatchObject({
            namespace: "AWS/SQS",
            metricName: "ApproximateNumberOfMessagesVisible",
            dimensions: { QueueName: "mine-undelivered" },
            statistic: "Maximum",
            comparisonOperator: "GreaterThanOrEqualToThreshold",
            threshold: 1,
            treatMissingData: "notBreaching",
        });
    });

    test("tells each address, and lets its alarms tell", async () => {
        const subscription = (index: number) => inputs("sns/topicSubscription:TopicSubscription", `mine-notify-${index}`);
        expect(await subscription(0)).toEqual({ topic: TOPIC, protocol: "email", endpoint: "security@example.com" });
        expect(await subscription(1)).toMatchObject({ protocol: "https" });
        const { Statement } = parsed(await declared(make(), "aws:sns/topicPolicy:TopicPolicy"), "policy") as {
            Statement: readonly { Condition: { ArnEquals: { "aws:SourceArn": string[] } } }[];
        };
        expect(Statement[0]!.Condition.ArnEquals["aws:SourceArn"]).toHaveLength(3);
    });

    test("writes down where it is called, for the functions to know", async () => {
        const { resources, errors } = await declare(make(), { preview: false });
        expect(errors).toEqual([]);
        const item = resources.find(({ name }) => name === "mine-address")!;
        expect(item).toMatchObject({
            type: "aws:dynamodb/tableItem:TableItem",
            inputs: { tableName: "mine", hashKey: "pk" },
        });
        expect(parsed(item, "item")).toEqual({ pk: { S: "address" }, host: { S: "abc123.lambda-url.eu-west-1.on.aws" } });
    });

    test("takes a bucket and a topic that are there, and makes none", async () => {
        const given = {
            audit: { existing: { bucketArn: "arn:aws:s3:::jit-audit" } },
            notifications: { existing: { topicArn: "arn:aws:sns:eu-west-1:123456789012:jit" } },
        };
        const { resources, errors } = await declare(make(given));
        expect(errors).toEqual([]);
        const types = resources.map(({ type }) => type);
        for (const none of [
            "s3/bucket:Bucket",
            "s3/bucketPolicy:BucketPolicy",
            "sns/topic:Topic",
            "sns/topicPolicy:TopicPolicy",
        ]) {
            expect(types).not.toContain(`aws:${none}`);
        }
        expect(await variables("ask", given)).toMatchObject({
            BUCKET: "jit-audit",
            TOPIC: "arn:aws:sns:eu-west-1:123456789012:jit",
        });
        expect(await inputs("cloudwatch/metricAlarm:MetricAlarm", "mine-failed", given)).toMatchObject({
            alarmActions: ["arn:aws:sns:eu-west-1:123456789012:jit"],
        });
    });

    test("asks a directory about groups, where it has one", async () => {
        const given = { directory: { identityStoreId: "d-1234567890" }, security: [GROUP] };
        expect(await variables("ask", given)).toMatchObject({ IDENTITY_STORE: "d-1234567890" });
        const { Statement } = (await rights("ask", given)) as { Statement: { Sid?: string; Resource: unknown }[] };
        expect(Statement.find(({ Sid }) => Sid === "Groups")!.Resource).toEqual([
            "arn:aws:identitystore::*:identitystore/d-1234567890",
            "arn:aws:identitystore:::membership/*",
            "arn:aws:identitystore:::user/*",
        ]);
    });

    test("says what others must know of it", async () => {
        let made: Broker | undefined;
        await declare(() => (made = make({ directory: { identityStoreId: "d-1234567890" } })()));
        const reference = await new Promise<BrokerReference>((resolve) => made!.reference.apply(resolve));
        expect(reference).toMatchObject({
            roles: {
                ask: `${ACCOUNT}:role/mine-ask`,
                end: `${ACCOUNT}:role/mine-end`,
                sweep: `${ACCOUNT}:role/mine-sweep`,
            },
            table: "mine",
            revoker: "mine-revoker",
            hasGroups: true,
        });
        for (const part of [TABLE, KEY, TOPIC, LOST, AUDIT, `${AUDIT}/*`, lambda("ask"), `${ACCOUNT}:role/mine-end`]) {
            expect(reference.parts).toContain(part);
        }
    });

    test("is named after it and tagged with owner and review", async () => {
        const { resources } = await declare(make({ tags: { team: "security" }, review: "30d" }));
        const own = resources.filter(({ type }) => type.startsWith("aws:"));
        for (const { name } of own) expect(name).toMatch(/^mine(-|$)/);
        const tagged = own.filter((each): each is Declared => "tags" in each.inputs);
        expect(tagged.map(({ type }) => type.split(":").at(-1))).toEqual(
            expect.arrayContaining(["Table", "Bucket", "Key", "ScheduleGroup", "Function", "Queue", "Topic", "MetricAlarm"]),
        );
        for (const { inputs: given } of tagged) {
            expect(given.tags).toEqual({ owner: "security@example.com", review: "30d", team: "security" });
        }
    });

    test.each([
        ["keeps what grants and their ends hang on, and whom others trust, from being destroyed", {}, true],
        ["lets go of it where nothing is retained", { retain: false }, false],
    ])("%s", async (_, args, isKept) => {
        const seen: { of: string; protect: unknown; retainOnDelete: unknown }[] = [];
        const transformation = ({ type, name, props, opts }: ResourceTransformationArgs) => {
            seen.push({
                of: `${type.split(":").at(-1)} ${name}`,
                protect: opts.protect,
                retainOnDelete: opts.retainOnDelete,
            });
            return { props: props as object, opts };
        };
        await declare(() => new Broker("mine", { ...RIGHT, ...args }, { transformations: [transformation] }));
        const of = (option: "protect" | "retainOnDelete") => seen.filter((each) => each[option]).map((each) => each.of);
        const held = ["Bucket mine-audit", "Key mine-audit", "ScheduleGroup mine", "Table mine"];
        const trusted = ["Role mine-ask", "Role mine-end", "Role mine-sweep"];
        expect(of("protect").sort()).toEqual(isKept ? [...held, ...trusted].sort() : []);
        // What is locked cannot be deleted in any case.
        expect(of("retainOnDelete").sort()).toEqual(isKept ? held : ["Bucket mine-audit"]);
    });

    test("takes the longest and the shortest there is, and what comes later or is secret", async () => {
        for (const ends of [
            { sweepInterval: "15m", requestTimeout: "24h", requestsPerHour: 1_000, audit: { args: { retention: "3650d" } } },
            {
                sweepInterval: "1m",
                requestTimeout: "5m",
                requestsPerHour: 1,
                audit: { args: { retention: "365d" } },
                retain: false,
            },
        ]) {
            expect((await declare(make(ends))).errors).toEqual([]);
        }
        for (const name of ["t", "t".repeat(256)]) {
            const existing = { topicArn: `arn:aws:sns:eu-west-1:123456789012:${name}` };
            expect((await declare(make({ notifications: { existing } }))).errors).toEqual([]);
        }
        for (const name of ["abc", "b".repeat(63)]) {
            const existing = { bucketArn: `arn:aws:s3:::${name}` };
            expect((await declare(make({ audit: { existing } }))).errors).toEqual([]);
        }
        for (const identityStoreId of ["d-1234567890", "01234567-89ab-cdef-0123-456789abcdef"]) {
            expect((await declare(make({ directory: { identityStoreId } }))).errors).toEqual([]);
        }
        for (const later of [
            () => ({
                security: [unknown(`${ACCOUNT}:role/security`)],
                accounts: [unknown("210987654321"), output("310987654321")],
            }),
            () => ({
                notifications: { args: { notify: [secret("https://hooks.example.com/k")] } },
                sweepInterval: unknown("1m"),
            }),
        ]) {
            expect((await declare(() => make(later())())).errors).toEqual([]);
            expect((await declare(() => make(later())(), { preview: false })).errors).toEqual([]);
        }
        expect(every(60)).toBe("rate(1 minute)");
        expect(await inputs("dynamodb/table:Table", "mine", { retain: false })).toMatchObject({
            deletionProtectionEnabled: false,
        });
    });
});

const WHO = 'Write security[0]: "group:9067f1b2c3-11111111-2222-3333-4444-555555555555".';

describeRefusals(Broker, RIGHT, {
    "missing notifications, security and owner, all at once": {
        given: { notifications: undefined, security: undefined, owner: undefined },
        says: [
            'notifications is missing. Write notifications: { args: { notify: ["security@example.com"] } }.',
            'security is missing. Write security: ["group:9067f1b2c3-11111111-2222-3333-4444-555555555555"].',
            'owner is missing. Write owner: "payments@example.com".',
        ],
    },
    "nobody who may stop it": {
        given: { security: [] },
        says: ['security has 0 of at least 1. Write security: ["group:9067f1b2c3-11111111-2222-3333-4444-555555555555"].'],
    },
    "a group without a directory": {
        given: { security: [GROUP] },
        says: [
            'security[0] is a group, and the broker has no directory to find its members in. Write directory: { identityStoreId: "d-1234567890" } for the broker.',
        ],
    },
    "a whole account": {
        given: { security: [`${ACCOUNT}:root`] },
        says: [`security[0] is a whole account: it lets in whoever that account lets in. ${WHO}`],
    },
    "a wildcard": {
        given: { security: ["person:*"] },
        says: [`security[0] has a wildcard: nobody could say whom it lets in. ${WHO}`],
    },
    "a sweep that is too seldom": {
        given: { sweepInterval: "16m" },
        says: [
            'sweepInterval is longer than 15m: what was left half done would stay so for too long. Write sweepInterval: "5m".',
        ],
    },
    "a sweep without a unit": {
        given: { sweepInterval: 300 },
        says: ['sweepInterval is a number without a unit. Write sweepInterval: "5m".'],
    },
    "requests that wait for more than a day": {
        given: { requestTimeout: "25h" },
        says: [
            'requestTimeout is longer than 24h: what was wanted yesterday is asked for again. Write requestTimeout: "8h".',
        ],
    },
    "requests that hardly wait": {
        given: { requestTimeout: "4m" },
        says: ['requestTimeout is shorter than 5m. Write requestTimeout: "8h".'],
    },
    "no request at all": {
        given: { requestsPerHour: 0 },
        says: ["requestsPerHour is no whole number from 1 to 1,000. Write requestsPerHour: 20."],
    },
    "a thousand requests and one": {
        given: { requestsPerHour: 1_001 },
        says: ["requestsPerHour is no whole number from 1 to 1,000. Write requestsPerHour: 20."],
    },
    "something that is no organization": {
        given: { organizationId: "acme" },
        says: ['organizationId is no id of an organization. Write organizationId: "o-a1b2c3d4e5".'],
    },
});

// These decide which resources there are, so that they must be known as they are.
describe("Broker refuses as it is written", () => {
    const NOTIFY = 'Write notifications: { args: { notify: ["security@example.com"] } }.';
    const AUDIT_LINE = 'Write audit: { args: { retention: "400d" } }.';
    test.each([
        [
            "both ways to be told",
            { notifications: { args: { notify: ["a@example.com"] }, existing: { topicArn: TOPIC } } },
            `notifications is not exactly one of args and existing. ${NOTIFY}`,
        ],
        ["neither of them", { notifications: {} }, `notifications is not exactly one of args and existing. ${NOTIFY}`],
        [
            "nobody to tell",
            { notifications: { args: { notify: [] } } },
            'notifications.args.notify has 0 of at least 1. Write notifications.args.notify: ["security@example.com"].',
        ],
        [
            "a topic that is none",
            { notifications: { existing: { topicArn: "jit" } } },
            'notifications.existing.topicArn is no ARN of a topic. Write notifications.existing.topicArn: "arn:aws:sns:eu-west-1:123456789012:jit".',
        ],
        [
            "notifications that come later",
            { notifications: output({ args: { notify: ["a@example.com"] } }) },
            `notifications is no object that is known before the deployment. ${NOTIFY}`,
        ],
        ["no audit", { audit: { skip: true } }, `audit is not exactly one of args and existing. ${AUDIT_LINE}`],
        [
            "an audit that is kept a day too short",
            { audit: { args: { retention: "364d" } } },
            'audit.args.retention is shorter than 365d. Write audit.args.retention: "400d".',
        ],
        [
            "a bucket by name",
            { audit: { existing: { bucketArn: "jit-audit" } } },
            'audit.existing.bucketArn is no ARN of a bucket. Write audit.existing.bucketArn: "arn:aws:s3:::jit-audit".',
        ],
        [
            "a directory that is none",
            { directory: { identityStoreId: "d-1" } },
            'directory.identityStoreId is no id of an identity store. Write directory.identityStoreId: "d-1234567890".',
        ],
        ...[`t${"t".repeat(256)}`, ""].map((name): [string, object, string] => [
            `a topic whose name has ${name.length} characters`,
            { notifications: { existing: { topicArn: `arn:aws:sns:eu-west-1:123456789012:${name}` } } },
            'notifications.existing.topicArn is no ARN of a topic. Write notifications.existing.topicArn: "arn:aws:sns:eu-west-1:123456789012:jit".',
        ]),
        ...["ab", "b".repeat(64)].map((name): [string, object, string] => [
            `a bucket whose name has ${name.length} characters`,
            { audit: { existing: { bucketArn: `arn:aws:s3:::${name}` } } },
            'audit.existing.bucketArn is no ARN of a bucket. Write audit.existing.bucketArn: "arn:aws:s3:::jit-audit".',
        ]),
        [
            "a directory that comes later",
            { directory: output({ identityStoreId: "d-1234567890" }) },
            'directory is no object that is known before the deployment. Write directory: { identityStoreId: "d-1234567890" }.',
        ],
        [
            "an account that is none",
            { accounts: ["12345"] },
            'accounts[0] is no number of an account. Write accounts[0]: "123456789012".',
        ],
        [
            "accounts that come later",
            { accounts: output(["210987654321"]) },
            'accounts is not a list that is known before the deployment. Write accounts: ["123456789012"].',
        ],
        [
            "a retain that comes later",
            { retain: output(true) },
            "retain is neither true nor false before the deployment. Write retain: true.",
        ],
    ])("%s", async (_, given, says) => {
        const { errors, resources } = await declare(make(given));
        expect(errors).toEqual([`Broker "mine" cannot be made:\n  ${says}`]);
        expect(resources).toEqual([]);
    });
});
