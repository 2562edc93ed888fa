import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { statements } from "../../../policypack/facts/iam-policy";
import { Malformed, UNKNOWN, Unknown, Value } from "../../../policypack/facts/values";

const of = (document: unknown) => statements(new Value(document, "policy"));
const read = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };

describe("statements", () => {
    test("of a document as an object and as JSON text are the same", () => {
        const value = fc.constantFrom("*", "s3:Get*", "arn:aws:s3:::x");
        const oneOrMany = fc.oneof(value, fc.array(value, { maxLength: 3 }));
        const statement = fc.record(
            { Sid: value, Effect: fc.constantFrom("Allow", "Deny"), Action: oneOrMany, Resource: oneOrMany },
            { requiredKeys: ["Effect", "Action", "Resource"] },
        );
        fc.assert(
            fc.property(fc.oneof(statement, fc.array(statement)), (Statement) => {
                expect(of(JSON.stringify({ Statement })).map(plain)).toEqual(of({ Statement }).map(plain));
            }),
        );
    });

    test("that stand alone are as good as in a list", () => {
        expect(of({ Statement: read }).map(plain)).toEqual(of({ Statement: [read] }).map(plain));
        expect(of({ Statement: { ...read, Action: ["s3:GetObject"], Resource: ["*"] } }).map(plain)).toEqual(
            of({ Statement: read }).map(plain),
        );
    });

    test("carry their place", () => {
        expect(of({ Statement: read }).map(({ path }) => path)).toEqual(["policy.Statement"]);
        const [, second] = of({ Statement: [read, { ...read, Action: ["a:b", "c:d"] }] });
        expect(second?.actions.values.map(({ path }) => path)).toEqual([
            "policy.Statement[1].Action[0]",
            "policy.Statement[1].Action[1]",
        ]);
    });

    test("know what is named from what is left out", () => {
        const [statement] = of({ Statement: { Effect: "Deny", NotAction: "iam:*", NotResource: ["a", "b"] } });
        expect(statement?.allows).toBe(false);
        expect([statement?.actions.inverted, statement?.resources.inverted]).toEqual([true, true]);
    });

    test("are none where there is no document", () => {
        expect(of(undefined)).toEqual([]);
        expect(of({ Statement: [] })).toEqual([]);
    });

    test.each([{}, { statement: read }, "", "{", "[]", "null", 42, true, [], "{}", { Statement: null }])(
        "%j is no policy document",
        (document) => {
            expect(() => of(document)).toThrow(Malformed);
        },
    );

    test.each([
        ["no object", "Allow"],
        ["another letter case", { ...read, Effect: "allow" }],
        ["no effect", { Action: "*", Resource: "*" }],
        ["an element in another letter case", { ...read, action: "*" }],
        ["an element that AWS does not know", { ...read, Actions: ["*"] }],
    ])("%s is no statement", (_, Statement) => {
        expect(() => of({ Statement }).map(({ allows }) => allows)).toThrow(Malformed);
    });

    test.each([
        ["neither Action nor NotAction", { Effect: "Allow", Resource: "*" }],
        ["both", { ...read, NotAction: "iam:*" }],
        ["an empty place in the list", { ...read, Action: ["a:b", null] }],
    ])("%s does not say which actions", (_, Statement) => {
        expect(() => of({ Statement }).map(({ actions }) => actions)).toThrow(Malformed);
    });

    test("that are unknown in one place are known in the others", () => {
        const [effect, action] = of({
            Statement: [
                { ...read, Effect: UNKNOWN },
                { ...read, Action: UNKNOWN },
            ],
        });
        expect(() => effect?.allows).toThrow(Unknown);
        expect(effect?.actions.values).toHaveLength(1);
        expect(action?.allows).toBe(true);
        expect(action?.actions.values.map(({ unknown }) => unknown)).toEqual([true]);
    });
});

function plain({ allows, actions, resources }: ReturnType<typeof of>[number]) {
    return { allows, actions: actions.values.map(({ raw }) => raw), resources: resources.values.map(({ raw }) => raw) };
}
