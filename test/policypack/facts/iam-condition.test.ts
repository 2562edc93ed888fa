import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { from, tests, until } from "../../../policypack/facts/iam-condition";
import { Malformed, UNKNOWN, Unknown, Value } from "../../../policypack/facts/values";

const of = (condition: unknown) => new Value(condition, "Condition");
const [NOON, ONE] = ["2026-01-15T12:00:00Z", "2026-01-15T13:00:00Z"];
const at = (written: string) => Date.parse(written);
const never = Infinity;

const UNTIL: Record<string, readonly [condition: unknown, until: number]> = {
    "no condition": [undefined, never],
    "a date": [{ DateLessThan: { "aws:CurrentTime": NOON } }, at(NOON)],
    "a date, inclusive": [{ DateLessThanEquals: { "aws:CurrentTime": NOON } }, at(NOON)],
    "a date, exactly": [{ DateEquals: { "aws:CurrentTime": NOON } }, at(NOON)],
    "any letter case": [{ datelessthan: { "AWS:CURRENTTIME": NOON } }, at(NOON)],
    "another zone": [{ DateLessThan: { "aws:CurrentTime": "2026-01-15T13:00:00+01:00" } }, at(NOON)],
    "no seconds": [{ DateLessThan: { "aws:CurrentTime": "2026-01-15T12:00Z" } }, at(NOON)],
    "a day, to its end": [{ DateLessThan: { "aws:CurrentTime": "2026-01-15" } }, at("2026-01-15T23:59:59Z")],
    "seconds since 1970": [{ DateLessThan: { "aws:EpochTime": String(at(NOON) / 1_000) } }, at(NOON)],
    "seconds as a number": [{ NumericLessThan: { "aws:EpochTime": at(NOON) / 1_000 } }, at(NOON)],
    IfExists: [{ DateLessThanIfExists: { "aws:CurrentTime": NOON } }, at(NOON)],
    "several values: the latest": [{ DateLessThan: { "aws:CurrentTime": [NOON, ONE] } }, at(ONE)],
    "several lines: the earliest": [
        { DateLessThan: { "aws:CurrentTime": ONE, "aws:EpochTime": NOON }, Bool: { "aws:MultiFactorAuthPresent": true } },
        at(NOON),
    ],
    "when the session began: as long after that as a session may last": [
        { DateLessThan: { "aws:TokenIssueTime": NOON } },
        at(NOON) + 36 * 3_600_000,
    ],
    "when the session began, if there is one": [{ DateLessThanIfExists: { "aws:TokenIssueTime": NOON } }, never],
    "a start only": [{ DateGreaterThan: { "aws:CurrentTime": NOON } }, never],
    "not that date": [{ DateNotEquals: { "aws:CurrentTime": NOON } }, never],
    "another key": [{ DateLessThan: { "aws:MultiFactorAuthAge": NOON } }, never],
    "a tag": [{ DateLessThan: { "aws:PrincipalTag/until": NOON } }, never],
    "a set operator": [{ "ForAllValues:DateLessThan": { "aws:CurrentTime": NOON } }, never],
    "a text operator": [{ StringLessThan: { "aws:CurrentTime": NOON } }, never],
    "no zone": [{ DateLessThan: { "aws:CurrentTime": "2026-01-15T12:00:00" } }, never],
    "no date": [{ DateLessThan: { "aws:CurrentTime": "tomorrow" } }, never],
    "no day of the calendar": [{ DateLessThan: { "aws:CurrentTime": "2026-02-30T00:00:00Z" } }, never],
    "a variable": [{ DateLessThan: { "aws:CurrentTime": "${aws:PrincipalTag/until}" } }, never],
    "one value that is no date": [{ DateLessThan: { "aws:CurrentTime": [NOON, "tomorrow"] } }, never],
    "a date for a number": [{ NumericLessThan: { "aws:EpochTime": NOON } }, never],
    "milliseconds, which are the far future": [{ NumericLessThan: { "aws:EpochTime": at(NOON) } }, never],
    "no value": [{ DateLessThan: { "aws:CurrentTime": [] } }, never],
    "an object for a date": [{ DateLessThan: { "aws:CurrentTime": {} } }, never],
};

describe("until", () => {
    test.each(Object.entries(UNTIL))("%s", (_, [condition, expected]) => {
        expect(until(of(condition))).toBe(expected);
    });

    test("never ends before the time that each line allows", () => {
        const instant = fc.date({ min: new Date(0), max: new Date("9999-01-01"), noInvalidDate: true });
        fc.assert(
            fc.property(fc.array(instant, { minLength: 1 }), (instants) => {
                const condition = { DateLessThan: { "aws:CurrentTime": instants.map((value) => value.toISOString()) } };
                expect(until(of(condition))).toBe(Math.max(...instants.map(Number)));
            }),
        );
    });

    test("is unknown when the date is, and only then", () => {
        expect(() => until(of({ DateLessThan: { "aws:CurrentTime": UNKNOWN } }))).toThrow(Unknown);
        expect(() => until(of(UNKNOWN))).toThrow(Unknown);
        expect(until(of({ StringEquals: { "aws:SourceVpc": UNKNOWN }, DateLessThan: { "aws:CurrentTime": NOON } }))).toBe(
            at(NOON),
        );
    });
});

const FROM: Record<string, readonly [condition: unknown, from: number]> = {
    "no condition": [undefined, -Infinity],
    "a date": [{ DateGreaterThan: { "aws:CurrentTime": NOON } }, at(NOON)],
    "a date, inclusive": [{ DateGreaterThanEquals: { "aws:CurrentTime": NOON } }, at(NOON)],
    "several values: the earliest": [{ DateGreaterThan: { "aws:CurrentTime": [ONE, NOON] } }, at(NOON)],
    "several lines: the latest": [{ DateGreaterThan: { "aws:CurrentTime": NOON, "aws:EpochTime": ONE } }, at(ONE)],
    "a line beside it": [{ DateGreaterThan: { "aws:CurrentTime": NOON }, Bool: { "aws:SecureTransport": false } }, never],
    "an end": [{ DateLessThan: { "aws:CurrentTime": NOON } }, never],
    "no date": [{ DateGreaterThan: { "aws:CurrentTime": "tomorrow" } }, never],
};

describe("from", () => {
    test.each(Object.entries(FROM))("%s", (_, [condition, expected]) => {
        expect(from(of(condition))).toBe(expected);
    });
});

describe("tests", () => {
    test("take an operator apart", () => {
        const [line] = tests(of({ "ForAnyValue:StringLikeIfExists": { "Issuer:Sub": ["a", "b"] } }));
        expect(line).toMatchObject({ operator: "stringlike", set: "foranyvalue", ifExists: true, key: "issuer:sub" });
        expect(line?.values.map(({ raw }) => raw)).toEqual(["a", "b"]);
    });

    test.each(["x", 42, [], { "String Equals": {} }, { StringEquals: "x" }])("%j is no condition", (condition) => {
        expect(() => tests(of(condition))).toThrow(Malformed);
    });
});

describe("of a key whose values are known", () => {
    const key = "iam:PassedToService";
    const choices = (...values: readonly (string | undefined)[]) => ({ "iam:passedtoservice": values });
    const CASES: Record<string, readonly [condition: object, values: readonly (string | undefined)[], holds: boolean]> = {
        "the same": [{ StringEquals: { [key]: "ec2" } }, ["ec2"], true],
        another: [{ StringEquals: { [key]: "ec2" } }, ["lambda"], false],
        "one of several": [{ StringEquals: { [key]: ["ecs", "ec2"] } }, ["ec2"], true],
        "another letter case": [{ StringEquals: { [key]: "EC2" } }, ["ec2"], false],
        "another letter case, ignored": [{ StringEqualsIgnoreCase: { [key]: "EC2" } }, ["ec2"], true],
        "a pattern": [{ StringLike: { [key]: "e*" } }, ["ec2"], true],
        "no pattern": [{ StringEquals: { [key]: "e*" } }, ["ec2"], false],
        "a pattern for ARNs": [
            { ArnEquals: { [key]: "arn:aws:iam::aws:policy/R*" } },
            ["arn:aws:iam::aws:policy/ReadOnly"],
            true,
        ],
        "all but the same": [{ StringNotEquals: { [key]: "ec2" } }, ["ec2"], false],
        "all but another": [{ StringNotLike: { [key]: "l*" } }, ["ec2"], true],
        "left out": [{ StringEquals: { [key]: "ec2" } }, [undefined], false],
        "left out, if it exists": [{ StringEqualsIfExists: { [key]: "ec2" } }, [undefined], true],
        "left out, of none other": [{ StringNotEquals: { [key]: "ec2" } }, [undefined], true],
        "left out, for all of none": [{ "ForAllValues:StringEquals": { [key]: "ec2" } }, [undefined], true],
        "left out, for any of none": [{ "ForAnyValue:StringEquals": { [key]: "ec2" } }, [undefined], false],
        "demanded absent": [{ Null: { [key]: "true" } }, [undefined], true],
        "demanded present": [{ Null: { [key]: "false" } }, [undefined], false],
        "not known yet": [{ StringEquals: { [key]: UNKNOWN } }, ["ec2"], false],
    };
    test.each(Object.entries(CASES))("%s", (_, [condition, values, holds]) => {
        expect(until(of(condition), choices(...values))).toBe(holds ? Infinity : -Infinity);
        expect(from(of(condition), choices(...values))).toBe(holds ? -Infinity : Infinity);
    });

    test("an Allow may take the best of them, a Deny must take all", () => {
        const condition = of({ StringEquals: { [key]: "ec2" } });
        expect(until(condition, choices("lambda", "ec2"))).toBe(Infinity);
        expect(from(condition, choices("lambda", "ec2"))).toBe(Infinity);
    });
});
