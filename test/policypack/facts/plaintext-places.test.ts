import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judge } from "../../../policypack/core/judge";
import type { Resource } from "../../../policypack/core/rule";
import rule from "../../../policypack/aws/static-keys/no-plaintext-credential";
import { PLACES, generatorOf, plaintexts } from "../../../policypack/facts/plaintext-places";
import { UNKNOWN, Value } from "../../../policypack/facts/values";
import { secret } from "../../../policypack/preview/wire";
import { declares } from "../../harness/provider-types";

const LAMBDA = "aws:lambda/function:Function";
const resource = (type: string, inputs: unknown, sources: Resource["sources"] = {}): Resource => ({
    urn: "urn:pulumi:dev::shop::t::n",
    type,
    name: "n",
    inputs: new Value(inputs, ""),
    sources,
});
const found = (type: string, inputs: unknown) => [...plaintexts(resource(type, inputs))];

test.each(
    Object.entries(PLACES).flatMap(([type, { settings, documents = [] }]) =>
        [...settings, ...documents].map((input) => [type, input] as const),
    ),
)("%s has an input %s", (type, input) => {
    expect(declares(type, input)).toBe(true);
});

describe("a place", () => {
    test("may be an argument, named by the flag before it", () => {
        const command = ["serve", "--password", "Winter-2026!", "--port", "8080"];
        expect(
            found("aws:ecs/taskDefinition:TaskDefinition", { containerDefinitions: JSON.stringify([{ command }]) }),
        ).toEqual([{ path: "containerDefinitions[0].command[2]", what: "holds a password" }]);
    });

    test("may lie as deep as a program likes", () => {
        let environment: unknown = { DB_PASSWORD: "Winter-2026!" };
        for (let depth = 0; depth < 20_000; depth++) environment = [environment];
        expect(found(LAMBDA, { environment })).toHaveLength(1);
    });

    test("may be one of very many", () => {
        const variables = Array.from({ length: 200_000 }, () => "x");
        expect(found(LAMBDA, { environment: { variables } })).toEqual([]);
    });

    test("is not named in the path by what could be a text of any kind", () => {
        expect(found(LAMBDA, { environment: { variables: { "my very own password": "Winter-2026!" } } })).toEqual([
            { path: "environment.variables.…", what: "holds a password" },
        ]);
    });

    test("that is marked and empty, or a number, tells nothing", () => {
        expect(found(LAMBDA, { environment: { variables: { A: secret(""), B: secret(1), C: secret(null) } } })).toEqual([]);
    });
});

describe("the resource that made a value", () => {
    const PASSWORD = "random:index/randomPassword:RandomPassword";
    const made = (...types: string[]) =>
        generatorOf(
            resource(LAMBDA, {}, { environment: types.map((type) => `urn:pulumi:dev::shop::${type}::x`) }),
            "environment",
        );

    test("is a generator of passwords, also within a component", () => {
        expect(made("aws:s3/bucket:Bucket", PASSWORD)).toBe(PASSWORD);
        expect(made(`shop:index:Db$${PASSWORD}`)).toBe(PASSWORD);
    });

    test("is none of those whose outputs are public", () => {
        expect(made("random:index/randomId:RandomId", "aws:secretsmanager/secretVersion:SecretVersion")).toBeUndefined();
        expect(made()).toBeUndefined();
    });
});

test("whatever the credential and the place, no message shows it", () => {
    const credential = fc.stringMatching(/^[A-Za-z0-9!@#%^&*/+=-]{8,40}$/).map((text) => `${text}q7Z`);
    const names = fc.constantFrom("DB_PASSWORD", "API_KEY", "token", "value", "name", "x", "Default", "--secret");
    const shapes: readonly ((text: string, name: string) => unknown)[] = [
        (text) => text,
        (text, name) => ({ [name]: text }),
        (text, name) => [{ name, value: text }],
        (text, name) => JSON.stringify([{ environment: [{ name, value: text }] }]),
        (text, name) => `#!/bin/sh\nexport ${name}='${text}'\n`,
        (text, name) => Buffer.from(`#!/bin/sh\n${name}: ${text}\n`).toString("base64"),
        (text) => `postgres://app:${text}@db.internal/app`,
        (text, name) => secret({ [name]: text }),
        (text, name) => ({ [name]: secret(text), other: UNKNOWN }),
        (text, name) => ["--password", text, `--${name}=${text}`],
    ];
    const types = Object.keys(PLACES);
    let said = 0;
    fc.assert(
        fc.property(credential, names, fc.constantFrom(...shapes), fc.constantFrom(...types), (text, name, shape, type) => {
            const { settings, documents = [] } = PLACES[type]!;
            const inputs = Object.fromEntries([...settings, ...documents].map((input) => [input, shape(text, name)]));
            for (const { message, path, part } of judge(rule, [resource(type, inputs)], {}, new Date(0))) {
                said += 1;
                expect(`${message} ${path} ${part}`).not.toContain(text);
            }
        }),
        { numRuns: 3_000 },
    );
    expect(said).toBeGreaterThan(1_000);
});
