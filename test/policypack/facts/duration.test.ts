import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { googleDuration, instant, isoDuration, lasting, ownDuration, timestamp } from "../../../policypack/facts/duration";
import { Malformed, UNKNOWN, Unknown, Value } from "../../../policypack/facts/values";

const of = (raw: unknown) => new Value(raw, "input");

describe("ownDuration", () => {
    test.each([
        ["0s", 0],
        ["15m", 900],
        ["1h", 3_600],
        ["90d", 7_776_000],
    ])("%s", (written, seconds) => expect(ownDuration(written)).toBe(seconds));

    test.each(["", "15", "m", "1.5h", "-1h", "1h30m", "1 h", "1H", "PT1H", "1h\n", "1234567890s"])("not %j", (written) => {
        expect(ownDuration(written)).toBeUndefined();
    });
});

describe("isoDuration", () => {
    test.each([
        ["PT1H", 3_600],
        ["PT1H30M", 5_400],
        ["P1D", 86_400],
        ["P1DT12H", 129_600],
        ["P2W", 1_209_600],
        ["PT0.5S", 0.5],
        ["PT0S", 0],
    ])("%s", (written, seconds) => expect(isoDuration(of(written))).toBe(seconds));

    test.each([
        "",
        "1h",
        "P1Y",
        "P1M",
        "P1Y2D",
        "-PT1H",
        "PT",
        "P",
        "PT1H;",
        "xPT1H",
        "PT1H\n",
        "PT1HPT2H",
        "PT1HT2H",
        "PT1H2H",
        "PT1..5H",
        "pt1h",
    ])("not %j", (written) => {
        expect(() => isoDuration(of(written))).toThrow(new Malformed("input", 'an ISO 8601 duration such as "PT1H"'));
    });
});

describe("googleDuration", () => {
    test.each([
        ["3600s", 3_600],
        ["3.5s", 3.5],
        ["0s", 0],
        ["0.123456789s", 0.123456789],
    ])("%s", (written, seconds) => expect(googleDuration(of(written))).toBe(seconds));

    test.each(["", "3600", "1h", "-1s", ".5s", "1.s", "1 s", "1e3s", "3600s "])("not %j", (written) => {
        expect(() => googleDuration(of(written))).toThrow(new Malformed("input", 'a duration in seconds such as "3600s"'));
    });
});

describe("instant", () => {
    test.each([
        ["2026-01-31T12:00:00Z", "2026-01-31T12:00:00.000Z"],
        ["2026-01-31T12:00:00.5Z", "2026-01-31T12:00:00.500Z"],
        ["2026-01-31T12:00:00.000000001Z", "2026-01-31T12:00:00.001Z"],
        ["2026-01-31T12:00:00+05:30", "2026-01-31T06:30:00.000Z"],
        ["2026-01-31T12:00:00-11:00", "2026-01-31T23:00:00.000Z"],
        ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"],
    ])("%s", (written, at) => expect(instant(written)).toBe(Date.parse(at)));

    test.each([
        "",
        "2026",
        "2026-01-31",
        "2026-01-31T12:00Z",
        "2026-01-31T12:00:00",
        "2026-01-31 12:00:00Z",
        "2026-02-30T12:00:00Z",
        "2025-02-29T12:00:00Z",
        "2026-13-01T12:00:00Z",
        "2026-01-31T24:00:00Z",
        "2026-01-31T12:00:60Z",
        "2026-01-31T12:00:00+24:00",
        "2026-01-31T12:00:00+0100",
        "2026-01-31T12:00:00z",
        "2026-01-31T12:00:00.Z",
        "+002026-01-31T12:00:00Z",
        " 2026-01-31T12:00:00Z",
        "Sat, 31 Jan 2026 12:00:00 GMT",
    ])("not %j", (written) => expect(instant(written)).toBeUndefined());

    test("any instant that a date writes", () => {
        fc.assert(
            fc.property(fc.date({ min: new Date(0), max: new Date("9999-12-31"), noInvalidDate: true }), (date) => {
                expect(instant(date.toISOString())).toBe(date.getTime());
            }),
        );
    });
});

test("timestamp reads an instant, or says what it is not", () => {
    expect(timestamp(of("2026-01-31T12:00:00Z"))).toBe(Date.UTC(2026, 0, 31, 12));
    expect(timestamp(of(undefined))).toBeUndefined();
    expect(() => timestamp(of("tomorrow"))).toThrow('`input` is not an instant such as "2026-01-31T12:00:00Z".');
    expect(() => timestamp(of(UNKNOWN))).toThrow(Unknown);
});

test.each([isoDuration, googleDuration])("a duration that is absent, unknown or no text", (read) => {
    expect(read(of(undefined))).toBeUndefined();
    expect(() => read(of(UNKNOWN))).toThrow(new Unknown("input"));
    expect(() => read(of(3600))).toThrow(new Malformed("input", "a text"));
});

describe("lasting", () => {
    test.each([
        [0, "0 s"],
        [0.4, "0 s"],
        [59, "59 s"],
        [60, "1 min"],
        [3_601, "1 h 1 s"],
        [5_400, "1 h 30 min"],
        [90_061, "1 d 1 h 1 min 1 s"],
        [7_776_000, "90 d"],
    ])("%d", (seconds, said) => expect(lasting(seconds)).toBe(said));

    test("says every second, each unit within its bound", () => {
        fc.assert(
            fc.property(fc.nat(10_000_000), (seconds) => {
                const said = lasting(seconds).matchAll(/(\d+) (d|h|min|s)/g);
                const lengths = { d: 86_400, h: 3_600, min: 60, s: 1 };
                expect([...said].reduce((sum, [, count, unit]) => sum + Number(count) * lengths[unit as "d"], 0)).toBe(
                    seconds,
                );
            }),
        );
    });
});
