import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonical } from "../../../../components/aws/broker/runtime/identity";
import {
    type Approver,
    type Asked,
    type Decision,
    type Entitlement,
    type Moment,
    decide,
} from "../../../../components/aws/broker/runtime/policy";
import { MOMENTS } from "../../../../components/aws/broker/runtime/policy-schema";

// A Thursday.
const NOON = Date.parse("2026-01-15T12:00:00Z");
const JO = "person:jo@example.com";
const ANA = "person:ana@example.com";
const MAX = "person:max@example.com";
const BOT = "role:123456789012/triage-bot";

const DBA: Entitlement = {
    name: "prod-dba",
    roleArn: "arn:aws:iam::123456789012:role/jit/prod-dba",
    maxDuration: 14_400,
    defaultDuration: 3_600,
    agentMaxDuration: 900,
    eligible: [JO, BOT, "group:dba"],
    approvers: [[ANA, "group:leads"], [MAX]],
    required: [1, 1],
    scopes: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::ledger/*"] }],
};
const ASKED: Asked = { requester: JO, groups: [], isAgent: false, reason: "restores a table", duration: 3_600 };
const BY_ANA: Approver = { identity: ANA, groups: [] };

interface Case {
    readonly moment?: Moment;
    readonly of?: Partial<Entitlement>;
    readonly asked?: Partial<Asked>;
    readonly by?: Approver | undefined;
    readonly at?: string;
}

function decided({ moment = "request", of = {}, asked = {}, by, at }: Case): Decision {
    const entitlement = { ...DBA, ...of };
    return decide(moment, entitlement, { ...ASKED, ...asked }, at ? Date.parse(at) : NOON, by);
}

function allows(cases: Readonly<Record<string, Case & { readonly because?: readonly string[] }>>): void {
    test.each(Object.entries(cases))("is allowed %s", (_, { because = [], ...of }) => {
        expect(decided(of)).toEqual({ allowed: true, reasons: because });
    });
}

function refuses(cases: Readonly<Record<string, Case & { readonly because: readonly string[] }>>): void {
    test.each(Object.entries(cases))("is refused %s", (_, { because, ...of }) => {
        expect(decided(of)).toEqual({ allowed: false, reasons: because });
    });
}

describe.each(["request", "vend"] as const)("a %s", (moment) => {
    allows({
        "to who is named": { moment },
        "to who is named in another case": { moment, asked: { requester: "person:Jo@Example.com" } },
        "to who is in a group that is": { moment, asked: { requester: MAX, groups: ["other", "dba"] } },
        "for as long as there may be": { moment, asked: { duration: 14_400 } },
        "for a second": { moment, asked: { duration: 1 } },
        "to an agent for as long as an agent may": { moment, asked: { requester: BOT, isAgent: true, duration: 900 } },
        "for a part of the scope": { moment, asked: { resources: ["arn:aws:s3:::ledger/2026.csv"] } },
    });
    refuses({
        "to who is not named": { moment, asked: { requester: MAX }, because: ["not-eligible"] },
        "to who is in another group": { moment, asked: { requester: MAX, groups: ["leads"] }, because: ["not-eligible"] },
        "to who calls itself a group": { moment, asked: { requester: "group:dba" }, because: ["not-eligible"] },
        "to who has the name of a group": { moment, asked: { requester: "dba" }, because: ["not-eligible"] },
        "to another spelling that may be another": {
            moment,
            asked: { requester: "person:jo+x@example.com" },
            because: ["not-eligible"],
        },
        "for a second too long": { moment, asked: { duration: 14_401 }, because: ["too-long"] },
        "to an agent for a second too long": {
            moment,
            asked: { requester: BOT, isAgent: true, duration: 901 },
            because: ["too-long-for-an-agent"],
        },
        "to an agent beyond both": {
            moment,
            asked: { requester: BOT, isAgent: true, duration: 14_401 },
            because: ["too-long", "too-long-for-an-agent"],
        },
        "to an agent for longer than anybody, whatever an agent may": {
            moment,
            of: { agentMaxDuration: 90_000 },
            asked: { requester: BOT, isAgent: true, duration: 14_401 },
            because: ["too-long"],
        },
        "for no time": { moment, asked: { duration: 0 }, because: ["no-duration"] },
        "for half a second": { moment, asked: { duration: 0.5 }, because: ["no-duration"] },
        "for what is no number": { moment, asked: { duration: NaN }, because: ["no-duration", "too-long"] },
        "where the limit is no number": { moment, of: { maxDuration: NaN }, because: ["too-long"] },
        "for what is out of scope": { moment, asked: { resources: ["arn:aws:s3:::other/1"] }, because: ["not-in-scope"] },
        "for nothing": { moment, asked: { resources: [] }, because: ["not-in-scope"] },
        "for more than a session policy has room for": {
            moment,
            asked: { resources: [1, 2, 3].map((each) => `arn:aws:s3:::ledger/${String(each).repeat(500)}`) },
            because: ["scope-too-large"],
        },
        "for all that is wrong with it": {
            moment,
            asked: { duration: 14_401, resources: ["*"] },
            because: ["too-long", "not-in-scope"],
        },
        "with no hint to who has no business with it": {
            moment,
            of: { policies: "nonsense" },
            asked: { requester: MAX, duration: -1, resources: ["*"] },
            because: ["not-eligible"],
        },
    });
});

describe("an approval", () => {
    const moment = "approve";
    allows({
        "by an approver": { moment, by: BY_ANA },
        "by an approver in another case": { moment, by: { identity: ANA.toUpperCase(), groups: [] } },
        "by one of a group": { moment, by: { identity: "person:lee@example.com", groups: ["leads"] } },
        "by one of another level": { moment, by: { identity: MAX, groups: [] } },
        "by an approver who is eligible, too": {
            moment,
            of: { eligible: [JO, ANA] },
            by: BY_ANA,
        },
        "by who has a like name": { moment, by: { identity: "person:jo@example.org", groups: ["leads"] } },
    });
    refuses({
        "by nobody": { moment, because: ["no-approver"] },
        "by a stranger": { moment, by: { identity: "person:eve@example.com", groups: [] }, because: ["not-an-approver"] },
        "by a stranger, with no word of what is wrong with it": {
            moment,
            by: { identity: "person:eve@example.com", groups: ["dba"] },
            of: { eligible: [] },
            asked: { duration: -1 },
            because: ["not-an-approver"],
        },
        "by who calls itself a group": { moment, by: { identity: "group:leads", groups: [] }, because: ["not-an-approver"] },
        "by the requester": { moment, by: { identity: JO, groups: ["leads"] }, because: ["self-approval"] },
        "by the requester, before anybody asks who may": {
            moment,
            by: { identity: JO, groups: [] },
            because: ["self-approval"],
        },
        "when the requester is not eligible any more": {
            moment,
            by: BY_ANA,
            of: { eligible: [ANA] },
            because: ["not-eligible"],
        },
        "when the limit was lowered meanwhile": { moment, by: BY_ANA, of: { maxDuration: 3_599 }, because: ["too-long"] },
    });

    test.each([
        ["person:jo@example.com", "PERSON:JO@EXAMPLE.COM"],
        ["person:jo@example.com", "person:jo+admin@example.com"],
        ["person:jo+a@example.com", "person:Jo+b@example.com"],
        ["person:jo", "person:jo+2"],
        ["person:jo@example.com", " person:jo@example.com\t"],
        ["person:jo@example.com", "person:ｊｏ@example.com"],
        ["role:123456789012/ci", "Role:123456789012/CI"],
        ["arn:aws:sts::123456789012:assumed-role/ci/run-1", "arn:aws:sts::123456789012:assumed-role/ci/run-2"],
        ["arn:aws:sts::123456789012:assumed-role/ci/run-1", "arn:aws:iam::123456789012:role/deploy/ci"],
        ["role:123456789012/ci", "arn:aws:sts::123456789012:assumed-role/CI/whoever"],
        ["role:123456789012/ci", "arn:aws:iam::123456789012:role/teams/deploy/ci"],
        [
            "person:jo@example.com",
            "arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/jo@example.com",
        ],
        [
            "arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/jo@example.com",
            "arn:aws:sts::210987654321:assumed-role/AWSReservedSSO_Read_fedcba9876543210/Jo@example.com",
        ],
    ])("is refused by the requester under any spelling: %s, %s", (requester, identity) => {
        for (const [one, other] of [
            [requester, identity],
            [identity, requester],
        ] as const) {
            const of = { eligible: [one], approvers: [[other]], required: [1] };
            expect(decided({ moment, of, asked: { requester: one }, by: { identity: other, groups: [] } })).toEqual({
                allowed: false,
                reasons: ["self-approval"],
            });
        }
    });

    test.each([
        ["role:123456789012/ci", "role:210987654321/ci"],
        ["role:123456789012/ci", "role:123456789012/cd"],
        ["user:123456789012/jo", "user:210987654321/jo"],
        ["person:jo@example.com", "person:jo@example.org"],
        ["person:jo@example.com", "person:joe@example.com"],
    ])("is allowed by another: %s, %s", (requester, identity) => {
        const of = { eligible: [requester], approvers: [[identity]], required: [1] };
        expect(decided({ moment, of, asked: { requester }, by: { identity, groups: [] } }).allowed).toBe(true);
    });
});

const OFFICE = `
    @id("office-hours")
    permit (principal, action, resource)
    when {
        context.time >= duration("8h") && context.time < duration("18h") &&
        ![Weekday::"saturday", Weekday::"sunday"].contains(context.weekday)
    };
    @id("on-call")
    permit (principal in Group::"on-call", action, resource);
    @id("agents-have-tickets")
    forbid (principal is Agent, action, resource)
    unless { context has ticket && context.ticket like "INC-*" };
    @id("no-long-nights")
    forbid (principal, action == Action::"vend", resource)
    when { context.duration > duration("1h") && context.time >= duration("22h") };
`;

describe("with policies of its own, an entitlement", () => {
    const of = { policies: OFFICE };
    allows({
        "by a permit": { of, because: ["policy:office-hours"] },
        "from the first second of the day": { of, at: "2026-01-15T08:00:00Z", because: ["policy:office-hours"] },
        "to the last": { of, at: "2026-01-15T17:59:59.999Z", because: ["policy:office-hours"] },
        "on a Friday": { of, at: "2026-01-16T12:00:00Z", because: ["policy:office-hours"] },
        "on a Monday": { of, at: "2026-01-19T12:00:00Z", because: ["policy:office-hours"] },
        "by another permit": { of, asked: { groups: ["on-call"] }, at: "2026-01-17T03:00:00Z", because: ["policy:on-call"] },
        "by both": { of, asked: { groups: ["on-call"] }, because: ["policy:office-hours", "policy:on-call"] },
        "to an agent with a ticket": {
            of,
            asked: { requester: BOT, isAgent: true, duration: 900, ticket: "INC-7" },
            because: ["policy:office-hours"],
        },
        "to be asked for what cannot be used yet": {
            of,
            asked: { groups: ["on-call"], duration: 3_601 },
            at: "2026-01-15T22:00:00Z",
            because: ["policy:on-call"],
        },
        "for an hour at night": {
            of,
            moment: "vend",
            asked: { groups: ["on-call"], duration: 3_600 },
            at: "2026-01-15T22:00:00Z",
            because: ["policy:on-call"],
        },
    });
    refuses({
        "a second before the day": { of, at: "2026-01-15T07:59:59Z", because: ["no-policy-permits"] },
        "at the end of the day": { of, at: "2026-01-15T18:00:00Z", because: ["no-policy-permits"] },
        "on a Saturday": { of, at: "2026-01-17T12:00:00Z", because: ["no-policy-permits"] },
        "on a Sunday": { of, at: "2026-01-18T12:00:00Z", because: ["no-policy-permits"] },
        "to an agent without a ticket": {
            of,
            asked: { requester: BOT, isAgent: true, duration: 900 },
            because: ["policy-forbids", "policy:agents-have-tickets"],
        },
        "to an agent with another ticket": {
            of,
            asked: { requester: BOT, isAgent: true, duration: 900, ticket: "CHG-7" },
            because: ["policy-forbids", "policy:agents-have-tickets"],
        },
        "by a forbid, whatever permits it": {
            of,
            moment: "vend",
            asked: { groups: ["on-call"], duration: 3_601 },
            at: "2026-01-15T22:00:00Z",
            because: ["policy-forbids", "policy:no-long-nights"],
        },
        "where none of them permits it": {
            of: { policies: "forbid (principal, action, resource) when { context.isAgent };" },
            because: ["no-policy-permits"],
        },
        "without asking them, for what nobody may": {
            of: { policies: "permit (principal, action, resource);" },
            asked: { duration: 14_401 },
            because: ["too-long"],
        },
        "where there are none in them": { of: { policies: " // none\n" }, because: ["policy-invalid"] },
        "where they cannot be read": { of: { policies: "permit" }, because: ["policy-invalid"] },
        "where one of them is a template": {
            of: { policies: "permit (principal, action, resource); forbid (principal == ?principal, action, resource);" },
            because: ["policy-invalid"],
        },
        "where a forbid speaks of what there is not": {
            of: {
                policies:
                    'permit (principal, action, resource); forbid (principal, action, resource) when { context.tiket == "" };',
            },
            because: ["policy-invalid"],
        },
        "where a forbid fails": {
            of: {
                policies: `@id("all") permit (principal, action, resource);
                    @id("far") forbid (principal, action, resource)
                    when { context.now.offset(duration("9223372036854775807ms")) > context.now };`,
            },
            because: ["policy-error", "policy:far"],
        },
    });

    const SAID = `permit (principal, action, resource) when {
        principal == Person::"jo@example.com" && resource == Entitlement::"prod-dba" &&
        context.reason == "restores a table" && !context.isAgent &&
        context has task && context.task == "restore" && context has ticket && context.ticket == "INC-1" &&
        context.duration == duration("1h") && context.resources == ["arn:aws:s3:::ledger/1"] &&
        context.now == datetime("2026-01-15T12:00:00Z") && context.time == duration("12h") &&
        context.weekday == Weekday::"thursday"
    };`;
    const saying = { task: "restore", ticket: "INC-1", resources: ["arn:aws:s3:::ledger/1"] };

    test("is told all that was asked", () => {
        for (const moment of MOMENTS) {
            expect(decided({ moment, of: { policies: SAID }, asked: saying, by: BY_ANA })).toEqual({
                allowed: true,
                reasons: ["policy:policy0"],
            });
        }
    });

    test.each<[string, Case]>([
        ["the requester", { asked: { requester: "person:jo@example.org" }, of: { eligible: ["person:jo@example.org"] } }],
        ["the entitlement", { of: { name: "prod" } }],
        ["the reason", { asked: { reason: "" } }],
        ["the task", { asked: { task: "drop" } }],
        ["the ticket", { asked: { ticket: "INC-2" } }],
        ["the duration", { asked: { duration: 3_599 } }],
        ["the resources", { asked: { resources: ["arn:aws:s3:::ledger/2"] } }],
        ["that it is an agent", { asked: { isAgent: true }, of: { agentMaxDuration: 3_600 } }],
        ["the instant", { at: "2026-01-15T12:00:00.001Z" }],
        ["the day", { at: "2026-01-14T12:00:00Z" }],
    ])("is told the truth: %s", (_, { of, asked, ...more }) => {
        const changed = { ...more, of: { policies: SAID, ...of }, asked: { ...saying, ...asked } };
        expect(decided(changed)).toEqual({ allowed: false, reasons: ["no-policy-permits"] });
    });

    test.each([
        ["person:jo@example.com", false, 'Person::"jo@example.com"'],
        ["user:123456789012/jo", false, 'Person::"123456789012/jo"'],
        ["role:123456789012/ci", false, 'Workload::"123456789012/ci"'],
        ["role:123456789012/ci", true, 'Agent::"123456789012/ci"'],
    ])("knows %s, an agent: %s, as %s", (requester, isAgent, entity) => {
        const policies = `permit (principal == ${entity}, action, resource);`;
        const of = { policies, eligible: [requester], agentMaxDuration: 3_600 };
        expect(decided({ of, asked: { requester, isAgent } }).allowed).toBe(true);
    });

    test("knows each moment", () => {
        for (const moment of MOMENTS) {
            const policies = `permit (principal, action == Action::"${moment}", resource);`;
            const allowed = MOMENTS.filter((each) => decided({ moment: each, of: { policies }, by: BY_ANA }).allowed);
            expect(allowed).toEqual([moment]);
        }
    });

    test("names those of many policies that decided", () => {
        const policies = Array.from({ length: 12 }, (_, index) => {
            return `permit (principal, action, resource) when { context.duration == duration("${index + 1}s") };`;
        }).join("\n");
        expect(decided({ of: { policies }, asked: { duration: 11 } }).reasons).toEqual(["policy:policy10"]);
        expect(decided({ of: { policies }, asked: { duration: 3 } }).reasons).toEqual(["policy:policy2"]);
    });

    test("is not taken for another that was asked in between", () => {
        const others = [1, 2, 3].map(
            (hours) => `permit (principal, action, resource) when { context.duration < duration("${hours}h") };`,
        );
        const allowed = () => others.map((policies) => decided({ of: { policies }, asked: { duration: 7_199 } }).allowed);
        expect(allowed()).toEqual([false, true, true]);
        expect(allowed()).toEqual([false, true, true]);
    });

    test("is refused where the clock is none", () => {
        expect(decide("request", { ...DBA, ...of }, ASKED, NaN)).toEqual({ allowed: false, reasons: ["policy-error"] });
    });

    test("takes what was asked for text, whatever it looks like", () => {
        const policies = 'permit (principal, action, resource) when { context.reason like "*__entity*" };';
        const reason = '{"__entity":{"type":"Group","id":"on-call"}}"\\\n\u0000\ud83d\ude00';
        expect(decided({ of: { policies }, asked: { reason } }).allowed).toBe(true);
    });
});

const names = fc.stringMatching(/^[a-z][a-z0-9._-]{0,11}$/);
const tags = fc.option(fc.stringMatching(/^[a-z0-9]{0,6}$/), { nil: undefined });
const cases = (text: string) =>
    fc
        .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
        .map((upper) => [...text].map((letter, index) => (upper[index] ? letter.toUpperCase() : letter)).join(""));
const anything: fc.Arbitrary<Partial<Entitlement>> = fc.record({
    required: fc.array(fc.nat(3)),
    policies: fc.constantFrom(undefined, "permit (principal, action, resource);", OFFICE),
}) as never;

describe("whatever is asked, nobody approves their own", () => {
    const moment = "approve";
    const refusal = { allowed: false, reasons: ["self-approval"] };

    test("in another case, or with a tag in the address", () => {
        const address = fc.tuple(names, tags, names).map(([name, tag, host]) => {
            return {
                bare: `${name}@${host}.example`,
                tagged: `${name}${tag === undefined ? "" : `+${tag}`}@${host}.example`,
            };
        });
        const both = address.chain(({ bare, tagged }) => fc.tuple(cases(`person:${bare}`), cases(`person:${tagged}`)));
        fc.assert(
            fc.property(both, anything, fc.boolean(), ([one, other], more, swaps) => {
                const [requester, identity] = swaps ? [other, one] : [one, other];
                const of = { ...more, eligible: [requester], approvers: [[identity, "group:g"]] };
                expect(decided({ moment, of, asked: { requester }, by: { identity, groups: ["g"] } })).toEqual(refusal);
            }),
            { numRuns: 2_000 },
        );
    });

    test("by another name of the session, or another path of the role", () => {
        const sessions = fc.stringMatching(/^[\w+=,.@-]{2,20}$/);
        const spelled = (role: string) =>
            fc.oneof(
                sessions.map((session) => `arn:aws:sts::123456789012:assumed-role/${role}/${session}`),
                names.map((path) => `arn:aws:iam::123456789012:role/${path}/${role}`),
                fc.constant(`role:123456789012/${role}`),
                fc.constant(`arn:aws:iam::123456789012:role/${role}`),
            );
        const both = names.chain((role) => fc.tuple(spelled(role).chain(cases), spelled(role).chain(cases)));
        fc.assert(
            fc.property(both, anything, ([requester, identity], more) => {
                const of = { ...more, eligible: [requester], approvers: [[identity]] };
                expect(decided({ moment, of, asked: { requester }, by: { identity, groups: [] } })).toEqual(refusal);
            }),
            { numRuns: 2_000 },
        );
    });

    test("as AWS tells of them", () => {
        const permissionSets = fc.stringMatching(/^AWSReservedSSO_[A-Za-z]{1,10}_[0-9a-f]{16}$/);
        const id = "AROAEXAMPLEEXAMPLE";
        fc.assert(
            fc.property(names, permissionSets, permissionSets, (name, one, other) => {
                const callers = [one, other].map((role) =>
                    canonical(`arn:aws:sts::123456789012:assumed-role/${role}/${name}`, `${id}:${name}`),
                );
                const [requester, identity] = callers.map((caller) => caller!.identity) as [string, string];
                const of = { eligible: [requester], approvers: [[identity]] };
                expect(decided({ moment, of, asked: { requester }, by: { identity, groups: [] } })).toEqual(refusal);
            }),
        );
    });
});

test("whatever is asked, nothing is allowed beyond a limit", () => {
    const number = fc.oneof(fc.integer({ min: -10, max: 20_000 }), fc.double(), fc.constantFrom(900, 901, 14_400, 14_401));
    let allowed = 0;
    fc.assert(
        fc.property(
            fc.constantFrom(...MOMENTS),
            number,
            number,
            number,
            fc.boolean(),
            anything,
            (moment, duration, maxDuration, agentMaxDuration, isAgent, more) => {
                const of = { ...more, maxDuration, agentMaxDuration };
                if (!decided({ moment, of, asked: { duration, isAgent }, by: BY_ANA }).allowed) return;
                allowed++;
                expect(Number.isInteger(duration)).toBe(true);
                expect(duration).toBeGreaterThan(0);
                expect(duration).toBeLessThanOrEqual(isAgent ? Math.min(maxDuration, agentMaxDuration) : maxDuration);
            },
        ),
        { numRuns: 5_000 },
    );
    expect(allowed).toBeGreaterThan(100);
});

test("whatever is asked, a refusal says only what a machine reads", () => {
    const text = fc.string({ maxLength: 30 });
    const asked = fc.record({
        requester: fc.oneof(fc.constant(JO), text),
        groups: fc.array(text, { maxLength: 3 }),
        isAgent: fc.boolean(),
        reason: text,
        duration: fc.oneof(fc.double(), fc.integer({ min: 1, max: 20_000 })),
        task: text,
        ticket: text,
        resources: fc.array(text, { maxLength: 3 }),
    });
    const CODE =
        /^(no-approver|not-an-approver|self-approval|not-eligible|no-duration|too-long|too-long-for-an-agent|not-in-scope|scope-too-large|policy-invalid|policy-error|policy-forbids|no-policy-permits|policy:(office-hours|on-call|agents-have-tickets|no-long-nights|policy\d+))$/;
    fc.assert(
        fc.property(fc.constantFrom(...MOMENTS), asked, anything, fc.integer(), text, (moment, of, more, now, identity) => {
            const { allowed, reasons } = decide(moment, { ...DBA, ...more }, of, now, { identity, groups: [] });
            expect(allowed || reasons.length > 0).toBe(true);
            for (const reason of reasons) expect(reason).toMatch(CODE);
        }),
        { numRuns: 2_000 },
    );
});
