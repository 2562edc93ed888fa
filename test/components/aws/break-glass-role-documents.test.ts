import { runSimulation } from "@cloud-copilot/iam-simulate";
import { describe, expect, test } from "vitest";
import { guard, message, queuePolicy, topicPolicy, trust, uses } from "../../../components/aws/break-glass-role/documents";
import { until, tests } from "../../../policypack/facts/iam-condition";
import { statements } from "../../../policypack/facts/iam-policy";
import { admits, principals } from "../../../policypack/facts/trust-policy";
import { Value } from "../../../policypack/facts/values";
import { describeAccess } from "../../harness/access";

const ACCOUNT = "123456789012";
const ROLE = `arn:aws:iam::${ACCOUNT}:role/jit/break-glass/repair-1a2b3c4`;
const OTHER = `arn:aws:iam::${ACCOUNT}:role/jit/break-glass/other-1a2b3c4`;
const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/jit/break-glass/repair-boundary`;
const RULE = `arn:aws:events:eu-west-1:${ACCOUNT}:rule/repair-eu-west-1`;
const TOPIC = `arn:aws:sns:eu-west-1:${ACCOUNT}:repair-eu-west-1-alarm`;
const ANOTHER = `arn:aws:sns:eu-west-1:${ACCOUNT}:any-topic`;
const QUEUE = `arn:aws:sqs:eu-west-1:${ACCOUNT}:repair-eu-west-1-reviews`;
const ALARM = `arn:aws:cloudwatch:eu-west-1:${ACCOUNT}:alarm:repair-eu-west-1-overdue`;

const EVERYTHING = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
const AT = "2026-01-16T03:00:00Z";
const denied = (action: string, resource?: string) => ({
    at: AT,
    action,
    ...(resource && { resource }),
    is: "denied" as const,
});
const allowed = (action: string, resource?: string) => ({
    at: AT,
    action,
    ...(resource && { resource }),
    is: "allowed" as const,
});

describeAccess(
    "a session that may do everything",
    () => ({ identity: [EVERYTHING, guard([ROLE, BOUNDARY, RULE, TOPIC, QUEUE, ALARM])] }),
    {
        "may restart what is down": allowed("rds:RebootDBInstance", `arn:aws:rds:eu-west-1:${ACCOUNT}:db:shop`),
        "may not take the rule away": denied("events:DeleteRule", RULE),
        "may not stop the rule": denied("events:DisableRule", RULE),
        "may not change the rule": denied("events:PutRule", RULE),
        "may not take the rule's targets away": denied("events:RemoveTargets", RULE),
        "may change another rule": allowed("events:DisableRule", `arn:aws:events:eu-west-1:${ACCOUNT}:rule/other`),
        "may not take the topic away": denied("sns:DeleteTopic", TOPIC),
        "may not change the topic": denied("sns:SetTopicAttributes", TOPIC),
        "may not take subscribers away": denied("sns:Unsubscribe", TOPIC),
        "may not filter what subscribers get": denied("sns:SetSubscriptionAttributes", TOPIC),
        "may not take a subscriber away of any topic": denied("sns:Unsubscribe", ANOTHER),
        "may not filter what a subscriber gets of any topic": denied("sns:SetSubscriptionAttributes", ANOTHER),
        "may not review its own use": denied("sqs:DeleteMessage", QUEUE),
        "may not empty the queue": denied("sqs:PurgeQueue", QUEUE),
        "may not take the queue away": denied("sqs:DeleteQueue", QUEUE),
        "may read another queue": allowed("sqs:ReceiveMessage", `arn:aws:sqs:eu-west-1:${ACCOUNT}:orders`),
        "may not take the alarm away": denied("cloudwatch:DeleteAlarms", ALARM),
        "may not stop the alarm": denied("cloudwatch:DisableAlarmActions", ALARM),
        "may not calm the alarm": denied("cloudwatch:SetAlarmState", ALARM),
        "may not let itself be taken by others": denied("iam:UpdateAssumeRolePolicy", ROLE),
        "may not drop its guard": denied("iam:DeleteRolePolicy", ROLE),
        "may not drop its boundary": denied("iam:DeleteRolePermissionsBoundary", ROLE),
        "may not change its boundary": denied("iam:CreatePolicyVersion", BOUNDARY),
        "may change another role, when its boundary lets it": allowed("iam:UpdateAssumeRolePolicy", OTHER),
        "may not stop the trail that it is seen by": denied(
            "cloudtrail:StopLogging",
            `arn:aws:cloudtrail:eu-west-1:${ACCOUNT}:trail/all`,
        ),
        "may not take the trail away": denied("cloudtrail:DeleteTrail", `arn:aws:cloudtrail:eu-west-1:${ACCOUNT}:trail/all`),
        "may not change the trail": denied("cloudtrail:UpdateTrail", `arn:aws:cloudtrail:eu-west-1:${ACCOUNT}:trail/all`),
        "may not choose what the trail sees": denied(
            "cloudtrail:PutEventSelectors",
            `arn:aws:cloudtrail:eu-west-1:${ACCOUNT}:trail/all`,
        ),
    },
);

const JO = `arn:aws:iam::${ACCOUNT}:user/jo`;
const SECURITY = "arn:aws:iam::210987654321:role/security";
const AUDIT = `arn:aws:iam::${ACCOUNT}:user/audit`;
const ADMIN = `arn:aws:iam::${ACCOUNT}:role/admin`;
const REVIEWS = queuePolicy({ queue: QUEUE, rule: RULE, reviewers: [SECURITY, AUDIT], holders: [ROLE, JO] });

interface Asked {
    readonly by: string;
    readonly action: string;
    readonly from?: string;
    readonly is: "allowed" | "denied";
}

/** What a resource's policy means for a caller who may do everything by rights of its own; a service has none. */
function describeResource(title: string, resource: string, policy: object, rows: Readonly<Record<string, Asked>>): void {
    describe(title, () => {
        test.each(Object.entries(rows))("%s", async (_, row) => {
            const verdicts = { facts: factsSay(policy, row), oracle: await oracleSays(resource, policy, row) };
            expect(verdicts).toEqual({ facts: row.is, oracle: row.is });
        });
    });
}

function factsSay(policy: object, { by, action, from }: Asked): Asked["is"] {
    const said: Record<string, string | undefined> = isService(by) ? { "aws:sourcearn": from } : { "aws:principalarn": by };
    const applies = statements(new Value(policy, "")).filter(
        (statement) =>
            admits(statement, action.toLowerCase()) &&
            principals(statement).some(({ kind, who }) => kind === "anyone" || who.known() === by) &&
            until(
                statement.condition,
                Object.fromEntries(tests(statement.condition).map(({ key }) => [key, [said[key]]])),
            ) === Infinity,
    );
    const isDenied = applies.some(({ allows }) => !allows);
    const isAllowed = applies.some(({ allows }) => allows) || by.split(":")[4] === ACCOUNT;
    return isAllowed && !isDenied ? "allowed" : "denied";
}

async function oracleSays(resource: string, policy: object, { by, action, from }: Asked): Promise<Asked["is"]> {
    const service = isService(by);
    const result = await runSimulation(
        {
            request: {
                principal: by.replace(/:iam::(\d+):role\/(.+\/)?([^/]+)$/, ":sts::$1:assumed-role/$3/session"),
                action,
                resource: { resource, accountId: ACCOUNT },
                contextVariables: service
                    ? { "aws:PrincipalIsAWSService": "true", ...(from !== undefined && { "aws:SourceArn": from }) }
                    : { "aws:PrincipalArn": by, "aws:PrincipalAccount": by.split(":")[4]! },
            },
            identityPolicies: service ? [] : [{ name: "own", policy: EVERYTHING }],
            resourcePolicy: policy,
            serviceControlPolicies: [],
            resourceControlPolicies: [],
        },
        {},
    );
    if (result.resultType === "error") throw new Error(JSON.stringify(result.errors));
    return result.overallResult === "Allowed" ? "allowed" : "denied";
}

function isService(by: string): boolean {
    return by.endsWith(".amazonaws.com");
}

describeResource("the queue of uses", QUEUE, REVIEWS, {
    "is filled by its rule": { by: "events.amazonaws.com", action: "sqs:SendMessage", from: RULE, is: "allowed" },
    "is not filled by another rule": {
        by: "events.amazonaws.com",
        action: "sqs:SendMessage",
        from: `${RULE}-2`,
        is: "denied",
    },
    "is not filled by what names no rule": { by: "events.amazonaws.com", action: "sqs:SendMessage", is: "denied" },
    "is not read by its rule": { by: "events.amazonaws.com", action: "sqs:ReceiveMessage", from: RULE, is: "denied" },
    "is read by a reviewer of another account": { by: SECURITY, action: "sqs:ReceiveMessage", is: "allowed" },
    "is done with by a reviewer": { by: SECURITY, action: "sqs:DeleteMessage", is: "allowed" },
    "is kept from sight by a reviewer": { by: SECURITY, action: "sqs:ChangeMessageVisibility", is: "allowed" },
    "is looked up by a reviewer": { by: SECURITY, action: "sqs:GetQueueUrl", is: "allowed" },
    "is counted by a reviewer": { by: SECURITY, action: "sqs:GetQueueAttributes", is: "allowed" },
    "is read by a reviewer who is a user": { by: AUDIT, action: "sqs:ReceiveMessage", is: "allowed" },
    "is not emptied by a reviewer": { by: AUDIT, action: "sqs:PurgeQueue", is: "denied" },
    "is not changed by a reviewer of another account": { by: SECURITY, action: "sqs:SetQueueAttributes", is: "denied" },
    "is not read by who may take the role": { by: JO, action: "sqs:ReceiveMessage", is: "denied" },
    "is not done with by who may take the role": { by: JO, action: "sqs:DeleteMessage", is: "denied" },
    "is not changed by who may take the role": { by: JO, action: "sqs:SetQueueAttributes", is: "denied" },
    "is not taken away by who may take the role": { by: JO, action: "sqs:DeleteQueue", is: "denied" },
    "is not read by a session of the role": { by: ROLE, action: "sqs:ReceiveMessage", is: "denied" },
    "is not done with by a session of the role": { by: ROLE, action: "sqs:DeleteMessage", is: "denied" },
    "is not taken away by a session of the role": { by: ROLE, action: "sqs:DeleteQueue", is: "denied" },
    "is not read by an administrator": { by: ADMIN, action: "sqs:ReceiveMessage", is: "denied" },
    "is not done with by an administrator": { by: ADMIN, action: "sqs:DeleteMessage", is: "denied" },
    "is not kept from sight by an administrator": { by: ADMIN, action: "sqs:ChangeMessageVisibility", is: "denied" },
    "is not emptied by an administrator": { by: ADMIN, action: "sqs:PurgeQueue", is: "denied" },
    "is kept up by who deploys it": { by: ADMIN, action: "sqs:SetQueueAttributes", is: "allowed" },
    "is not read by a stranger": { by: "arn:aws:iam::999999999999:user/x", action: "sqs:ReceiveMessage", is: "denied" },
});

describeResource("the topic", TOPIC, topicPolicy(TOPIC, [ALARM]), {
    "takes what EventBridge tells, which says nothing of its rule": {
        by: "events.amazonaws.com",
        action: "sns:Publish",
        is: "allowed",
    },
    "takes what its alarm tells": { by: "cloudwatch.amazonaws.com", action: "sns:Publish", from: ALARM, is: "allowed" },
    "does not take what another alarm tells": {
        by: "cloudwatch.amazonaws.com",
        action: "sns:Publish",
        from: `${ALARM}-2`,
        is: "denied",
    },
    "takes nothing from a stranger": { by: "arn:aws:iam::999999999999:user/x", action: "sns:Publish", is: "denied" },
    "takes no changes from EventBridge": { by: "events.amazonaws.com", action: "sns:SetTopicAttributes", is: "denied" },
});

// As CloudTrail writes them. https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
const USED = {
    version: "0",
    id: "5b8e2f0e-3f5f-8c9c-4a7f-7d5e0d6b4a11",
    "detail-type": "AWS API Call via CloudTrail",
    source: "aws.sts",
    account: ACCOUNT,
    time: "2026-01-16T03:00:00Z",
    region: "eu-west-1",
    resources: [],
    detail: {
        eventVersion: "1.11",
        userIdentity: { type: "IAMUser", principalId: "AIDAEXAMPLE", arn: JO, accountId: ACCOUNT, userName: "jo" },
        eventTime: "2026-01-16T03:00:00Z",
        eventSource: "sts.amazonaws.com",
        eventName: "AssumeRole",
        awsRegion: "eu-west-1",
        sourceIPAddress: "198.51.100.7",
        userAgent: "aws-cli/2.31.0",
        requestParameters: { roleArn: ROLE, roleSessionName: "jo", sourceIdentity: "jo", durationSeconds: 3600 },
        responseElements: { assumedRoleUser: { arn: `arn:aws:sts::${ACCOUNT}:assumed-role/repair-1a2b3c4/jo` } },
        resources: [{ accountId: ACCOUNT, type: "AWS::IAM::Role", ARN: ROLE }],
        readOnly: true,
        eventType: "AwsApiCall",
        managementEvent: true,
        eventCategory: "Management",
    },
};
const REFUSED = {
    errorCode: "AccessDenied",
    errorMessage: `User: ${JO} is not authorized to perform: sts:AssumeRole on resource: ${ROLE}`,
    requestParameters: null,
    responseElements: null,
    resources: undefined,
};
const another = (text: string) => text.replaceAll(ROLE, OTHER);

describe("the rule of a break-glass role", () => {
    const cases: Readonly<Record<string, readonly [object, boolean]>> = {
        "sees that it is taken": [USED, true],
        "sees that it is taken by an ARN in other letters": [
            { ...USED, detail: { ...USED.detail, requestParameters: { roleArn: ROLE.replace("repair", "Repair") } } },
            true,
        ],
        "sees that it is taken from another account": [
            {
                ...USED,
                detail: { ...USED.detail, userIdentity: { type: "AWSAccount", accountId: "210987654321" } },
            },
            true,
        ],
        "sees that somebody was not let, though CloudTrail leaves out the parameters": [
            { ...USED, detail: { ...USED.detail, ...REFUSED } },
            true,
        ],
        "sees that somebody was not let, with a reason": [
            {
                ...USED,
                detail: { ...USED.detail, ...REFUSED, errorMessage: `${REFUSED.errorMessage} with an explicit deny` },
            },
            true,
        ],
        "does not see another role taken": [JSON.parse(another(JSON.stringify(USED))) as object, false],
        "does not see somebody not let into another role": [
            { ...USED, detail: { ...USED.detail, ...REFUSED, errorMessage: another(REFUSED.errorMessage) } },
            false,
        ],
        "does not see who looks at the role": [
            {
                ...USED,
                source: "aws.iam",
                detail: { ...USED.detail, eventSource: "iam.amazonaws.com", eventName: "GetRole" },
            },
            false,
        ],
        "does not see other calls of STS": [
            { ...USED, detail: { ...USED.detail, eventName: "GetCallerIdentity", requestParameters: null } },
            false,
        ],
        "does not see another way to come to a role": [
            { ...USED, detail: { ...USED.detail, eventName: "AssumeRoleWithSAML" } },
            false,
        ],
        "does not see what only looks like a call of STS": [
            { ...USED, detail: { ...USED.detail, eventSource: "example.com" } },
            false,
        ],
        "does not see what others write into the bus": [{ ...USED, source: "com.example" }, false],
        "does not see what is no call": [{ ...USED, "detail-type": "AWS Service Event via CloudTrail" }, false],
    };
    test.each(Object.entries(cases))("%s", (_, [event, isSeen]) => {
        expect(matches(uses(ROLE), event)).toBe(isSeen);
    });
});

type Rule = string | { readonly "equals-ignore-case": string } | { readonly wildcard: string };

/** As EventBridge does. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
function matches(pattern: object, event: unknown): boolean {
    return Object.entries(pattern).every(([key, wanted]) => {
        if (key === "$or") return (wanted as object[]).some((choice) => matches(choice, event));
        const found = (event as Record<string, unknown> | null | undefined)?.[key];
        if (!Array.isArray(wanted)) return matches(wanted as object, found);
        return (wanted as Rule[]).some((rule) => typeof found === "string" && fits(rule, found));
    });
}

function fits(rule: Rule, found: string): boolean {
    if (typeof rule === "string") return rule === found;
    if ("equals-ignore-case" in rule) return rule["equals-ignore-case"].toLowerCase() === found.toLowerCase();
    const [first = "", ...rest] = rule.wildcard.split("*");
    const last = rest.pop() ?? "";
    let at = first.length;
    for (const part of rest) {
        const next = found.indexOf(part, at);
        if (next < 0) return false;
        at = next + part.length;
    }
    return found.startsWith(first) && found.endsWith(last) && found.length >= at + last.length;
}

test("the message is lines of text that EventBridge takes, with nothing left to fill in but what the event says", () => {
    const { inputPaths, inputTemplate } = message({
        role: ROLE,
        runbook: "https://runbooks.example.com/repair",
        queue: "https://sqs.eu-west-1.amazonaws.com/123456789012/reviews",
        within: "24h",
    });
    const lines = inputTemplate.split("\n").map((line) => JSON.parse(line) as string);
    expect(lines).toEqual([
        `Break-glass role ${ROLE} was taken, or tried: by <name> <who> of account <account>, at <at>, from <from>, in <region>. <error>`,
        "Runbook: https://runbooks.example.com/repair",
        "To be reviewed within 24h: https://sqs.eu-west-1.amazonaws.com/123456789012/reviews",
    ]);
    const used = [...inputTemplate.matchAll(/<(\w+)>/g)].map(([, variable]) => variable);
    expect(used.sort()).toEqual(Object.keys(inputPaths).sort());
    const read = (path: string) =>
        path
            .split(".")
            .slice(1)
            .reduce<unknown>((of, key) => (of as Record<string, unknown>)[key], {
                ...USED,
                detail: { ...USED.detail, errorCode: "AccessDenied" },
            });
    expect(Object.fromEntries(Object.entries(inputPaths).map(([name, path]) => [name, read(path)]))).toEqual({
        who: JO,
        account: ACCOUNT,
        name: "jo",
        at: "2026-01-16T03:00:00Z",
        from: "198.51.100.7",
        region: "eu-west-1",
        error: "AccessDenied",
    });
});

test("only those who are named are trusted: users alone, or roles alone", () => {
    const named = (kind: "user" | "role") => ({ arn: `arn:aws:iam::${ACCOUNT}:${kind}/jo`, kind, account: ACCOUNT });
    const sids = (...principals: ReturnType<typeof named>[]) =>
        trust({ principals, regions: ["eu-west-1"] }).Statement.map(({ Sid }) => Sid);
    expect(sids(named("user"))).toEqual(["Users"]);
    expect(sids(named("role"))).toEqual(["Roles"]);
    expect(sids(named("role"), named("user"))).toEqual(["Users", "Roles"]);
});
