import { describe, expect, test } from "vitest";
import type { Example } from "../../../policypack/core/rule";
import { type Access, accesses } from "../../../policypack/facts/access";
import { policyOf } from "../../../policypack/facts/aws-documents";
import { UNKNOWN } from "../../../policypack/facts/values";
import { NOW, resources } from "../../harness/describe-rule";

const ROLE = "aws:iam/role:Role";
const START = "2026-01-16T08:00:00Z";
const END = "2026-01-16T18:00:00Z";
const [BEFORE, AFTER] = ["2026-01-16T17:59:59Z", "2026-01-16T18:00:01Z"];
const TIME = "aws:CurrentTime";
const jo = { AWS: "arn:aws:iam::123456789012:user/jo" };

type Line = Readonly<Record<string, unknown>>;
const less = (at: unknown): Line => ({ DateLessThan: { [TIME]: at } });
const trust = (Condition?: Line, more: object = {}) => ({
    Effect: "Allow",
    Principal: jo,
    Action: "sts:AssumeRole",
    Condition,
    ...more,
});
const allow = (Condition?: Line) => ({ Effect: "Allow", Action: "ecs:*", Resource: "*", Condition });
const deny = (Condition?: Line, more: object = {}) => ({ Effect: "Deny", Action: "*", Resource: "*", Condition, ...more });
const role = (trusts: readonly object[], held: readonly object[] = [], more: object = {}) => ({
    type: ROLE,
    name: "dba",
    inputs: {
        assumeRolePolicy: policyOf(...trusts),
        ...(held.length > 0 && { inlinePolicies: [{ policy: policyOf(...held) }] }),
        ...more,
    },
});

const shown = ({ from, until, ...rest }: Access) => ({
    ...rest,
    from: from === undefined ? undefined : new Date(from).toISOString().replace(".000", ""),
    until: typeof until === "number" ? new Date(until).toISOString().replace(".000", "") : until,
});
const of = (example: Example, type: string = example[0]!.type) =>
    accesses(resources(example), NOW)
        .filter(({ urn }) => urn.includes(`::${type}::`))
        .map(shown);

describe("a role", () => {
    const NEVER = ["never", "no end is written"];
    const BOTH = "trust and permission window";
    const TRUST = "trust window; an open session goes on";

    test("is said with whom it is for, and how long a session is", () => {
        expect(of([role([trust()], [], { maxSessionDuration: 7_200, createDate: "2025-06-01T00:00:00Z" })])).toEqual([
            {
                urn: "urn:pulumi:test::test::aws:iam/role:Role::dba",
                kind: "role",
                what: "role `dba` for `arn:aws:iam::123456789012:user/jo`",
                from: "2025-06-01T00:00:00Z",
                until: "never",
                because: "no end is written",
                each: 7_200,
            },
        ]);
        for (const maxSessionDuration of [UNKNOWN, 0, "long"])
            expect(of([role([trust()], [], { maxSessionDuration })])[0]).not.toHaveProperty("each");
    });

    test.each<[string, Example, string, string?]>([
        ["without a window", [role([trust()], [allow()])], ...pair(NEVER)],
        ["with a trust window", [role([trust(less(END))], [allow()])], END, TRUST],
        ["with two, the later", [role([trust(less(END)), trust(less(AFTER))], [allow()])], AFTER, TRUST],
        ["with a trust window beside a trust without", [role([trust(less(END)), trust()], [allow()])], ...pair(NEVER)],
        ["with a permission window", [role([trust()], [allow(less(END))])], END, "permission window"],
        ["with two permissions, the later", [role([trust()], [allow(less(END)), allow(less(AFTER))])], AFTER],
        ["with a permission that lasts beside one", [role([trust()], [allow(less(END)), allow()])], ...pair(NEVER)],
        ["with both, the same", [role([trust(less(END))], [allow(less(END))])], END, BOTH],
        ["with both, the trust a second sooner", [role([trust(less(BEFORE))], [allow(less(END))])], BEFORE, TRUST],
        ["with both, the trust a second later", [role([trust(less(AFTER))], [allow(less(END))])], END, "permission window"],
        ["that is denied all from an instant on", [role([trust()], [allow(), denyFrom(END)])], END, "permission window"],
        ["that is denied all a second sooner", [role([trust(less(END))], [allow(), denyFrom(BEFORE)])], BEFORE],
        ["that is denied all a second later", [role([trust(less(END))], [allow(), denyFrom(AFTER)])], END, TRUST],
        ["that is denied some", [role([trust()], [allow(), { ...denyFrom(END), Action: "s3:*" }])], ...pair(NEVER)],
        ["that is denied all, of some", [role([trust()], [allow(), { ...denyFrom(END), Resource: "arn:*" }])], "never"],
        ["that is denied all if more holds", [role([trust()], [allow(), denyFrom(END, { Bool: { x: "true" } })])], "never"],
        ["whose trust locks all out", [role([trust(), lockFrom(END)], [allow()])], END, TRUST],
        ["whose trust locks out some", [role([trust(), { ...lockFrom(END), Principal: jo }], [allow()])], "never"],
        ["whose trust locks out but some", [role([trust(), notPrincipal()], [allow()])], "never"],
    ])("%s", (_, example, until, because) => {
        expect(of(example)).toMatchObject([{ until, ...(because !== undefined && { because }) }]);
    });

    test.each<[string, Example, string | undefined]>([
        ["trust", [role([trust({ DateGreaterThan: { [TIME]: START } })])], START],
        ["the sooner of two trusts", [role([trust({ DateGreaterThan: { [TIME]: START } }), trust()])], undefined],
        ["permission", [role([trust()], [allow({ DateGreaterThanEquals: { [TIME]: START } })])], START],
        ["a Deny until then", [role([trust()], [allow(), deny(less(START))])], START],
        [
            "a Deny that may not hold until then",
            [role([trust()], [deny({ ...less(START), Bool: { x: "true" } })])],
            undefined,
        ],
        ["a Deny of old sessions", [role([trust()], [deny({ DateLessThan: { "aws:TokenIssueTime": START } })])], undefined],
        ["the later of window and making", [role([trust(less(END))], [], { createDate: START })], START],
    ])("begins by %s", (_, example, from) => {
        expect(of(example)[0]?.from).toBe(from);
    });

    test.each<[string, Example]>([
        ["nobody is let in", [role([trust({}, { Effect: "Deny" })])]],
        ["all is denied", [role([trust()], [allow(), deny()])]],
        ["all is denied until the trust ends", [role([trust(less(END))], [deny(less(END))])]],
        ["all is denied until later than the trust", [role([trust(less(END))], [deny(less(AFTER))])]],
        [
            "AWSDenyAll is attached",
            [role([trust()], [allow()], { managedPolicyArns: ["arn:aws:iam::aws:policy/AWSDenyAll"] })],
        ],
    ])("opens nothing when %s", (_, example) => {
        expect(of(example)).toEqual([]);
    });

    const attachment = (policyArn: unknown, sources = {}) => ({
        type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        inputs: { role: UNKNOWN, policyArn },
        sources: { role: ["dba"], ...sources },
    });
    const ended = { type: "aws:iam/policy:Policy", name: "ended", inputs: { policy: policyOf(allow(less(END))) } };

    test.each<[string, Example, string]>([
        ["a policy of the program", [role([trust()]), ended, attachment(UNKNOWN, { policyArn: ["ended"] })], END],
        ["one of AWS", [role([trust()], [allow(less(END))]), attachment("arn:aws:iam::aws:policy/ReadOnlyAccess")], "never"],
        ["one of elsewhere", [role([trust()], [allow(less(END))]), attachment("arn:aws:iam::1:policy/x")], "never"],
        ["one not known", [role([trust()], [allow(less(END))]), attachment(UNKNOWN)], "never"],
        ["a policy beside it", [role([trust()]), rolePolicy(policyOf(allow(), denyFrom(END)))], END],
        ["one beside it that is not known", [role([trust()]), rolePolicy(UNKNOWN)], "unknown"],
        ["a boundary", [role([trust()], [allow()], { permissionsBoundary: UNKNOWN }), ended], "never"],
        [
            "a boundary of the program",
            [{ ...role([trust()], [allow()], { permissionsBoundary: UNKNOWN }), ...boundedBy("ended") }, ended],
            END,
        ],
    ])("ends by %s", (_, example, until) => {
        expect(of(example, ROLE)).toMatchObject([{ until }]);
    });

    test.each<[string, Example, string, string]>([
        ["the trust", [{ ...role([trust()]), inputs: { assumeRolePolicy: UNKNOWN } }], "unknown", "assumeRolePolicy"],
        ["no trust", [{ ...role([trust()]), inputs: {} }], "unknown", "assumeRolePolicy"],
        ["the end of the trust", [role([trust(less(UNKNOWN))])], "unknown", "assumeRolePolicy"],
        ["the trust, with a permission window", [withTrust(UNKNOWN, [allow(less(END))])], END, "permission window"],
        ["the trust, malformed", [withTrust("{", [])], "unknown", "assumeRolePolicy"],
        ["the permissions", [role([trust()], [], { inlinePolicies: UNKNOWN })], "unknown", "inlinePolicies"],
        ["the permissions, with a trust window", [role([trust(less(END))], [], { inlinePolicies: 1 })], END, TRUST],
        ["an end beside what never ends", [role([trust()], [allow(less(UNKNOWN)), allow()])], "never", NEVER[1]!],
        ["an action only", [role([trust(less(END))], [{ ...allow(), Action: UNKNOWN }])], END, TRUST],
    ])("not known or not readable: %s", (_, example, until, because) => {
        const [found] = of(example);
        expect(found?.until).toBe(until);
        expect(found?.because).toContain(because);
    });

    test.each([
        [{ Service: "ec2.amazonaws.com" }, "`ec2.amazonaws.com`"],
        [{ AWS: "123456789012" }, "`123456789012`"],
        [{ AWS: ["*"] }, "anyone"],
        ["*", "anyone"],
        [{ AWS: UNKNOWN }, "somebody not known yet"],
        [{ Federated: UNKNOWN }, "an identity provider not known yet"],
        [{ Federated: "accounts.google.com" }, "`accounts.google.com`"],
        [
            { AWS: ["a", "b"].map((n) => `arn:aws:iam::123456789012:role/${n}`) },
            "`arn:aws:iam::123456789012:role/a` and `arn:aws:iam::123456789012:role/b`",
        ],
        [{ AWS: "hunter 2" }, "(an unusual arn, not shown)"],
    ])("for %j", (Principal, who) => {
        expect(of([role([trust({}, { Principal })])])[0]?.what).toBe(`role \`dba\` for ${who}`);
    });

    test("for many is said of some, with what makes it an administrator", () => {
        const AWS = ["a", "b", "c", "d", "e"].map((name) => `arn:aws:iam::123456789012:role/${name}`);
        const managedPolicyArns = ["arn:aws:iam::aws:policy/AdministratorAccess", "arn:aws:iam::aws:policy/ReadOnlyAccess"];
        expect(of([role([trust({}, { Principal: { AWS } })], [], { managedPolicyArns })])[0]?.what).toBe(
            "role `dba` with `AdministratorAccess` for `arn:aws:iam::123456789012:role/a`, `arn:aws:iam::123456789012:role/b`, `arn:aws:iam::123456789012:role/c` and 2 others",
        );
    });

    function rolePolicy(policy: string) {
        return { type: "aws:iam/rolePolicy:RolePolicy", inputs: { role: UNKNOWN, policy }, sources: { role: ["dba"] } };
    }
    function boundedBy(name: string) {
        return { sources: { permissionsBoundary: [name] } };
    }
    function withTrust(assumeRolePolicy: string, held: readonly object[]) {
        const { inputs, ...rest } = role([], held);
        return { ...rest, inputs: { ...inputs, assumeRolePolicy } };
    }
    function denyFrom(at: string, more: object = {}) {
        return deny({ DateGreaterThanEquals: { [TIME]: at }, ...more });
    }
    function lockFrom(at: string) {
        return trust({ DateGreaterThanEquals: { [TIME]: at } }, { Effect: "Deny", Principal: "*", Action: "sts:*" });
    }
    function notPrincipal() {
        return { ...lockFrom(END), Principal: undefined, NotPrincipal: jo };
    }
    function pair([until = "", because = ""]: readonly string[]): [string, string] {
        return [until, because];
    }
});

describe("a user, a permission set and an assignment", () => {
    const SET = "aws:ssoadmin/permissionSet:PermissionSet";
    const ASSIGNMENT = "aws:ssoadmin/accountAssignment:AccountAssignment";
    const inline = (statement: object) => ({
        type: "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy",
        inputs: { permissionSetArn: UNKNOWN, inlinePolicy: policyOf(statement) },
        sources: { permissionSetArn: ["ops"] },
    });
    const set = { type: SET, name: "ops", inputs: { name: "ops", sessionDuration: "PT2H" } };
    const assigned = (more: object = {}, sources: object = { permissionSetArn: ["ops"] }) => ({
        type: ASSIGNMENT,
        inputs: {
            permissionSetArn: UNKNOWN,
            targetId: "111122223333",
            principalType: "GROUP",
            principalId: UNKNOWN,
            ...more,
        },
        sources: { ...sources },
    });

    test.each<[string, Example, string, object]>([
        [
            "a user",
            [{ type: "aws:iam/user:User", name: "ci", inputs: { name: "ci" } }],
            "aws:iam/user:User",
            { kind: "role", what: "IAM user `ci`", until: "never", because: "no end is written" },
        ],
        [
            "a user with a window",
            [
                { type: "aws:iam/user:User", name: "ci", inputs: { name: "ci" } },
                { type: "aws:iam/userPolicy:UserPolicy", inputs: { user: "ci", policy: policyOf(allow(less(END))) } },
            ],
            "aws:iam/user:User",
            { until: END, because: "permission window" },
        ],
        [
            "a set",
            [set],
            SET,
            { kind: "role", what: "permission set `ops`, wherever it is assigned", until: "never", each: 7_200 },
        ],
        ["a set by default", [{ ...set, inputs: {} }], SET, { each: 3_600 }],
        ["a set with a window", [set, inline(allow(less(END)))], SET, { until: END, because: "permission window" }],
        [
            "an assignment",
            [set, assigned()],
            ASSIGNMENT,
            {
                kind: "grant",
                what: "permission set `ops` in account `111122223333` for a group",
                until: "never",
                because: "no end is written",
                each: 7_200,
            },
        ],
        ["an assignment with a window", [set, inline(allow(less(END))), assigned()], ASSIGNMENT, { until: END }],
        [
            "an assignment of a group of the program",
            [
                set,
                assigned(
                    {},
                    { permissionSetArn: ["ops"], principalId: ["urn:pulumi:a::a::aws:identitystore/group:Group::dba"] },
                ),
            ],
            ASSIGNMENT,
            { what: "permission set `ops` in account `111122223333` for the group `dba`" },
        ],
        [
            "an assignment of what is elsewhere",
            [
                assigned(
                    { permissionSetArn: "arn:aws:sso:::permissionSet/x/y", principalType: "USER", targetId: UNKNOWN },
                    {},
                ),
            ],
            ASSIGNMENT,
            {
                what: "a permission set in an account for a user",
                until: "never",
                because: "the assignment stands until it is taken away",
            },
        ],
    ])("%s", (_, example, type, expected) => {
        expect(of(example, type)).toMatchObject([expected]);
    });

    test("open nothing when all is denied", () => {
        expect(of([set, inline(deny()), assigned()], ASSIGNMENT)).toEqual([]);
        expect(of([set, inline(deny()), assigned()], SET)).toEqual([]);
    });
});

describe("keys", () => {
    const made = "2025-06-01T00:00:00Z";

    test.each<[string, Record<string, unknown>, object]>([
        ["aws:iam/accessKey:AccessKey", { user: "ci" }, { what: "access key of IAM user `ci`", until: "never" }],
        ["aws:iam/accessKey:AccessKey", { user: "ci", createDate: made }, { from: made, until: "never" }],
        ["aws:iam/accessKey:AccessKey", { user: "ci", createDate: UNKNOWN }, { from: undefined, until: "never" }],
        ["aws:iam/accessKey:AccessKey", { user: UNKNOWN }, { what: "access key `example-0`" }],
        ["aws:iam/accessKey:AccessKey", { user: "hunter 2" }, { what: "access key `example-0`" }],
        ["aws:iam/accessKey:AccessKey", { status: "Inactive" }, { because: "switched off, but one call switches it on" }],
        ["aws:iam/sshKey:SshKey", { username: "jo" }, { what: "SSH key of IAM user `jo`", because: "no end is written" }],
        ["aws:iam/userLoginProfile:UserLoginProfile", { user: "jo" }, { what: "console password of IAM user `jo`" }],
        ["aws:ec2/keyPair:KeyPair", {}, { what: "SSH key pair `example-0`", until: "never" }],
        [
            SERVICE(),
            { userName: "ai", credentialAgeDays: 30 },
            { until: "2026-02-14T12:00:00Z", because: "30 d after it is made" },
        ],
        [SERVICE(), { credentialAgeDays: 30, createDate: made }, { from: made, until: "2025-07-01T00:00:00Z" }],
        [SERVICE(), { credentialAgeDays: 30, expirationDate: END }, { until: END, because: "its expiry" }],
        [SERVICE(), { credentialAgeDays: UNKNOWN }, { until: "unknown" }],
        [SERVICE(), { credentialAgeDays: "soon" }, { until: "unknown", because: "`credentialAgeDays` is not a number" }],
        [SERVICE(), { credentialAgeDays: 1e300 }, { until: "never" }],
        [SERVICE(), {}, { until: "never" }],
        ["aws:appsync/apiKey:ApiKey", { expires: END }, { until: END, because: "its expiry" }],
        ["aws:appsync/apiKey:ApiKey", { expires: "tomorrow" }, { until: "unknown" }],
        ["aws:appsync/apiKey:ApiKey", {}, { until: "2026-01-22T12:00:00Z", because: "7 d after it is made" }],
        ["aws:grafana/workspaceApiKey:WorkspaceApiKey", { secondsToLive: 3_600 }, { until: "2026-01-15T13:00:00Z" }],
    ])("%s %j", (type, inputs, expected) => {
        expect(of([{ type, inputs }])).toMatchObject([{ kind: "key", ...expected }]);
    });

    test("go by the user that they are made from", () => {
        const key = { type: "aws:iam/accessKey:AccessKey", inputs: { user: UNKNOWN }, sources: { user: ["ci"] } };
        const user = { type: "aws:iam/user:User", name: "ci", inputs: {} };
        expect(of([key, user])[0]?.what).toBe("access key of IAM user `ci`");
    });

    function SERVICE() {
        return "aws:iam/serviceSpecificCredential:ServiceSpecificCredential";
    }
});

describe("secrets", () => {
    const SECRET = "aws:secretsmanager/secret:Secret";
    const secret = { type: SECRET, name: "orders", inputs: { name: "orders" } };
    const rotation = (inputs: Record<string, unknown>) => ({
        type: "aws:secretsmanager/secretRotation:SecretRotation",
        inputs: { secretId: UNKNOWN, ...inputs },
        sources: { secretId: ["orders"] },
    });

    test.each<[string, Example, object]>([
        ["without a rotation", [secret], { because: "no rotation is written" }],
        [
            "rotated by days",
            [secret, rotation({ rotationRules: { automaticallyAfterDays: 30 } })],
            { because: "rotated every 30 d", each: 2_592_000 },
        ],
        [
            "rotated by an expression",
            [secret, rotation({ rotationRules: { scheduleExpression: "rate(12 hours)" } })],
            { because: "rotated every 12 h", each: 43_200 },
        ],
        [
            "with a rotation switched off",
            [secret, rotation({ rotationEnabled: false, rotationRules: { automaticallyAfterDays: 30 } })],
            { because: "its rotation is switched off" },
        ],
        [
            "rotated nobody knows when",
            [secret, rotation({ rotationRules: UNKNOWN })],
            { because: "it is rotated, at times that cannot be read" },
        ],
        [
            "beside the rotation of another",
            [secret, { ...rotation({ rotationRules: { automaticallyAfterDays: 30 } }), sources: {} }],
            { because: "no rotation is written" },
        ],
    ])("%s", (_, example, expected) => {
        const [found] = of(example, SECRET);
        expect(found).toMatchObject({ kind: "secret", what: "secret `orders`", until: "never", ...expected });
        expect("each" in found!).toBe("each" in expected);
    });
});
