import { output, secret } from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { AccessReview, type AccessReviewArgs } from "../../../components/aws/access-review";
import { SUSPENDED, bucketPolicy, rights } from "../../../components/aws/access-review/documents";
import { type Declared, declare, unknown } from "../../harness/declare";
import { declared, describeRefusals, parsed } from "../../harness/describe-component";

const ACCOUNT = "arn:aws:iam::123456789012";
const DBA = `${ACCOUNT}:role/jit/prod-dba`;
const EXPORT = `${ACCOUNT}:role/billing-export`;
const SECURITY = `${ACCOUNT}:role/security`;
const RIGHT: AccessReviewArgs = {
    entitlements: {
        "prod-dba": { role: DBA },
        export: { role: EXPORT, every: "30d", holders: [`${ACCOUNT}:role/finance`] },
    },
    reviewers: [SECURITY],
    notify: ["security@example.com", "https://hooks.example.com/reviews"],
    owner: "security@example.com",
};

const make =
    (args: object = {}) =>
    () =>
        new AccessReview("mine", { ...RIGHT, ...args });
const inputs = async (type: string, name = "mine", args = {}) => (await declared(make(args), `aws:${type}`, name)).inputs;

const FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function/mine";
const BUCKET = "arn:aws:s3:eu-west-1:123456789012:bucket/mine-evidence";
const TOPIC = "arn:aws:sns:eu-west-1:123456789012:topic/mine";
const DENY = `${ACCOUNT}:policy/mine-suspended`;

describe("what it makes", () => {
    test("keeps reviews where nobody can delete them, for 400 days", async () => {
        expect(await inputs("s3/bucket:Bucket", "mine-evidence")).toMatchObject({
            objectLockEnabled: true,
            forceDestroy: false,
            tags: { owner: "security@example.com", review: "90d" },
        });
        expect(await inputs("s3/bucketVersioning:BucketVersioning", "mine-evidence")).toMatchObject({
            versioningConfiguration: { status: "Enabled" },
        });
        expect(
            await inputs("s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", "mine-evidence"),
        ).toMatchObject({ rule: { defaultRetention: { mode: "COMPLIANCE", days: 400 } } });
        expect(await inputs("s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "mine-evidence")).toMatchObject({
            blockPublicAcls: true,
            blockPublicPolicy: true,
            ignorePublicAcls: true,
            restrictPublicBuckets: true,
        });
    });

    test("lets the reviewers put reviews of these entitlements", async () => {
        const policy = parsed(await declared(make(), "aws:s3/bucketPolicy:BucketPolicy"), "policy");
        const bucket = (key: string) => `${BUCKET}${key}`;
        expect(policy).toEqual(bucketPolicy({ bucket, names: ["prod-dba", "export"], reviewers: [SECURITY] }));
    });

    test("tells each address", async () => {
        const subscription = (index: number) => inputs("sns/topicSubscription:TopicSubscription", `mine-notify-${index}`);
        expect(await subscription(0)).toEqual({ topic: TOPIC, protocol: "email", endpoint: "security@example.com" });
        expect(await subscription(1)).toEqual({
            topic: TOPIC,
            protocol: "https",
            endpoint: "https://hooks.example.com/reviews",
        });
    });

    test("runs a function that knows the entitlements, and may do what is needed for them", async () => {
        const entitlements = [
            { name: "prod-dba", role: DBA, every: 90 * 86_400 },
            { name: "export", role: EXPORT, every: 30 * 86_400 },
        ];
        const { environment } = await inputs("lambda/function:Function");
        const { variables } = environment as { variables: Record<string, string> };
        expect({ ...variables, SETTINGS: JSON.parse(variables.SETTINGS!) as object }).toEqual({
            BUCKET: "mine-evidence-id",
            TOPIC,
            DENY,
            SETTINGS: {
                entitlements,
                onOverdue: "suspend",
                remindBefore: 14 * 86_400,
                owner: "security@example.com",
            },
        });
        const { Statement } = parsed(await declared(make(), "aws:iam/rolePolicy:RolePolicy", "mine"), "policy") as {
            Statement: object[];
        };
        const own = rights({ bucket: (key) => `${BUCKET}${key}`, topic: TOPIC, deny: DENY, roles: [DBA, EXPORT] });
        expect(Statement.slice(0, own.length)).toEqual(own);
        expect(parsed(await declared(make(), "aws:iam/policy:Policy"), "policy")).toEqual(SUSPENDED);
    });

    test("runs it each day, and puts what could not be delivered into a queue", async () => {
        expect(await inputs("scheduler/schedule:Schedule")).toMatchObject({
            scheduleExpression: "cron(0 6 * * ? *)",
            scheduleExpressionTimezone: "UTC",
            flexibleTimeWindow: { mode: "OFF" },
            target: {
                arn: FUNCTION,
                roleArn: `${ACCOUNT}:role/mine-schedule`,
                retryPolicy: { maximumEventAgeInSeconds: 43_200, maximumRetryAttempts: 185 },
                deadLetterConfig: { arn: "arn:aws:sqs:eu-west-1:123456789012:queue/mine-undelivered" },
            },
        });
        expect(parsed(await declared(make(), "aws:iam/role:Role", "mine-schedule"), "assumeRolePolicy")).toEqual({
            Version: "2012-10-17",
            Statement: [
                {
                    Effect: "Allow",
                    Principal: { Service: "scheduler.amazonaws.com" },
                    Action: "sts:AssumeRole",
                    Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
                },
            ],
        });
        expect(parsed(await declared(make(), "aws:iam/rolePolicy:RolePolicy", "mine-schedule"), "policy")).toEqual({
            Version: "2012-10-17",
            Statement: [
                { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: FUNCTION },
                {
                    Effect: "Allow",
                    Action: "sqs:SendMessage",
                    Resource: "arn:aws:sqs:eu-west-1:123456789012:queue/mine-undelivered",
                },
            ],
        });
    });

    test("runs it as soon as a review comes, from its own bucket only", async () => {
        expect(await inputs("s3/bucketNotification:BucketNotification", "mine-evidence")).toMatchObject({
            bucket: "mine-evidence-id",
            lambdaFunctions: [{ lambdaFunctionArn: FUNCTION, events: ["s3:ObjectCreated:*"], filterPrefix: "reviews/" }],
        });
        expect(await inputs("lambda/permission:Permission", "mine-evidence")).toMatchObject({
            action: "lambda:InvokeFunction",
            principal: "s3.amazonaws.com",
            sourceArn: BUCKET,
            sourceAccount: "123456789012",
        });
    });

    test("has an alarm for what fails, and one for what does not run", async () => {
        const alarm = (suffix: string) => inputs("cloudwatch/metricAlarm:MetricAlarm", `mine-${suffix}`);
        const both = { namespace: "AWS/Lambda", statistic: "Sum", threshold: 1, period: 3_600, alarmActions: [TOPIC] };
        expect(await alarm("failed")).toMatchObject({
            ...both,
            metricName: "Errors",
            dimensions: { FunctionName: "mine" },
            comparisonOperator: "GreaterThanOrEqualToThreshold",
            evaluationPeriods: 1,
            treatMissingData: "notBreaching",
        });
        expect(await alarm("silent")).toMatchObject({
            ...both,
            metricName: "Invocations",
            dimensions: { FunctionName: "mine" },
            comparisonOperator: "LessThanThreshold",
            evaluationPeriods: 26,
            treatMissingData: "breaching",
            okActions: [TOPIC],
        });
    });

    test("lets nothing run before what it keeps is locked", async () => {
        const { resources } = await declare(make());
        const names = resources.map(({ type, name }) => `${type} ${name}`);
        const at = (of: string) => names.findIndex((each) => each.startsWith(`aws:${of}`));
        for (const runs of ["scheduler/schedule:", "s3/bucketNotification:"]) {
            for (const ready of ["s3/bucketObjectLockConfiguration:", "s3/bucketPolicy:"]) {
                expect(at(ready)).toBeLessThan(at(runs));
            }
        }
        expect(at("s3/bucketVersioning:")).toBeLessThan(at("s3/bucketObjectLockConfiguration:"));
        expect(at("s3/bucketPublicAccessBlock:")).toBeLessThan(at("s3/bucketPolicy:"));
        expect(at("lambda/permission:")).toBeLessThan(at("s3/bucketNotification:"));
    });

    test("is named after it and tagged with owner and review", async () => {
        const { resources } = await declare(make({ tags: { team: "security" }, review: "30d" }));
        const own = resources.filter(({ type }) => type.startsWith("aws:"));
        for (const { name } of own) expect(name).toMatch(/^mine(-|$)/);
        const tagged = own.filter((each): each is Declared => "tags" in each.inputs);
        expect(tagged.map(({ type }) => type.split(":").at(-1)).sort()).toEqual([
            "Bucket",
            "Function",
            "LogGroup",
            "MetricAlarm",
            "MetricAlarm",
            "Policy",
            "Queue",
            "Role",
            "Role",
            "Topic",
        ]);
        for (const { inputs: given } of tagged) {
            expect(given.tags).toEqual({ owner: "security@example.com", review: "30d", team: "security" });
        }
    });

    test("says where reviews are put, and hands out what it has made", async () => {
        let made: AccessReview | undefined;
        await declare(() => (made = make()()));
        expect(await new Promise((resolve) => made!.evidence.apply(resolve))).toBe("s3://mine-evidence-id/reviews");
        expect(Object.keys(made!.alarms)).toEqual(["failed", "silent"]);
    });

    test("takes the longest and the shortest there is", async () => {
        const entitlements = {
            ["a".repeat(48)]: { role: DBA, every: "180d" },
            "1": { role: EXPORT, every: "1d", holders: Array.from({ length: 10 }, (_, at) => `${ACCOUNT}:user/u${at}`) },
        };
        const reviewers = Array.from({ length: 10 }, (_, at) => `${ACCOUNT}:user/r${at}`);
        const notify = Array(10).fill("security@example.com");
        for (const ends of [
            { remindBefore: "30d", retention: "3650d", onOverdue: "notify" },
            { remindBefore: "1d", retention: "365d", onOverdue: "suspend" },
        ]) {
            expect((await declare(make({ entitlements, reviewers, notify, ...ends }))).errors).toEqual([]);
        }
        const twenty = Object.fromEntries(
            Array.from({ length: 20 }, (_, at) => [`e${at}`, { role: `${ACCOUNT}:role/jit/e${at}` }]),
        );
        expect((await declare(make({ entitlements: twenty }))).errors).toEqual([]);
        expect((await declare(make({ entitlements: { a: { role: long(3_000) } } }))).errors).toEqual([]);
        const wanted = { remindBefore: "30d", retention: "3650d", onOverdue: "notify" };
        const { variables } = (await inputs("lambda/function:Function", "mine", wanted)).environment as {
            variables: { SETTINGS: string };
        };
        expect(JSON.parse(variables.SETTINGS)).toMatchObject({ onOverdue: "notify", remindBefore: 30 * 86_400 });
        expect(
            await inputs("s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", "mine-evidence", wanted),
        ).toMatchObject({ rule: { defaultRetention: { days: 3_650 } } });
    });

    test("takes roles, reviewers and addresses that come later, or are secret", async () => {
        const { errors } = await declare(
            make({
                entitlements: {
                    "prod-dba": { role: output(DBA), every: unknown("90d") },
                    export: { role: unknown(EXPORT) },
                },
                reviewers: [unknown(SECURITY)],
                notify: [secret("https://hooks.example.com/k"), output("a@example.com")],
            }),
        );
        expect(errors).toEqual([]);
    });
});

const ROLE = 'Write entitlements.a.role: "arn:aws:iam::123456789012:role/jit/prod-dba".';
const WHOLE = 'Write entitlements: { "prod-dba": { role: "arn:aws:iam::123456789012:role/jit/prod-dba" } }.';
const OTHER = 'Write another user or role, such as "arn:aws:iam::123456789012:role/security".';
const TRUST = 'Write "arn:aws:iam::123456789012:role/dba" (aws-no-account-trust).';
/** An ARN that is so long that all that is said of its entitlement has so many characters. */
function long(size: number): string {
    const rest = JSON.stringify([{ name: "a", role: "", every: 15_552_000 }]).length;
    return `${ACCOUNT}:role/`.padEnd(size - rest, "r");
}
const entitled = (of: unknown, name = "a") => ({ given: { entitlements: { [name]: of } } });

describeRefusals(AccessReview, RIGHT, {
    "missing entitlements, reviewers, notify and owner, all at once": {
        given: { entitlements: undefined, reviewers: undefined, notify: undefined, owner: undefined },
        says: [
            `entitlements is missing. ${WHOLE}`,
            'reviewers is missing. Write reviewers: ["arn:aws:iam::123456789012:role/security"].',
            'notify is missing. Write notify: ["security@example.com"].',
            'owner is missing. Write owner: "payments@example.com".',
        ],
    },
    "reviewers that are missing": {
        given: { reviewers: undefined },
        says: ['reviewers is missing. Write reviewers: ["arn:aws:iam::123456789012:role/security"].'],
    },
    "no entitlement": { given: { entitlements: {} }, says: [`entitlements has 0 of at least 1. ${WHOLE}`] },
    "an entitlement without a role": { ...entitled({}), says: [`entitlements.a.role is missing. ${ROLE}`] },
    "an entitlement that is only a role": { ...entitled(DBA), says: [`entitlements.a is no object. ${WHOLE}`] },
    "an entitlement that is nothing": { ...entitled(null), says: [`entitlements.a is no object. ${WHOLE}`] },
    "an entitlement of a long name": {
        ...entitled({ role: DBA }, "a".repeat(49)),
        says: [
            `entitlements["${"a".repeat(49)}"] has a name of other than 1 to 48 lower-case letters, digits and hyphens. ${WHOLE}`,
        ],
    },
    "an entitlement of a name with capital letters": {
        ...entitled({ role: DBA }, "prodDba"),
        says: [`entitlements["prodDba"] has a name of other than 1 to 48 lower-case letters, digits and hyphens. ${WHOLE}`],
    },
    "twenty-one entitlements": {
        given: {
            entitlements: Object.fromEntries(
                Array.from({ length: 21 }, (_, at) => [`e${at}`, { role: `${ACCOUNT}:role/e${at}` }]),
            ),
        },
        says: ["entitlements has 21, more than 20. Write at most 20, and a second review."],
    },
    "entitlements with more ARNs than a function can take": {
        ...entitled({ role: long(3_001) }),
        says: [
            "entitlements have 3001 characters of names and ARNs, more than 3000, which a function can take. Write fewer, and a second review.",
        ],
    },
    "a role by name": { ...entitled({ role: "prod-dba" }), says: [`entitlements.a.role is no ARN of a role. ${ROLE}`] },
    "a user in place of a role": {
        ...entitled({ role: `${ACCOUNT}:user/jo` }),
        says: [`entitlements.a.role is no ARN of a role. ${ROLE}`],
    },
    "a role with a wildcard": {
        ...entitled({ role: `${ACCOUNT}:role/*` }),
        says: [`entitlements.a.role is no ARN of a role. ${ROLE}`],
    },
    "a role of Identity Center": {
        ...entitled({ role: `${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123` }),
        says: [
            `entitlements.a.role is a role of IAM Identity Center, which nobody else can change: review its assignments there. ${ROLE}`,
        ],
    },
    "a role of a service": {
        ...entitled({ role: `${ACCOUNT}:role/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS` }),
        says: [`entitlements.a.role is a role of a service, which nobody else can change. ${ROLE}`],
    },
    "one role twice": {
        given: { entitlements: { a: { role: DBA }, b: { role: DBA } } },
        says: ["entitlements.b.role is the role of a, too: one would suspend what the other resumes. Write each role once."],
    },
    "roles of two accounts": {
        given: { entitlements: { a: { role: DBA }, b: { role: "arn:aws:iam::210987654321:role/b" } } },
        says: [
            "entitlements.b.role is of another account than that of a. Write the roles of one account, and a review in each.",
        ],
    },
    "a cadence without a unit": {
        ...entitled({ role: DBA, every: 90 }),
        says: ['entitlements.a.every is a number without a unit. Write entitlements.a.every: "90d".'],
    },
    "a cadence of half a day": {
        ...entitled({ role: DBA, every: "12h" }),
        says: ['entitlements.a.every is shorter than 1d. Write entitlements.a.every: "90d".'],
    },
    "a cadence of a day and a half": {
        ...entitled({ role: DBA, every: "36h" }),
        says: ['entitlements.a.every is no multiple of 1d. Write entitlements.a.every: "90d".'],
    },
    "a cadence an hour too long": {
        ...entitled({ role: DBA, every: "4321h" }),
        says: [
            'entitlements.a.every is longer than 180d: what nobody looks at for half a year has no owner. Write entitlements.a.every: "90d".',
        ],
    },
    "a holder who is everyone": {
        ...entitled({ role: DBA, holders: ["*"] }),
        says: [`entitlements.a.holders[0] has a wildcard: nobody could say whom it lets in. ${TRUST}`],
    },
    "eleven holders": {
        ...entitled({ role: DBA, holders: Array(11).fill(SECURITY.replace("security", "dba")) }),
        says: ["entitlements.a.holders has 11, more than 10: what many can use is no privilege. Write at most 10."],
    },
    "no reviewers": {
        given: { reviewers: [] },
        says: ['reviewers has 0 of at least 1. Write reviewers: ["arn:aws:iam::123456789012:role/security"].'],
    },
    "eleven reviewers": {
        given: { reviewers: Array.from({ length: 11 }, (_, at) => `${ACCOUNT}:user/r${at}`) },
        says: ["reviewers has 11, more than 10: what everybody may decide nobody answers for. Write at most 10."],
    },
    "a reviewer who is a whole account": {
        given: { reviewers: [`${ACCOUNT}:root`] },
        says: [`reviewers[0] is a whole account: it lets in whoever that account lets in. ${TRUST}`],
    },
    "a reviewer who is the role itself": {
        given: { reviewers: [SECURITY, DBA] },
        says: [`reviewers[1] can use prod-dba: nobody would review it but who holds it. ${OTHER}`],
    },
    "a reviewer who holds the role": {
        given: { reviewers: [`${ACCOUNT}:role/finance`] },
        says: [`reviewers[0] can use export: nobody would review it but who holds it. ${OTHER}`],
    },
    "another end of what is overdue": {
        given: { onOverdue: "ignore" },
        says: ['onOverdue is none of what can be done. Write onOverdue: "suspend", or "notify".'],
    },
    "a reminder a day too early": {
        given: { remindBefore: "31d" },
        says: ['remindBefore is longer than 30d: what is asked for so early is forgotten again. Write remindBefore: "14d".'],
    },
    "a reminder of hours": {
        given: { remindBefore: "23h" },
        says: ['remindBefore is shorter than 1d. Write remindBefore: "14d".'],
    },
    "a lock a day too short": {
        given: { retention: "364d" },
        says: ['retention is shorter than 365d. Write retention: "400d".'],
    },
    "a lock a day too long": {
        given: { retention: "3651d" },
        says: [
            'retention is longer than 3650d: what is locked nobody can delete, whatever it turns out to hold. Write retention: "400d".',
        ],
    },
    "a review of the review a day too far off": {
        given: { review: "181d" },
        says: ['review is longer than 180d: what nobody looks at for half a year has no owner. Write review: "90d".'],
    },
});

// These decide which resources there are, so that they must be known as they are.
describe("AccessReview refuses as a list", () => {
    const NOTIFY = 'Write notify: ["security@example.com"].';
    const ONE = 'Write notify[0]: "security@example.com".';
    test.each([
        ["nobody to tell", { notify: [] }, `notify has 0 of at least 1. ${NOTIFY}`],
        [
            "one to tell, not in a list",
            { notify: "a@example.com" },
            `notify is not a list that is known before the deployment. ${NOTIFY}`,
        ],
        [
            "a list that comes later",
            { notify: output(["a@example.com"]) },
            `notify is not a list that is known before the deployment. ${NOTIFY}`,
        ],
        ["eleven to tell", { notify: Array(11).fill("a@example.com") }, "notify has 11, more than 10. Write at most 10."],
        ["an address without a host", { notify: ["oncall"] }, `notify[0] is no e-mail address or https URL. ${ONE}`],
        [
            "an address that is not encrypted",
            { notify: ["http://hooks.example.com"] },
            `notify[0] is no e-mail address or https URL. ${ONE}`,
        ],
        [
            "entitlements that come later",
            { entitlements: output(RIGHT.entitlements) },
            `entitlements is no object whose names are known before the deployment. ${WHOLE}`,
        ],
    ])("%s", async (_, given, says) => {
        const { errors, resources } = await declare(make(given));
        expect(errors).toEqual([`AccessReview "mine" cannot be made:\n  ${says}`]);
        expect(resources).toEqual([]);
    });
});

describe("AccessReview refuses what comes later", () => {
    test.each([
        ["a role", { "prod-dba": { role: unknown } }, "not-an-arn", "entitlements.prod-dba.role is no ARN of a role."],
        [
            "a cadence",
            { "prod-dba": { role: DBA, every: unknown } },
            "181d",
            "entitlements.prod-dba.every is longer than 180d",
        ],
        [
            "the role of another",
            { a: { role: DBA }, b: { role: unknown } },
            DBA,
            "entitlements.b.role is the role of a, too",
        ],
    ])("%s, in the deployment", async (_, entitlements, value, says) => {
        const wrapped = () => {
            const text = JSON.stringify(entitlements, (_key, each: unknown) => (each === unknown ? "?" : each));
            const found = JSON.parse(text) as Record<string, Record<string, unknown>>;
            for (const each of Object.values(found)) {
                for (const key of Object.keys(each)) if (each[key] === "?") each[key] = unknown(value);
            }
            return make({ entitlements: found })();
        };
        expect((await declare(wrapped)).errors).toEqual([]);
        expect((await declare(wrapped, { preview: false })).errors.join()).toContain(says);
    });

    test("a reviewer who is the role, once it is known", async () => {
        const later = () => make({ reviewers: [unknown(DBA)] })();
        expect((await declare(later)).errors).toEqual([]);
        expect((await declare(later, { preview: false })).errors.join()).toContain("reviewers[0] can use prod-dba");
    });
});
