import { output, secret } from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { type Declared, declare, unknown } from "./declare";

/** A wrong argument, and the lines of the error that it gives, without the name of the component. */
export interface Wrong<Args> {
    readonly given: { readonly [Name in keyof Args]?: unknown };
    readonly says: readonly string[];
}

/**
 * What becomes of arguments that a component cannot take: said at once, when they are plain; when they are known, when they
 * are outputs; in the deployment and not before, when a preview does not know them; and a secret is never shown.
 */
export function describeRefusals<Args extends object>(
    component: new (name: string, args: Args) => unknown,
    right: Args,
    wrong: Readonly<Record<string, Wrong<Args>>>,
): void {
    const make = (given: object, wrap: (value: unknown) => unknown) => () => {
        const wrapped = Object.fromEntries(
            Object.entries(given).map(([key, value]) => [key, value === undefined ? value : wrap(value)]),
        );
        return new component("mine", { ...right, ...wrapped });
    };
    const plain = (value: unknown) => value;

    describe(`${component.name} refuses`, () => {
        test("nothing that is right", async () => {
            expect((await declare(make({}, plain))).errors).toEqual([]);
        });

        test.each(Object.entries(wrong))("%s", async (_, { given, says }) => {
            const { errors, resources } = await declare(make(given, plain));
            expect(errors).toEqual([
                [`${component.name} "mine" cannot be made:`, ...says.map((line) => `  ${line}`)].join("\n"),
            ]);
            expect(resources).toEqual([]);
        });

        const outputs = Object.entries(wrong).filter(([, { given }]) => Object.values(given).every(canBeOutput));
        test.each(outputs)("%s, from an output", async (_, { given, says }) => {
            const found = (await declare(make(given, output))).errors.join("\n");
            expect(
                says.some((line) => found.includes(line)),
                found,
            ).toBe(true);
        });

        test.each(outputs)("%s, from a secret that is not shown", async (_, { given }) => {
            const { errors } = await declare(make(given, secret));
            expect(errors).not.toEqual([]);
            for (const text of Object.values(given).filter((value) => typeof value === "string" && value.length > 3)) {
                expect(errors.join("\n").replace(/Write .*/g, "")).not.toContain(text);
            }
        });

        test.each(outputs)("%s, in the deployment when the preview does not know it", async (_, { given }) => {
            expect((await declare(make(given, unknown))).errors).toEqual([]);
            expect((await declare(make(given, unknown), { preview: false })).errors).not.toEqual([]);
        });
    });
}

// What is not there, and what decides which resources there are, cannot come later.
function canBeOutput(value: unknown): boolean {
    return value !== undefined && (typeof value !== "object" || Array.isArray(value));
}

/** The only resource of a type that a piece of a program declares, or the one of that name. */
export async function declared(program: () => unknown, type: string, name?: string): Promise<Declared> {
    const { resources, errors } = await declare(program);
    expect(errors).toEqual([]);
    const found = resources.filter((resource) => resource.type === type && (name === undefined || resource.name === name));
    expect(
        found,
        `${type} ${name ?? ""} among ${resources.map((each) => `${each.type} ${each.name}`).join(", ")}`,
    ).toHaveLength(1);
    return found[0]!;
}

/** An input that holds a JSON document, as text or as an object. */
export function parsed(resource: Declared, input: string): object {
    const written = resource.inputs[input];
    return (typeof written === "string" ? JSON.parse(written) : written) as object;
}
