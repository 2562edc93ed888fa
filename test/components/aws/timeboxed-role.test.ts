import { output, secret } from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { boundary } from "../../../components/aws/boundary";
import { TimeboxedRole, type TimeboxedRoleArgs } from "../../../components/aws/timeboxed-role";
import { describeAccess } from "../../harness/access";
import { declare } from "../../harness/declare";
import { declared, describeRefusals, parsed } from "../../harness/describe-component";

const JO = "arn:aws:iam::123456789012:user/jo";
const VENDOR = "arn:aws:iam::210987654321:role/vendor";
const STRANGER = "arn:aws:iam::210987654321:role/other";
const RIGHT: TimeboxedRoleArgs = {
    principals: [JO, VENDOR],
    notBefore: "2026-01-16T08:00:00Z",
    notAfter: "2026-01-16T18:00:00Z",
    policies: { data: "arn:aws:iam::aws:policy/AmazonRDSDataFullAccess" },
    inlinePolicies: {
        work: {
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action: ["s3:GetObject", "iam:CreateUser"], Resource: "*" }],
        },
    },
    owner: "payments@example.com",
};

const make =
    (args: Partial<TimeboxedRoleArgs> = {}) =>
    () =>
        new TimeboxedRole("mine", { ...RIGHT, ...args });
const inputs = (type: string, name = "mine", args = {}) => declared(make(args), `aws:iam/${type}`, name);
const trust = async (args = {}) => parsed(await inputs("role:Role", "mine", args), "assumeRolePolicy");

const [BEFORE, FIRST, LAST, AFTER] = [
    "2026-01-16T07:59:59Z",
    "2026-01-16T08:00:00Z",
    "2026-01-16T17:59:59Z",
    "2026-01-16T18:00:00Z",
];
const AS_JO = {
    by: JO,
    context: { "aws:MultiFactorAuthPresent": "true", "aws:username": "jo", "sts:SourceIdentity": "jo" },
    action: "sts:AssumeRole",
} as const;
const AS_VENDOR = { by: VENDOR, context: { "sts:SourceIdentity": "ana@vendor.example" }, action: "sts:AssumeRole" } as const;

describeAccess("a timeboxed role is taken", async () => ({ trust: await trust() }), {
    "not a second before the window": { ...AS_JO, at: BEFORE, is: "denied" },
    "in the first second": { ...AS_JO, at: FIRST, is: "allowed" },
    "in the last second": { ...AS_JO, at: LAST, is: "allowed" },
    "not from the end on": { ...AS_JO, at: AFTER, is: "denied" },
    "not without MFA": { ...AS_JO, at: FIRST, context: { "aws:username": "jo", "sts:SourceIdentity": "jo" }, is: "denied" },
    "not with MFA that was not used": {
        ...AS_JO,
        at: FIRST,
        context: { ...AS_JO.context, "aws:MultiFactorAuthPresent": "false" },
        is: "denied",
    },
    "not under another's name": {
        ...AS_JO,
        at: FIRST,
        context: { ...AS_JO.context, "sts:SourceIdentity": "ana" },
        is: "denied",
    },
    "not without a name": {
        ...AS_JO,
        at: FIRST,
        context: { "aws:MultiFactorAuthPresent": "true", "aws:username": "jo" },
        is: "denied",
    },
    "by a role, which need not show MFA": { ...AS_VENDOR, at: FIRST, is: "allowed" },
    "not by a role a second before the window": { ...AS_VENDOR, at: BEFORE, is: "denied" },
    "not by a role from the end on": { ...AS_VENDOR, at: AFTER, is: "denied" },
    "not by a role without a name": { ...AS_VENDOR, at: FIRST, context: {}, is: "denied" },
    "not by another": { ...AS_VENDOR, at: FIRST, by: STRANGER, is: "denied" },
});

describeAccess("MFA, when it is demanded of all,", async () => ({ trust: await trust({ requireMfa: true }) }), {
    "is demanded of a role": { ...AS_VENDOR, at: FIRST, is: "denied" },
    "lets in a role that shows it": {
        ...AS_VENDOR,
        at: FIRST,
        context: { ...AS_VENDOR.context, "aws:MultiFactorAuthPresent": "true" },
        is: "allowed",
    },
});

describeAccess(
    "a session of a timeboxed role",
    async () => ({
        identity: [
            parsed(await inputs("rolePolicy:RolePolicy", "mine-window"), "policy"),
            RIGHT.inlinePolicies!.work as object,
        ],
        boundary: parsed(await inputs("policy:Policy", "mine-boundary"), "policy"),
    }),
    {
        "may not act before the window": { at: BEFORE, action: "s3:GetObject", resource: "arn:aws:s3:::b/k", is: "denied" },
        "may act in its first second": { at: FIRST, action: "s3:GetObject", resource: "arn:aws:s3:::b/k", is: "allowed" },
        "may act in its last second": { at: LAST, action: "s3:GetObject", resource: "arn:aws:s3:::b/k", is: "allowed" },
        "may not act from the end on, however long it is open": {
            at: AFTER,
            action: "s3:GetObject",
            resource: "arn:aws:s3:::b/k",
            is: "denied",
        },
        "may not make a user that stays, though its policy allows it": {
            at: FIRST,
            action: "iam:CreateUser",
            resource: "arn:aws:iam::123456789012:user/new",
            is: "denied",
        },
    },
);

describe("what it makes", () => {
    test("has the end before it has rights", async () => {
        const { resources } = await declare(make());
        const names = resources.map(({ name }) => name);
        expect(names.indexOf("mine-window")).toBeLessThan(names.indexOf("mine-data"));
        expect(names.indexOf("mine-window")).toBeLessThan(names.indexOf("mine-work"));
    });

    test("is named after it, under it, and tagged with owner and review", async () => {
        const role = await inputs("role:Role", "mine", { tags: { team: "payments" } });
        expect(role.inputs).toMatchObject({
            path: "/jit/",
            maxSessionDuration: 3600,
            permissionsBoundary: "arn:aws:iam::123456789012:policy/mine-boundary",
            tags: { owner: "payments@example.com", review: "90d", team: "payments" },
        });
    });

    test("leaves out its boundary for one's own", async () => {
        const permissionsBoundary = "arn:aws:iam::123456789012:policy/ours";
        const { resources } = await declare(make({ permissionsBoundary }));
        expect(resources.map(({ name }) => name)).not.toContain("mine-boundary");
        expect((await inputs("role:Role", "mine", { permissionsBoundary })).inputs).toMatchObject({ permissionsBoundary });
    });

    test("keeps a secret document secret, and takes one that is not known yet", async () => {
        const { errors } = await declare(
            make({ inlinePolicies: { work: secret("{}"), later: output(RIGHT.inlinePolicies!.work!) } }),
        );
        expect(errors).toEqual([]);
    });

    test("lets through what the boundary is told to allow, and nothing else", () => {
        const denied = (allowed: Parameters<typeof boundary>[0]) => boundary(allowed).Statement.map(({ Sid }) => Sid);
        expect(denied(["pass-role"])).toEqual(denied([]).filter((sid) => sid !== "NoPassRole"));
    });
});

const WINDOW = "(aws-require-permission-window).";
const TRUST = 'Write "arn:aws:iam::123456789012:role/dba" (aws-no-account-trust).';
const NEXT = 'Write for example notAfter: "2026-01-15T20:00:00Z"';

describeRefusals(TimeboxedRole, RIGHT, {
    "no principals": {
        given: { principals: [] },
        says: ['principals has 0 of at least 1. Write principals: ["arn:aws:iam::123456789012:role/dba"].'],
    },
    "a missing owner, window and principals, all at once": {
        given: { owner: undefined, notBefore: undefined, principals: undefined },
        says: [
            'principals is missing. Write principals: ["arn:aws:iam::123456789012:role/dba"].',
            `notBefore is missing. Write for example notBefore: "2026-01-15T12:00:00Z" ${WINDOW}`,
            'owner is missing. Write owner: "payments@example.com".',
        ],
    },
    "eleven principals": {
        given: { principals: Array.from({ length: 11 }, (_, index) => `arn:aws:iam::123456789012:user/u${index}`) },
        says: ["principals has 11, more than 10: a trust policy has 2,048 characters. Write at most 10."],
    },
    everyone: {
        given: { principals: ["*"] },
        says: [`principals[0] has a wildcard: nobody could say whom it lets in. ${TRUST}`],
    },
    "a whole account": {
        given: { principals: ["arn:aws:iam::123456789012:root"] },
        says: [`principals[0] is a whole account: it lets in whoever that account lets in. ${TRUST}`],
    },
    "an account's number": {
        given: { principals: ["123456789012"] },
        says: [`principals[0] is a whole account: it lets in whoever that account lets in. ${TRUST}`],
    },
    "a session": {
        given: { principals: ["arn:aws:sts::123456789012:assumed-role/a/b"] },
        says: [`principals[0] is one session of a role, which ends; name the role. ${TRUST}`],
    },
    "a group": {
        given: { principals: ["arn:aws:iam::123456789012:group/a"] },
        says: [`principals[0] is no ARN of a user or a role. ${TRUST}`],
    },
    "an end that is the start": {
        given: { notAfter: RIGHT.notBefore },
        says: [`notAfter is not after notBefore. ${NEXT} ${WINDOW}`],
    },
    "an end that is past": {
        given: { notBefore: "2026-01-15T10:00:00Z", notAfter: "2026-01-15T12:00:00Z" },
        says: [`notAfter is past. Take the grant out of the program, or give it a new window. ${NEXT} ${WINDOW}`],
    },
    "an end without a zone": {
        given: { notAfter: "2026-01-16T18:00:00" },
        says: [`notAfter is an instant without a zone, or only a day. ${NEXT} ${WINDOW}`],
    },
    "an end that is only a day": {
        given: { notAfter: "2026-01-16" },
        says: [`notAfter is an instant without a zone, or only a day. ${NEXT} ${WINDOW}`],
    },
    "an end on the 30th of February": {
        given: { notAfter: "2026-02-30T18:00:00Z" },
        says: [`notAfter is no instant. ${NEXT} ${WINDOW}`],
    },
    "an end as a number": { given: { notAfter: 1768586400 }, says: [`notAfter is no text. ${NEXT} ${WINDOW}`] },
    "an end a second more than 30 d ahead": {
        given: { notAfter: "2026-02-14T12:00:01Z" },
        says: [`notAfter is more than 30 d ahead: access for longer is asked for again. ${NEXT} ${WINDOW}`],
    },
    "a policy by name": {
        given: { policies: { data: "ReadOnlyAccess" } },
        says: [
            'policies.data is no ARN of a managed policy. Write policies.data: "arn:aws:iam::aws:policy/ReadOnlyAccess".',
        ],
    },
    "a review without a unit": { given: { review: 90 }, says: ['review is a number without a unit. Write review: "90d".'] },
    "a review in words": {
        given: { review: "1 hour" },
        says: ['review is no duration such as "15m", "1h" or "90d". Write review: "90d".'],
    },
    "a review of no time": { given: { review: "0h" }, says: ['review is shorter than 1d. Write review: "90d".'] },
    "a review before today": {
        given: { review: "-1d" },
        says: ['review is no duration such as "15m", "1h" or "90d". Write review: "90d".'],
    },
    "a review of half a day": {
        given: { review: "0.5d" },
        says: ['review is no duration such as "15m", "1h" or "90d". Write review: "90d".'],
    },
    "a review a day too far off": {
        given: { review: "181d" },
        says: ['review is longer than 180d: what nobody looks at for half a year has no owner. Write review: "90d".'],
    },
    "persistence of an administrator": {
        given: { policies: { all: "arn:aws:iam::aws:policy/AdministratorAccess" }, allowPersistence: ["change-iam"] },
        says: [
            'allowPersistence lets an administrator outlive the end of the role. Write acceptRisk: { reason: "moves the organization\'s roles", until: "2026-01-15T20:00:00Z" } (aws-no-privilege-escalation).',
        ],
    },
    "persistence of an administrator, accepted without an end": {
        given: {
            policies: { all: "arn:aws:iam::aws:policy/AdministratorAccess" },
            allowPersistence: ["change-iam"],
            acceptRisk: { reason: "moves the organization's roles" },
        },
        says: [
            'acceptRisk.until is missing. Write acceptRisk: { reason: "moves the organization\'s roles", until: "2026-01-15T20:00:00Z" }.',
        ],
    },
    "persistence that there is not": {
        given: { allowPersistence: ["everything"] },
        says: [
            'allowPersistence names a group that there is not. Write some of "assume-role", "pass-role", "change-iam", "change-access", "issue-credentials", "change-code", "enter-machines".',
        ],
    },
});

test("an administrator may persist when somebody took the risk, until then", async () => {
    const taken = { reason: "moves the organization's roles", until: "2026-01-15T20:00:00Z" };
    const { errors } = await declare(
        make({
            policies: { all: "arn:aws:iam::aws:policy/AdministratorAccess" },
            allowPersistence: ["change-iam"],
            acceptRisk: taken,
        }),
    );
    expect(errors).toEqual([]);
});

test("a trust policy is as long as AWS takes, and no longer", async () => {
    const trustOf = async (padding: number) => {
        const principals = Array.from({ length: 10 }, (_, index) => `arn:aws:iam::123456789012:user/u${index}`);
        // A path of an ARN may be as long.
        principals[0] = principals[0]!.replace("user/", `user/${"p".repeat(padding)}/`);
        return declare(() => new TimeboxedRole("mine", { ...RIGHT, principals }));
    };
    const { resources } = await trustOf(1);
    const role = resources.find(({ type }) => type === "aws:iam/role:Role")!;
    const room = 2_048 - JSON.stringify(parsed(role, "assumeRolePolicy")).length;
    expect((await trustOf(1 + room)).errors).toEqual([]);
    expect((await trustOf(2 + room)).errors).toEqual([
        'TimeboxedRole "mine" cannot be made:\n  principals makes a trust policy of 2049 characters, of which AWS takes 2048. Write fewer principals, and a role for each of the others.',
    ]);
});

test("only those who are named are trusted: users alone, or roles alone", async () => {
    const sids = async (principals: string[]) =>
        ((await trust({ principals })) as { Statement: { Sid: string }[] }).Statement.map(({ Sid }) => Sid);
    expect(await sids([JO])).toEqual(["Users"]);
    expect(await sids([VENDOR])).toEqual(["Roles"]);
    expect(await sids([VENDOR, JO])).toEqual(["Users", "Roles"]);
});
