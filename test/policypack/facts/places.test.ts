import { describe, expect, test } from "vitest";
import { at } from "../../../policypack/facts/places";
import { Malformed, UNKNOWN, Unknown, Value, text } from "../../../policypack/facts/values";

/** What stands at a path, by where it stands. */
const found = (raw: unknown, path: string) =>
    [...at(new Value(raw, ""), path, (value) => [[value.path, text(value)]])].map((outcome) =>
        Array.isArray(outcome) ? outcome : (outcome as Error).constructor,
    );

describe("at", () => {
    test.each<[string, unknown, string, unknown[]]>([
        ["an input", { a: "x" }, "a", [["a", "x"]]],
        ["an inner input", { a: { b: "x" } }, "a.b", [["a.b", "x"]]],
        [
            "each element of a list",
            { a: ["x", "y"] },
            "a[]",
            [
                ["a[0]", "x"],
                ["a[1]", "y"],
            ],
        ],
        [
            "what stands in lists in lists",
            { a: [{ b: ["x"] }, { b: ["y"] }] },
            "a[].b[]",
            [
                ["a[0].b[0]", "x"],
                ["a[1].b[0]", "y"],
            ],
        ],
        ["what stands in JSON", { a: '{"b":"x"}' }, "a{}.b", [["a.b", "x"]]],
        ["each element of a list in JSON", { a: '[{"b":"x"}]' }, "a{}[].b", [["a[0].b", "x"]]],
        ["what JSON would hold, written as an object", { a: [{ b: "x" }] }, "a{}[].b", [["a[0].b", "x"]]],
        ["nothing", {}, "a.b[].c", []],
        ["nothing in an element", { a: [{}, { b: "x" }] }, "a[].b", [["a[1].b", "x"]]],
        ["nothing in the JSON null", { a: "null" }, "a{}.b", []],
        [
            "what is known beside what is not",
            { a: [UNKNOWN, { b: "x" }, 42] },
            "a[].b",
            [["a[1].b", "x"], Unknown, Malformed],
        ],
    ])("%s", (_, raw, path, expected) => expect(found(raw, path)).toEqual(expected));

    test.each([
        ["a list not known yet", { a: UNKNOWN }, "a[]", Unknown],
        ["a document not known yet", { a: UNKNOWN }, "a{}.b", Unknown],
        ["what is no list", { a: "x" }, "a[]", Malformed],
        ["what is no JSON", { a: "x: 1" }, "a{}.b", Malformed],
    ])("throws at %s", (_, raw, path, error) => expect(() => found(raw, path)).toThrow(error));
});
