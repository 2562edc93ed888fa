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

const TRUST = document({
    Effect: "Allow",
    Action: "sts:AssumeRoleWithWebIdentity",
    Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" },
    Condition: {
        StringEquals: {
            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
            "token.actions.githubusercontent.com:sub": "repo:acme/shop:environment:production",
        },
    },
});
const INLINE = document(
    ...["orders", "carts", "stock"].map((table) => ({
        Effect: "Allow",
        Action: ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem"],
        Resource: `arn:aws:dynamodb:eu-west-1:123456789012:table/${table}`,
        Condition: { StringEquals: { "aws:PrincipalTag/team": "shop" } },
    })),
);

/** Every fifth resource is a role; all else is as in the other sample, and no role. */
export function roleStack(size: number, documents: boolean): readonly SampleResource[] {
    const others = SERVICE.filter(({ type }) => !type.startsWith("aws:iam/"));
    return Array.from({ length: size }, (_, index) => {
        if (index % 5 > 0) return { ...others[index % others.length]!, name: `resource-${index}` };
        const inputs = { name: `role-${index}`, tags: { team: "shop" }, maxSessionDuration: 3_600 };
        const written = { assumeRolePolicy: TRUST, inlinePolicies: [{ name: "tables", policy: INLINE }] };
        return { type: "aws:iam/role:Role", name: `role-${index}`, inputs: { ...inputs, ...(documents && written) } };
    });
}
