import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SIGNATURE, UNKNOWN, isRecord } from "../../../policypack/facts/values";
import { secret } from "../../../policypack/preview/wire";
import type { Example } from "../../../policypack/core/rule";
import { rules } from "../../../policypack/rules";
import { PackProcess, type SampleResource, urnOf } from "../../harness/pack-process";

/** What `pulumi` loads is a bundle in which parts of the SDK are ours. It must answer as the same pack on the whole SDK does. */

const PACK = join(__dirname, "..", "..", "..", "policypack");
const SDK = dirname(require.resolve("@pulumi/policy/package.json"));
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const ROLE = "aws:iam/role:Role";
const SENTINELS = [
    UNKNOWN,
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
];
const asset = (of: object) => ({ [SIGNATURE]: ASSET, ...of });
const archive = (of: object) => ({ [SIGNATURE]: ARCHIVE, ...of });
const FILES = {
    file: asset({ path: "./index.js" }),
    text: asset({ text: "exports.handler = () => {};" }),
    remote: asset({ uri: "https://example.com/app.js" }),
    folder: archive({ path: "./app" }),
    bucket: archive({ uri: "https://example.com/app.zip" }),
    mixed: archive({
        assets: { "index.js": asset({ text: "code" }), lib: archive({ assets: { a: asset({ path: "a" }) } }) },
    }),
};

let folder: string;
let plain: PackProcess;
let bundled: PackProcess;
beforeAll(async () => {
    folder = mkdtempSync(join(__dirname, "..", "..", "engine", "pack-"));
    const { version } = JSON.parse(readFileSync(join(PACK, "package.json"), "utf8")) as { version: string };
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "plain", version }));
    writeFileSync(join(folder, "index.js"), `require(${JSON.stringify(join(PACK, "dist", "start.js"))});\n`);
    plain = await PackProcess.start(folder);
    bundled = await PackProcess.start(PACK);
});
afterAll(async () => {
    await plain?.stop();
    await bundled?.stop();
    rmSync(folder, { recursive: true, force: true });
});

const asResources = (example: Example): readonly SampleResource[] =>
    example.map(({ type, name = "it", inputs, sources }) => ({
        type,
        name,
        // What is undefined is not sent.
        inputs: JSON.parse(JSON.stringify(inputs)) as Record<string, unknown>,
        ...(sources && { sources: sourcesOf(sources, example) }),
    }));

function sourcesOf(sources: NonNullable<Example[number]["sources"]>, of: Example): NonNullable<SampleResource["sources"]> {
    const urn = (name: string) => of.filter((other) => (other.name ?? "it") === name).map(({ type }) => urnOf(type, name));
    return Object.fromEntries(Object.entries(sources).map(([key, names]) => [key, names.flatMap(urn)]));
}

const examples = rules.flatMap(({ name, examples }) => [
    { title: `${name} denied`, stack: asResources(examples.denied) },
    { title: `${name} allowed`, stack: asResources(examples.allowed) },
]);

/** A resource as `change` makes each of its leaves. */
const changed = (stack: readonly SampleResource[], change: (leaf: unknown, index: number) => unknown) => {
    let index = 0;
    const walk = (raw: unknown): unknown => {
        if (Array.isArray(raw)) return raw.map(walk);
        if (isRecord(raw) && SIGNATURE in raw) return raw;
        if (!isRecord(raw)) return change(raw, index++);
        return Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, walk(value)]));
    };
    return stack.map((resource) => ({ ...resource, inputs: walk(resource.inputs) as Record<string, unknown> }));
};

// Only the bundle sees what is secret. It does not quote it then, and these decide by it.
const DECIDE_BY_MARK: readonly string[] = rules.map(({ name }) => name).filter((name) => name.includes("-no-plaintext-"));

/** All that a pack answers about a stack; when it holds secrets, all but what comes of seeing them. */
async function answers(pack: PackProcess, stack: readonly SampleResource[], masked = false) {
    const shown = (message: string) => (masked ? message.replace(/`[^`]+`|\(a secret, not shown\)/g, "…") : message);
    return (await pack.answers(stack)).map(({ diagnosticsList, notApplicableList }) => ({
        said: diagnosticsList.map((one) => ({ ...one, message: shown(one.message) })),
        notApplicable: notApplicableList
            .map(({ policyName }) => policyName)
            .filter((name) => !masked || !DECIDE_BY_MARK.includes(name))
            .sort(),
    }));
}

async function sameAnswers(stack: readonly SampleResource[], masked = false): Promise<void> {
    const level = masked ? "DISABLED" : "MANDATORY";
    const levels = Object.fromEntries(DECIDE_BY_MARK.map((name) => [name, { level } as const]));
    for (const pack of [plain, bundled]) await pack.configure(levels);
    expect(await answers(bundled, stack, masked)).toEqual(await answers(plain, stack, masked));
}

describe("the bundle answers as the plain pack does", () => {
    test("about itself", async () => {
        expect(await bundled.info()).toEqual(await plain.info());
    });

    describe.each(examples)("$title", ({ stack }) => {
        test("as it is", () => sameAnswers(stack));

        test("with each top-level input a secret, and each leaf", async () => {
            const top = stack.map((resource) => ({
                ...resource,
                inputs: Object.fromEntries(Object.entries(resource.inputs).map(([key, value]) => [key, secret(value)])),
            }));
            await sameAnswers(top, true);
            await sameAnswers(changed(stack, secret), true);
        });

        test("with unknowns of each kind", async () => {
            await sameAnswers(changed(stack, (_, index) => SENTINELS[index % SENTINELS.length]));
            await sameAnswers(changed(stack, (leaf, index) => (index % 2 ? leaf : UNKNOWN)));
            await sameAnswers(
                changed(stack, (leaf, index) => (index % 3 ? leaf : secret(UNKNOWN))),
                true,
            );
        });

        test("with assets and archives", async () => {
            await sameAnswers(stack.map((resource) => ({ ...resource, inputs: { ...resource.inputs, ...FILES } })));
            const files = Object.values(FILES);
            await sameAnswers(changed(stack, (_, index) => files[index % files.length]));
        });

        test("with nothing, and with null", async () => {
            await sameAnswers(stack.map((resource) => ({ ...resource, inputs: {} })));
            await sameAnswers(changed(stack, () => null));
        });
    });

    test("about a type that no rule looks at", () =>
        sameAnswers([{ type: "random:index:Pet", name: "pet", inputs: FILES }]));

    test("after a configuration, and in what it says of one that it cannot use", async () => {
        const stack = [{ type: ROLE, name: "role", inputs: { maxSessionDuration: 5_401 } }];
        const configure = async (limit: string, level: "ADVISORY" | "DISABLED" = "ADVISORY") => {
            for (const pack of [plain, bundled]) {
                await pack.configure({ "aws-max-session-duration": { level, properties: { limit } } });
            }
        };
        await configure("90m");
        expect(await answers(bundled, stack)).toEqual(await answers(plain, stack));
        expect((await bundled.say(stack)).map(({ message }) => message).join()).toContain("the limit is 1 h 30 min.");
        await configure("90m", "DISABLED");
        expect((await bundled.say(stack)).map(({ message }) => message).join()).not.toContain("the limit is");
        await configure("1y");
        const refusals = await Promise.all(
            [plain, bundled].map((pack) => pack.say(stack).catch((error: Error) => error.message)),
        );
        expect(refusals[0]).toContain("aws-max-session-duration.limit must be a duration");
        expect(refusals[1]).toEqual(refusals[0]);
    });
});

describe("remediation", () => {
    const able = rules.flatMap((rule) => (rule.judges === "resource" && rule.remediate ? [rule] : []));
    const around = {
        ...FILES,
        note: secret("hush"),
        nested: { list: [secret({ deep: secret(1) }), UNKNOWN, null, asset({ text: "a" })], unknown: SENTINELS[2] },
    };

    beforeAll(async () => {
        const levels = Object.fromEntries(able.map(({ name }) => [name, { level: "REMEDIATE" as const }]));
        for (const pack of [plain, bundled]) await pack.configure(levels);
    });

    test.each(able.map(({ name, examples }) => [name, asResources(examples.denied)] as const))("%s", async (_, stack) => {
        for (const { type, name, inputs } of stack) {
            for (const resource of [
                { type, name, inputs },
                { type, name, inputs: { ...inputs, ...around } },
                ...changed([{ type, name, inputs }], secret),
                ...changed([{ type, name, inputs: { ...inputs, ...around } }], () => UNKNOWN),
            ]) {
                expect(await bundled.remediate(resource)).toEqual(await plain.remediate(resource));
            }
        }
    });

    test("keeps all that it does not set, secret marks too", async () => {
        const inputs = { ...around, assumeRolePolicy: "{}", maxSessionDuration: secret(43_200) };
        for (const pack of [plain, bundled]) {
            expect(await pack.remediate({ type: ROLE, name: "role", inputs })).toEqual([
                {
                    rule: "aws-max-session-duration",
                    inputs: { ...inputs, maxSessionDuration: secret(3_600) },
                    diagnostic: "",
                },
            ]);
        }
    });

    test("changes nothing that is allowed, or not known yet", async () => {
        for (const pack of [plain, bundled]) {
            for (const maxSessionDuration of [3_600, UNKNOWN, secret(UNKNOWN), "a while"]) {
                expect(await pack.remediate({ type: ROLE, name: "role", inputs: { maxSessionDuration } })).toEqual([]);
            }
        }
    });
});

describe("only the bundle", () => {
    beforeAll(async () => {
        for (const pack of [plain, bundled]) await pack.configure({});
    });

    test("sees what is secret, and does not repeat it", async () => {
        const inputs = { member: "user:ann@example.com", role: secret("roles/owner"), project: "acme" };
        const stack = [{ type: "gcp:projects/iAMMember:IAMMember", name: "member", inputs }];
        const said = async (pack: PackProcess) => (await pack.say(stack)).map(({ message }) => message).join();
        expect(await said(plain)).toContain("roles/owner");
        expect(await said(bundled)).not.toContain("roles/owner");
        expect((await bundled.say(stack)).length).toBe((await plain.say(stack)).length);
    });

    test("takes what the SDK cannot read: an empty asset, an output value", async () => {
        for (const odd of [asset({ text: "" }), { [SIGNATURE]: OUTPUT, value: 1, dependencies: [] }]) {
            const stack = [{ type: ROLE, name: "role", inputs: { maxSessionDuration: 43_200, odd: { odd } } }];
            await expect(plain.say(stack)).rejects.toThrow(/unmarshaling/);
            expect((await bundled.say(stack)).map(({ policyname }) => policyname)).toContain("aws-max-session-duration");
        }
    });
});

describe("what the bundle takes for granted of @pulumi/policy", () => {
    const files = readdirSync(SDK).filter((file) => file.endsWith(".js"));
    const sources = files.map((file) => [file, readFileSync(join(SDK, file), "utf8")] as const);
    const found = (pattern: RegExp) =>
        sources.flatMap(([file, source]) => [...source.matchAll(pattern)].map(([whole]) => `${file}: ${whole}`));

    test("only deserialize.js, which is ours in the bundle, needs more of @pulumi/pulumi than its messages", () => {
        expect(found(/require\("@pulumi[^"]*"\)/g)).toEqual([
            'deserialize.js: require("@pulumi/pulumi")',
            'deserialize.js: require("@pulumi/pulumi/runtime/rpc")',
            'protoutil.js: require("@pulumi/pulumi/proto/analyzer_pb")',
            'server.js: require("@pulumi/pulumi/proto/analyzer_pb")',
            'server.js: require("@pulumi/pulumi/proto/analyzer_grpc_pb")',
            'server.js: require("@pulumi/pulumi/proto/plugin_pb")',
        ]);
    });

    test("and this is all that is used of it", () => {
        expect(found(/require\("\.\/deserialize"\)/g)).toEqual(['server.js: require("./deserialize")']);
        expect([...new Set(found(/deserialize_1\.\w+\([^;]*;/g))]).toEqual([
            "server.js: deserialize_1.deserializeProperties(req.getProperties(), false);",
            "server.js: deserialize_1.deserializeProperties(r.getProperties(), false);",
            "server.js: deserialize_1.deserializeProperties(prov.getProperties(), false);",
            "server.js: deserialize_1.deserializeProperties(req.getProperties(), true));",
            "server.js: deserialize_1.serializeProperties(result);",
        ]);
    });

    test("one function analyzes a resource, one a stack, and each policy answers for itself", () => {
        const args = "(policyPackName, policyPackVersion, policyPackEnforcementLevel, policies)";
        expect(found(/makeAnalyze(Stack)?RpcFun\(.*\)/g).sort()).toEqual([
            `server.js: makeAnalyzeRpcFun${args}`,
            `server.js: makeAnalyzeRpcFun${args}`,
            `server.js: makeAnalyzeStackRpcFun${args}`,
            `server.js: makeAnalyzeStackRpcFun${args}`,
        ]);
    });

    test("what it makes of a message depends on nothing else", () => {
        expect(found(/function get(ResourceOptions|ProviderResource|PropertyDependencies)\(.*\)/g)).toEqual([
            "server.js: function getResourceOptions(r)",
            "server.js: function getProviderResource(r)",
            "server.js: function getPropertyDependencies(r)",
        ]);
    });
});
