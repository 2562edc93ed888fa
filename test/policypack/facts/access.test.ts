import fc from "fast-check";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Example } from "../../../policypack/core/rule";
import { ACCESS_TYPES, type Access, accesses } from "../../../policypack/facts/access";
import { policyOf } from "../../../policypack/facts/aws-documents";
import { UNKNOWN, Value } from "../../../policypack/facts/values";
import { preview } from "../../../policypack/preview";
import { secret } from "../../../policypack/preview/wire";
import { rules } from "../../../policypack/rules";
import { NOW, resources } from "../../harness/describe-rule";
import { partly } from "../../harness/partly";

const ROOT = join(__dirname, "..", "..", "..");

const only = (example: Example) => accesses(resources(example), NOW);

describe("accesses", () => {
    test("are in the order of their URNs, and of no other type", () => {
        const found = only([
            { type: "gcp:projects/apiKey:ApiKey", name: "b", inputs: {} },
            { type: "aws:s3/bucket:Bucket", name: "c", inputs: {} },
            { type: "aws:iam/accessKey:AccessKey", name: "z", inputs: {} },
            { type: "aws:iam/accessKey:AccessKey", name: "a", inputs: {} },
        ]);
        expect(found.map(({ urn }) => urn.split("::").slice(2).join(" "))).toEqual([
            "aws:iam/accessKey:AccessKey a",
            "aws:iam/accessKey:AccessKey z",
            "gcp:projects/apiKey:ApiKey b",
        ]);
    });

    test("show nothing that the program marked as secret, nor what does not look public", () => {
        const jo = "user:jo@example.com";
        const grant = { project: "shop", role: "roles/owner" };
        const MEMBER = "gcp:projects/iAMMember:IAMMember";
        const shown = (member: unknown) => only([{ type: MEMBER, inputs: { ...grant, member } }])[0]?.what;
        expect(shown(jo)).toBe("`roles/owner` on project `shop` for `user:jo@example.com`");
        expect(shown(secret(jo))).toBe("`roles/owner` on project `shop` for (a secret, not shown)");
        // The account is told with its kind before it.
        const of = {
            role: "roles/iam.serviceAccountTokenCreator",
            member: jo,
            serviceAccountId: secret("deploy@shop.example"),
        };
        const [impersonation] = only([{ type: "gcp:serviceaccount/iAMMember:IAMMember", inputs: of }]);
        expect(impersonation?.what).not.toContain("deploy@shop.example");
        expect(shown("hunter 2")).toBe("`roles/owner` on project `shop` for (an unusual member, not shown)");
    });

    test("say of what cannot be read at all that it is unknown, and hide no other", () => {
        const broken = ["x", 1, [], true, null, UNKNOWN].map((inputs, index) => ({
            urn: `urn:pulumi:a::a::aws:iam/role:Role::${index}`,
            type: "aws:iam/role:Role",
            name: `${index}`,
            inputs: new Value(inputs, ""),
            sources: {},
        }));
        const key = resources([{ type: "aws:iam/accessKey:AccessKey", inputs: {} }]);
        const found = accesses([...broken, ...key], NOW);
        expect(found.map(({ until }) => until)).toEqual([...broken.map(() => "unknown"), "never"]);
        expect(new Set(found.map(({ because }) => because)).has("The resource is not an object")).toBe(false);
    });
});

describe("any input", () => {
    const word = fc.constantFrom(
        "*",
        "Allow",
        "Deny",
        "sts:AssumeRole",
        "roles/owner",
        "projects/p",
        "allUsers",
        "3600s",
        "PT1H",
        "rate(30 days)",
        "2026-01-16T08:00:00Z",
        "-1e308",
        "9".repeat(400),
        'request.time < timestamp("2026-01-16T08:00:00Z")',
        "aws:iam/role:Role",
        "{",
        "",
        UNKNOWN,
    );
    const leaf = fc.oneof(
        word,
        word.map((value) => secret(value)),
        fc.string(),
        fc.double(),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
    );
    const key = fc.constantFrom(
        ...["Statement", "Effect", "Action", "Resource", "Principal", "AWS", "Condition", "DateLessThan"],
        ...["aws:CurrentTime", "expression", "bindings", "members", "role", "principals", "__proto__", "toString", "name"],
    );
    const anything = fc.letrec<{ any: unknown }>((tie) => ({
        any: fc.oneof(
            { maxDepth: 5 },
            leaf,
            fc.array(tie("any"), { maxLength: 3 }),
            fc.dictionary(key, tie("any"), { maxKeys: 4 }),
            fc.dictionary(key, tie("any"), { maxKeys: 4 }).map((object) => JSON.stringify(object)),
        ),
    })).any;
    const INPUTS = [
        ...["createDate", "createTime", "validAfter", "validBefore", "expires", "expireTime", "ttl", "rotation"],
        ...["assumeRolePolicy", "inlinePolicies", "policy", "policyArn", "credentialAgeDays", "maxSessionDuration"],
        ...[
            "secretId",
            "rotationRules",
            "role",
            "member",
            "members",
            "condition",
            "policyData",
            "project",
            "user",
            "keepers",
        ],
        ...["privilegedAccess", "eligibleUsers", "publicKeyData", "expirationTimeUsec", "secondsToLive", "disabled"],
    ];
    const examples = rules
        .flatMap(({ examples: { denied, allowed } }) => [...denied, ...allowed])
        .filter(({ type }) => ACCESS_TYPES.has(type));
    const resource = fc.oneof(
        fc
            .constantFrom(...examples)
            .chain(({ type, inputs }) => partly(inputs, anything, 6).map((changed) => ({ type, inputs: changed }))),
        fc.record({
            type: fc.constantFrom(...ACCESS_TYPES),
            inputs: fc.oneof(
                {
                    weight: 9,
                    arbitrary: fc.dictionary(fc.constantFrom(...INPUTS), anything, { maxKeys: 6 }),
                },
                { weight: 1, arbitrary: anything },
            ),
        }),
    );
    const program = fc.array(fc.tuple(resource, fc.constantFrom(...INPUTS), fc.nat(7)), { minLength: 1, maxLength: 8 });

    test("throws nothing, is no bug, and gives instants of a calendar", () => {
        fc.assert(
            fc.property(program, (declared) => {
                const urns = declared.map(([{ type }], index) => `urn:pulumi:a::a::${type}::n${index}`);
                const found = accesses(
                    declared.map(([{ type, inputs }, input, other], index) => ({
                        urn: urns[index]!,
                        type,
                        name: `n${index}`,
                        inputs: new Value(inputs, ""),
                        sources: { [input]: urns.slice(other, other + 1) },
                    })),
                    NOW,
                );
                for (const access of found) expect(faultsOf(access)).toEqual([]);
            }),
            { numRuns: Math.ceil(Number(process.env.JIT_GUARD_FUZZ ?? 100_000) / 10) },
        );
    });

    function faultsOf({ because, what, from, until, each }: Access): readonly string[] {
        const isInstant = (at: number) => !Number.isNaN(new Date(at).getTime());
        return [
            ...(because.includes("could not be read (") ? [because] : []),
            ...(because === "" || what === "" || /undefined|null/.test(`${what} ${because}`) ? [`${what}: ${because}`] : []),
            ...(from !== undefined && !isInstant(from) ? [`from ${from}`] : []),
            ...(typeof until === "number" && !isInstant(until) ? [`until ${until}`] : []),
            ...(typeof until === "number" && from !== undefined && from > until ? [`${from} to ${until}`] : []),
            ...(each !== undefined && !(each > 0 && Number.isFinite(each)) ? [`each ${each}`] : []),
        ];
    }

    test("of great depth or size is read too", () => {
        const deep = `{"Statement":${"[".repeat(50_000)}${"]".repeat(50_000)}}`;
        const wide = policyOf({ Effect: "Allow", Principal: { AWS: "a".repeat(1_000_000) }, Action: "sts:AssumeRole" });
        const until = (assumeRolePolicy: string) =>
            only([{ type: "aws:iam/role:Role", inputs: { assumeRolePolicy } }])[0]?.until;
        expect([deep, wide].map(until)).toEqual(["unknown", "never"]);
    });
});

describe.each(["test/components/defaults", ...namesIn("examples/components").map((name) => `examples/components/${name}`)])(
    "%s",
    (program) => {
        test("ends all that a TimeboxedRole or a TimeboxedMember opens", async () => {
            const { resources: seen, failure } = await preview({ directory: join(ROOT, program) });
            expect(failure).toBeUndefined();
            const boxes = seen.filter(({ type }) => /^jit-guard:\w+:Timeboxed/.test(type)).map(({ urn }) => urn);
            const within = new Set(seen.filter(({ parent }) => boxes.includes(parent ?? "")).map(({ urn }) => urn));
            const found = accesses(seen, NOW).filter(({ urn }) => within.has(urn));
            expect(found).toHaveLength(boxes.length);
            for (const { from, until } of found) {
                expect(from).toBeTypeOf("number");
                expect(until).toBeTypeOf("number");
            }
            // Most programs have none; these are the ones with some.
            expect(boxes.length > 0).toBe(/defaults|timeboxed|landing-zone/.test(program));
        });
    },
);

function namesIn(folder: string): readonly string[] {
    return readdirSync(join(ROOT, folder));
}
