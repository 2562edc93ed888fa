import { runSimulation } from "@cloud-copilot/iam-simulate";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PERSISTENCE } from "../../../../components/aws/boundary";
import { sessionBoundary } from "../../../../components/aws/broker/documents";
import { panic, revocation, revocationName } from "../../../../components/aws/broker/runtime/revocation";
import { isSame, narrowed } from "../../../../components/aws/broker/runtime/scope";
import { sessionDuration } from "../../../../components/aws/broker/runtime/sts";
import {
    LONGEST,
    type Scope,
    TooLarge,
    sessionPolicy,
    sessionPolicySize,
} from "../../../../components/aws/broker/runtime/session-policy";
import { type Documents, type Row, describeAccess, oracleSays } from "../../../harness/access";

const END = Date.parse("2026-01-16T18:00:00Z");
const [LAST, AT, AFTER, LATER] = [
    "2026-01-16T17:59:59Z",
    "2026-01-16T18:00:00Z",
    "2026-01-16T18:00:01Z",
    "2031-01-16T18:00:00Z",
];
const EVERYTHING = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
const GRANT = `g-${"a".repeat(26)}`;
const OTHER = `g-${"a".repeat(25)}b`;
const ROLE = "arn:aws:iam::123456789012:role/jit/prod-dba";
const ELSEWHERE = "arn:aws:iam::123456789012:role/deploy";
const OBJECT = "arn:aws:s3:::ledger/2026.csv";
const SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf";
const TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/grants";

const TASK: Scope[] = [
    { actions: ["s3:GetObject", "s3:PutObject"], resources: ["arn:aws:s3:::ledger/*"] },
    { actions: ["secretsmanager:GetSecretValue"], resources: [SECRET] },
];
const ALL: Scope[] = [{ actions: ["*"], resources: ["*"] }];
const BOUNDARY = sessionBoundary([TABLE]);

/** A session of an administrator's role. */
const session = (scopes: readonly Scope[], ...inline: string[]): Documents => ({
    identity: [EVERYTHING, ...inline.map((each) => JSON.parse(each) as object)],
    boundary: BOUNDARY,
    session: JSON.parse(sessionPolicy(scopes, END)) as object,
});
const OF = { "aws:SourceIdentity": GRANT, "aws:ViaAWSService": "false", "aws:TokenIssueTime": "2026-01-16T17:00:00Z" };
const asks = (action: string, resource: string, at: string, is: Row["is"], more = {}): Row => ({
    at,
    action,
    resource,
    is,
    context: { ...OF, ...more },
});

describeAccess("a session of a task", () => session(TASK), {
    "may do it in its last second": asks("s3:GetObject", OBJECT, LAST, "allowed"),
    "may do the other half of it": asks("secretsmanager:GetSecretValue", SECRET, LAST, "allowed"),
    "may do nothing else": asks("s3:DeleteObject", OBJECT, LAST, "denied"),
    "may not do it elsewhere": asks("s3:GetObject", "arn:aws:s3:::other/2026.csv", LAST, "denied"),
    "may not read another secret": asks("secretsmanager:GetSecretValue", SECRET.replace("db", "web"), LAST, "denied"),
    "may not do it at its end": asks("s3:GetObject", OBJECT, AT, "denied"),
    "may not read a secret at its end": asks("secretsmanager:GetSecretValue", SECRET, AT, "denied"),
    "may not do it a second after": asks("s3:GetObject", OBJECT, AFTER, "denied"),
    "may not do it ever after": asks("secretsmanager:GetSecretValue", SECRET, LATER, "denied"),
});

describeAccess("a session of a task that is everything", () => session(ALL), {
    "may do it in its last second": asks("secretsmanager:GetSecretValue", SECRET, LAST, "allowed"),
    "may do nothing at its end": asks("secretsmanager:GetSecretValue", SECRET, AT, "denied"),
    "may do nothing after": asks("s3:ListAllMyBuckets", "*", LATER, "denied"),
    "may not go on as another role": asks("sts:AssumeRole", ELSEWHERE, LAST, "denied"),
    "may not take its own role again": asks("sts:AssumeRole", ROLE, LAST, "denied"),
    "may not give a role to something that goes on": asks("iam:PassRole", ELSEWHERE, LAST, "denied"),
    "may not make a user": asks("iam:CreateUser", "arn:aws:iam::123456789012:user/new", LAST, "denied"),
    "may not make a key": asks("iam:CreateAccessKey", "arn:aws:iam::123456789012:user/jo", LAST, "denied"),
    "may not change a trust": asks("iam:UpdateAssumeRolePolicy", ROLE, LAST, "denied"),
    "may not take off its own revocation": asks("iam:DeleteRolePolicy", ROLE, LAST, "denied"),
    "may not write over its own revocation": asks("iam:PutRolePolicy", ROLE, LAST, "denied"),
    "may not take off its boundary": asks("iam:DeleteRolePermissionsBoundary", ROLE, LAST, "denied"),
    "may not write the records of grants": asks("dynamodb:PutItem", TABLE, LAST, "denied"),
    "may not fetch a token that lives longer": asks("ecr:GetAuthorizationToken", "*", LAST, "denied"),
    "may not fetch a session that lives longer": asks("sts:GetSessionToken", "*", LAST, "denied"),
    "may not fetch a session of a user that lives longer": asks(
        "sts:GetFederationToken",
        "arn:aws:sts::123456789012:federated-user/jo",
        LAST,
        "denied",
    ),
    "may not fetch a token for other services": asks("sts:GetServiceBearerToken", "*", LAST, "denied"),
});

describe("without a boundary, which somebody may have taken off,", () => {
    const groups = ["assume-role", "pass-role", "change-iam", "issue-credentials"] as const;
    const patterns = groups.flatMap((group) => PERSISTENCE[group]);
    const { Statement } = JSON.parse(sessionPolicy(ALL, END)) as { Statement: { Action: string[] }[] };
    const denied = Statement.at(-1)!.Action.map((pattern) => pattern.toLowerCase().replace("*", ""));

    test.each(patterns)("the policy itself denies %s", (pattern) => {
        const asked = pattern.toLowerCase();
        expect(denied.some((each) => asked.startsWith(each))).toBe(true);
    });

    test("reading IAM is left to the task", async () => {
        const documents = { identity: [EVERYTHING], session: JSON.parse(sessionPolicy(ALL, END)) as object };
        for (const action of ["iam:GetRole", "iam:ListRolePolicies", "iam:SimulatePrincipalPolicy"]) {
            expect(await oracleSays(documents, asks(action, ROLE, LAST, "allowed")), action).toBe("allowed");
        }
    });
});

describeAccess(
    "a task that names such an action by its full name",
    () => ({
        ...session([{ actions: ["ECR:GetAuthorizationToken", "sts:Assume*", "iam:PutRole?olicy"], resources: ["*"] }]),
        boundary: sessionBoundary([TABLE], ["issue-credentials", "assume-role", "change-iam"]),
    }),
    {
        "may do that, where the boundary allows it, too": asks("ecr:GetAuthorizationToken", "*", LAST, "allowed"),
        "may not do it at its end": asks("ecr:GetAuthorizationToken", "*", AT, "denied"),
        "may not do what it names with a wildcard": asks("sts:AssumeRole", ELSEWHERE, LAST, "denied"),
        "may not do what it names with another wildcard": asks("iam:PutRolePolicy", ROLE, LAST, "denied"),
    },
);

test("a task that names an action keeps each Deny of others, those that begin nearly alike included", () => {
    const laundering = (...actions: string[]) => {
        const { Statement } = JSON.parse(sessionPolicy([{ actions, resources: ["*"] }], END)) as {
            Statement: { Action: string[] }[];
        };
        return Statement.at(-1)!.Action;
    };
    const all = laundering("s3:GetObject");
    expect(laundering("sts:DecodeAuthorizationMessage", "iam:PassengerList", "ecr:GetDownloadUrlForLayer")).toEqual(
        all.filter((pattern) => pattern !== "iam:Pa*"),
    );
    expect(laundering("sts:AssumeRole")).toEqual(all.filter((pattern) => pattern !== "sts:A*"));
});

describeAccess(
    "a task that names its own revocation",
    () => session([{ actions: ["iam:DeleteRolePolicy"], resources: ["*"] }]),
    {
        "has the boundary against it": asks("iam:DeleteRolePolicy", ROLE, LAST, "denied"),
    },
);

describe("the policy of a resource that names the session", () => {
    const policyOf = (document: object) => ({
        Version: "2012-10-17",
        Statement: [
            {
                Effect: "Allow",
                Principal: { AWS: `arn:aws:sts::123456789012:assumed-role/prod-dba/${GRANT}` },
                ...document,
            },
        ],
    });
    // What it allows no Allow of the session's own policy limits, nor of its role; a Deny of them does.
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
    const asked = async (at: string, action: string, resource: string, own: object) => {
        const result = await runSimulation(
            {
                request: {
                    principal: `arn:aws:sts::123456789012:assumed-role/prod-dba/${GRANT}`,
                    action,
                    resource: { resource, accountId: "123456789012" },
                    contextVariables: { ...OF, "aws:CurrentTime": at },
                },
                identityPolicies: [{ name: "session", policy: own }],
                resourcePolicy: policyOf({ Action: action, ...(!action.startsWith("sts:") && { Resource: resource }) }),
                serviceControlPolicies: [],
                resourceControlPolicies: [],
            },
            {},
        );
        if (result.resultType === "error") throw new Error(JSON.stringify(result.errors));
        return result.overallResult;
    };
    const policy = JSON.parse(sessionPolicy(TASK, END)) as { Statement: object[] };

    test("goes past the task until its end, and not past that", async () => {
        expect(await asked(LAST, "s3:DeleteObject", OBJECT, policy)).toBe("Allowed");
        expect(await asked(AT, "s3:DeleteObject", OBJECT, policy)).toBe("ExplicitlyDenied");
        expect(await asked(LATER, "s3:GetObject", OBJECT, policy)).toBe("ExplicitlyDenied");
    });

    test("would go past it if there were Allows only", async () => {
        const allows = {
            ...policy,
            Statement: policy.Statement.filter((each) => (each as { Effect: string }).Effect === "Allow"),
        };
        expect(await asked(LATER, "s3:GetObject", OBJECT, allows)).toBe("Allowed");
    });

    test("lets it take no other role", async () => {
        expect(await asked(LAST, "sts:AssumeRole", ELSEWHERE, policy)).toBe("ExplicitlyDenied");
    });
});

describeAccess("a grant that is revoked", () => session(ALL, revocation(GRANT)), {
    "may do nothing": asks("secretsmanager:GetSecretValue", SECRET, LAST, "denied"),
    "may do nothing under any session": asks("s3:GetObject", OBJECT, LAST, "denied", {
        "aws:TokenIssueTime": "2026-01-16T17:59:00Z",
    }),
    "may not take that off": asks("iam:DeleteRolePolicy", ROLE, LAST, "denied"),
    "leaves another alive": asks("secretsmanager:GetSecretValue", SECRET, LAST, "allowed", { "aws:SourceIdentity": OTHER }),
    "leaves one alive that differs in case": asks("s3:GetObject", OBJECT, LAST, "allowed", {
        "aws:SourceIdentity": GRANT.replace("a", "A"),
    }),
});

describeAccess("two grants that are revoked", () => session(ALL, revocation(GRANT), revocation(OTHER)), {
    "are both": asks("s3:GetObject", OBJECT, LAST, "denied"),
    "are both, each by its own": asks("s3:GetObject", OBJECT, LAST, "denied", { "aws:SourceIdentity": OTHER }),
});

describeAccess("a role in panic", () => session(ALL, panic(Date.parse("2026-01-16T17:30:00Z"))), {
    "denies a session of a second before": asks("s3:GetObject", OBJECT, LAST, "denied", {
        "aws:TokenIssueTime": "2026-01-16T17:29:59Z",
    }),
    "leaves one alive that was made then": asks("s3:GetObject", OBJECT, LAST, "allowed", {
        "aws:TokenIssueTime": "2026-01-16T17:30:00Z",
    }),
});

describeAccess("a role in panic within a second", () => session(ALL, panic(Date.parse("2026-01-16T17:30:00.001Z"))), {
    "denies a session of that second, too": asks("s3:GetObject", OBJECT, LAST, "denied", {
        "aws:TokenIssueTime": "2026-01-16T17:30:00Z",
    }),
    "leaves one alive of the next": asks("s3:GetObject", OBJECT, LAST, "allowed", {
        "aws:TokenIssueTime": "2026-01-16T17:30:01Z",
    }),
});

describe("a Deny", () => {
    test("is named after its grant", () => {
        expect(revocationName(GRANT)).toBe(`jit-revoke-${GRANT}`);
    });

    test("has room beside 59 others", () => {
        expect(60 * revocation(GRANT).length).toBeLessThan(10_240);
    });

    test.each([2, 64])("may be of an id of %i characters", (length) => {
        expect(revocationName("g".repeat(length))).toMatch(/^jit-revoke-g+$/);
    });

    test.each(["", "g", "*", "g-*", "g-?", "${aws:SourceIdentity}", 'g-"', `${GRANT}\n`, "g".repeat(65)])(
        "is never of what is no id: %j",
        (id) => {
            expect(() => revocation(id)).toThrow("This is no id of a grant.");
            expect(() => revocationName(id)).toThrow("This is no id of a grant.");
        },
    );
});

describe("the end of a session", () => {
    const endOf = (end: number) => /"aws:CurrentTime":"([^"]+)"/.exec(sessionPolicy(TASK, end))![1]!;

    test.each([
        [END, "2026-01-16T18:00:00Z"],
        [END + 999, "2026-01-16T18:00:00Z"],
        [END - 1, "2026-01-16T17:59:59Z"],
    ])("of %i is %s", (end, written) => {
        expect(endOf(end)).toBe(written);
    });

    test("is written to the second, never later than it is, and never a whole one earlier", () => {
        fc.assert(
            fc.property(fc.integer({ min: 0, max: 253_402_300_799_999 }), (end) => {
                const written = Date.parse(endOf(end));
                expect(written).toBeLessThanOrEqual(end);
                expect(written).toBeGreaterThan(end - 1_000);
            }),
        );
    });

    test.each([NaN, Infinity, -Infinity, 253_402_300_800_000, -62_198_755_200_001])("is never %d", (end) => {
        expect(() => sessionPolicy(TASK, end)).toThrow("Invalid time value");
    });
});

const text = fc.tuple(fc.constantFrom("x", '"', "\\", "*", "é"), fc.nat(100)).map(([letter, count]) => letter.repeat(count));
const scopes = fc.array(
    fc.record({ actions: fc.array(text, { maxLength: 6 }), resources: fc.array(text, { maxLength: 6 }) }),
    { maxLength: 5 },
);

describe("the size of a session policy", () => {
    test("is at most what STS takes, or the error has it; and no end changes it", () => {
        let [short, long] = [0, 0];
        fc.assert(
            fc.property(scopes, fc.integer({ min: 0, max: 253_402_300_799_999 }), (of, end) => {
                const size = sessionPolicySize(of);
                try {
                    const policy = sessionPolicy(of, end);
                    short++;
                    expect(policy.length).toBe(size);
                    expect(size).toBeLessThanOrEqual(2_048);
                    const { Statement } = JSON.parse(policy) as { Statement: { Effect: string }[] };
                    expect(Statement.filter(({ Effect }) => Effect === "Deny")).toHaveLength(2);
                } catch (error) {
                    if (!(error instanceof TooLarge)) throw error;
                    long++;
                    expect(error.size).toBe(size);
                    expect(size).toBeGreaterThan(2_048);
                }
            }),
            { numRuns: 2_000 },
        );
        expect(Math.min(short, long)).toBeGreaterThan(100);
    });

    test("may be exactly what STS takes, and not one more", () => {
        const of = (length: number): Scope[] => [{ actions: ["s3:GetObject"], resources: ["x".repeat(length)] }];
        const room = LONGEST - sessionPolicySize(of(0));
        expect(sessionPolicy(of(room), END)).toHaveLength(2_048);
        expect(() => sessionPolicy(of(room + 1), END)).toThrow(new TooLarge(2_049));
    });

    test("leaves a task 1,400 characters", () => {
        expect(LONGEST - sessionPolicySize([])).toBeGreaterThan(1_400);
    });

    test("counts nothing that allows nothing", () => {
        const nothing = [
            { actions: [], resources: ["*"] },
            { actions: ["*"], resources: [] },
        ];
        expect(sessionPolicy(nothing, END)).toBe(sessionPolicy([], END));
    });
});

describe("the resources that are asked for", () => {
    const SCOPES: Scope[] = [
        { actions: ["s3:GetObject"], resources: ["arn:aws:s3:::ledger/*", "arn:aws:s3:::log-?/a"] },
        { actions: ["s3:ListBucket"], resources: ["arn:aws:s3:::ledger"] },
        { actions: ["rds-db:connect"], resources: ["arn:aws:rds-db:eu-west-1:123456789012:dbuser:*/jit"] },
    ];
    const only = (...asked: string[]) => narrowed(SCOPES, asked);

    test("are the whole scope where there are none", () => {
        expect(narrowed(SCOPES, undefined)).toBe(SCOPES);
    });

    test("are put in place of the pattern that covers them, each once", () => {
        expect(only(OBJECT, OBJECT)).toEqual([{ actions: ["s3:GetObject"], resources: [OBJECT] }]);
    });

    test("take away the scopes of which none is asked for", () => {
        expect(only("arn:aws:s3:::ledger", "arn:aws:rds-db:eu-west-1:123456789012:dbuser:db-1/jit")).toEqual([
            { actions: ["s3:ListBucket"], resources: ["arn:aws:s3:::ledger"] },
            { actions: ["rds-db:connect"], resources: ["arn:aws:rds-db:eu-west-1:123456789012:dbuser:db-1/jit"] },
        ]);
    });

    test.each([
        "arn:aws:s3:::ledger/*",
        "arn:aws:s3:::ledger/2026-??.csv",
        "arn:aws:s3:::ledger/a:b",
        "arn:aws:s3:::ledger/",
        "arn:aws:s3:::log-?/a",
    ])("may be a pattern within another: %s", (asked) => {
        expect(only(asked)).toEqual([{ actions: ["s3:GetObject"], resources: [asked] }]);
    });

    test.each([
        "arn:aws:s3:::other/2026.csv",
        "arn:aws:s3:::ledge?/2026.csv",
        "arn:aws:s3:::*",
        "*",
        "arn:aws:s3:::log-*/a",
        "arn:aws:s3:::log-ab/a",
        "arn:aws:s3:eu-west-1::ledger/a",
        "arn:aws:s3:::ledger/${aws:username}",
        "arn:aws:s3:::ledger/\u0394",
        "arn:aws:s3:::ledger/\n",
        "arn:aws:s3:::ledger/\u0085",
        "arn:aws:s3",
        `arn:aws:s3:::ledger/${"a".repeat(1_024)}`,
        "",
        "arn:aws:rds-db:eu-west-1:210987654321:dbuser:db-1/jit",
        "arn:aws:rds-db:eu-west-1:123456789012:dbuser:db-1/root",
    ])("are refused, all of them, where one is not in scope: %s", (asked) => {
        expect(only(OBJECT, asked)).toBeUndefined();
    });

    test("are some", () => {
        expect(only()).toBeUndefined();
    });

    test("do not reach over a part of an ARN", () => {
        const wide = [
            { actions: ["*"], resources: ["arn:aws:s3:*"] },
            { actions: ["*"], resources: ["arn:*:x:y"] },
        ];
        expect(narrowed(wide, ["arn:aws:s3:::ledger"])).toBeUndefined();
        expect(narrowed(wide, ["arn:aws:rds:eu-west-1:123456789012:db:x:y"])).toBeUndefined();
    });

    test.each([
        ["of a wildcard that comes first", "arn:aws:s3:::*-logs", "arn:aws:s3:::a-b-logs", true],
        ["of a name with colons", "arn:aws:rds:*:*:db:x", "arn:aws:rds:eu-west-1:123456789012:db:x", true],
        ["of a name with a part more", "arn:aws:rds:*:*:db:x", "arn:aws:rds:eu-west-1:123456789012:cluster:db:x", false],
        ["of an ARN that ends too early", "arn:aws:s3:::*", "arn:aws:s3::", false],
        ["by an ARN that ends too early", "arn:aws:s3::", "arn:aws:s3:::", false],
        ["of what is no ARN", "*:*", "a:b", false],
        ["as long as a resource may be", "*", "a".repeat(1_024), true],
        ["longer than a resource may be", "*", "a".repeat(1_025), false],
        ["of nothing", "*", "", false],
    ])("are matched part by part: %s", (_, pattern, asked, isIn) => {
        expect(narrowed([{ actions: ["*"], resources: [pattern] }], [asked]) !== undefined).toBe(isIn);
    });

    test("may be everything where everything is in scope", () => {
        expect(narrowed(ALL, ["*", OBJECT])).toEqual([{ actions: ["*"], resources: ["*", OBJECT] }]);
    });

    test("never come to more than the scope, whatever is asked", async () => {
        const letters = fc.constantFrom("a", "b", "*", "?", "/", ":");
        const asking = fc.array(
            fc.tuple(letters, fc.constantFrom("same", "*", "?", "", "a"), fc.constantFrom("a", "b", "/")),
            {
                minLength: 1,
                maxLength: 4,
            },
        );
        const arn = (rest: readonly string[]) => `arn:aws:s3:::${rest.join("")}/k`;
        let covered = 0;
        await fc.assert(
            fc.asyncProperty(asking, async (of) => {
                const asked = arn(of.map(([letter]) => letter));
                const pattern = arn(of.map(([letter, wider]) => (wider === "same" ? letter : wider)));
                const resource = arn(of.map(([letter, , one]) => (/[*?]/.test(letter) ? one : letter)));
                const wide = [{ actions: ["s3:GetObject"], resources: [pattern] }];
                const narrow = narrowed(wide, [asked]);
                if (!narrow) return;
                const says = (scopes: readonly Scope[]) =>
                    oracleSays(
                        { identity: [EVERYTHING], session: JSON.parse(sessionPolicy(scopes, END)) as object },
                        asks("s3:GetObject", resource, LAST, "allowed"),
                    );
                if ((await says(narrow)) !== "allowed") return;
                covered++;
                expect(await says(wide)).toBe("allowed");
            }),
            { numRuns: 2_000 },
        );
        expect(covered).toBeGreaterThan(100);
    });
});

test("two things say the same in whatever order their members are, and in no other order of a list", () => {
    const members = fc.dictionary(fc.string({ maxLength: 3 }), fc.jsonValue({ maxDepth: 1 }), { minKeys: 2, maxKeys: 8 });
    fc.assert(
        fc.property(members, fc.infiniteStream(fc.nat()), (of, order) => {
            const entries = Object.entries(of).map((entry) => [order.next().value ?? 0, entry] as const);
            const turned = Object.fromEntries(entries.sort(([a], [b]) => a - b).map(([, entry]) => entry));
            expect(isSame({ of }, { of: turned })).toBe(true);
            expect(isSame({ of }, { of: { ...turned, more: 1, some: 2 } })).toBe(false);
        }),
    );
    expect(isSame([1, 2], [2, 1])).toBe(false);
});

test.each([
    [1_800_000, 1_800],
    [1_800_999, 1_800],
    [1_799_999, 1_799],
    [899_999, 900],
    [-1, 900],
    [3_600_999, 3_600],
    [3_601_000, 3_600],
])("of %i ms that are left a session is asked for by whole seconds, within what STS gives: %i", (left, seconds) => {
    expect(sessionDuration(END + left, END)).toBe(seconds);
});
