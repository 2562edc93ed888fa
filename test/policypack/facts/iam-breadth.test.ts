import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { broadGrants } from "../../../policypack/facts/iam-breadth";
import { UNKNOWN, Value, isUnreadable } from "../../../policypack/facts/values";

const NOW = Date.parse("2026-01-15T12:00:00Z");

function grants(document: unknown): readonly string[] {
    return [...broadGrants(new Value(document, "policy"), NOW)].map((grant) =>
        isUnreadable(grant) ? `? ${grant.path}` : `${grant.breadth}: ${grant.what} on ${grant.scope}`,
    );
}

const one = (statement: object) => grants({ Statement: { Effect: "Allow", Action: "*", Resource: "*", ...statement } });

const GRADED: Record<string, readonly [statement: object, grants: readonly string[]]> = {
    "every action": [{}, ["all: every action on every resource"]],
    "every action of every service": [{ Action: "*:*" }, ["all: every action on every resource"]],
    stars: [{ Action: "**", Resource: "**" }, ["all: every action on every resource"]],
    "every action, which covers the others": [
        { Action: ["s3:*", "iam:*", "*", UNKNOWN] },
        ["all: every action on every resource"],
    ],
    "all but some": [
        { Action: undefined, NotAction: ["iam:*", UNKNOWN] },
        ["all: every action but those listed on every resource"],
    ],
    "all but all": [{ Action: undefined, NotAction: ["iam:*", "*:*"] }, []],
    IAM: [{ Action: "IAM:*" }, ["iam: `IAM:*` on every resource"]],
    "a pattern that IAM fits": [{ Action: "i*:*" }, ["iam: `i*:*` on every resource"]],
    "a part of IAM": [{ Action: "iam:Create*" }, []],
    services: [
        { Action: ["s3:*", "cognito-idp:*"] },
        ["service: `s3:*` on every resource", "service: `cognito-idp:*` on every resource"],
    ],
    "a service, written otherwise": [{ Action: "sqs:?*" }, ["service: `sqs:?*` on every resource"]],
    "a part of each service": [{ Action: "*:Get*" }, []],
    "a part of a service": [{ Action: ["s3:Get*", "ec2:Describe*", "xray:PutTraceSegments"] }, []],
    "no action of any service": [{ Action: "s3" }, []],
    "a named resource": [{ Action: "s3:*", Resource: ["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"] }, []],
    "every action on a named resource": [{ Resource: "arn:aws:s3:::reports/*" }, []],
    "one open resource among named ones": [
        { Action: "s3:*", Resource: ["arn:aws:s3:::reports", "arn:aws:s3:::*", UNKNOWN] },
        ["service: `s3:*` on `arn:aws:s3:::*`"],
    ],
    "all resources but some": [
        { Action: "s3:*", Resource: undefined, NotResource: "arn:aws:s3:::reports" },
        ["service: `s3:*` on every resource but those listed"],
    ],
    "all resources but all": [{ Action: "s3:*", Resource: undefined, NotResource: "*" }, []],
    "a Deny": [{ Effect: "Deny" }, []],
    "a condition that is no end": [
        { Condition: { Bool: { "aws:MultiFactorAuthPresent": true } } },
        ["all: every action on every resource"],
    ],
    "an end in time": [{ Condition: { DateLessThan: { "aws:CurrentTime": "2026-01-15T12:00:00Z" } } }, []],
    "an end too late": [
        { Condition: { DateLessThan: { "aws:CurrentTime": "2026-01-15T12:00:01Z" } } },
        ["all: every action on every resource"],
    ],
    "every action on a resource not known yet": [
        { Resource: UNKNOWN },
        ["all: every action on a resource that is not known yet"],
    ],
    "a service on a resource not known yet": [{ Action: "s3:*", Resource: UNKNOWN }, ["? policy.Statement.Resource"]],
    "a part of a service on a resource not known yet": [{ Action: "s3:Get*", Resource: UNKNOWN }, []],
    "an action not known yet on a named resource": [{ Action: UNKNOWN, Resource: "arn:aws:s3:::reports" }, []],
    "an action not known yet": [
        { Action: ["s3:*", UNKNOWN] },
        ["service: `s3:*` on every resource", "? policy.Statement.Action[1]"],
    ],
    "an effect not known yet": [{ Effect: UNKNOWN }, ["? policy.Statement.Effect"]],
    "an end not known yet": [
        { Condition: { DateLessThan: { "aws:CurrentTime": UNKNOWN } } },
        ["? policy.Statement.Condition.DateLessThan.aws:CurrentTime"],
    ],
    "an action of another kind": [{ Action: 42 }, ["? policy.Statement.Action"]],
    "a resource of another kind": [{ Action: "s3:Get*", Resource: {} }, ["? policy.Statement.Resource"]],
    "no resource": [{ Action: "s3:Get*", Resource: undefined }, ["? policy.Statement"]],
};

describe("broadGrants", () => {
    test.each(Object.entries(GRADED))("%s", (_, [statement, expected]) => {
        expect(one(statement)).toEqual(expected);
    });

    test("a statement that cannot be read hides no other", () => {
        const all = { Effect: "Allow", Action: "*", Resource: "*" };
        expect(grants({ Statement: [{ ...all, Effect: UNKNOWN }, 42, all] })).toEqual([
            "all: every action on every resource",
            "? policy.Statement[0].Effect",
            "? policy.Statement[1]",
        ]);
    });

    test.each([
        ["from now on", { DateGreaterThan: { "aws:CurrentTime": "2026-01-15T12:00:00Z" } }, []],
        ["always", undefined, []],
        [
            "too late",
            { DateGreaterThan: { "aws:CurrentTime": "2026-01-16T12:00:00Z" } },
            ["all: every action on every resource"],
        ],
        ["that can be avoided", { Bool: { "aws:SecureTransport": false } }, ["all: every action on every resource"]],
        [
            "not known yet",
            { DateGreaterThan: { "aws:CurrentTime": UNKNOWN } },
            ["? policy.Statement[1].Condition.DateGreaterThan.aws:CurrentTime"],
        ],
    ])("a Deny of everything %s", (_, Condition, expected) => {
        const Statement = [
            { Effect: "Allow", Action: "*", Resource: "*" },
            { Effect: "Deny", Action: "*", Resource: "*", Condition },
        ];
        expect(grants({ Statement })).toEqual(expected);
    });

    test("a Deny of something ends nothing", () => {
        const Statement = [
            { Effect: "Allow", Action: "*", Resource: "*" },
            { Effect: "Deny", Action: "iam:*", Resource: "*" },
            { Effect: "Deny", NotAction: "s3:*", Resource: "*" },
        ];
        expect(grants({ Statement })).toEqual(["all: every action on every resource"]);
    });

    test("the verdict is the same for an object and JSON text, for one and a list of one, in any letter case", () => {
        const action = fc.constantFrom("*", "s3:*", "iam:*", "S3:Get*", "ec2:Describe*", "*:*");
        const resource = fc.constantFrom("*", "arn:aws:s3:::*", "arn:aws:s3:::reports/*", "arn:aws:iam::*:role/*");
        fc.assert(
            fc.property(fc.constantFrom("Allow", "Deny"), action, resource, (Effect, Action, Resource) => {
                const single = { Effect, Action, Resource };
                const lists = { Effect, Action: [Action], Resource: [Resource] };
                const verdict = grants({ Statement: single }).length;
                expect(grants({ Statement: [lists] })).toHaveLength(verdict);
                expect(grants(JSON.stringify({ Statement: single }))).toHaveLength(verdict);
                expect(grants({ Statement: { ...single, Action: Action.toUpperCase() } })).toHaveLength(verdict);
            }),
        );
    });
});
