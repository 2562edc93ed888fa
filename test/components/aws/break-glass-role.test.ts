import { output, secret } from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { BreakGlassRole, type BreakGlassRoleArgs } from "../../../components/aws/break-glass-role";
import { lookback, queuePolicy } from "../../../components/aws/break-glass-role/documents";
import { describeAccess } from "../../harness/access";
import { type Declared, declare, unknown } from "../../harness/declare";
import { declared, describeRefusals, parsed } from "../../harness/describe-component";

const JO = "arn:aws:iam::123456789012:user/jo";
const OPS = "arn:aws:iam::123456789012:role/ops";
const SECURITY = "arn:aws:iam::210987654321:role/security";
const RIGHT: BreakGlassRoleArgs = {
    principals: [JO, OPS],
    reviewers: [SECURITY],
    runbookUrl: "https://runbooks.example.com/db?step=1#start",
    notify: ["oncall@example.com", "https://pager.example.com/sns"],
    regions: ["eu-west-1", "us-east-1"],
    policies: { data: "arn:aws:iam::aws:policy/AmazonRDSDataFullAccess" },
    inlinePolicies: { repair: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] } },
    owner: "payments@example.com",
};

const make =
    (args: object = {}) =>
    () =>
        new BreakGlassRole("mine", { ...RIGHT, ...args });
const inputs = (type: string, name = "mine", args = {}) => declared(make(args), `aws:${type}`, name);
const trust = async (args = {}) => parsed(await inputs("iam/role:Role", "mine", args), "assumeRolePolicy");

const AT = "2026-01-16T03:00:00Z";
const HERE = { "aws:RequestedRegion": "eu-west-1" };
const AS_JO = {
    at: AT,
    by: JO,
    context: { ...HERE, "aws:MultiFactorAuthPresent": "true", "aws:username": "jo", "sts:SourceIdentity": "jo" },
    action: "sts:AssumeRole",
} as const;
const AS_OPS = { at: AT, by: OPS, context: { ...HERE, "sts:SourceIdentity": "ana" }, action: "sts:AssumeRole" } as const;

function without(context: Record<string, string>, key: string): Record<string, string> {
    return Object.fromEntries(Object.entries(context).filter(([name]) => name !== key));
}

describeAccess("a break-glass role is taken", async () => ({ trust: await trust() }), {
    "by a user with MFA, at any time": { ...AS_JO, is: "allowed" },
    "by a user in the other region": {
        ...AS_JO,
        context: { ...AS_JO.context, "aws:RequestedRegion": "us-east-1" },
        is: "allowed",
    },
    "not where nobody would see it": {
        ...AS_JO,
        context: { ...AS_JO.context, "aws:RequestedRegion": "eu-west-2" },
        is: "denied",
    },
    "not without a region": { ...AS_JO, context: without(AS_JO.context, "aws:RequestedRegion"), is: "denied" },
    "not by a user without MFA": { ...AS_JO, context: without(AS_JO.context, "aws:MultiFactorAuthPresent"), is: "denied" },
    "not with MFA that was not used": {
        ...AS_JO,
        context: { ...AS_JO.context, "aws:MultiFactorAuthPresent": "false" },
        is: "denied",
    },
    "not under another's name": { ...AS_JO, context: { ...AS_JO.context, "sts:SourceIdentity": "ana" }, is: "denied" },
    "not by a user without a name": { ...AS_JO, context: without(AS_JO.context, "sts:SourceIdentity"), is: "denied" },
    "by a role, which need not show MFA": { ...AS_OPS, is: "allowed" },
    "under a name that the user sets": { ...AS_JO, action: "sts:SetSourceIdentity", is: "allowed" },
    "not by a role where nobody would see it": {
        ...AS_OPS,
        context: { ...AS_OPS.context, "aws:RequestedRegion": "eu-west-2" },
        is: "denied",
    },
    "not by a role without a name": { ...AS_OPS, context: HERE, is: "denied" },
    "not by a role with an empty name": { ...AS_OPS, context: { ...HERE, "sts:SourceIdentity": "" }, is: "denied" },
    "not by a reviewer": { ...AS_OPS, by: SECURITY, is: "denied" },
    "not by way of a web identity": { ...AS_OPS, action: "sts:AssumeRoleWithWebIdentity", is: "denied" },
});

describeAccess("MFA, when it is demanded of roles too,", async () => ({ trust: await trust({ requireMfa: true }) }), {
    "keeps out a role that does not show it": { ...AS_OPS, is: "denied" },
    "lets in a role that does": {
        ...AS_OPS,
        context: { ...AS_OPS.context, "aws:MultiFactorAuthPresent": "true" },
        is: "allowed",
    },
    "is still demanded of users": {
        ...AS_JO,
        context: without(AS_JO.context, "aws:MultiFactorAuthPresent"),
        is: "denied",
    },
});

describeAccess("MFA, when it is not demanded of roles,", async () => ({ trust: await trust({ requireMfa: false }) }), {
    "is demanded of users": { ...AS_JO, context: without(AS_JO.context, "aws:MultiFactorAuthPresent"), is: "denied" },
});

describeAccess(
    "a session of a break-glass role that may do everything",
    async () => ({
        identity: [RIGHT.inlinePolicies!.repair as object],
        boundary: parsed(await inputs("iam/policy:Policy", "mine-boundary"), "policy"),
    }),
    {
        "may read an object": { at: AT, action: "s3:GetObject", resource: "arn:aws:s3:::b/k", is: "allowed" },
        "may not make a user that stays": {
            at: AT,
            action: "iam:CreateUser",
            resource: "arn:aws:iam::123456789012:user/new",
            is: "denied",
        },
    },
);

describeAccess(
    "a session of a break-glass role that may change IAM",
    async () => ({
        identity: [RIGHT.inlinePolicies!.repair as object],
        boundary: parsed(await inputs("iam/policy:Policy", "mine-boundary", { allowPersistence: ["change-iam"] }), "policy"),
    }),
    {
        "may make a user": {
            at: AT,
            action: "iam:CreateUser",
            resource: "arn:aws:iam::123456789012:user/new",
            is: "allowed",
        },
        "may still not go on as another role": {
            at: AT,
            action: "sts:AssumeRole",
            resource: "arn:aws:iam::123456789012:role/other",
            is: "denied",
        },
    },
);

interface Shown {
    readonly resources: readonly Declared[];
    readonly named: (type: string, name: string) => Record<string, unknown>;
}

async function shown(args = {}): Promise<Shown> {
    const { resources, errors } = await declare(make(args));
    expect(errors).toEqual([]);
    const named = (type: string, name: string) => {
        const found = resources.filter((each) => each.type === `aws:${type}` && each.name === name);
        expect(found, `${type} ${name}`).toHaveLength(1);
        return found[0]!.inputs;
    };
    return { resources, named };
}

describe("what it makes", () => {
    test("is one role, for an hour, with its runbook, owner and review", async () => {
        const { named } = await shown({ tags: { team: "payments" } });
        expect(named("iam/role:Role", "mine")).toMatchObject({
            path: "/jit/break-glass/",
            description: "Break-glass. Runbook: https://runbooks.example.com/db?step=1#start",
            maxSessionDuration: 3600,
            permissionsBoundary: "arn:aws:iam::123456789012:policy/mine-boundary",
            tags: { owner: "payments@example.com", review: "30d", team: "payments" },
        });
    });

    test("is all in its region, but for the role", async () => {
        const { resources } = await shown();
        const places = resources
            .filter(({ type }) => type.startsWith("aws:") && !type.startsWith("aws:iam/"))
            .map(({ name, inputs: { region } }) => [region, name.startsWith(`mine-${String(region)}`)]);
        expect(places).toHaveLength(2 * 14);
        expect(new Set(places.map(([region]) => region))).toEqual(new Set(RIGHT.regions));
        expect(places.every(([, isNamed]) => isNamed)).toBe(true);
    });

    test("sees read-only management events, of this role", async () => {
        const { named } = await shown();
        const rule = named("cloudwatch/eventRule:EventRule", "mine-us-east-1");
        expect(rule).toMatchObject({ state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" });
        expect(String(rule.eventPattern)).toContain('"arn:aws:iam:');
        expect(String(rule.description)).toContain("https://runbooks.example.com/db?step=1#start");
    });

    test("tells of a use, queues it, and keeps what it could not deliver", async () => {
        const { named } = await shown();
        const deadLetterConfig = { arn: "arn:aws:sqs:eu-west-1:123456789012:queue/mine-eu-west-1-undelivered" };
        const target = (name: string) => named("cloudwatch/eventTarget:EventTarget", `mine-eu-west-1-${name}`);
        expect(target("alarm")).toMatchObject({
            rule: "mine-eu-west-1",
            arn: "arn:aws:sns:eu-west-1:123456789012:topic/mine-eu-west-1-alarm",
            deadLetterConfig,
        });
        expect(target("review")).toMatchObject({
            rule: "mine-eu-west-1",
            arn: "arn:aws:sqs:eu-west-1:123456789012:queue/mine-eu-west-1-reviews",
            deadLetterConfig,
        });
        // Whoever reviews wants the whole event.
        expect(target("review").inputTransformer).toBeUndefined();
    });

    test("says what to do, and how long there is", async () => {
        const { resources } = await declare(make(), { preview: false });
        const target = resources.find(({ type, name }) => type.endsWith(":EventTarget") && name === "mine-us-east-1-alarm");
        const { inputTemplate } = target!.inputs.inputTransformer as { inputTemplate: string };
        expect(inputTemplate).toContain("Break-glass role arn:aws:iam::123456789012:role/mine was taken");
        expect(inputTemplate).toContain('"Runbook: https://runbooks.example.com/db?step=1#start"');
        expect(inputTemplate).toContain('"To be reviewed within 1d: ');
    });

    test("tells everybody, each in the way that the address says", async () => {
        const { named } = await shown();
        const subscription = (name: string) => named("sns/topicSubscription:TopicSubscription", `mine-eu-west-1-${name}`);
        expect(subscription("notify-0")).toMatchObject({ protocol: "email", endpoint: "oncall@example.com" });
        expect(subscription("notify-1")).toMatchObject({ protocol: "https", endpoint: "https://pager.example.com/sns" });
    });

    test("tells others as well of what is late or lost, and only of that", async () => {
        const { named, resources } = await shown({ escalate: ["ciso@example.com"] });
        const escalation = "arn:aws:sns:eu-west-1:123456789012:topic/mine-us-east-1-escalation";
        expect(named("sns/topicSubscription:TopicSubscription", "mine-us-east-1-escalate-0")).toMatchObject({
            topic: escalation,
            endpoint: "ciso@example.com",
        });
        for (const alarm of ["overdue", "undelivered", "unsent"]) {
            expect(named("cloudwatch/metricAlarm:MetricAlarm", `mine-us-east-1-${alarm}`)).toMatchObject({
                alarmActions: ["arn:aws:sns:eu-west-1:123456789012:topic/mine-us-east-1-alarm", escalation],
            });
        }
        const targets = resources.filter(({ type }) => type === "aws:cloudwatch/eventTarget:EventTarget");
        expect(targets.map(({ inputs: { arn } }) => arn)).not.toContain(escalation);
        expect(named("sns/topicPolicy:TopicPolicy", "mine-us-east-1-escalation")).toMatchObject({ arn: escalation });
    });

    test("keeps a use for as long as there is, encrypted, and out of others' sight while one looks at it", async () => {
        const { named } = await shown();
        for (const queue of ["reviews", "undelivered"]) {
            expect(named("sqs/queue:Queue", `mine-eu-west-1-${queue}`)).toMatchObject({
                sqsManagedSseEnabled: true,
                messageRetentionSeconds: 14 * 86_400,
                visibilityTimeoutSeconds: 3_600,
                tags: { owner: "payments@example.com", review: "30d" },
            });
        }
    });

    test("escalates what waits, received or not, for as long as it may", async () => {
        const { named } = await shown({ reviewWithin: "3d" });
        const metric = (metricName: string) => ({
            namespace: "AWS/SQS",
            metricName,
            dimensions: { QueueName: "mine-eu-west-1-reviews" },
            stat: "Maximum",
            period: 3_600,
        });
        expect(named("cloudwatch/metricAlarm:MetricAlarm", "mine-eu-west-1-overdue")).toMatchObject({
            alarmDescription:
                "A use was not reviewed in time. Break-glass role arn:aws:iam::123456789012:role/mine. Runbook: https://runbooks.example.com/db?step=1#start",
            comparisonOperator: "GreaterThanOrEqualToThreshold",
            threshold: 1,
            evaluationPeriods: 72,
            treatMissingData: "notBreaching",
            metricQueries: [
                { id: "visible", metric: metric("ApproximateNumberOfMessagesVisible") },
                { id: "received", metric: metric("ApproximateNumberOfMessagesNotVisible") },
                { id: "waiting", expression: "visible + received", returnData: true },
            ],
        });
    });

    test("looks after its own alarm", async () => {
        const { named } = await shown();
        const alarm = (name: string) => named("cloudwatch/metricAlarm:MetricAlarm", `mine-eu-west-1-${name}`);
        const common = {
            comparisonOperator: "GreaterThanOrEqualToThreshold",
            threshold: 1,
            evaluationPeriods: 1,
            period: 300,
        };
        expect(alarm("undelivered")).toMatchObject({
            ...common,
            namespace: "AWS/SQS",
            metricName: "ApproximateNumberOfMessagesVisible",
            statistic: "Maximum",
            dimensions: { QueueName: "mine-eu-west-1-undelivered" },
        });
        expect(alarm("unsent")).toMatchObject({
            ...common,
            namespace: "AWS/SNS",
            metricName: "NumberOfNotificationsFailed",
            statistic: "Sum",
            dimensions: { TopicName: "mine-eu-west-1-alarm" },
        });
    });

    test.each(["reviews", "undelivered"])("keeps the role and its principals from what is in %s", async (queue) => {
        const { named } = await shown();
        const policy = named("sqs/queuePolicy:QueuePolicy", `mine-us-east-1-${queue}`).policy;
        const role = "arn:aws:iam::123456789012:role/mine";
        expect(policy).toEqual(
            queuePolicy({
                queue: `arn:aws:sqs:eu-west-1:123456789012:queue/mine-us-east-1-${queue}`,
                rule: "arn:aws:cloudwatch:eu-west-1:123456789012:eventrule/mine-us-east-1",
                reviewers: [SECURITY],
                holders: [role, JO, OPS],
            }),
        );
    });

    test("guards itself, its boundary, and all by which it is seen", async () => {
        const { resources, named } = await shown({ escalate: ["ciso@example.com"] });
        const guarded = (named("iam/rolePolicy:RolePolicy", "mine-guard").policy as { Statement: { Resource: string[] }[] })
            .Statement[0]!.Resource;
        const own = [
            "role:Role",
            "policy:Policy",
            "eventRule:EventRule",
            "topic:Topic",
            "queue:Queue",
            "metricAlarm:MetricAlarm",
        ];
        const expected = resources
            .filter(({ type }) => own.some((kind) => type.endsWith(`/${kind}`)))
            .map(({ name }) => name);
        expect(guarded.map((arn) => arn.slice(arn.lastIndexOf("/") + 1)).sort()).toEqual(expected.sort());
    });

    test("allows nothing before its use is seen", async () => {
        const { resources } = await shown({ escalate: ["ciso@example.com"] });
        const names = resources.map(({ type, name }) => `${type.slice(type.lastIndexOf(":") + 1)} ${name}`);
        const rights = ["RolePolicyAttachment mine-data", "RolePolicy mine-repair"];
        expect(names.slice(-2).sort()).toEqual(rights.sort());
    });

    test("guards the boundary that one brings, and makes none", async () => {
        const permissionsBoundary = "arn:aws:iam::123456789012:policy/ours";
        const { resources, named } = await shown({ permissionsBoundary });
        expect(resources.map(({ name }) => name)).not.toContain("mine-boundary");
        expect(named("iam/role:Role", "mine")).toMatchObject({ permissionsBoundary });
        expect(JSON.stringify(named("iam/rolePolicy:RolePolicy", "mine-guard").policy)).toContain(permissionsBoundary);
    });

    test("shows, by region, what there is to look at", async () => {
        let made: BreakGlassRole | undefined;
        await declare(() => (made = make()()));
        expect(Object.keys(made!.alarms)).toEqual(RIGHT.regions);
        expect(made!.reviewQueues["us-east-1"]).toBe(made!.alarms["us-east-1"]!.reviewQueue);
    });

    test("takes addresses that are secret, or come later", async () => {
        const { errors } = await declare(make({ notify: [secret("https://pager.example.com/k"), output("a@example.com")] }));
        expect(errors).toEqual([]);
    });
});

test.each([
    ["1h", 3_600, 300, 12],
    ["a day", 86_400, 300, 288],
    ["25 hours", 90_000, 3_600, 25],
    ["seven days", 604_800, 3_600, 168],
])("a review within %s is looked back for as far as CloudWatch does", (_, seconds, period, evaluationPeriods) => {
    expect(lookback(seconds)).toEqual({ period, evaluationPeriods });
});

test("takes what is as long as it may be", async () => {
    const { named } = await shown({ maxDuration: "4h", reviewWithin: "7d" });
    expect(named("iam/role:Role", "mine")).toMatchObject({ maxSessionDuration: 14_400 });
    expect(named("cloudwatch/metricAlarm:MetricAlarm", "mine-eu-west-1-overdue")).toMatchObject({ evaluationPeriods: 168 });
});

test("takes what is as short as it may be", async () => {
    const { named } = await shown({ maxDuration: "60m", reviewWithin: "1h" });
    expect(named("iam/role:Role", "mine")).toMatchObject({ maxSessionDuration: 3_600 });
    expect(named("cloudwatch/metricAlarm:MetricAlarm", "mine-eu-west-1-overdue")).toMatchObject({ evaluationPeriods: 12 });
});

const TRUST = 'Write "arn:aws:iam::123456789012:role/dba" (aws-no-account-trust).';
const SESSION = 'Write maxDuration: "1h" (aws-max-session-duration).';
const RUNBOOK = 'Write runbookUrl: "https://runbooks.example.com/break-glass".';
const many = (count: number) => Array.from({ length: count }, (_, index) => `arn:aws:iam::123456789012:user/u${index}`);

const SMALL = { ...RIGHT, notify: ["oncall@example.com"], regions: ["eu-west-1"] };

describeRefusals(BreakGlassRole, SMALL, {
    "a missing runbook, owner, reviewers and principals, all at once": {
        given: { runbookUrl: undefined, owner: undefined, reviewers: undefined, principals: undefined },
        says: [
            'principals is missing. Write principals: ["arn:aws:iam::123456789012:user/jo"].',
            'reviewers is missing. Write reviewers: ["arn:aws:iam::123456789012:role/security"].',
            `runbookUrl is missing. ${RUNBOOK}`,
            'owner is missing. Write owner: "payments@example.com".',
        ],
    },
    "no principals": {
        given: { principals: [] },
        says: ['principals has 0 of at least 1. Write principals: ["arn:aws:iam::123456789012:user/jo"].'],
    },
    "six principals": {
        given: { principals: many(6) },
        says: ["principals has 6, more than 5: a role that many can take is an ordinary one. Write at most 5."],
    },
    everyone: {
        given: { principals: ["*"] },
        says: [`principals[0] has a wildcard: nobody could say whom it lets in. ${TRUST}`],
    },
    "a whole account": {
        given: { principals: ["arn:aws:iam::123456789012:root"] },
        says: [`principals[0] is a whole account: it lets in whoever that account lets in. ${TRUST}`],
    },
    "no reviewers": {
        given: { reviewers: [] },
        says: ['reviewers has 0 of at least 1. Write reviewers: ["arn:aws:iam::123456789012:role/security"].'],
    },
    "eleven reviewers": {
        given: { reviewers: many(11) },
        says: ["reviewers has 11, more than 10: the policy of a queue has 8,192 bytes. Write at most 10."],
    },
    "a reviewer who is anybody": {
        given: { reviewers: [SECURITY, "arn:aws:iam::123456789012:role/*"] },
        says: [`reviewers[1] has a wildcard: nobody could say whom it lets in. ${TRUST}`],
    },
    "a reviewer who may take it": {
        given: { reviewers: [SECURITY, OPS] },
        says: [
            'reviewers[1] is one of principals: nobody would look at a use but who made it. Write another user or role, such as "arn:aws:iam::123456789012:role/security".',
        ],
    },
    "a runbook that is not encrypted": {
        given: { runbookUrl: "http://runbooks.example.com/db" },
        says: [`runbookUrl is no https URL. ${RUNBOOK}`],
    },
    "a runbook that would break out of its message": {
        given: { runbookUrl: 'https://runbooks.example.com/"<who>' },
        says: [`runbookUrl is no https URL. ${RUNBOOK}`],
    },
    "a runbook of 301 characters": {
        given: { runbookUrl: `https://runbooks.example.com/${"a".repeat(272)}` },
        says: [`runbookUrl is no https URL. ${RUNBOOK}`],
    },
    "a session without a unit": {
        given: { maxDuration: 3600 },
        says: [`maxDuration is a number without a unit. ${SESSION}`],
    },
    "a session in words": {
        given: { maxDuration: "1 hour" },
        says: [`maxDuration is no duration such as "15m", "1h" or "90d". ${SESSION}`],
    },
    "a session of no time": { given: { maxDuration: "0h" }, says: [`maxDuration is shorter than 1m. ${SESSION}`] },
    "a session of less than no time": {
        given: { maxDuration: "-1h" },
        says: [`maxDuration is no duration such as "15m", "1h" or "90d". ${SESSION}`],
    },
    "a session of a fraction": {
        given: { maxDuration: "1.5h" },
        says: [`maxDuration is no duration such as "15m", "1h" or "90d". ${SESSION}`],
    },
    "a session of a minute less than an hour": {
        given: { maxDuration: "59m" },
        says: [
            'maxDuration is shorter than 1h, the least that AWS takes for the sessions of a role. Write maxDuration: "1h", and ask for less with --duration-seconds.',
        ],
    },
    "a session of a minute more than four hours": {
        given: { maxDuration: "241m" },
        says: [`maxDuration is longer than 4h: what takes longer is no emergency any more. ${SESSION}`],
    },
    "a review after more than a week": {
        given: { reviewWithin: "169h" },
        says: ['reviewWithin is longer than 7d: CloudWatch looks back no further. Write reviewWithin: "24h".'],
    },
    "a review in less than an hour": {
        given: { reviewWithin: "59m" },
        says: ['reviewWithin is shorter than 1h. Write reviewWithin: "24h".'],
    },
    "a review in an hour and a half": {
        given: { reviewWithin: "90m" },
        says: ['reviewWithin is no multiple of 1h. Write reviewWithin: "24h".'],
    },
    "a look at it in 181 days": {
        given: { review: "181d" },
        says: ['review is longer than 180d: what nobody looks at for half a year has no owner. Write review: "30d".'],
    },
    "a policy by name": {
        given: { policies: { data: "ReadOnlyAccess" } },
        says: [
            'policies.data is no ARN of a managed policy. Write policies.data: "arn:aws:iam::aws:policy/ReadOnlyAccess".',
        ],
    },
    "persistence of an administrator": {
        given: { policies: { all: "arn:aws:iam::aws:policy/AdministratorAccess" }, allowPersistence: ["change-iam"] },
        says: [
            'allowPersistence lets an administrator outlive the end of the role. Write acceptRisk: { reason: "moves the organization\'s roles", until: "2026-01-15T20:00:00Z" } (aws-no-privilege-escalation).',
        ],
    },
});

test("a runbook of 300 characters is taken", async () => {
    const { errors } = await declare(make({ runbookUrl: `https://runbooks.example.com/${"a".repeat(271)}` }));
    expect(errors).toEqual([]);
});

test("five principals and ten reviewers are taken", async () => {
    const { errors } = await declare(make({ principals: many(15).slice(0, 5), reviewers: many(15).slice(5) }));
    expect(errors).toEqual([]);
});

test("a reviewer who may take it is refused when either comes later", async () => {
    for (const [principals, reviewers] of [
        [output([JO]), [JO]],
        [[output(JO)], [JO]],
        [[JO], output([JO])],
    ]) {
        const { errors } = await declare(make({ principals, reviewers }));
        expect(errors.join()).toContain("reviewers[0] is one of principals: nobody would look at a use but who made it.");
    }
});

// These decide which resources there are, so that they must be known as lists.
describe("BreakGlassRole refuses as a list", () => {
    const NOTIFY = 'Write notify: ["oncall@example.com"].';
    const ONE = 'Write notify[0]: "oncall@example.com".';
    const REGIONS = 'Write regions: ["eu-west-1"].';
    test.each([
        ["nobody to tell", { notify: [] }, `notify has 0 of at least 1. ${NOTIFY}`],
        ["nobody named to tell", { notify: undefined }, `notify is missing. ${NOTIFY}`],
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
            { notify: ["http://pager.example.com"] },
            `notify[0] is no e-mail address or https URL. ${ONE}`,
        ],
        ["an address that is missing", { notify: [undefined] }, `notify[0] is missing. ${ONE}`],
        [
            "one to escalate to who is none",
            { escalate: ["ciso"] },
            'escalate[0] is no e-mail address or https URL. Write escalate[0]: "oncall@example.com".',
        ],
        [
            "eleven to escalate to",
            { escalate: Array(11).fill("a@example.com") },
            "escalate has 11, more than 10. Write at most 10.",
        ],
        ["no region", { regions: [] }, `regions has 0 of at least 1. ${REGIONS}`],
        ["no regions", { regions: undefined }, `regions is missing. ${REGIONS}`],
        ["every region", { regions: ["*"] }, 'regions[0] is no region. Write regions[0]: "eu-west-1".'],
        ["a zone", { regions: ["eu-west-1a"] }, 'regions[0] is no region. Write regions[0]: "eu-west-1".'],
        [
            "a region twice",
            { regions: ["eu-west-1", "us-east-1", "eu-west-1"] },
            "regions[2] is there already. Write each region once.",
        ],
        [
            "six regions",
            { regions: ["a", "b", "c", "d", "e", "f"].map((of) => `eu-${of}-1`) },
            "regions has 6, more than 5. Write at most 5.",
        ],
    ])("%s", async (_, given, says) => {
        const { errors, resources } = await declare(make(given));
        expect(errors).toEqual([`BreakGlassRole "mine" cannot be made:\n  ${says}`]);
        expect(resources).toEqual([]);
    });

    test("an address that comes later, without showing it", async () => {
        for (const wrap of [output, secret]) {
            const { errors } = await declare(make({ notify: [wrap("not-an-address")] }));
            expect(errors.join()).toContain(`notify[0] is no e-mail address or https URL. ${ONE}`);
            expect(errors.join()).not.toContain("not-an-address");
        }
        const later = () => make({ notify: [unknown("oncall")] })();
        expect((await declare(later)).errors).toEqual([]);
        expect((await declare(later, { preview: false })).errors).not.toEqual([]);
    });

    test("nothing of ten addresses and five regions", async () => {
        const regions = ["a", "b", "c", "d", "e"].map((of) => `eu-${of}-1`);
        const { errors } = await declare(
            make({ regions, notify: Array(10).fill("a@example.com"), escalate: Array(10).fill("b@example.com") }),
        );
        expect(errors).toEqual([]);
    });
});

test("a trust policy is as long as AWS takes, and no longer", async () => {
    const trustOf = async (padding: number) => {
        const principals = Array.from({ length: 5 }, (_, index) => `arn:aws:iam::123456789012:user/u${index}`);
        // A path of an ARN may be as long.
        principals[0] = principals[0]!.replace("user/", `user/${"p".repeat(padding)}/`);
        return declare(() => new BreakGlassRole("mine", { ...RIGHT, principals }));
    };
    const { resources } = await trustOf(1);
    const role = resources.find(({ type }) => type === "aws:iam/role:Role")!;
    const room = 2_048 - JSON.stringify(parsed(role, "assumeRolePolicy")).length;
    expect((await trustOf(1 + room)).errors).toEqual([]);
    expect((await trustOf(2 + room)).errors).toEqual([
        'BreakGlassRole "mine" cannot be made:\n  principals makes a trust policy of 2049 characters, of which AWS takes 2048. Write fewer principals, and a role for each of the others.',
    ]);
});
