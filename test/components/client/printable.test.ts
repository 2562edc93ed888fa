import { expect, test } from "vitest";
import { seconds, written } from "../../../components/client/duration";
import { printable, printableJson } from "../../../components/client/printable";

test("what people write moves nothing on a terminal", () => {
    expect(printable("INC-1: fix\u001b[2Jdb\r\nnow")).toBe("INC-1: fix\\u001b[2Jdb\\u000d\\u000anow");
    expect(printable("a\u202eb\u2066c\ufeffd\u009be\u2028f\ud800g")).toBe(
        "a\\u202eb\\u2066c\\ufeffd\\u009be\\u2028f\\ud800g",
    );
    expect(printable("Ümläut 😀 日本")).toBe("Ümläut 😀 日本");
});

test("JSON stays JSON, and says the same", () => {
    const value = { a: "x\u001by\u202ez\u2028", b: [1, null], c: "\u{e0001}" };
    const text = printableJson(value);
    expect(text).toMatch(/^[\x20-\x7e\n]+$/);
    expect(JSON.parse(text)).toEqual(value);
});

test("a duration is read as it is written", () => {
    for (const each of ["1m", "15m", "1h", "90m", "2d"]) expect(written(seconds(each)!)).toBe(each);
    expect([written(5_400), written(90), written(7_200), written(48 * 3_600)]).toEqual(["90m", "90 s", "2h", "2d"]);
    for (const each of ["", "0m", "01h", "1", "h", "1s", "9999999m"]) expect(seconds(each)).toBeUndefined();
});
