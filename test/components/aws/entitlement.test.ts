import { output, secret } from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import type { BrokerReference } from "../../../components/aws/broker";
import { canonical } from "../../../components/aws/broker/runtime/identity";
import { decide, type Entitlement as Recorded } from "../../../components/aws/broker/runtime/policy";
import { sessionPolicySize } from "../../../components/aws/broker/runtime/session-policy";
import { dynamoStore } from "../../../components/aws/broker/runtime/store";
import { Entitlement, type EntitlementArgs } from "../../../components/aws/entitlement";
import { identity } from "../../../components/aws/identities";
import { declare, unknown } from "../../harness/declare";
import { declared, describeRefusals, parsed } from "../../harness/describe-component";

const ACCOUNT = "arn:aws:iam::123456789012";
const LEADS = "group:9067f1b2c3-11111111-2222-3333-4444-555555555555";
const ORDERS = "arn:aws:rds:eu-west-1:123456789012:db:orders";
const SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:orders-1a2b3c";
const TOPIC = "arn:aws:sns:eu-west-1:123456789012:ended";
const reference: BrokerReference = {
    roles: {
        ask: `${ACCOUNT}:role/jit-guard/jit-ask`,
        end: `${ACCOUNT}:role/jit-guard/jit-end`,
        sweep: `${ACCOUNT}:role/jit-guard/jit-sweep`,
    },
    table: "jit",
    parts: [],
    revoker: "jit-revoker",
    hasGroups: true,
};
const RIGHT: EntitlementArgs = {
    broker: { reference },
    role: `${ACCOUNT}:role/jit/prod-dba-1a2b3c4`,
    eligible: ["person:Jo@example.com", `${ACCOUNT}:role/ci/Agent`],
    approval: { approvers: [LEADS] },
    scope: { actions: ["rds:*"], resources: [ORDERS] },
    owner: "payments@example.com",
};
const JO = "person:jo@example.com";
const ANA = "person:ana@example.com";

const make =
    (args: object = {}) =>
    () =>
        new Entitlement("mine", { ...RIGHT, ...args });

/** The item as DynamoDB keeps it, and what the functions of the broker read of it. */
async function item(args: object = {}): Promise<Record<string, { S: string }>> {
    const found = await declared(make(args), "aws:dynamodb/tableItem:TableItem");
    expect(found.inputs).toMatchObject({ tableName: "jit", hashKey: "pk" });
    return parsed(found, "item") as Record<string, { S: string }>;
}
async function recorded(args: object = {}): Promise<Recorded | undefined> {
    const plain = Object.fromEntries(Object.entries(await item(args)).map(([key, { S }]) => [key, S]));
    const client = {
        send: ({ input }: { input: { Key: { pk: string } } }) =>
            Promise.resolve({ Item: input.Key.pk === plain.pk ? plain : undefined }),
    };
    return dynamoStore(client as unknown as Parameters<typeof dynamoStore>[0], "jit").entitlement("mine");
}

describe("what it makes", () => {
    test("is a record that the functions of the broker read, with the defaults", async () => {
        expect(await recorded()).toEqual({
            name: "mine",
            roleArn: RIGHT.role,
            maxDuration: 3_600,
            defaultDuration: 3_600,
            agentMaxDuration: 900,
            eligible: [JO, "role:123456789012/agent"],
            approvers: [[LEADS]],
            required: [1],
            scopes: [{ actions: ["rds:*"], resources: [ORDERS] }],
            onEnd: { rotate: [], call: [], terminateSessions: false },
        });
        expect(await item()).toMatchObject({
            pk: { S: "entitlement#mine" },
            open: { S: "entitlement" },
            owner: { S: "payments@example.com" },
            review: { S: "90d" },
        });
    });

    test("says what it was told, and why nobody has to approve", async () => {
        const given = {
            approval: { required: 0, reason: "Orders must go on at night." },
            scope: [
                { actions: ["rds:Describe*"], resources: ["*"] },
                { actions: ["rds:RebootDBInstance"], resources: [ORDERS] },
            ],
            maxDuration: "12h",
            defaultDuration: "2h",
            agentMaxDuration: "1h",
            breakGlass: { reviewers: [ANA], reviewWithin: "7d" },
            onEnd: { rotate: [SECRET], call: [TOPIC], terminateSessions: true },
        };
        expect(await recorded(given)).toMatchObject({
            maxDuration: 43_200,
            defaultDuration: 7_200,
            agentMaxDuration: 3_600,
            approvers: [],
            required: [],
            scopes: given.scope,
            breakGlass: { reviewers: [ANA], reviewWithin: 604_800 },
            onEnd: { rotate: [SECRET], call: [TOPIC], terminateSessions: true },
        });
        expect(await item(given)).toMatchObject({ notApproved: { S: "Orders must go on at night." } });
        expect(await recorded({ breakGlass: { reviewers: [ANA] } })).toMatchObject({
            breakGlass: { reviewWithin: 86_400 },
        });
    });

    test("has levels of approval, each by others", async () => {
        const approval = [{ approvers: [LEADS], required: 2 }, { approvers: [ANA] }];
        expect(await recorded({ approval })).toMatchObject({ approvers: [[LEADS], [ANA]], required: [2, 1] });
    });

    test("is never longer by default than the longest", async () => {
        expect(await recorded({ maxDuration: "10m" })).toMatchObject({
            maxDuration: 600,
            defaultDuration: 600,
            agentMaxDuration: 600,
        });
    });

    test("lets the functions that end do what is to be done, and nothing else of the kind", async () => {
        const { resources } = await declare(make({ onEnd: { rotate: [SECRET], call: [TOPIC] } }));
        const policies = resources.filter(({ type }) => type === "aws:iam/rolePolicy:RolePolicy");
        expect(policies.map(({ name, inputs }) => [name, inputs.role])).toEqual([
            ["mine-end", "jit-end"],
            ["mine-sweep", "jit-sweep"],
        ]);
        for (const policy of policies) {
            expect(parsed(policy, "policy")).toEqual({
                Version: "2012-10-17",
                Statement: [
                    { Sid: "Rotate", Effect: "Allow", Action: "secretsmanager:RotateSecret", Resource: [SECRET] },
                    { Sid: "Call", Effect: "Allow", Action: "sns:Publish", Resource: [TOPIC] },
                ],
            });
        }
        const { resources: without } = await declare(make());
        expect(without.map(({ type }) => type)).toEqual(["jit-guard:aws:Entitlement", "aws:dynamodb/tableItem:TableItem"]);
    });

    test("says how it is asked for", async () => {
        const said: string[] = [];
        await declare(() => {
            const made = make({ defaultDuration: "30m" })();
            expect(made.name).toBe("mine");
            made.requestCommand.apply((command) => said.push(command));
        });
        expect(said).toEqual(['jit request mine --duration 30m --reason "…"']);
    });

    const who = (count: number) => Array.from({ length: count }, (_, at) => `${ACCOUNT}:user/u${at}`);

    test("takes the longest, the shortest, and the most there is", async () => {
        const scope = (count: number) =>
            Array.from({ length: count }, () => ({ actions: ["rds:*"], resources: ["arn:aws:rds:*:*:db:o*"] }));
        for (const args of [
            { maxDuration: "12h", defaultDuration: "12h", agentMaxDuration: "1h", review: "180d" },
            { maxDuration: "5m", defaultDuration: "5m", agentMaxDuration: "5m" },
            { maxDuration: "30m", agentMaxDuration: "30m" },
            { approval: { required: 0, reason: "x".repeat(10) } },
            { approval: { required: 0, reason: "x".repeat(500), approvers: [] } },
            { approval: Array(3).fill({ approvers: [LEADS], required: 5 }) },
            { eligible: who(50), approval: { approvers: who(20), required: 5 }, scope: scope(10) },
            // Each can review what the other has asked for.
            { eligible: [JO, ANA], breakGlass: { reviewers: [JO], reviewWithin: "1h" } },
            { eligible: [LEADS], breakGlass: { reviewers: [LEADS], reviewWithin: "7d" } },
            { eligible: [JO], approval: { approvers: [JO, ANA] } },
            { requireTicket: Array(10).fill("x".repeat(64)) },
            { onEnd: { rotate: Array(10).fill(SECRET), call: Array(10).fill(TOPIC) } },
        ]) {
            expect((await declare(make(args))).errors).toEqual([]);
        }
    });

    const named = (name: string) => () => new Entitlement(name, RIGHT);
    test.each(["e", "e".repeat(64)])("takes the name %s", async (name) => {
        expect((await declare(named(name))).errors).toEqual([]);
    });
    test.each(["", "e".repeat(65), "-e"])("takes no name %j", async (name) => {
        expect((await declare(named(name))).errors).toEqual([expect.stringContaining("The name")]);
    });

    const longest = (limits: Record<string, object>) => Object.entries(limits);
    test.each(
        longest({
            "a role": { role: `${ACCOUNT}:role/jit/${"r".repeat(508)}` },
            "an action": { scope: { actions: [`${"s".repeat(64)}:${"a".repeat(128)}`], resources: ["*"] } },
            "a resource": { scope: { actions: ["rds:*"], resources: [`arn:aws:${"r".repeat(1_000)}`] } },
            "a secret": {
                onEnd: { rotate: [`arn:aws:secretsmanager:eu-west-1:123456789012:secret:${"s".repeat(519)}`] },
            },
            "a topic": { onEnd: { call: [`arn:aws:sns:eu-west-1:123456789012:${"t".repeat(256)}`] } },
            "so many actions": { scope: { actions: Array(50).fill("a:b"), resources: ["*"] } },
            "so many reviewers": { breakGlass: { reviewers: who(10) } },
            "a short topic, and a pattern of one character": {
                onEnd: { call: ["arn:aws:sns:eu-west-1:123456789012:t"] },
                requireTicket: ["*"],
            },
            "a short resource": { scope: { actions: ["s:a"], resources: ["arn:aws:r"] } },
            "so many resources": { scope: { actions: ["a:b"], resources: Array(50).fill("*") } },
            "a short secret": { onEnd: { rotate: ["arn:aws:secretsmanager:eu-west-1:123456789012:secret:s"] } },
            "a list of one level, and of one scope": {
                approval: [{ approvers: [LEADS] }],
                scope: [{ actions: ["rds:*"], resources: [ORDERS] }],
            },
        }),
    )("takes the longest of %s", async (_, args) => {
        expect((await declare(make(args))).errors).toEqual([]);
    });

    test.each(
        longest({
            "a role": { role: `${ACCOUNT}:role/jit/${"r".repeat(509)}` },
            "so many who may ask": { eligible: who(51) },
            "a shortest duration": { maxDuration: "4m" },
            "a longest duration": { maxDuration: "721m" },
            "an agent's shortest": { agentMaxDuration: "4m" },
            "an agent's longest": { maxDuration: "2h", agentMaxDuration: "61m" },
            "so many approvers": { approval: { approvers: who(21) } },
            "no level": { approval: [] },
            "no scope": { scope: [] },
            "so many levels": { approval: Array(4).fill({ approvers: [LEADS] }) },
            "so many of a level": { approval: { approvers: [LEADS], required: 6 } },
            "a shortest reason": { approval: { required: 0, reason: "x".repeat(9) } },
            "a longest reason": { approval: { required: 0, reason: "x".repeat(501) } },
            "so many scopes": { scope: Array(11).fill({ actions: ["rds:*"], resources: ["*"] }) },
            "so many actions": { scope: { actions: Array(51).fill("a:b"), resources: ["*"] } },
            "so many resources": { scope: { actions: ["a:b"], resources: Array(51).fill("*") } },
            "a service": { scope: { actions: [`${"s".repeat(65)}:a`], resources: ["*"] } },
            "an action": { scope: { actions: [`s:${"a".repeat(129)}`], resources: ["*"] } },
            "a resource": { scope: { actions: ["rds:*"], resources: [`arn:aws:${"r".repeat(1_001)}`] } },
            "a secret": {
                onEnd: { rotate: [`arn:aws:secretsmanager:eu-west-1:123456789012:secret:${"s".repeat(520)}`] },
            },
            "so many secrets": { onEnd: { rotate: Array(11).fill(SECRET) } },
            "a topic": { onEnd: { call: [`arn:aws:sns:eu-west-1:123456789012:${"t".repeat(257)}`] } },
            "a topic without a name": { onEnd: { call: ["arn:aws:sns:eu-west-1:123456789012:"] } },
            "so many topics": { onEnd: { call: Array(11).fill(TOPIC) } },
            "so many reviewers": { breakGlass: { reviewers: who(11) } },
            "a shortest time to review": { breakGlass: { reviewers: [ANA], reviewWithin: "59m" } },
            "a longest time to review": { breakGlass: { reviewers: [ANA], reviewWithin: "169h" } },
            "a pattern of tickets": { requireTicket: ["x".repeat(65)] },
            "an action without a service": { scope: { actions: [":a"], resources: ["*"] } },
            "an action without a name": { scope: { actions: ["s:"], resources: ["*"] } },
            "an empty pattern": { requireTicket: [""] },
            "no pattern": { requireTicket: [] },
            "a secret without a name": { onEnd: { rotate: ["arn:aws:secretsmanager:eu-west-1:123456789012:secret:"] } },
            "a resource of nothing": { scope: { actions: ["s:a"], resources: ["arn:aws:"] } },
            "so many patterns": { requireTicket: Array(11).fill("INC-*") },
        }),
    )("takes nothing beyond that: %s", async (_, args) => {
        const { errors, resources } = await declare(make(args));
        expect(errors).toEqual([expect.stringContaining('Entitlement "mine" cannot be made')]);
        expect(resources).toEqual([]);
    });

    test("tells five faults of its policies, in their order", async () => {
        const wrong = [1, 2, 3, 4, 5, 6].map((n) => `permit (principal, action, resource) when { context.no${n} == "" };`);
        const { errors } = await declare(make({ policy: wrong.join("\n") }));
        expect([...errors[0]!.matchAll(/line (\d+), column \d+/g)].map(([, line]) => line)).toEqual([
            "1",
            "2",
            "3",
            "4",
            "5",
        ]);
    });

    test("gives an hour where more may be asked for and nothing is said", async () => {
        expect(await recorded({ maxDuration: "12h" })).toMatchObject({ defaultDuration: 3_600, agentMaxDuration: 900 });
    });

    test("takes what comes later, or is secret", async () => {
        for (const args of [
            () => ({ broker: { reference: unknown(reference) }, role: unknown(RIGHT.role) }),
            () => ({
                eligible: unknown(["person:jo@example.com"]),
                scope: { actions: ["rds:*"], resources: [unknown(ORDERS)] },
            }),
            () => ({ approval: { approvers: output([LEADS]) }, owner: output("payments@example.com") }),
            () => ({ onEnd: { rotate: [unknown(SECRET), secret(SECRET)] }, maxDuration: unknown("2h") }),
            () => ({ breakGlass: { reviewers: unknown([ANA]) }, policy: output("permit (principal, action, resource);") }),
        ]) {
            expect((await declare(() => make(args())())).errors).toEqual([]);
            expect((await declare(() => make(args())(), { preview: false })).errors).toEqual([]);
        }
    });
});

describe("who is named is whom the broker sees", () => {
    const USER = "AIDAAAAAAAAAAAAAAAAAA";
    const SESSION = "AROAAAAAAAAAAAAAAAAAA";
    const sso = (name: string) =>
        canonical(
            `arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Dba_0123456789abcdef/${name}`,
            `${SESSION}:${name}`,
        );
    test.each([
        [`${ACCOUNT}:user/ops/Jo`, canonical(`${ACCOUNT}:user/ops/Jo`, USER)],
        [`${ACCOUNT}:role/ci/Agent`, canonical("arn:aws:sts::123456789012:assumed-role/Agent/run-7", `${SESSION}:run-7`)],
        ["person:Jo@Example.com", sso("jo@example.com")],
        ["person:jo@example.com", sso("JO@EXAMPLE.COM")],
    ])("%s", (written, caller) => {
        expect(identity(written, "eligible[0]")).toBe(caller!.identity);
    });
});

describe("what a request has to name", () => {
    const asked = {
        requester: JO,
        groups: [],
        isAgent: false,
        reason: "index rebuild",
        duration: 600,
    };
    const allowed = async (args: object, more: object = {}, at = "2026-01-16T09:00:00Z") => {
        const { allowed, reasons } = decide("request", (await recorded(args))!, { ...asked, ...more }, Date.parse(at));
        return allowed || reasons;
    };

    test("is nothing beside the reason", async () => {
        expect((await recorded())!.policies).toBeUndefined();
        expect(await allowed({})).toBe(true);
    });

    test("is a task", async () => {
        expect(await allowed({ requireTask: true })).toEqual(["policy-forbids", "policy:require-task"]);
        expect(await allowed({ requireTask: true }, { task: "rebuild" })).toBe(true);
    });

    test("is a ticket of one of the forms", async () => {
        expect(await allowed({ requireTicket: true })).toEqual(["policy-forbids", "policy:require-ticket"]);
        expect(await allowed({ requireTicket: true }, { ticket: "any" })).toBe(true);
        const requireTicket = ["INC-*", "CHG-*"];
        expect(await allowed({ requireTicket }, { ticket: "CHG-7" })).toBe(true);
        expect(await allowed({ requireTicket }, { ticket: "SUP-7" })).toEqual(["policy-forbids", "policy:require-ticket"]);
        expect(await allowed({ requireTicket })).toEqual(["policy-forbids", "policy:require-ticket"]);
    });

    test("comes beside policies of one's own, and takes none of them away", async () => {
        const policy = '@id("mornings")\npermit (principal, action, resource) when { context.time < duration("12h") };';
        const both = { policy, requireTask: true };
        expect(await allowed(both, { task: "rebuild" })).toBe(true);
        expect(await allowed(both)).toEqual(["policy-forbids", "policy:require-task"]);
        expect(await allowed(both, { task: "rebuild" }, "2026-01-16T12:00:00Z")).toEqual(["no-policy-permits"]);
    });
});

const WHO = '["group:9067f1b2c3-11111111-2222-3333-4444-555555555555"]';
const ONE = '"group:9067f1b2c3-11111111-2222-3333-4444-555555555555"';
const SCOPE = '{ actions: ["rds:*"], resources: ["arn:aws:rds:eu-west-1:123456789012:db:orders"] }';
const ROLE = 'Write role: "arn:aws:iam::123456789012:role/jit/prod-dba".';
const CEDAR = "Write policy: 'permit (principal, action, resource) when { context.duration <= duration(\"1h\") };'.";
const NOBODY = "could never be given: nobody approves what they have asked for, or twice. Write more approvers, or a group.";
const many = Array.from({ length: 40 }, (_, at) => `arn:aws:rds:eu-west-1:123456789012:db:database-${at}`);
const tooMuch = sessionPolicySize([{ actions: ["rds:*"], resources: many }]);

describeRefusals(Entitlement, RIGHT, {
    "all that is missing, all at once": {
        given: {
            broker: undefined,
            role: undefined,
            eligible: undefined,
            approval: undefined,
            scope: undefined,
            owner: undefined,
        },
        says: [
            'broker is missing. Write broker: new jit.aws.Broker(…), or { reference: stack.requireOutput("broker") }.',
            `role is missing. ${ROLE}`,
            `eligible is missing. Write eligible: ${WHO}.`,
            `approval is missing. Write approval: { approvers: ${WHO}, required: 1 }.`,
            `scope is missing. Write scope: ${SCOPE}.`,
            'owner is missing. Write owner: "payments@example.com".',
        ],
    },
    "a role that the broker cannot give": {
        given: { role: `${ACCOUNT}:role/admin` },
        says: [`role is not the role of a JitRole, and the broker gives sessions of no other. ${ROLE}`],
    },
    "a role that is none": { given: { role: "prod-dba" }, says: [`role is no ARN of a role. ${ROLE}`] },
    "nobody who may ask": { given: { eligible: [] }, says: [`eligible has 0 of at least 1. Write eligible: ${WHO}.`] },
    "everybody who may ask": {
        given: { eligible: ["*"] },
        says: [`eligible[0] has a wildcard: nobody could say whom it lets in. Write eligible[0]: ${ONE}.`],
    },
    "the root of an account": {
        given: { eligible: [`${ACCOUNT}:root`] },
        says: [`eligible[0] is a whole account: it lets in whoever that account lets in. Write eligible[0]: ${ONE}.`],
    },
    "one session of a role": {
        given: { eligible: ["arn:aws:sts::123456789012:assumed-role/ci/run-7"] },
        says: [`eligible[0] is one session of a role, which ends; name the role. Write eligible[0]: ${ONE}.`],
    },
    "a role of Identity Center, which is many": {
        given: { eligible: [`${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Dba_0123456789abcdef`] },
        says: [
            `eligible[0] is a role of IAM Identity Center, which many share: name its people or their group. Write eligible[0]: ${ONE}.`,
        ],
    },
    "a group by name": {
        given: { eligible: ["group:dba"] },
        says: [`eligible[0] is no user name and no id of a group of Identity Center. Write eligible[0]: ${ONE}.`],
    },
    "an e-mail address": {
        given: { eligible: ["jo@example.com"] },
        says: [`eligible[0] is no person, no group and no ARN of an IAM user or role. Write eligible[0]: ${ONE}.`],
    },
    "a duration a minute too long": {
        given: { maxDuration: "721m" },
        says: [
            'maxDuration is longer than 12h: what takes longer than a day of work is asked for again. Write maxDuration: "1h".',
        ],
    },
    "a duration a minute too short": {
        given: { maxDuration: "4m" },
        says: ['maxDuration is shorter than 5m. Write maxDuration: "1h".'],
    },
    "a duration of seconds": {
        given: { maxDuration: 3_600 },
        says: ['maxDuration is a number without a unit. Write maxDuration: "1h".'],
    },
    "a duration in words": {
        given: { maxDuration: "1 hour" },
        says: ['maxDuration is no duration such as "15m", "1h" or "90d". Write maxDuration: "1h".'],
    },
    "no duration": { given: { maxDuration: "0h" }, says: ['maxDuration is shorter than 5m. Write maxDuration: "1h".'] },
    "a usual duration longer than the longest": {
        given: { defaultDuration: "61m" },
        says: ['defaultDuration is longer than maxDuration. Write defaultDuration: "1h".'],
    },
    "an agent for more than an hour": {
        given: { maxDuration: "4h", agentMaxDuration: "61m" },
        says: [
            'agentMaxDuration is longer than 1h: an agent asks again as easily as it goes on. Write agentMaxDuration: "15m".',
        ],
    },
    "an agent for longer than a person": {
        given: { maxDuration: "10m", agentMaxDuration: "15m" },
        says: ['agentMaxDuration is longer than maxDuration. Write agentMaxDuration: "10m".'],
    },
    "a policy with a fault in its second line": {
        given: { policy: "permit (principal, action, resource)\nwhen { context.hours > 3 };" },
        says: [
            `policy does not hold. In line 2, column 8: Attribute \`hours\` in context not found: did you mean \`now\`? ${CEDAR}`,
        ],
    },
    "no policy": {
        given: { policy: "" },
        says: [`policy does not hold. In line 1, column 1: There is no policy. ${CEDAR}`],
    },
    "a review of half a year and a day": {
        given: { review: "181d" },
        says: ['review is longer than 180d: what nobody looks at for half a year has no owner. Write review: "90d".'],
    },
});

describe("Entitlement refuses", () => {
    test.each([
        [
            "a name that nobody can write",
            () => new Entitlement("prod dba", RIGHT),
            'The name is other than 1 to 64 letters, digits, dots, hyphens and underscores. Write "prod-dba".',
        ],
        [
            "no approval without a reason",
            make({ approval: { required: 0 } }),
            'approval.reason is missing. Write approval.reason: "agents read the catalogue, which is public".',
        ],
        [
            "a reason of one letter too many",
            make({ approval: { required: 0, reason: "x".repeat(501) } }),
            'approval.reason is no reason of 10 to 500 characters. Write approval.reason: "agents read the catalogue, which is public".',
        ],
        [
            "a reason that is none",
            make({ approval: { required: 0, reason: "x".repeat(9) } }),
            'approval.reason is no reason of 10 to 500 characters. Write approval.reason: "agents read the catalogue, which is public".',
        ],
        [
            "approvers of whom none has to approve",
            make({ approval: { required: 0, reason: "It is only read.", approvers: [LEADS] } }),
            "approval.approvers are there, and none of them has to approve. Write either approvers or required: 0.",
        ],
        [
            "six approvals",
            make({ approval: { approvers: [LEADS], required: 6 } }),
            "approval.required is no whole number from 0 to 5. Write approval.required: 1.",
        ],
        [
            "no approval at one of two levels",
            make({ approval: [{ approvers: [LEADS] }, { required: 0, reason: "It is only read." }] }),
            "approval[1].required is no whole number from 1 to 5. Write approval[1].required: 1.",
        ],
        [
            "four levels",
            make({ approval: Array(4).fill({ approvers: [LEADS] }) }),
            "approval has 4, more than 3. Write at most 3.",
        ],
        [
            "approval without approvers",
            make({ approval: {} }),
            `approval.approvers is missing. Write approval.approvers: ${WHO}.`,
        ],
        [
            "the only one who asks as the only one who approves",
            make({ eligible: [JO], approval: { approvers: ["person:JO@example.com"] } }),
            `approval ${NOBODY}`,
        ],
        [
            "more approvals than there are approvers",
            make({ approval: { approvers: [ANA], required: 2 } }),
            `approval ${NOBODY}`,
        ],
        [
            "one approver for two levels",
            make({ approval: [{ approvers: [ANA] }, { approvers: [ANA] }] }),
            `approval ${NOBODY}`,
        ],
        [
            "a scope without actions",
            make({ scope: { resources: [ORDERS] } }),
            'scope.actions is missing. Write scope.actions: ["rds:*"].',
        ],
        [
            "something that is no action",
            make({ scope: { actions: ["reboot"], resources: [ORDERS] } }),
            'scope.actions[0] is no action. Write scope.actions[0]: "rds:*".',
        ],
        [
            "a resource with a variable",
            make({ scope: { actions: ["s3:*"], resources: ["arn:aws:s3:::b/${aws:userid}"] } }),
            'scope.resources[0] is no ARN or pattern of ARNs. Write scope.resources[0]: "arn:aws:rds:eu-west-1:123456789012:db:orders".',
        ],
        [
            "a scope that no session has room for",
            make({ scope: { actions: ["rds:*"], resources: many } }),
            `scope makes a session policy of ${tooMuch} characters, of which STS takes 2048. Write patterns in place of lists, or several entitlements.`,
        ],
        [
            "a ticket of a form that could end the policy",
            make({ requireTicket: ['INC"'] }),
            'requireTicket[0] is no pattern of tickets. Write requireTicket[0]: "INC-*".',
        ],
        [
            "a task of which nobody knows whether it is needed",
            make({ requireTask: output(true) }),
            "requireTask is neither true nor false before the deployment. Write requireTask: true.",
        ],
        [
            "a secret that is none",
            make({ onEnd: { rotate: ["orders"] } }),
            'onEnd.rotate[0] is no ARN of a secret. Write onEnd.rotate[0]: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:orders-1a2b3c".',
        ],
        [
            "a topic that is none",
            make({ onEnd: { call: [SECRET] } }),
            'onEnd.call[0] is no ARN of a topic. Write onEnd.call[0]: "arn:aws:sns:eu-west-1:123456789012:ended".',
        ],
        [
            "break-glass without reviewers",
            make({ breakGlass: {} }),
            `breakGlass.reviewers is missing. Write breakGlass.reviewers: ${WHO}.`,
        ],
        [
            "a review after a week",
            make({ breakGlass: { reviewers: [ANA], reviewWithin: "8d" } }),
            'breakGlass.reviewWithin is longer than 7d: after a week nobody remembers what it was for. Write breakGlass.reviewWithin: "24h".',
        ],
        [
            "a review by the one who used it",
            make({ eligible: [JO], breakGlass: { reviewers: [JO] } }),
            "breakGlass.reviewers[0] is the only one who may ask: nobody reviews their own grant. Write another reviewer, or a group.",
        ],
    ])("%s", async (_, program, says) => {
        const { errors, resources } = await declare(program);
        expect(errors.join("\n").split("\n").slice(1)).toEqual([`  ${says}`]);
        expect(resources).toEqual([]);
    });

    const WITHOUT = { reference: { ...reference, hasGroups: false } };
    test.each([
        ["eligible[0]", { eligible: [LEADS], approval: { approvers: [ANA] } }],
        ["approval.approvers[0]", {}],
        ["approval[1].approvers[1]", { approval: [{ approvers: [ANA] }, { approvers: [JO, LEADS] }] }],
        ["breakGlass.reviewers[0]", { approval: { approvers: [ANA] }, breakGlass: { reviewers: [LEADS] } }],
    ])("a group of which the broker does not know who is in it: %s", async (at, args) => {
        const { errors } = await declare(make({ ...args, broker: WITHOUT }));
        expect(errors.join("\n")).toContain(`${at} is a group, and the broker has no directory to find its members in.`);
        const later = { reference: output(WITHOUT.reference) };
        expect((await declare(make({ ...args, broker: later }))).errors.join("\n")).toContain(`${at} is a group`);
    });

    test("a scope that turns out too large in the deployment", async () => {
        const program = () => make({ scope: { actions: ["rds:*"], resources: unknown(many) } })();
        expect((await declare(program)).errors).toEqual([]);
        expect((await declare(program, { preview: false })).errors.join()).toContain(`of ${tooMuch} characters`);
    });

    test("a scope by one character, and takes it with one less", async () => {
        const resources = (length: number) => ["arn:aws:s3:::".padEnd(1_000, "a"), "arn:aws:s3:::".padEnd(length, "b")];
        const size = (length: number) => sessionPolicySize([{ actions: ["s3:*"], resources: resources(length) }]);
        const fits = 500 + 2_048 - size(500);
        const errorsOf = async (length: number) =>
            (await declare(make({ scope: { actions: ["s3:*"], resources: resources(length) } }))).errors;
        expect(await errorsOf(fits)).toEqual([]);
        expect((await errorsOf(fits + 1)).join()).toContain("of 2049 characters");
    });
});
