import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
    Malformed,
    UNKNOWN,
    Unknown,
    type Unreadable,
    Value,
    each,
    flag,
    ifKnown,
    isUnreadable,
    json,
    list,
    members,
    number,
    oneOrMany,
    secretTexts,
    text,
} from "../../../policypack/facts/values";

const of = (raw: unknown) => new Value(raw, "input");
const secret = (value: unknown) => ({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value });
// The typed unknowns of the engine: a boolean, a number, a text, a list, an asset, an archive, an object.
const UNKNOWNS = [
    UNKNOWN,
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
];
const readers = { number, text, flag, list, oneOrMany, members, json: (value: Value) => json(value).known() };

describe.each(Object.entries(readers))("%s", (_name, read: (value: Value) => unknown) => {
    test.each([...UNKNOWNS, `a text around ${UNKNOWN}`, secret(UNKNOWN)])("says that %j is unknown", (raw) => {
        expect(() => read(of(raw))).toThrow(new Unknown("input"));
    });

    test("has nothing to read where nothing is written", () => {
        for (const raw of [undefined, null, secret(null)]) expect(read(of(raw)) ?? []).toEqual([]);
    });

    test("never throws anything else, and never the value", () => {
        fc.assert(
            fc.property(fc.anything(), (raw) => {
                try {
                    read(of(raw));
                } catch (error) {
                    expect(isUnreadable(error)).toBe(true);
                    expect((error as Unreadable).message).toMatch(/^`input` is not [\w ",]+\.$/);
                }
            }),
        );
    });
});

describe("number", () => {
    test.each([
        [0, 0],
        [-1.5, -1.5],
        ["3600", 3600],
        ["-1.5", -1.5],
        [secret("7"), 7],
    ])("%j is %d", (raw, expected) => expect(number(of(raw))).toBe(expected));

    test.each(["", " 1", "1e3", "0x10", "1,5", "Infinity", NaN, Infinity, true, [1], {}])("%j is none", (raw) => {
        expect(() => number(of(raw))).toThrow(new Malformed("input", "a number"));
    });
});

describe("text", () => {
    test.each(["", "a", "undefined"])("%j", (raw) => expect(text(of(raw))).toBe(raw));

    test.each([1, true, ["a"], { a: "b" }])("%j is none", (raw) => {
        expect(() => text(of(raw))).toThrow(new Malformed("input", "a text"));
    });
});

describe("flag", () => {
    test.each([
        [true, true],
        ["true", true],
        [false, false],
        ["false", false],
    ])("%j is %s", (raw, expected) => expect(flag(of(raw))).toBe(expected));

    test.each(["", "True", "yes", 0, 1, []])("%j is none", (raw) => {
        expect(() => flag(of(raw))).toThrow(new Malformed("input", "true or false"));
    });
});

describe("places", () => {
    const input = new Value({ Statement: [{ Action: ["a", UNKNOWN] }] }, "");

    test("a path names each step", () => {
        const [statement] = list(input.get("Statement"));
        const [known, unknown] = list(statement!.get("Action"));
        expect(known!.path).toBe("Statement[0].Action[0]");
        expect(text(known!)).toBe("a");
        expect(() => text(unknown!)).toThrow("`Statement[0].Action[1]` is not known before the deployment.");
    });

    test("a member that is not there is absent, also of what is absent", () => {
        expect(input.get("Version").absent).toBe(true);
        expect(input.get("Version").get("x").path).toBe("Version.x");
        expect(input.get("constructor").absent).toBe(true);
    });

    test("a member of what is no object, or unknown", () => {
        expect(() => of("text").get("x")).toThrow(new Malformed("input", "an object"));
        expect(() => of([1]).get("x")).toThrow(new Malformed("input", "an object"));
        expect(() => new Value(1, "").get("x")).toThrow("`The resource` is not an object.");
        expect(() => of(UNKNOWN).get("x")).toThrow(new Unknown("input"));
    });

    test("what is in a secret is secret", () => {
        const value = of({ open: [1], hidden: secret({ list: [secret("a")] }) });
        expect(list(value.get("open"))[0]!.secret).toBe(false);
        const [hidden] = list(value.get("hidden").get("list"));
        expect([hidden!.secret, text(hidden!)]).toEqual([true, "a"]);
    });
});

test("oneOrMany takes the one where the many may stand", () => {
    expect(oneOrMany(of("a")).map(({ path, raw }) => [path, raw])).toEqual([["input", "a"]]);
    expect(oneOrMany(of(["a", "b"])).map(({ path, raw }) => [path, raw])).toEqual([
        ["input[0]", "a"],
        ["input[1]", "b"],
    ]);
    expect(oneOrMany(of([]))).toEqual([]);
});

test("members are named, and known one by one", () => {
    const found = members(of({ a: 1, b: UNKNOWN }));
    expect(found.map(([name, { path, unknown }]) => [name, path, unknown])).toEqual([
        ["a", "input.a", false],
        ["b", "input.b", true],
    ]);
});

describe("json", () => {
    test.each([[{ a: [1] }], ['{"a":[1]}'], [secret('{ "a": [1] }')]])("%j", (raw) => {
        const [element] = list(json(of(raw)).get("a"));
        expect([number(element!), element!.path]).toEqual([1, "input.a[0]"]);
    });

    test("keeps what is unknown in an object unknown", () => {
        const document = json(of({ a: UNKNOWN, b: 1 }));
        expect(number(document.get("b"))).toBe(1);
        expect(() => number(document.get("a"))).toThrow(new Unknown("input.a"));
    });

    test("keeps a secret text secret", () => {
        expect(json(of(secret('{"a":1}'))).get("a").secret).toBe(true);
    });

    test.each(["", "{", "[]", '"a"', "null", "1", 1, true, []])("%j is none", (raw) => {
        expect(() => json(of(raw))).toThrow(new Malformed("input", "a JSON document"));
    });
});

describe("each", () => {
    test("yields what is known, then what could not be read", () => {
        const found = each(list(of([1, UNKNOWN, "x", 2])), function* (value) {
            yield number(value);
        });
        expect([...found]).toEqual([1, 2, new Unknown("input[1]"), new Malformed("input[2]", "a number")]);
    });

    test("keeps what an item yielded before it could not be read", () => {
        const found = each([of(UNKNOWN)], function* (value) {
            yield "before";
            yield text(value);
        });
        expect([...found]).toEqual(["before", new Unknown("input")]);
    });

    test("lets any other error through", () => {
        const broken = each([1], () => {
            throw new TypeError("broken");
        });
        expect(() => [...broken]).toThrow(TypeError);
    });
});

test("ifKnown forgives only what is not known", () => {
    expect(ifKnown(() => text(of("a")))).toBe("a");
    expect(ifKnown(() => text(of(UNKNOWN)))).toBeUndefined();
    expect(() => ifKnown(() => text(of(1)))).toThrow(Malformed);
});

describe("secretTexts", () => {
    test("finds the texts under each mark, and no other", () => {
        const raw = { a: "open", b: secret("one"), c: [{ d: secret({ e: ["two", 3, secret("three")] }) }] };
        expect([...secretTexts(raw)].filter((found) => /^[a-z]+$/.test(found)).sort()).toEqual(["one", "three", "two"]);
    });

    test("does not depend on the stack", () => {
        let raw: unknown = secret("deep");
        for (let depth = 0; depth < 20_000; depth++) raw = [raw];
        expect(secretTexts(raw)).toContain("deep");
    });
});
