import { runSimulation } from "@cloud-copilot/iam-simulate";
import { describe, expect, test } from "vitest";
import { PERSISTENCE, type Persistence } from "../../../../components/aws/boundary";
import {
    type Place,
    endRights,
    revokerRights,
    revokerTrust,
    sessionBoundary,
    taskRights,
    trust,
    vendRights,
} from "../../../../components/aws/broker/documents";
import { escalations } from "../../../../policypack/facts/escalation";
import { entries } from "../../../../policypack/facts/iam-effective";
import { Value } from "../../../../policypack/facts/values";
import { rules } from "../../../../policypack/rules";
import { type Row, describeAccess, oracleSays } from "../../../harness/access";
import { run } from "../../../harness/describe-rule";

const PLACE: Place = { partition: "aws", region: "eu-west-1", account: "123456789012" };
const ABROAD = "210987654321";
const BROKER = "arn:aws:iam::123456789012:role/jit-guard/broker-vend";
const END = "arn:aws:iam::123456789012:role/jit-guard/broker-end";
const SWEEP = "arn:aws:iam::123456789012:role/jit-guard/broker-sweep";
const NOON = "2026-01-16T12:00:00Z";
const GRANT = `g-${"a".repeat(26)}`;
const EVERYTHING = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };

const asks = (action: string, resource: string, is: Row["is"], context: Row["context"] = {}): Row => ({
    at: NOON,
    action,
    resource,
    context,
    is,
});

const takes = (by: string, is: Row["is"], context: Row["context"] = {}, action = "sts:AssumeRole"): Row => ({
    at: NOON,
    by,
    action,
    context,
    is,
});
const FOR_A_GRANT = { "sts:SourceIdentity": GRANT };

describeAccess("a role is taken", () => ({ trust: trust(BROKER) }), {
    "by the broker for a grant": takes(BROKER, "allowed", FOR_A_GRANT),
    "by the broker, which names the grant": takes(BROKER, "allowed", FOR_A_GRANT, "sts:SetSourceIdentity"),
    "by the broker, which names the requester": takes(
        BROKER,
        "allowed",
        { "aws:TagKeys": "jit-requester" },
        "sts:TagSession",
    ),
    "not with other tags, by which policies may let it in": takes(
        BROKER,
        "denied",
        { "aws:TagKeys": "department" },
        "sts:TagSession",
    ),
    "not for no grant": takes(BROKER, "denied"),
    "not for what is no grant": takes(BROKER, "denied", { "sts:SourceIdentity": "jo" }),
    "not under what is no grant": takes(BROKER, "denied", { "sts:SourceIdentity": "jo" }, "sts:SetSourceIdentity"),
    "not by another role": takes(END, "denied", FOR_A_GRANT),
    "not by the root of the account": takes("arn:aws:iam::123456789012:root", "denied", FOR_A_GRANT),
    "not by another role with tags": takes(END, "denied", { "aws:TagKeys": "jit-requester" }, "sts:TagSession"),
    "not by a token": takes(BROKER, "denied", FOR_A_GRANT, "sts:AssumeRoleWithWebIdentity"),
});

const TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/grants";
const BUCKET = "arn:aws:s3:::broker-audit";
const KEY = "arn:aws:kms:eu-west-1:123456789012:key/0d1f";
const SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf";
const OF = { "aws:SourceIdentity": GRANT, "aws:ViaAWSService": "false" };

describeAccess("under the boundary", () => ({ identity: [EVERYTHING], boundary: sessionBoundary([TABLE, KEY]) }), {
    "a session of a grant may do its work": asks("secretsmanager:GetSecretValue", SECRET, "allowed", OF),
    "it may not touch the records of grants": asks("dynamodb:PutItem", TABLE, "denied", OF),
    "it may not read them": asks("dynamodb:GetItem", TABLE, "denied", OF),
    "it may not delete the key that seals the audit": asks("kms:ScheduleKeyDeletion", KEY, "denied", OF),
    "it may use others": asks("dynamodb:GetItem", TABLE.replace("grants", "orders"), "allowed", OF),
    "a session of no grant may do nothing": asks("secretsmanager:GetSecretValue", SECRET, "denied", {
        "aws:ViaAWSService": "false",
    }),
    "a session of somebody may do nothing": asks("secretsmanager:GetSecretValue", SECRET, "denied", {
        "aws:SourceIdentity": "jo",
        "aws:ViaAWSService": "false",
    }),
    "a request that does not say how it came is one of the session": asks("secretsmanager:GetSecretValue", SECRET, "denied"),
    "a service may act for a session that it does not tell of": asks("secretsmanager:GetSecretValue", SECRET, "allowed", {
        "aws:ViaAWSService": "true",
    }),
});

const ASKED: Readonly<Record<Persistence, readonly [string, string]>> = {
    "assume-role": ["sts:AssumeRole", "arn:aws:iam::123456789012:role/other"],
    "pass-role": ["iam:PassRole", "arn:aws:iam::123456789012:role/other"],
    "change-iam": ["iam:CreateUser", "arn:aws:iam::123456789012:user/new"],
    "change-access": ["s3:PutBucketPolicy", "arn:aws:s3:::bucket"],
    "issue-credentials": ["ecr:GetAuthorizationToken", "*"],
    "change-code": ["lambda:UpdateFunctionCode", "arn:aws:lambda:eu-west-1:123456789012:function:f"],
    "enter-machines": ["ssm:StartSession", "arn:aws:ec2:eu-west-1:123456789012:instance/i-1"],
};

describe.each(Object.keys(PERSISTENCE) as Persistence[])("the boundary's group %s", (group) => {
    const [action, resource] = ASKED[group];
    describeAccess("by default", () => ({ identity: [EVERYTHING], boundary: sessionBoundary([TABLE]) }), {
        "is denied": asks(action, resource, "denied", OF),
    });
    const others = (Object.keys(PERSISTENCE) as Persistence[]).filter((other) => other !== group);
    describeAccess(
        "when all others are allowed",
        () => ({ identity: [EVERYTHING], boundary: sessionBoundary([TABLE], others) }),
        {
            "is denied": asks(action, resource, "denied", OF),
        },
    );
    test("is left to the policies where it is allowed", async () => {
        const documents = { identity: [EVERYTHING], boundary: sessionBoundary([TABLE], [group]) };
        expect(await oracleSays(documents, asks(action, resource, "allowed", OF))).toBe("allowed");
    });
});

const RECORDS = {
    table: TABLE,
    indexes: [`${TABLE}/index/open`, `${TABLE}/index/requester`],
    audit: (key: string) => `${BUCKET}${key}`,
    key: KEY,
    topic: "arn:aws:sns:eu-west-1:123456789012:broker",
    directory: "arn:aws:identitystore::123456789012:identitystore/d-1234567890",
};
const SCHEDULES = { group: "broker", role: "arn:aws:iam::123456789012:role/jit-guard/broker-schedules" };
const ENDING = {
    boundaries: ["arn:aws:iam::*:policy/jit/broker/*"],
    schedules: SCHEDULES,
    stream: `${TABLE}/stream/2026-01-01T00:00:00.000`,
};
const policy = (Statement: object) => ({ Version: "2012-10-17", Statement });
const VEND = policy(vendRights(PLACE, RECORDS, { accounts: ["123456789012", ABROAD], schedules: SCHEDULES }));
const ENDS = policy(endRights(PLACE, RECORDS, ENDING));

const ROLE = "arn:aws:iam::123456789012:role/jit/prod-dba";
const ROLE_ABROAD = `arn:aws:iam::${ABROAD}:role/jit/prod-dba`;
const OTHER_ROLE = "arn:aws:iam::123456789012:role/deploy";
const BOUNDED = { "iam:PermissionsBoundary": "arn:aws:iam::123456789012:policy/jit/broker/prod-dba" };
const UNBOUNDED = { "iam:PermissionsBoundary": "arn:aws:iam::123456789012:policy/other" };
const SCHEDULE = `arn:aws:scheduler:eu-west-1:123456789012:schedule/broker/${GRANT}.1768586400`;
const TO_SCHEDULER = { "iam:PassedToService": "scheduler.amazonaws.com" };
const keyed = (key: string) => ({ "dynamodb:LeadingKeys": key });
const ONCE = { "s3:if-none-match": "*" };

/** What all three may do, and none of them. */
const common = {
    "may read a record": asks("dynamodb:GetItem", TABLE, "allowed", keyed(GRANT)),
    "may list records": asks("dynamodb:Query", `${TABLE}/index/open`, "allowed"),
    "may write a grant": asks("dynamodb:PutItem", TABLE, "allowed", keyed(GRANT)),
    "may write a role": asks("dynamodb:PutItem", TABLE, "allowed", keyed("r-abc")),
    "may not write an entitlement": asks("dynamodb:PutItem", TABLE, "denied", keyed("entitlement#prod-dba")),
    "may not write what has no key": asks("dynamodb:PutItem", TABLE, "denied"),
    "may not write another table": asks("dynamodb:PutItem", `${TABLE}2`, "denied", keyed(GRANT)),
    "may not delete a record": asks("dynamodb:DeleteItem", TABLE, "denied", keyed(GRANT)),
    "may not read all of the table": asks("dynamodb:Scan", TABLE, "denied"),
    "may not delete the table": asks("dynamodb:DeleteTable", TABLE, "denied"),
    "may put an entry that is not there": asks("s3:PutObject", `${BUCKET}/grant/${GRANT}/0.json`, "allowed", ONCE),
    "may put one of a role": asks("s3:PutObject", `${BUCKET}/role/r-abc/0.json`, "allowed", ONCE),
    "may not put one in the place of another": asks("s3:PutObject", `${BUCKET}/grant/${GRANT}/0.json`, "denied"),
    "may not put anything else": asks("s3:PutObject", `${BUCKET}/other.json`, "denied", ONCE),
    "may compare an entry": asks("s3:GetObject", `${BUCKET}/grant/${GRANT}/0.json`, "allowed"),
    "may not delete an entry": asks("s3:DeleteObject", `${BUCKET}/grant/${GRANT}/0.json`, "denied"),
    "may not delete a version of it": asks("s3:DeleteObjectVersion", `${BUCKET}/grant/${GRANT}/0.json`, "denied"),
    "may not unlock the bucket": asks("s3:PutBucketObjectLockConfiguration", BUCKET, "denied"),
    "may tell": asks("sns:Publish", RECORDS.topic, "allowed"),
    "may not tell others": asks("sns:Publish", `${RECORDS.topic}2`, "denied"),
    "may ask who is in a group": asks("identitystore:ListGroupMembershipsForMember", RECORDS.directory, "allowed"),
    "may not put anybody into one": asks("identitystore:CreateGroupMembership", RECORDS.directory, "denied"),
    "may not attach a policy": asks("iam:AttachRolePolicy", ROLE, "denied", BOUNDED),
    "may not change a trust": asks("iam:UpdateAssumeRolePolicy", ROLE, "denied", BOUNDED),
    "may not take off a boundary": asks("iam:DeleteRolePermissionsBoundary", ROLE, "denied", BOUNDED),
    "may not put on another boundary": asks("iam:PutRolePermissionsBoundary", ROLE, "denied", BOUNDED),
    "may not make a role": asks("iam:CreateRole", ROLE, "denied", BOUNDED),
    "may not make a key": asks("iam:CreateAccessKey", "arn:aws:iam::123456789012:user/jo", "denied"),
    "may not pass another role": asks("iam:PassRole", OTHER_ROLE, "denied", TO_SCHEDULER),
    "may not take a role of another path": asks("sts:AssumeRole", OTHER_ROLE, "denied"),
    "may not change what runs": asks(
        "lambda:UpdateFunctionCode",
        "arn:aws:lambda:eu-west-1:123456789012:function:broker-end",
        "denied",
    ),
} satisfies Record<string, Row>;

const nothingInIam = {
    "may not write a policy of a role": asks("iam:PutRolePolicy", ROLE, "denied", BOUNDED),
    "may not take one away": asks("iam:DeleteRolePolicy", ROLE, "denied", BOUNDED),
    "may not take away the schedule of an end": asks("scheduler:DeleteSchedule", SCHEDULE, "denied"),
} satisfies Record<string, Row>;

const counts = {
    "may count": asks("dynamodb:UpdateItem", TABLE, "allowed", keyed("count#person:jo@example.com#1")),
    "may remember a proof": asks("dynamodb:UpdateItem", TABLE, "allowed", keyed("count#proof#0a1b")),
    "may not say where the broker is": asks("dynamodb:PutItem", TABLE, "denied", keyed("address")),
    "may not change a grant without its version": asks("dynamodb:UpdateItem", TABLE, "denied", keyed(GRANT)),
    "may put a refusal": asks("s3:PutObject", `${BUCKET}/refused/2026-01-16/1.json`, "allowed", ONCE),
    "may not call what ends": asks(
        "lambda:InvokeFunction",
        "arn:aws:lambda:eu-west-1:123456789012:function:broker-end",
        "denied",
    ),
} satisfies Record<string, Row>;

const schedules = {
    "may schedule an end": asks("scheduler:CreateSchedule", SCHEDULE, "allowed"),
    "may read it back": asks("scheduler:GetSchedule", SCHEDULE, "allowed"),
    "may not put it off": asks("scheduler:UpdateSchedule", SCHEDULE, "denied"),
    "may not schedule anything else": asks("scheduler:CreateSchedule", SCHEDULE.replace("g-", "x-"), "denied"),
    "may not schedule in another group": asks(
        "scheduler:CreateSchedule",
        SCHEDULE.replace("schedule/broker", "schedule/default"),
        "denied",
    ),
    "may let schedules call": asks("iam:PassRole", SCHEDULES.role, "allowed", TO_SCHEDULER),
    "may let nothing else call by their role": asks("iam:PassRole", SCHEDULES.role, "denied", {
        "iam:PassedToService": "lambda.amazonaws.com",
    }),
} satisfies Record<string, Row>;

describeAccess("the function that takes requests, approves and vends", () => ({ identity: [VEND] }), {
    ...common,
    ...nothingInIam,
    ...counts,
    ...schedules,
});

// Of the actions of STS on a role the facts know the trust policy only.
test.each<[string, string, string, Row["is"]]>([
    ["a session of a role", "sts:AssumeRole", ROLE, "allowed"],
    ["a session under a grant", "sts:SetSourceIdentity", ROLE, "allowed"],
    ["a session with its requester", "sts:TagSession", ROLE, "allowed"],
    ["a session of a role in another account", "sts:AssumeRole", ROLE_ABROAD, "allowed"],
    ["no session in an account that it does not know", "sts:AssumeRole", ROLE.replace("123", "999"), "denied"],
    ["no session of a role whose path begins alike", "sts:AssumeRole", ROLE.replace("/jit/", "/jit-guard/"), "denied"],
    ["no session of the role that ends", "sts:AssumeRole", END, "denied"],
])("the function that vends gives %s", async (_, action, resource, is) => {
    expect(await oracleSays({ identity: [VEND] }, asks(action, resource, is))).toBe(is);
});

describeAccess("the function that ends and sweeps", () => ({ identity: [ENDS] }), {
    ...common,
    ...schedules,
    "may write a Deny of a role that has the boundary": asks("iam:PutRolePolicy", ROLE, "allowed", BOUNDED),
    "may take it off again": asks("iam:DeleteRolePolicy", ROLE, "allowed", BOUNDED),
    "may read it back": asks("iam:GetRolePolicy", ROLE, "allowed"),
    "may look for others": asks("iam:ListRolePolicies", ROLE, "allowed"),
    "may write none of a role with another boundary": asks("iam:PutRolePolicy", ROLE, "denied", UNBOUNDED),
    "may take none off a role with another boundary": asks("iam:DeleteRolePolicy", ROLE, "denied", UNBOUNDED),
    "may write none of a role without a boundary": asks("iam:PutRolePolicy", ROLE, "denied"),
    "may take none off a role without a boundary": asks("iam:DeleteRolePolicy", ROLE, "denied"),
    "may write none of a role elsewhere": asks("iam:PutRolePolicy", OTHER_ROLE, "denied", BOUNDED),
    "may take none off a role elsewhere": asks("iam:DeleteRolePolicy", OTHER_ROLE, "denied", BOUNDED),
    "may write none of its own": asks("iam:PutRolePolicy", END, "denied", BOUNDED),
    "may write none in another account": asks("iam:PutRolePolicy", ROLE_ABROAD, "denied", BOUNDED),
    "may write none of a user": asks("iam:PutUserPolicy", "arn:aws:iam::123456789012:user/jit/jo", "denied", BOUNDED),
    "may take away the schedule of an end": asks("scheduler:DeleteSchedule", SCHEDULE, "allowed"),
    "may list schedules": asks("scheduler:ListSchedules", "*", "allowed"),
    "may follow the table": asks("dynamodb:GetRecords", ENDING.stream, "allowed"),
    "may give no session": asks("sts:AssumeRole", ROLE, "denied"),
    "may count nothing": asks("dynamodb:UpdateItem", TABLE, "denied", keyed("count#x#1")),
    "may close a shell of a grant": asks(
        "ssm:TerminateSession",
        `arn:aws:ssm:eu-west-1:123456789012:session/${GRANT}-0abc`,
        "allowed",
    ),
    "may close no other": asks("ssm:TerminateSession", "arn:aws:ssm:eu-west-1:123456789012:session/jo-0abc", "denied"),
    "may rotate nothing that it was not told of": asks("secretsmanager:RotateSecret", SECRET, "denied"),
    "may call nothing that it was not told of": asks(
        "lambda:InvokeFunction",
        "arn:aws:lambda:eu-west-1:123456789012:function:f",
        "denied",
    ),
    "may read no secret": asks("secretsmanager:GetSecretValue", SECRET, "denied"),
});

const MORE = {
    revokers: [`arn:aws:iam::${ABROAD}:role/jit-guard/broker-revoker`],
};
const TASK = "arn:aws:sns:eu-west-1:123456789012:close-tickets";
const ENDS_MORE = policy([...endRights(PLACE, RECORDS, { ...ENDING, ...MORE }), ...taskRights([SECRET], [TASK])]);

describeAccess("the function that ends, of an entitlement with more to do,", () => ({ identity: [ENDS_MORE] }), {
    "may rotate its secret": asks("secretsmanager:RotateSecret", SECRET, "allowed"),
    "may not read it": asks("secretsmanager:GetSecretValue", SECRET, "denied"),
    "may rotate no other": asks("secretsmanager:RotateSecret", SECRET.replace("db", "web"), "denied"),
    "may tell what is to be told": asks("sns:Publish", TASK, "allowed"),
    "may tell nothing else": asks("sns:Publish", `${TASK}2`, "denied"),
});

test.each<[string, string, Row["is"]]>([
    ["may end sessions in another account by the role there", MORE.revokers[0]!, "allowed"],
    ["may take no other role there", ROLE_ABROAD, "denied"],
])("the function that ends %s", async (_, resource, is) => {
    expect(await oracleSays({ identity: [ENDS_MORE] }, asks("sts:AssumeRole", resource, is))).toBe(is);
});

describe.each(Object.entries({ VEND, ENDS }))("%s, of a key that is left to IAM,", (_, document) => {
    test.each([
        ["may seal an entry", "kms:GenerateMac", KEY, "Allowed"],
        ["may not seal with another key", "kms:GenerateMac", `${KEY}2`, "ImplicitlyDenied"],
        ["may not give it away", "kms:CreateGrant", KEY, "ImplicitlyDenied"],
        ["may not delete it", "kms:ScheduleKeyDeletion", KEY, "ImplicitlyDenied"],
    ])("%s", async (_, action, resource, is) => {
        const root = { AWS: "arn:aws:iam::123456789012:root" };
        const result = await runSimulation(
            {
                request: {
                    principal: "arn:aws:sts::123456789012:assumed-role/broker/function",
                    action,
                    resource: { resource, accountId: "123456789012" },
                    contextVariables: { "aws:CurrentTime": NOON },
                },
                identityPolicies: [{ name: "rights", policy: document }],
                resourcePolicy: policy([{ Effect: "Allow", Principal: root, Action: "kms:*", Resource: "*" }]),
                serviceControlPolicies: [],
                resourceControlPolicies: [],
            },
            {},
        );
        expect(result).toMatchObject({ overallResult: is });
    });
});

const REVOKER = policy(revokerRights({ partition: "aws", account: ABROAD }, ENDING.boundaries));

describeAccess("the role that ends sessions in another account", () => ({ identity: [REVOKER] }), {
    "may write a Deny there": asks("iam:PutRolePolicy", ROLE_ABROAD, "allowed", BOUNDED),
    "may take it off there": asks("iam:DeleteRolePolicy", ROLE_ABROAD, "allowed", BOUNDED),
    "may write none of a role without a boundary": asks("iam:PutRolePolicy", ROLE_ABROAD, "denied"),
    "may write none elsewhere": asks("iam:PutRolePolicy", ROLE, "denied", BOUNDED),
    "may do nothing else": asks("dynamodb:GetItem", TABLE, "denied"),
});

describeAccess("the role that ends sessions in another account is taken", () => ({ trust: revokerTrust([END, SWEEP]) }), {
    "by what ends": takes(END, "allowed"),
    "by what sweeps": takes(SWEEP, "allowed"),
    "not by what vends": takes(BROKER, "denied"),
    "not by its account": takes("arn:aws:iam::123456789012:root", "denied"),
});

describe.each(Object.entries({ VEND, ENDS, ENDS_MORE, REVOKER }))("%s", (_, document) => {
    test("is no way to more rights", () => {
        expect(escalations({ identity: entries(new Value(document, ""), "") }, 0).map(({ path }) => path.id)).toEqual([]);
    });

    test("fits into the inline policies of a role, and has each Sid once", () => {
        expect(JSON.stringify(document).length).toBeLessThan(10_240);
        const ids = (document.Statement as { Sid: string }[]).map(({ Sid }) => Sid);
        expect(new Set(ids).size).toBe(ids.length);
    });
});

test("the boundary fits into a managed policy", () => {
    const arns = Array.from({ length: 12 }, (_, index) => `${TABLE}-${index}`);
    expect(JSON.stringify(sessionBoundary(arns)).length).toBeLessThan(6_144);
});

test("the policy pack has nothing to say against them", () => {
    const role = (name: string, assumeRolePolicy: object) => ({
        type: "aws:iam/role:Role",
        name,
        inputs: {
            path: "/jit/",
            maxSessionDuration: 3600,
            assumeRolePolicy: JSON.stringify(assumeRolePolicy),
            tags: { owner: "security@example.com", review: "90d" },
        },
    });
    const inline = (name: string, document: object) => ({
        type: "aws:iam/rolePolicy:RolePolicy",
        name: `${name}-policy`,
        inputs: { role: name, policy: JSON.stringify(document) },
    });
    const toLambda = {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
    };
    const bounded = role("prod-dba", trust(BROKER));
    const given = [
        {
            ...bounded,
            inputs: { ...bounded.inputs, permissionsBoundary: BOUNDED["iam:PermissionsBoundary"] },
            sources: { permissionsBoundary: ["boundary"] },
        },
        role("revoker", revokerTrust([END])),
        ...Object.entries({ VEND, ENDS: ENDS_MORE }).flatMap(([name, document]) => [
            role(name, toLambda),
            inline(name, document),
        ]),
        inline("revoker", REVOKER),
        { type: "aws:iam/policy:Policy", name: "boundary", inputs: { policy: JSON.stringify(sessionBoundary([TABLE])) } },
    ];
    const said = rules.flatMap((rule) => run(rule, { given }).map(({ message, kind }) => `${rule.name} ${kind} ${message}`));
    expect(said).toEqual([]);
});
