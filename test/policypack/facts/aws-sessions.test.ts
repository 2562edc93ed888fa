import { describe, expect, test } from "vitest";
import { isShellSession, sessions } from "../../../policypack/facts/aws-sessions";
import { UNKNOWN, Unknown, Value, isUnreadable } from "../../../policypack/facts/values";
import { resources } from "../../harness/describe-rule";

const TABLE = [
    { type: "t", block: "", input: "minutes", unit: 60, otherwise: 20 },
    { type: "t", block: "blocks[]", input: "idle", unit: 1, zeroIsNever: true },
    { type: "t", block: "", input: "never", unit: 1, otherwise: 0, zeroIsNever: true },
    { type: "other", block: "", input: "minutes", unit: 1 },
];
const read = (inputs: Record<string, unknown>) =>
    [...sessions(resources([{ type: "t", inputs }])[0]!, TABLE)].map((found) =>
        isUnreadable(found) ? found.constructor : [found.value.path, found.seconds],
    );

describe("sessions", () => {
    test.each<[string, Record<string, unknown>, unknown[]]>([
        [
            "what is left out",
            {},
            [
                ["minutes", 1200],
                ["never", Infinity],
            ],
        ],
        [
            "an empty text as left out",
            { minutes: "" },
            [
                ["minutes", 1200],
                ["never", Infinity],
            ],
        ],
        [
            "numbers, as text too",
            { minutes: "5", never: 3 },
            [
                ["minutes", 300],
                ["never", 3],
            ],
        ],
        [
            "zero",
            { minutes: 0, never: 0 },
            [
                ["minutes", 0],
                ["never", Infinity],
            ],
        ],
        [
            "each block, but not what is left out without a default",
            { blocks: [{ idle: 0 }, {}, { idle: 7 }], never: 1 },
            [
                ["minutes", 1200],
                ["blocks[0].idle", Infinity],
                ["blocks[2].idle", 7],
                ["never", 1],
            ],
        ],
        ["what is known beside what is not", { minutes: UNKNOWN, never: 1 }, [["never", 1], Unknown]],
    ])("%s", (_, inputs, expected) => expect(read(inputs)).toEqual(expected));
});

describe("isShellSession", () => {
    const session = (sessionType?: string) => JSON.stringify({ schemaVersion: "1.0", sessionType, inputs: {} });

    test.each([
        [true, { documentType: "Session", content: session("Standard_Stream") }],
        [true, { documentType: "Session", documentFormat: "JSON", content: session("Standard_Stream") }],
        [false, { documentType: "Session", content: session("Port") }],
        [false, { documentType: "Session", content: session() }],
        [false, { documentType: "Session", documentFormat: "YAML", content: "sessionType: Standard_Stream" }],
        [false, { documentType: "Command", content: UNKNOWN }],
    ])("%s of %j", (expected, inputs) => expect(isShellSession(new Value(inputs, ""))).toBe(expected));

    test("not known yet", () => {
        expect(() => isShellSession(new Value({ documentType: "Session", content: UNKNOWN }, ""))).toThrow(Unknown);
    });
});
