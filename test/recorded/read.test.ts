import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { SEALED, SECRET, SIGNATURE, UNKNOWN } from "../../policypack/facts/values";
import { preview } from "../../policypack/preview";
import type { SeenResource } from "../../policypack/preview/outcome";
import { readRecorded } from "../../policypack/recorded/read";
import { type Seen, judged, seenIn } from "./judged";
import { ESTATE, FIXTURES } from "./recordings";

const fixture = (file: string) => seenIn(join(FIXTURES, file));
const bytes = (file: string) => readFileSync(join(FIXTURES, file));
const secret = (value: unknown) => ({ [SIGNATURE]: SECRET, value });
const inputsOf = ({ resources }: Seen, name: string, type = "") =>
    resources.find((one) => one.name === name && one.type.includes(type))?.inputs.raw;

/** What is said of resources whose secrets were not read is said of those that are known, or not at all. */
const decided = (some: readonly string[]) => some.filter((said) => !said.includes(": ? "));
const ofSealed = (said: string) => said.startsWith("sealed: ");

describe("what an engine writes down is judged as the program is", () => {
    const offline = preview({ directory: ESTATE }).then(({ resources }) => judged(resources));

    test("a state with its secrets: the same findings", async () => {
        expect(judged((await fixture("state-with-secrets.json")).resources)).toEqual(await offline);
    });

    test.each(["state.json", "checkpoint.json", "plan.json", "plan-of-no-change.json"])(
        "%s: the same findings, but for those that rest on a secret",
        async (file) => {
            const said = decided(judged((await fixture(file)).resources));
            const all = await offline;
            expect(said).toEqual(all.filter((one) => !ofSealed(one)));
            expect(all.filter(ofSealed)).toEqual([
                "sealed: aws-max-session-duration: A session may last 12 h; the limit is 1 h.",
            ]);
        },
    );

    test.each(["events.jsonl", "events-of-no-change.jsonl", "update.jsonl"])(
        "%s: no other findings, and all that one resource is enough for",
        async (file) => {
            const said = decided(judged((await fixture(file)).resources));
            expect(await offline).toEqual(expect.arrayContaining([...said]));
            expect(said).toEqual(
                expect.arrayContaining(["orders: aws-max-session-duration: A session may last 12 h; the limit is 1 h."]),
            );
            expect(said.length).toBeGreaterThan(6);
        },
    );
});

describe("each kind is known by its content", () => {
    test.each([
        ["state.json", "state"],
        ["state-with-secrets.json", "state"],
        ["checkpoint.json", "state"],
        ["plan.json", "plan"],
        ["events.jsonl", "events"],
        ["update.jsonl", "events"],
    ])("%s", async (file, kind) => {
        const { recorded } = await fixture(file);
        expect(recorded).toMatchObject({ project: "estate", stack: "dev", kind });
        expect(recorded.failure).toBeUndefined();
    });

    test.each(["state.json", "plan.json", "events.jsonl"])("%s, cut into pieces anywhere", async (file) => {
        const whole = await seenIn(Readable.from([bytes(file)]));
        for (const size of [1, 7, 1_000]) {
            const all = bytes(file);
            const cut = Array.from({ length: Math.ceil(all.length / size) }, (_, at) =>
                all.subarray(at * size, (at + 1) * size),
            );
            expect(await seenIn(Readable.from(cut))).toEqual(whole);
        }
    });

    test("a mark of the byte order does no harm", async () => {
        const marked = Readable.from([Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes("state.json")])]);
        expect((await seenIn(marked)).resources).toHaveLength((await fixture("state.json")).resources.length);
    });

    test("how far it has come is told", async () => {
        const told: number[] = [];
        await readRecorded(
            join(FIXTURES, "state.json"),
            () => {},
            (read) => told.push(read),
        );
        expect(told.at(-1)).toBe(bytes("state.json").length);
    });

    test("what the caller throws is the caller's", async () => {
        const thrown = new TypeError("of the caller");
        await expect(
            readRecorded(join(FIXTURES, "state.json"), () => {
                throw thrown;
            }),
        ).rejects.toBe(thrown);
    });
});

describe("a resource", () => {
    test("has what the offline preview sees of it", async () => {
        const { resources } = await fixture("state.json");
        const kinds = resources.map(({ kind, type }) => `${kind} ${type}`);
        expect(kinds).toEqual(
            expect.arrayContaining([
                "stack pulumi:pulumi:Stack",
                "component example:index:Store",
                "provider pulumi:providers:aws",
                "custom aws:iam/role:Role",
            ]),
        );
        const policy = resources.find(({ type }) => type === "aws:iam/rolePolicy:RolePolicy");
        expect(policy).toMatchObject({
            urn: "urn:pulumi:dev::estate::aws:iam/rolePolicy:RolePolicy::orders",
            name: "orders",
            sources: { role: ["urn:pulumi:dev::estate::aws:iam/role:Role::orders"] },
            parent: "urn:pulumi:dev::estate::pulumi:pulumi:Stack::estate-dev",
            aliases: [],
            assumed: [],
        });
        expect(policy?.created).toMatch(/^2\d{3}-\d\d-\d\dT/);
        // What the engine keeps for itself is not an input.
        expect(inputsOf({ resources } as Seen, "default_7_48_0")).toEqual({ version: "7.48.0" });
    });

    test.each(["state.json", "plan-of-no-change.json", "events-of-no-change.jsonl"])("has its age: %s", async (file) => {
        const seen = await fixture(file);
        expect(inputsOf(seen, "deployer", "AccessKey")).toMatchObject({ createDate: "2025-03-01T08:00:00Z" });
        expect(inputsOf(seen, "batch", "Key")).toMatchObject({
            validAfter: "2025-03-01T08:00:00Z",
            validBefore: "9999-12-31T23:59:59Z",
        });
    });

    test("that is still to be made has no age", async () => {
        const seen = await fixture("plan.json");
        expect(inputsOf(seen, "deployer", "AccessKey")).toEqual({ user: UNKNOWN });
        expect(seen.resources.filter(({ created }) => created !== undefined)).toEqual([]);
    });
});

describe("a secret", () => {
    test.each(["state.json", "plan.json", "events.jsonl"])(
        "that %s does not tell is a secret that was not read",
        async (file) => {
            const seen = await fixture(file);
            const closed = secret(SEALED);
            expect(inputsOf(seen, "sealed")).toEqual({
                assumeRolePolicy: closed,
                maxSessionDuration: closed,
                description: closed,
                // Known of what is deployed.
                ...(file === "state.json" && { createDate: "2025-03-01T08:00:00Z" }),
            });
            expect(judged(seen.resources)).toContain(
                "sealed: aws-max-session-duration: ? `maxSessionDuration` is a secret, whose value was not read.",
            );
        },
    );

    test("that is told keeps its mark", async () => {
        const seen = await fixture("state-with-secrets.json");
        expect(inputsOf(seen, "sealed")).toMatchObject({
            maxSessionDuration: secret(43_200),
            description: secret("example text"),
        });
    });

    test.each([
        ["state.json", "roleArn", "arn:aws:iam::123456789012:role/orders"],
        ["update.jsonl", "roleArn", "arn:aws:iam::123456789012:role/orders"],
        ["events.jsonl", "roleArn", UNKNOWN],
    ])("that the program exports is one of the stack's: %s", async (file, name, value) => {
        const outputs = inputsOf(await fixture(file), "estate-dev") as { outputs: object };
        expect(outputs.outputs).toMatchObject({ hidden: secret(SEALED), [name]: value });
    });
});

describe("what was not judged is said", () => {
    const kinds = async (file: string) =>
        (await fixture(file)).recorded.unseen.map(({ kind, what }) => `${kind}: ${what}`).sort();
    const read = "read: aws:s3/bucket:Bucket";

    test.each([
        ["state.json", [read]],
        ["plan.json", ["outputs: pulumi:pulumi:Stack", read]],
        ["plan-of-no-change.json", ["outputs: pulumi:pulumi:Stack", read]],
        ["plan-without-sames.json", ["outputs: pulumi:pulumi:Stack", read, "unchanged: 11 resources"]],
        ["events.jsonl", [read, "sources: propertyDependencies"]],
    ])("%s", async (file, all) => {
        expect(await kinds(file)).toEqual(all);
    });

    test.each(["plan-that-failed.json", "events-that-failed.jsonl"])("that it failed: %s", async (file) => {
        const { recorded } = await fixture(file);
        expect(recorded.failure).toMatchObject({ kind: "threw" });
        expect(recorded.failure?.message).toMatch(
            /failed, so (it|they) may lack resources\. To write (it|them) again: .*pulumi preview/,
        );
        expect(recorded.failure?.message).not.toContain("example of an error");
    });
});

test("a resource is given when it has been read, not at the end", async () => {
    const [head, tail] = [bytes("state.json").subarray(0, 15_000), bytes("state.json").subarray(15_000)];
    const given: SeenResource[] = [];
    let before = 0;
    async function* slowly() {
        yield head;
        for (let turn = 0; turn < 1_000 && given.length === 0; turn++) await setImmediate();
        before = given.length;
        yield tail;
    }
    await readRecorded(Readable.from(slowly()), (resource) => given.push(resource));
    expect(before).toBeGreaterThan(3);
    expect(given.length).toBeGreaterThan(before);
});
