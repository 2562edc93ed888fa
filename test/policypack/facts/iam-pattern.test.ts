import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { leavesNameOpen, matches, matchesAll } from "../../../policypack/facts/iam-pattern";

const MATCHES: readonly (readonly [pattern: string, text: string, fits: boolean])[] = [
    ["", "", true],
    ["", "a", false],
    ["*", "", true],
    ["**", "a:b", true],
    ["?", "", false],
    ["?", "*", true],
    ["s3:Get*", "s3:GetObject", true],
    ["s3:Get*", "s3:PutObject", false],
    ["s3:*Object", "s3:GetObjectObject", true],
    ["s3:*Object", "s3:GetObjects", false],
    ["*a*b*c", "xaxbxbc", true],
    ["*a*b*c", "xbxaxc", false],
    ["a?c", "abc", true],
    ["a?c", "ac", false],
    ["a", "ab", false],
    ["ab", "a", false],
    ["s3:Get*", "s3:getObject", false],
];

describe("matches", () => {
    test.each(MATCHES)("%j fits %j: %s", (pattern, text, fits) => {
        expect(matches(pattern, text)).toBe(fits);
    });

    const few = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 10 });

    test("says what the definition says", () => {
        fc.assert(
            fc.property(few, few, (pattern, text) => {
                expect(matches(pattern, text)).toBe(byDefinition(pattern, text));
            }),
            { numRuns: 2_000 },
        );
    });

    test("holds for each text of its own pattern", () => {
        const parts = fc.array(fc.tuple(fc.constantFrom("*", "?", "x"), fc.string()), { maxLength: 12 });
        fc.assert(
            fc.property(parts, (of) => {
                const pattern = of.map(([sign]) => sign).join("");
                const text = of.map(([sign, run]) => (sign === "*" ? run : sign === "?" ? "?" : "x")).join("");
                expect(matches(pattern, text)).toBe(true);
            }),
        );
    });

    test("comes to an end where backtracking does not", () => {
        expect(matches(`${"*a".repeat(2_000)}b`, "a".repeat(4_000))).toBe(false);
    });
});

test.each([
    ["*", true],
    ["**", true],
    ["?*", true],
    ["????????*", true],
    ["?", false],
    ["*a", false],
    ["a*", false],
    ["", false],
])("matchesAll %j: %s", (pattern, all) => {
    expect(matchesAll(pattern)).toBe(all);
});

const OPEN = [
    "*",
    "**",
    "?*",
    "arn:*",
    "arn:aws:*",
    "arn:aws:s3*",
    "arn:aws:iam::*",
    "arn:aws:s3:::*",
    "arn:aws:s3:::*/*",
    "arn:aws:s3:*:111122223333:accesspoint/*",
    "arn:aws-cn:s3:::*",
    "arn:aws-us-gov:dynamodb:*:*:table/*",
    "arn:aws:dynamodb:*:*:table/*",
    "arn:aws:dynamodb:*:*:table/*/index/*",
    "arn:aws:dynamodb:*:*:tab*",
    "arn:aws:iam::111122223333:role/*",
    "arn:aws:iam::111122223333:*",
    "arn:aws:lambda:*:*:function:*",
    "arn:aws:logs:*:*:log-group:*:*",
    "arn:aws:kms:*:*:key/????*",
    "arn:aws:apigateway:eu-central-1::/restapis/*",
    "arn:aws:execute-api:*:*:*/live/*",
    "arn:aws:sqs:*:*:*",
    "arn:*:*:*:*:*",
    "arn:aws:*:*:*:*/*",
    "arn:aws:s3",
];
const NAMED = [
    "",
    "arn:aws:s3:::reports",
    "arn:aws:s3:::reports/*",
    "arn:aws:s3:::reports-*",
    "arn:aws:s3:::*-reports",
    "arn:aws:s3:::",
    "arn:aws:execute-api:eu-central-1:111122223333:a1b2c3d4e5/*",
    "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/lambda/x:*",
    "arn:aws:logs:*:*:log-group:/aws/lambda/*",
    "arn:aws:dynamodb:*:*:table/orders",
    "arn:aws:dynamodb:*:*:table/orders/index/*",
    "arn:aws:dynamodb:*:*:table/orders-*",
    "arn:aws:autoscaling:*:*:autoScalingGroup:*:autoScalingGroupName/web",
    "arn:aws:iam::*:user/${aws:username}",
    "arn:aws:iam::*:role/service/*",
    "arn:aws:sqs:*:*:orders-*",
    "arn:aws:*:*:*:orders-*",
    "arn:aws:iam::111122223333:root",
];

describe("leavesNameOpen", () => {
    test.each(OPEN)("%j does", (pattern) => expect(leavesNameOpen(pattern)).toBe(true));
    test.each(NAMED)("%j does not", (pattern) => expect(leavesNameOpen(pattern)).toBe(false));

    test("holds for whatever matches everything, and for no whole ARN without a wildcard", () => {
        const pattern = fc.string({ unit: fc.constantFrom("a", ":", "/", "*", "?", "arn", "arn:aws:s3:::"), maxLength: 8 });
        fc.assert(
            fc.property(pattern, (written) => {
                if (matchesAll(written)) expect(leavesNameOpen(written)).toBe(true);
                const isShort = written.startsWith("arn:") && written.split(":").length < 6;
                if (!/[*?]/.test(written)) expect(leavesNameOpen(written)).toBe(isShort);
            }),
        );
    });
});

function byDefinition(pattern: string, text: string): boolean {
    if (pattern === "") return text === "";
    const [sign, rest] = [pattern[0], pattern.slice(1)];
    if (sign === "*") return byDefinition(rest, text) || (text !== "" && byDefinition(pattern, text.slice(1)));
    return text !== "" && (sign === "?" || sign === text[0]) && byDefinition(rest, text.slice(1));
}
