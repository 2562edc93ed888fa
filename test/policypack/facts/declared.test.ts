import { describe, expect, test } from "vitest";
import { declared } from "../../../policypack/facts/declared";
import { UNKNOWN, list } from "../../../policypack/facts/values";
import { resources } from "../../harness/describe-rule";

describe("declared", () => {
    const isOurs = (of: Record<string, unknown>, inputs: Record<string, unknown>, sources = {}) => {
        const [user, by] = resources([
            { type: "a:b/user:User", name: "ours", inputs: of },
            { type: "a:b/policy:Policy", name: "by", inputs, sources },
        ]);
        return declared([user!], ["name", "alias"])(by!, by!.inputs.get("user"));
    };

    test.each([
        ["made from it", {}, { user: UNKNOWN }, { user: ["ours"] }, true],
        ["made from it, of another name", { name: "a" }, { user: "b" }, { user: ["ours"] }, true],
        ["written with its name", { name: "a" }, { user: "a" }, {}, true],
        ["written with its other name", { alias: "a" }, { user: "a" }, {}, true],
        ["written with another name", { name: "a" }, { user: "b" }, {}, false],
        ["made from something else", {}, { user: UNKNOWN }, { user: ["else"] }, false],
        ["beside an input made from it", {}, { user: "b", policy: UNKNOWN }, { policy: ["ours"] }, false],
        ["not known", { name: "a" }, { user: UNKNOWN }, {}, false],
        ["both not known", { name: UNKNOWN }, { user: UNKNOWN }, {}, false],
        ["both absent", {}, {}, {}, false],
        ["both empty", { name: "" }, { user: "" }, {}, false],
        ["what is no text", { name: 1 }, { user: 1 }, {}, false],
    ] as const)("%s", (_, of, inputs, sources, expected) => {
        expect(isOurs(of, inputs, sources)).toBe(expected);
    });

    test.each([
        ["not known yet", UNKNOWN, true],
        ["of its name", "a", true],
        ["of another name", "b", false],
        ["that is no text", {}, true],
    ])("an element %s of a list that was made from it", (_, element, expected) => {
        const [user, by] = resources([
            { type: "a:b/user:User", name: "ours", inputs: { name: "a" } },
            { type: "a:b/policy:Policy", name: "by", inputs: { users: [element] }, sources: { users: ["ours"] } },
        ]);
        const [value] = list(by!.inputs.get("users"));
        expect(declared([user!], ["name"])(by!, value!)).toBe(expected);
    });

    test("what cannot be read at all joins nothing, and hides no other", () => {
        const [broken, user, by] = resources([
            { type: "a:b/user:User", name: "broken", inputs: "no inputs" as unknown as Record<string, unknown> },
            { type: "a:b/user:User", name: "ours", inputs: { name: "a" } },
            { type: "a:b/policy:Policy", name: "by", inputs: { user: "a" } },
        ]);
        expect(declared([broken!, user!], ["name"])(by!, by!.inputs.get("user"))).toBe(true);
    });
});
