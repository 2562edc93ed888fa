import type { SampleResource } from "../test/harness/pack-process";

const document = (...statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });

/** A service as stacks have many of: most of it no rule looks at, some of it is identity, and all of it is allowed. */
const SERVICE: readonly Omit<SampleResource, "name">[] = [
    {
        type: "aws:iam/role:Role",
        inputs: {
            assumeRolePolicy: document({
                Effect: "Allow",
                Action: "sts:AssumeRole",
                Principal: { Service: "lambda.amazonaws.com" },
            }),
            managedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"],
            tags: { team: "shop", environment: "production" },
        },
    },
    {
        type: "aws:iam/rolePolicy:RolePolicy",
        inputs: {
            role: "service",
            policy: document(
                { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: "arn:aws:s3:::shop-orders/*" },
                {
                    Effect: "Allow",
                    Action: ["dynamodb:GetItem", "dynamodb:Query"],
                    Resource: "arn:aws:dynamodb:*:*:table/orders",
                },
            ),
        },
    },
    { type: "aws:s3/bucket:Bucket", inputs: { bucket: "shop-orders", tags: { team: "shop" }, forceDestroy: false } },
    {
        type: "aws:dynamodb/table:Table",
        inputs: { hashKey: "id", billingMode: "PAY_PER_REQUEST", attributes: [{ name: "id", type: "S" }] },
    },
    {
        type: "aws:lambda/function:Function",
        inputs: {
            runtime: "nodejs22.x",
            handler: "index.handler",
            memorySize: 256,
            timeout: 30,
            environment: { variables: { TABLE: "orders" } },
        },
    },
    { type: "aws:cloudwatch/logGroup:LogGroup", inputs: { retentionInDays: 30, tags: { team: "shop" } } },
    { type: "aws:sqs/queue:Queue", inputs: { visibilityTimeoutSeconds: 60, messageRetentionSeconds: 345_600 } },
    {
        type: "aws:cloudwatch/metricAlarm:MetricAlarm",
        inputs: { comparisonOperator: "GreaterThanThreshold", evaluationPeriods: 1, threshold: 1 },
    },
    {
        type: "gcp:projects/iAMMember:IAMMember",
        inputs: {
            project: "acme",
            role: "roles/logging.logWriter",
            member: "serviceAccount:shop@acme.iam.gserviceaccount.com",
        },
    },
    { type: "gcp:storage/bucket:Bucket", inputs: { name: "shop-exports", location: "EU", uniformBucketLevelAccess: true } },
];

export function sampleStack(size: number): readonly SampleResource[] {
    return Array.from({ length: size }, (_, index) => ({ ...SERVICE[index % SERVICE.length]!, name: `resource-${index}` }));
}
