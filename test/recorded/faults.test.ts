import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { SECRET, SIGNATURE } from "../../policypack/facts/values";
import { Failed } from "../../policypack/preview/failed";
import { seenIn } from "./judged";
import { FIXTURES } from "./recordings";

const folder = mkdtempSync(join(tmpdir(), "recorded-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const COMMANDS = [
    "What is read is what one of these writes:",
    "  pulumi stack export --file state.json",
    "  pulumi preview --json --show-sames > plan.json",
    "  PULUMI_ENABLE_STREAMING_JSON_PREVIEW=true pulumi preview --json > events.jsonl",
    "  jit report --json > grants.json",
].join("\n");
const AGAIN = "To write the state again: pulumi stack export --file state.json";
const URN = (name: string, type = "aws:iam/user:User") => `urn:pulumi:dev::estate::${type}::${name}`;
const user = (more: object = {}, name = "ann") => ({
    urn: URN(name),
    custom: true,
    type: "aws:iam/user:User",
    inputs: { name },
    ...more,
});
const deployment = (resources: unknown, more: object = {}) => ({
    version: 3,
    deployment: { manifest: {}, resources, ...more },
});

const of = (content: unknown) => seenIn(Readable.from([typeof content === "string" ? content : JSON.stringify(content)]));
const refusal = async (content: unknown) => {
    const error: unknown = await of(content).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Failed);
    return (error as Failed).message;
};

describe("says of a file that cannot be read what is wrong, and what to run", () => {
    const onDisk = async (name: string, content: string | Uint8Array) => {
        const file = join(folder, name);
        writeFileSync(file, content);
        return (await seenIn(file).catch((error: unknown) => error as Failed)) as Failed;
    };

    test("none there", async () => {
        const file = join(folder, "none.json");
        await expect(seenIn(file)).rejects.toThrow(`${file} does not exist.`);
    });

    test("a folder", async () => {
        await expect(seenIn(folder)).rejects.toThrow(`${folder} is a folder.`);
    });

    test("empty, or as good as empty", async () => {
        expect((await onDisk("empty.json", "")).message).toBe(`${join(folder, "empty.json")} is empty. ${COMMANDS}`);
        expect(await refusal("\n\n")).toBe(`The input is empty. ${COMMANDS}`);
    });

    test("no JSON, with the line", async () => {
        expect(await refusal("name: estate\n")).toBe(`The input is not JSON in line 1. ${COMMANDS}`);
        expect(await refusal('{\n"ä": "ö",\n\n"version": hunter2\n}')).toBe(`The input is not JSON in line 4. ${COMMANDS}`);
    });

    test("JSON of another kind", async () => {
        const other = `The input is neither a state nor a plan nor events of Pulumi, nor grants of a broker. ${COMMANDS}`;
        for (const one of [
            {},
            { name: "x", version: 3 },
            { resourcePlans: {} },
            "12",
            '"deployment"',
            { result: "succeeded" },
        ]) {
            expect(await refusal(one)).toBe(other);
        }
        expect(await refusal([deployment([user()])])).toBe(`The input is a list, in line 1. ${COMMANDS}`);
        expect(await refusal({ steps: [{ run: "npm ci" }] })).toMatch(
            /^The input: Step 1 is not a step as Pulumi writes one/,
        );
        expect(await refusal({ diagnostics: [] })).toMatch(/^The input: It is not a plan of Pulumi\./);
        expect((await of({ sequence: 1 })).recorded.failure?.message).toMatch(/end before the run/);
    });

    test("compressed, or in another encoding", async () => {
        const state = JSON.stringify(deployment([user()]));
        expect((await onDisk("state.json.gz", gzipSync(state))).message).toMatch(
            /state\.json\.gz is compressed; pipe it in: gunzip -c/,
        );
        const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(state, "utf16le")]);
        expect((await onDisk("wide.json", wide)).message).toMatch(/wide\.json is UTF-16, not UTF-8/);
    });

    test("a version that is not read", async () => {
        const said = `The input: The state is of version 2; versions 3 and 4 are read. A current \`pulumi stack export\` writes one of them. ${AGAIN}`;
        expect(await refusal({ ...deployment([user()]), version: 2 })).toBe(said);
        expect(await refusal({ deployment: { resources: [] } })).toMatch(/is of no version/);
        // The version may stand behind all the rest.
        const { recorded } = await of({ deployment: { resources: [user()] }, version: 5 });
        expect(recorded.failure?.message).toMatch(/is of version 5/);
    });

    test("resources that are no list", async () => {
        expect(await refusal(deployment({ "a.b": user() }))).toMatch(
            /^The input: `deployment\.resources[^`]*` is not a list, as it must be\. /,
        );
    });

    test("what is no resource, with its place", async () => {
        for (const [one, why] of [
            [7, "it has no URN"],
            [{ type: "aws:iam/user:User" }, "it has no URN"],
            [user({ urn: "ann" }), "it has no URN"],
            [user({ inputs: [] }), "its inputs are no object"],
            [user({ propertyDependencies: "x" }), "its propertyDependencies are no object"],
        ] as const) {
            const { recorded, resources } = await of(deployment([user({}, "first"), one, user({}, "last")]));
            expect(resources.map(({ name }) => name)).toEqual(["first"]);
            expect(recorded.failure?.message).toBe(
                `The input: Resource 2 is not a resource as Pulumi writes one: ${why}. ${AGAIN}`,
            );
        }
    });
});

describe("gives what stood before a fault, and says the fault", () => {
    test("cut off anywhere", async () => {
        const whole = readFileSync(join(FIXTURES, "state.json"));
        const all = (await seenIn(join(FIXTURES, "state.json"))).resources.length;
        for (let length = whole.length - 3; length > 2_000; length -= 1_733) {
            const { recorded, resources } = await seenIn(Readable.from([whole.subarray(0, length)]));
            expect(recorded.failure?.message).toMatch(
                /^The input ends in the middle, in line \d+: it was cut off\. To write the state again/,
            );
            expect(resources.length).toBeLessThanOrEqual(all);
            expect(resources.length).toBeGreaterThan(0);
        }
    });

    test("events that end before the preview does", async () => {
        const lines = readFileSync(join(FIXTURES, "events.jsonl"), "utf8").split("\n");
        const { recorded, resources } = await of(lines.slice(0, 12).join("\n"));
        expect(resources.length).toBeGreaterThan(2);
        expect(recorded.failure?.message).toMatch(/^The input: They end before the run that wrote them did/);
    });

    test("no JSON from some line on, and nothing of it is repeated", async () => {
        const lines = readFileSync(join(FIXTURES, "events.jsonl"), "utf8").split("\n");
        lines.splice(12, 0, "panic: hunter2");
        const { recorded, resources } = await of(lines.join("\n"));
        expect(resources.length).toBeGreaterThan(2);
        expect(recorded.failure?.message).toMatch(/^The input is not JSON in line 13\. /);
        expect(recorded.failure?.message).not.toContain("hunter2");
    });

    test("deep nesting", async () => {
        const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;
        const state = (levels: number) =>
            `{"version":3,"deployment":{"resources":[${JSON.stringify(user())},${JSON.stringify(user({ inputs: { deep: "DEEP" } }, "deep")).replace('"DEEP"', deep(levels))}]}}`;
        expect((await of(state(400))).recorded.failure).toBeUndefined();
        const { recorded, resources } = await of(state(100_000));
        expect(resources.map(({ name }) => name)).toEqual(["ann"]);
        expect(recorded.failure?.message).toBe(`The input nests deeper than 500 levels, in line 1. ${AGAIN}`);
    });

    test("two of them in one file", async () => {
        const twice = `${JSON.stringify(deployment([user()]))}\n${JSON.stringify(deployment([user({}, "bob")]))}`;
        expect((await of(twice)).recorded.failure?.message).toMatch(/more than one document/);
        const events = readFileSync(join(FIXTURES, "events.jsonl"), "utf8");
        expect((await of(events + events)).recorded.failure?.message).toMatch(/more than one run/);
    });

    test("inputs that are secrets, all of them", async () => {
        const sealed = { [SIGNATURE]: SECRET, ciphertext: "v1:AAAA:AAAA" };
        const closed = user({ inputs: { name: sealed }, outputs: { createDate: "2025-01-01T00:00:00Z" } });
        const { recorded } = await of(deployment([closed]));
        expect(recorded.failure?.message).toMatch(
            /nothing was judged\. .*pulumi stack export --show-secrets \| jit-guard check -$/,
        );
        expect((await of(deployment([closed, user({}, "open")]))).recorded.failure).toBeUndefined();
    });
});

describe("a state", () => {
    test("of version 4, or with nothing in it", async () => {
        expect((await of({ ...deployment([user()]), version: 4, features: ["views"] })).resources).toHaveLength(1);
        expect(await of(deployment(undefined))).toMatchObject({
            resources: [],
            recorded: { kind: "state", project: "", unseen: [] },
        });
        const empty = { version: 3, checkpoint: { stack: "organization/estate/dev", latest: { manifest: {} } } };
        expect((await of(empty)).recorded).toMatchObject({ project: "estate", stack: "dev" });
    });

    test("holds what is no longer, or not yet, there", async () => {
        const { recorded, resources } = await of(
            deployment(
                [
                    user(),
                    user({ delete: true, inputs: { name: "old" } }),
                    user({ pendingReplacement: true }, "gone"),
                    user({ external: true }, "read"),
                    user({
                        external: true,
                        urn: URN("ref", "pulumi:pulumi:StackReference"),
                        type: "pulumi:pulumi:StackReference",
                    }),
                ],
                { pending_operations: [{ resource: user({}, "half"), type: "creating" }] },
            ),
        );
        expect(resources.map(({ name, inputs }) => [name, inputs.get("name").known()])).toEqual([["ann", "ann"]]);
        expect(recorded.unseen.map(({ kind, urn }) => [kind, urn])).toEqual([
            ["pending-deletion", URN("ann")],
            ["read", URN("read")],
            ["pending-operation", URN("half")],
        ]);
        expect(recorded.unseen[2]?.message).toMatch(/interrupted while it was creating this `aws:iam\/user:User`/);
        expect(recorded.failure).toBeUndefined();
    });

    test("holds values of every kind", async () => {
        const plain = (value: unknown) => ({ [SIGNATURE]: SECRET, plaintext: JSON.stringify(value) });
        const inputs = {
            nested: plain({ password: plain("a"), list: [1] }),
            torn: { [SIGNATURE]: SECRET, plaintext: "{" },
            reference: { [SIGNATURE]: "5cf8f73096256a8f31e491e813e4eb8e", urn: URN("bob"), id: "bob-1" },
            component: { [SIGNATURE]: "5cf8f73096256a8f31e491e813e4eb8e", urn: URN("bob") },
            bytes: { [SIGNATURE]: "803fd3297a5875dc03ca845dda5d2a98", value: Buffer.from("ab").toString("base64") },
            infinite: { [SIGNATURE]: "8ad145fe-0d11-4827-bfd7-1abcbf086f5c", value: "7ff0000000000000" },
            asset: { [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17", hash: "00", path: "./a" },
            settings: { __defaults: ["a"], a: null },
            __defaults: ["settings"],
            __proto: 1,
        };
        const { resources } = await of(deployment([user({ inputs })]));
        const secret = (value: unknown) => ({ [SIGNATURE]: SECRET, value });
        expect(resources[0]?.inputs.raw).toEqual({
            nested: secret({ password: secret("a"), list: [1] }),
            torn: secret("b9b40f32-2a3e-4c5c-8f0e-6f0a1d1c7a55"),
            reference: "bob-1",
            component: URN("bob"),
            bytes: "ab",
            infinite: Infinity,
            asset: inputs.asset,
            settings: { a: null },
        });
    });

    test("lays only ages beside the inputs, and only where there are none", async () => {
        const outputs = {
            createDate: "2025-01-01T00:00:00Z",
            notAfter: "",
            expiration: "soon",
            arn: "arn:aws:iam::1:user/ann",
            validBefore: 7,
        };
        const given = async (inputs: object) => (await of(deployment([user({ inputs, outputs })]))).resources[0]?.inputs.raw;
        expect(await given({})).toEqual({ createDate: "2025-01-01T00:00:00Z" });
        expect(await given({ createDate: "2020-01-01T00:00:00Z" })).toEqual({ createDate: "2020-01-01T00:00:00Z" });
    });
});

describe("a plan", () => {
    const step = (op: string, more: object = {}) => ({ op, urn: URN("ann"), newState: user(), ...more });
    const old = { oldState: user({ outputs: { createDate: "2020-01-01T00:00:00Z" }, created: "2020-01-01T00:00:00Z" }) };

    test("gives what is there afterwards, each once", async () => {
        const { resources, recorded } = await of({
            config: { "aws:region": "eu-west-1" },
            steps: [
                step("create-replacement", old),
                step("replace", old),
                { op: "delete-replaced", urn: URN("ann"), ...old },
                { op: "delete", urn: URN("bob"), ...old },
                step("update", { newState: user({}, "carol"), ...old }),
                step("refresh", { newState: user({}, "dora"), ...old }),
            ],
            changeSummary: { delete: 1 },
        });
        // What is replaced is made anew, and so has no age.
        expect(resources.map(({ name, created, inputs }) => [name, created, inputs.raw])).toEqual([
            ["ann", undefined, { name: "ann" }],
            ["carol", "2020-01-01T00:00:00Z", { name: "carol", createDate: "2020-01-01T00:00:00Z" }],
        ]);
        expect(recorded.unseen).toEqual([]);
    });

    test("says by which names a resource went before", async () => {
        const aliased = user({ aliases: [URN("anna"), 7], type: undefined });
        const { resources } = await of({ steps: [step("update", { newState: aliased })] });
        expect(resources).toMatchObject([{ aliases: [URN("anna")], type: "aws:iam/user:User" }]);
    });

    test("may hold more than is read of it", async () => {
        const { resources } = await of({
            version: 1,
            steps: [step("create")],
            deployment: { resources: [user({}, "bob")] },
        });
        expect(resources.map(({ name }) => name)).toEqual(["ann"]);
    });

    test("may change nothing at all", async () => {
        expect(await of({ changeSummary: {} })).toMatchObject({ resources: [], recorded: { kind: "plan", unseen: [] } });
    });
});
