import { afterEach, describe, expect, test, vi } from "vitest";
import { Refused } from "../../components/arguments";
import { type Bounds, duration, iso, like, now, required, window, written } from "../../components/checks";

const refusal = (check: () => unknown) => {
    try {
        return { taken: check() };
    } catch (error) {
        if (!(error instanceof Refused)) throw error;
        return error.message;
    }
};

const HOURS: Bounds = { byDefault: "1h", least: "15m", most: "4h", because: "that is the cap" };

describe("a duration", () => {
    test.each([
        ["15m", 900],
        ["240m", 14_400],
        ["4h", 14_400],
        ["090m", 5_400],
        [undefined, 3_600],
        [null, 3_600],
    ])("%s is taken", (given, seconds) => {
        expect(duration(HOURS)(given, "maxDuration")).toBe(seconds);
    });

    test("may be of days", () => {
        expect(duration({ ...HOURS, most: "90d" })("90d", "every")).toBe(7_776_000);
    });

    test.each<[unknown, string]>([
        [3_600, 'maxDuration is a number without a unit. Write maxDuration: "1h".'],
        [0, 'maxDuration is a number without a unit. Write maxDuration: "1h".'],
        ["14m", 'maxDuration is shorter than 15m. Write maxDuration: "1h".'],
        ["0h", 'maxDuration is shorter than 15m. Write maxDuration: "1h".'],
        ["241m", 'maxDuration is longer than 4h: that is the cap. Write maxDuration: "1h".'],
        ["5h", 'maxDuration is longer than 4h: that is the cap. Write maxDuration: "1h".'],
        ...["1 hour", "-1h", "+1h", "1.5h", "1h30m", "h", "3600", "PT1H", "1H", " 1h", "1h ", "1234567h", "", {}, true].map(
            (given): [unknown, string] => [
                given,
                'maxDuration is no duration such as "15m", "1h" or "90d". Write maxDuration: "1h".',
            ],
        ),
    ])("%j is refused", (given, says) => {
        expect(refusal(() => duration(HOURS)(given, "maxDuration"))).toBe(says);
    });

    test("may have to be of whole hours, and name the rule that asks for it", () => {
        const whole = duration({ ...HOURS, step: "1h", rule: "aws-max-session-duration" });
        expect(whole("2h", "at")).toBe(7_200);
        expect(refusal(() => whole("90m", "at"))).toBe(
            'at is no multiple of 1h. Write at: "1h" (aws-max-session-duration).',
        );
    });

    test.each(["15m", "90m", "1h", "36h", "1d", "90d"])("%s is written as it was read", (text) => {
        expect(written(duration({ ...HOURS, most: "90d" })(text, "at"))).toBe(text);
    });
});

const NOW = Date.parse("2026-01-15T12:34:56Z");
const check = (notBefore: unknown, notAfter: unknown) => refusal(() => window(NOW)({ notBefore, notAfter }, ""));
const SOON = ["2026-01-15T13:00:00Z", "2026-01-15T21:00:00Z"] as const;
const of = (at: "notBefore" | "notAfter", wrong: string) =>
    `${at} ${wrong} Write for example ${at}: "${SOON[at === "notBefore" ? 0 : 1]}" (aws-require-permission-window).`;

describe("a window", () => {
    test.each([
        ["2026-01-16T08:00:00Z", "2026-01-16T08:00:01Z"],
        ["2026-01-16T08:00:00+01:00", "2026-01-16T08:00:00+00:00"],
        ["2020-01-01T00:00:00Z", "2026-01-15T12:34:57Z"],
        ["2026-01-15T12:00:00Z", "2026-02-14T12:34:56Z"],
        ["2026-01-16T08:00:00-05:30", "2026-01-16T13:30:01Z"],
    ])("from %s to %s is taken", (start, end) => {
        expect(check(start, end)).toEqual({ taken: { start: Date.parse(start), end: Date.parse(end) } });
    });

    test.each<[unknown, unknown, string]>([
        [SOON[0], SOON[0], of("notAfter", "is not after notBefore.")],
        [SOON[0], "2026-01-15T12:59:59Z", of("notAfter", "is not after notBefore.")],
        [
            "2020-01-01T00:00:00Z",
            "2026-01-15T12:34:56Z",
            of("notAfter", "is past. Take the grant out of the program, or give it a new window."),
        ],
        [SOON[0], "2026-02-14T12:34:57Z", of("notAfter", "is more than 30 d ahead: access for longer is asked for again.")],
        [undefined, SOON[1], of("notBefore", "is missing.")],
        [SOON[0], undefined, of("notAfter", "is missing.")],
        [1_768_550_400, SOON[1], of("notBefore", "is no text.")],
        ...["2026-01-16", "2026-01-16T18:00:00", "2026-01-16 18:00", "2026-01-16T18:00:00.000"].map(
            (end): [unknown, unknown, string] => [
                SOON[0],
                end,
                of("notAfter", "is an instant without a zone, or only a day."),
            ],
        ),
        ...[
            "",
            "tomorrow",
            "2026-02-30T18:00:00Z",
            "2026-01-16T25:00:00Z",
            "2026-01-16T18:00:00z",
            "x2026-01-16T18:00:00Z",
            "2026-01-16T18:00:00Zx",
            "2026-01-16T18:00:00*01:00",
            "2026-01-16T18:00:00+x1:00",
            "2026-01-16T18:00:00+0100",
            "2026-01-16T18:00:00+99:00",
            "2026-01-16T18:00Z",
            "20260116T180000Z",
            "2026-1-16T18:00:00Z",
        ].map((end): [unknown, unknown, string] => [SOON[0], end, of("notAfter", "is no instant.")]),
    ])("from %j to %j is refused", (start, end, says) => {
        expect(check(start, end)).toBe(says);
    });

    test("is written to the second, in UTC", () => {
        expect(iso(Date.parse("2026-01-16T08:00:00.999+01:00"))).toBe("2026-01-16T07:00:00Z");
    });
});

describe("the clock", () => {
    afterEach(() => vi.unstubAllEnvs());

    test.each(["2026-03-01T00:00:00Z", "2026-03-01T01:00:00.999+01:00"])("is JIT_GUARD_NOW where it is set: %s", (value) => {
        vi.stubEnv("JIT_GUARD_NOW", value);
        expect(now()).toBe(Date.parse("2026-03-01T00:00:00Z"));
    });

    test.each([undefined, ""])("is the machine's where it is %j", (value) => {
        vi.stubEnv("JIT_GUARD_NOW", value);
        expect(Math.abs(now() - Date.now())).toBeLessThan(60_000);
    });

    test("is never guessed", () => {
        vi.stubEnv("JIT_GUARD_NOW", "yesterday");
        expect(now).toThrow('JIT_GUARD_NOW is no instant such as "2026-01-15T12:00:00Z".');
    });
});

describe("a text", () => {
    test.each([undefined, null, ""])("%j is missing", (given) => {
        expect(refusal(() => required('"a"', "a-rule")(given, "owner"))).toBe(
            'owner is missing. Write owner: "a" (a-rule).',
        );
    });

    test.each([1, {}, ["a"], true])("%j is none", (given) => {
        expect(refusal(() => required('"a"', "a-rule")(given, "owner"))).toBe(
            'owner is no text. Write owner: "a" (a-rule).',
        );
    });

    test("is of its form", () => {
        const check = like(/^a+$/, "row of a", '"aa"', "a-rule");
        expect(check("aaa", "owner")).toBe("aaa");
        expect(refusal(() => check("ab", "owner"))).toBe('owner is no row of a. Write owner: "aa" (a-rule).');
        expect(refusal(() => check("", "owner"))).toBe('owner is missing. Write owner: "aa" (a-rule).');
    });
});
