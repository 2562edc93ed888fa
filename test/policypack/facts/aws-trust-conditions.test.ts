import { describe, expect, test } from "vitest";
import {
    CALLER,
    CALLER_OR_PLACE,
    WITHIN_ACCOUNT,
    excludesOthers,
    isLimited,
} from "../../../policypack/facts/aws-trust-conditions";
import { Malformed, UNKNOWN, Unknown, Value } from "../../../policypack/facts/values";

const of = (condition: unknown) => new Value(condition, "Condition");
const ARN = "aws:PrincipalArn";
const SOURCE = "aws:SourceArn";

const LIMITED: Record<string, readonly [condition: unknown, limited: boolean]> = {
    nothing: [undefined, false],
    "one value": [{ StringEquals: { "aws:PrincipalOrgID": "o-1" } }, true],
    "in any letter case": [{ stringequals: { "AWS:PRINCIPALORGID": "o-1" } }, true],
    "several values": [{ StringEquals: { "aws:PrincipalOrgID": ["o-1", "o-2"] } }, true],
    "no value": [{ StringEquals: { "aws:PrincipalOrgID": [] } }, false],
    "a star that is no wildcard, which nobody is": [{ StringEquals: { "aws:PrincipalOrgID": "*" } }, true],
    "a star": [{ StringLike: { "aws:PrincipalOrgID": "*" } }, false],
    "a star among others": [{ StringLike: { "aws:PrincipalOrgID": ["o-1", "*"] } }, false],
    "a star in one line and a value in another": [
        { StringLike: { "aws:PrincipalOrgID": "*" }, StringEquals: { "aws:PrincipalAccount": "111122223333" } },
        true,
    ],
    "a value not known yet": [{ StringLike: { "aws:PrincipalOrgID": UNKNOWN } }, true],
    "a star beside a value not known yet": [{ StringLike: { "aws:PrincipalOrgID": [UNKNOWN, "*"] } }, false],
    "for any value": [{ "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-1/*" } }, true],
    "for all values": [{ "ForAllValues:StringLike": { "aws:PrincipalOrgPaths": "o-1/*" } }, false],
    "paths of any organisation": [{ "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-*/r-1/*" } }, false],
    "if it exists": [{ StringEqualsIfExists: { "aws:PrincipalOrgID": "o-1" } }, false],
    "not so": [{ StringNotEquals: { "aws:PrincipalOrgID": "o-1" } }, false],
    "there or not": [{ Null: { "aws:PrincipalOrgID": "false" } }, false],
    "a key that says nothing of who": [{ StringEquals: { "aws:RequestedRegion": "eu-central-1" } }, false],
    "keys that every object of JavaScript has": [JSON.parse('{"StringEquals":{"constructor":"x","__proto__":"x"}}'), false],
    "an ARN": [{ ArnEquals: { [ARN]: "arn:aws:iam::111122223333:role/a" } }, true],
    "an ARN with a wildcard": [{ ArnLike: { [ARN]: "arn:aws:iam::111122223333:*" } }, true],
    "an ARN of any account": [{ ArnEquals: { [ARN]: "arn:aws:iam::*:role/a" } }, false],
    "what is no whole ARN": [{ StringLike: { [ARN]: "arn:aws:iam::*" } }, false],
    "an ARN in the account of the resource": [{ ArnLike: { [ARN]: "arn:aws:iam::${aws:ResourceAccount}:role/*" } }, true],
    "a bucket": [{ ArnLike: { [SOURCE]: "arn:aws:s3:*:*:uploads" } }, true],
    "a bucket without an account": [{ ArnEquals: { [SOURCE]: "arn:aws:s3:::uploads" } }, true],
    "any bucket": [{ ArnLike: { [SOURCE]: "arn:aws:s3:::*" } }, false],
    "any topic": [{ ArnLike: { [SOURCE]: "arn:aws:sns:*:*:orders" } }, false],
    "topics of one account": [{ ArnLike: { [SOURCE]: "arn:aws:sns:*:111122223333:*" } }, true],
    "a service of AWS": [{ Bool: { "aws:PrincipalIsAWSService": "true" } }, true],
    "no service of AWS": [{ Bool: { "aws:PrincipalIsAWSService": false } }, false],
    "a role by its id": [{ StringLike: { "aws:userid": "AROAEXAMPLEEXAMPLE123:*" } }, true],
    "sessions of that name": [{ StringLike: { "aws:userid": "*:admin" } }, false],
};

describe("isLimited", () => {
    test.each(Object.entries(LIMITED))("%s", (_, [condition, limited]) => {
        expect(isLimited(of(condition), CALLER)).toBe(limited);
    });

    test.each([
        ["203.0.113.7", true],
        ["203.0.113.0/24", true],
        ["10.0.0.0/8", true],
        ["0.0.0.0/7", false],
        ["0.0.0.0/0", false],
        ["2001:db8::/32", true],
        ["::/0", false],
    ])("to the network %s: %s", (network, limited) => {
        const condition = of({ IpAddress: { "aws:SourceIp": network } });
        expect(isLimited(condition, CALLER_OR_PLACE)).toBe(limited);
        expect(isLimited(condition, CALLER)).toBe(false);
    });

    test.each([
        ["arn:aws:sqs:eu-central-1:111122223333:orders", true],
        ["arn:aws:sqs:*:*:orders", false],
        ["*@example.com", true],
        ["https://example.com/*", true],
        ["https://*", false],
        ["*", false],
    ])("to the endpoint %s of a topic: %s", (endpoint, limited) => {
        expect(isLimited(of({ StringLike: { "SNS:Endpoint": endpoint } }), CALLER_OR_PLACE)).toBe(limited);
    });

    test.each([
        ["aws:PrincipalTag/team", "shop", true],
        ["aws:PrincipalTag/team", "*", false],
        ["aws:PrincipalTagged", "shop", false],
        [ARN, "arn:aws:iam::111122223333:role/a", true],
        [ARN, "arn:aws:iam::111122223333:root", false],
        [ARN, "arn:aws:iam::*:role/a", true],
        [ARN, "*", false],
    ])("within an account, %s like %s: %s", (key, value, limited) => {
        expect(isLimited(of({ StringLike: { [key]: value } }), WITHIN_ACCOUNT)).toBe(limited);
    });

    test("cannot be told of a condition not known yet, nor of what is no text", () => {
        expect(() => isLimited(of(UNKNOWN), CALLER)).toThrow(Unknown);
        expect(() => isLimited(of({ StringEquals: { "aws:PrincipalOrgID": {} } }), CALLER)).toThrow(Malformed);
    });
});

const OUTSIDE = { StringNotEquals: { "aws:PrincipalOrgID": "o-1" } };
const EXCLUDING: Record<string, readonly [condition: unknown, excludes: boolean]> = {
    nothing: [undefined, false],
    "all but one organisation": [OUTSIDE, true],
    "all but one organisation, if it exists": [{ StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-1" } }, true],
    "all but any": [{ StringNotLike: { "aws:PrincipalOrgID": "*" } }, false],
    "all but one organisation and services": [{ ...OUTSIDE, Bool: { "aws:PrincipalIsAWSService": "false" } }, true],
    "all but one organisation, of services only": [{ ...OUTSIDE, Bool: { "aws:PrincipalIsAWSService": "true" } }, false],
    "all but one organisation, in one region": [
        { ...OUTSIDE, StringEquals: { "aws:RequestedRegion": "eu-central-1" } },
        false,
    ],
    "for any value, which is false without one": [
        { "ForAnyValue:StringNotLike": { "aws:PrincipalOrgPaths": "o-1/*" } },
        false,
    ],
    "for all values": [{ "ForAllValues:StringNotLike": { "aws:PrincipalOrgPaths": "o-1/*" } }, true],
    "one organisation": [{ StringEquals: { "aws:PrincipalOrgID": "o-1" } }, false],
};

describe("excludesOthers", () => {
    test.each(Object.entries(EXCLUDING))("%s", (_, [condition, excludes]) => {
        expect(excludesOthers(of(condition), CALLER)).toBe(excludes);
    });
});
