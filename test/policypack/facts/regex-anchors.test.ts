import { describe, expect, test } from "vitest";
import { isAnchored } from "../../../policypack/facts/regex-anchors";

describe("isAnchored", () => {
    test.each([
        "^1$",
        "^1$|^2$",
        "^(1|2)$",
        "(^1$|^2$)",
        "(?:^1$)|^2$",
        "((^1$))",
        "^acme[|]shop$",
        "^acme\\|shop$",
        "\\A1\\z",
        "^1\\\\$",
        "^[(]$",
    ])("%s: true", (pattern) => {
        expect(isAnchored(pattern)).toBe(true);
    });

    test("a pattern of many groups: false", () => {
        expect(isAnchored(`${"(".repeat(50_000)}^1$${")".repeat(50_000)}`)).toBe(false);
    });

    test.each(["", "1", "^1", "1$", "^1|2$", "^1$|2", "(^1$|2)", "(^1$)(2)", "^1\\$", "^1$|", "(1|2)", "(1"])(
        "%s: false",
        (pattern) => {
            expect(isAnchored(pattern)).toBe(false);
        },
    );
});
