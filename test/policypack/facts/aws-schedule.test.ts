import { describe, expect, test } from "vitest";
import { longestInterval } from "../../../policypack/facts/aws-schedule";
import { Malformed, UNKNOWN, Unknown, Value } from "../../../policypack/facts/values";

const interval = (written: unknown) => longestInterval(new Value(written, "scheduleExpression"));
const HOUR = 3_600;
const DAY = 24 * HOUR;

describe("longestInterval", () => {
    test.each([
        ["rate(4 hours)", 4 * HOUR],
        ["rate(1 day)", DAY],
        ["rate(90 days)", 90 * DAY],
        ["cron(0 8 * * ? *)", DAY],
        ["cron(0 4/12 * * ? *)", DAY],
        ["cron(0 8/8 ? * * *)", DAY],
        ["cron(0 8 ? * MON *)", 7 * DAY],
        ["cron(0 8 ? * 2 *)", 7 * DAY],
        ["cron(0 8 ? * mon-fri *)", 3 * DAY],
        ["cron(0 8 ? * L *)", 7 * DAY],
        ["cron(0 8 ? * SUN#1 *)", 35 * DAY],
        ["cron(0 8 ? * SUNL *)", 35 * DAY],
        ["cron(0 8 1/7 * ? *)", 7 * DAY],
        ["cron(0 8 1 * ? *)", 31 * DAY],
        ["cron(0 8 31 * ? *)", 61 * DAY],
        ["cron(0 8 1,15 * ? *)", 17 * DAY],
        ["cron(0 8 L * ? *)", 31 * DAY],
        ["cron(0 8 1 1/2 ? *)", 62 * DAY],
        ["cron(0 8 1 JAN,APR,JUL,OCT ? *)", 92 * DAY],
        ["cron(0 8 1 */3 ? *)", 92 * DAY],
        ["cron(0 8 1 1 ? *)", 366 * DAY],
        ["cron(0 8 29 2 ? *)", 1461 * DAY],
        [undefined, undefined],
    ])("%s", (written, seconds) => {
        expect(interval(written)).toBe(seconds);
    });

    test.each([
        "",
        "monthly",
        "rate(0 days)",
        "rate(30 weeks)",
        "rate(30 days) ",
        "cron(0 8 1 * ?)",
        "cron(5 8 1 * ? *)",
        "cron(0 8 1 * ? 2026)",
        "cron(0 24 1 * ? *)",
        "cron(0 8 32 * ? *)",
        "cron(0 8 30 2 ? *)",
        "cron(0 8 1/0 * ? *)",
        "cron(0 8 5-1 * ? *)",
        "cron(0 8 ? * FUN *)",
        "cron(0 8 , * ? *)",
        42,
    ])("%j is no schedule", (written) => {
        expect(() => interval(written)).toThrow(Malformed);
    });

    test("is unknown when the schedule is", () => {
        expect(() => interval(UNKNOWN)).toThrow(Unknown);
    });
});
