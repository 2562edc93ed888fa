import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type CelInput, celEnv, run as value, parse, plan } from "@bufbuild/cel";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { window as checkedWindow } from "../../../components/checks";
import { TITLE, endOf, plainEndOf } from "../../../components/gcp/grant-sweep/runtime/form";
import { policies } from "../../../components/gcp/grant-sweep/runtime/policies";
import { run } from "../../../components/gcp/grant-sweep/runtime/run";
import { type Binding, type Policy, sweep, unwritable } from "../../../components/gcp/grant-sweep/runtime/sweep";
import { until } from "../../../policypack/facts/cel";
import { tree } from "../../../policypack/facts/cel-tree";
import { type Google, google } from "../../harness/google";

const NOW = Date.parse("2026-01-15T12:00:00Z");
const START = "2026-01-15T08:00:00Z";
const window = (end: string, more = "") =>
    `request.time >= timestamp("${START}") && request.time < timestamp("${end}")${more}`;
const ENDED = "2026-01-15T12:00:00Z";
const OPEN = "2026-01-15T12:00:01Z";
const ROLE = "roles/cloudsql.admin";

const grant = (title: string, expression: string, members = ["user:jo@example.com"], role = ROLE): Binding => ({
    role,
    members,
    condition: { title, expression },
});
const ours = (expression: string, members?: string[], role?: string) => grant("jit-guard: db", expression, members, role);

describe("the form of a condition", () => {
    test.each<[string, string, string | undefined]>([
        ["is two instants", window(OPEN), OPEN],
        ["has more in brackets", window(OPEN, ' && (resource.name.startsWith("//x.googleapis.com/a(b"))'), OPEN],
        ["has a choice in brackets", window(OPEN, " && (a || (b && c))"), OPEN],
        [
            "has brackets in texts",
            window(OPEN, String.raw` && (a == ')' || b == "\")" || c == r'\' || d == """)"")""")`),
            OPEN,
        ],
        ["has brackets in comments", window(OPEN, " && (a // )\n)"), OPEN],
        ["is not one that is widened", window(OPEN, " || true"), undefined],
        ["is not one that is widened between brackets", window(OPEN, " && (true) || (true)"), undefined],
        ["is not one that is widened behind a text", window(OPEN, ` && (a == ")") || (b == "(")`), undefined],
        [
            "is not one that is widened behind a raw text",
            window(OPEN, String.raw` && (a == r"\") || (b == "\")")`),
            undefined,
        ],
        ["is not one that is widened behind a comment", window(OPEN, " && (a // (\n) || (b)"), undefined],
        ["is not one whose last comment does not end", window(OPEN, " && (a // )"), undefined],
        ["is not one with a text that does not end", window(OPEN, ' && (a == ")'), undefined],
        ["is not an end alone", `request.time < timestamp("${OPEN}")`, undefined],
        ["is not a start alone", `request.time >= timestamp("${OPEN}")`, undefined],
        ["is not one before it", ` ${window(OPEN)}`, undefined],
        ["is not one with a day that there is not", window("2026-02-30T00:00:00Z"), undefined],
        ["is not one with an hour that there is not", window("2026-02-20T25:00:00Z"), undefined],
        ["is not one that ends before it begins", window("2026-01-15T07:59:59Z"), undefined],
        ["is not one that ends as it begins", window(START), undefined],
        ["is not nothing", "", undefined],
    ])("%s", (_, expression, end) => {
        expect(endOf(expression)).toBe(end && Date.parse(end));
    });

    const later = { request: { time: value('timestamp("2026-02-15T00:00:00Z")') as CelInput }, a: true, b: true };
    const isTrueLater = (expression: string): boolean | undefined => {
        try {
            return plan(celEnv(), parse(expression))(later) === true;
        } catch {
            return undefined;
        }
    };

    test("is never one that lasts longer than it says, by two readers of CEL", () => {
        const piece = fc.constantFrom(
            "(",
            ")",
            ") || (",
            "a",
            "a",
            " || ",
            " && ",
            "b",
            "!",
            '"("',
            "')'",
            'r"\\"',
            '"\\")"',
            '"',
            "'",
            '"""',
            "\n",
            "// )\n",
            " == ",
            "b == b",
        );
        const more = fc.array(piece, { maxLength: 9 }).map((pieces) => ` && (${pieces.join("")})`);
        const seen = { ours: 0, widened: 0 };
        fc.assert(
            fc.property(more, (text) => {
                const expression = window(OPEN, text);
                const isLater = isTrueLater(expression);
                if (endOf(expression) === undefined) {
                    if (isLater) seen.widened++;
                    return;
                }
                if (isLater !== undefined) seen.ours++;
                expect(isLater).not.toBe(true);
                if (tree(expression)) expect(until(expression)).toBeLessThanOrEqual(Date.parse(OPEN));
            }),
            // A seed, as so few inputs widen a window that chance could leave them out.
            { numRuns: 6_000, seed: 1 },
        );
        expect(seen.ours).toBeGreaterThan(50);
        expect(seen.widened).toBeGreaterThan(3);
    });

    test("is every one of two instants and a term in brackets", () => {
        const { term } = fc.letrec<{ term: string }>((tie) => ({
            term: fc.oneof(
                { maxDepth: 4 },
                fc.constantFrom(
                    "a",
                    "b == b",
                    '"(" == ")"',
                    String.raw`'\')' != r"\"`,
                    "a // ((\n",
                    '"""")""" == b"x"',
                    '"//x"',
                ),
                fc.tuple(tie("term"), fc.constantFrom("&&", "||", "=="), tie("term")).map((parts) => parts.join(" ")),
                tie("term").map((each) => `(${each})`),
                tie("term").map((each) => `f(${each}, [${each}])`),
            ),
        }));
        fc.assert(
            fc.property(term, (each) => {
                expect(endOf(window(OPEN, ` && (${each})`))).toBe(Date.parse(OPEN));
            }),
        );
    });

    test("of others is at least an end", () => {
        expect(plainEndOf(` request.time < timestamp("${ENDED}")`)).toBe(NOW);
        expect(plainEndOf(window(ENDED))).toBe(NOW);
        expect(plainEndOf(`request.time < timestamp("${ENDED}") || true`)).toBeUndefined();
        expect(plainEndOf("true")).toBeUndefined();
    });

    test("is the one that TimeboxedMember writes", () => {
        const documents = join(__dirname, "..", "..", "..", "components", "gcp", "timeboxed-member", "documents.ts");
        if (!existsSync(documents)) return;
        expect(readFileSync(documents, "utf8")).toContain(JSON.stringify(TITLE).slice(1, -1));
    });
});

test("no grant of ours is made for longer than a sweep takes for ours", () => {
    const asked = { notBefore: "2026-01-15T12:00:00Z", notAfter: "2026-02-15T12:00:00Z" };
    expect(() => checkedWindow(NOW)(asked, "notAfter")).toThrow("more than 30 d ahead");
});

describe("a sweep", () => {
    const asked = { now: NOW, removable: [ROLE] };
    const kinds = (bindings: Binding[], of: object = asked) =>
        sweep({ version: 3, etag: "e", bindings }, { ...asked, ...of }).findings.map(({ kind, removed }) =>
            removed ? kind : `${kind}, left`,
        );

    test.each<[string, Binding, string[], object?]>([
        ["takes away what ends now", ours(window(ENDED)), ["expired"]],
        ["leaves what ends in a second", ours(window(OPEN)), []],
        ["takes away what was widened", ours(window(OPEN, " || true")), ["edited"]],
        ["leaves what ends in 31 days", ours(window("2026-02-15T12:00:00Z")), []],
        ["takes away what ends later than any grant is made to", ours(window("2026-02-15T12:00:01Z")), ["edited"]],
        ["takes away what has no condition left but its title", ours(""), ["edited"]],
        ["takes away what the program does not know", ours(window(OPEN)), ["orphaned"], { known: ["jit-guard: other"] }],
        ["leaves what the program knows", ours(window(OPEN)), [], { known: ["jit-guard: db"] }],
        ["takes away what the program knows when it ends", ours(window(ENDED)), ["expired"], { known: ["jit-guard: db"] }],
        ["takes a deleted member away", ours(window(OPEN), ["deleted:user:jo@example.com?uid=1"]), ["orphaned"]],
        ["reports only, where it may not take the role away", ours(window(ENDED)), ["expired, left"], { removable: [] }],
        [
            "reports only, where it may take other roles away",
            ours(window(ENDED)),
            ["expired, left"],
            { removable: ["roles/cloudsql.adminer"] },
        ],
        [
            "reports what others have left",
            grant("Created by: PAM", `request.time < timestamp("${ENDED}")`),
            ["expired, left"],
        ],
        ["says nothing of what others wrote", grant("vpn", "true"), []],
        ["says nothing of what others wrote, known or not", grant("vpn", "true"), [], { known: [] }],
        ["says nothing of a deleted member of others", grant("vpn", "true", ["deleted:user:jo@example.com?uid=1"]), []],
        ["says nothing of what has no condition", { role: ROLE, members: ["user:jo@example.com"] }, []],
        ["says nothing of a title that only looks like ours", grant("my jit-guard: db", ""), []],
    ])("%s", (_, binding, expected, of) => {
        expect(kinds([binding], of)).toEqual(expected);
    });

    test("says who has what, until when", () => {
        const { findings } = sweep({ bindings: [ours(window(ENDED))] }, asked);
        expect(findings).toEqual([
            {
                kind: "expired",
                role: ROLE,
                title: "jit-guard: db",
                members: ["user:jo@example.com"],
                until: "2026-01-15T12:00:00.000Z",
                removed: true,
            },
        ]);
    });

    test("leaves no binding without members", () => {
        const bindings = [ours(window(OPEN), ["deleted:user:al@example.com?uid=1"])];
        expect(sweep({ bindings }, asked).policy).toEqual({ bindings: [] });
    });

    test("keeps the one other member of a binding", () => {
        const bindings = [ours(window(OPEN), ["user:jo@example.com", "deleted:user:al@example.com?uid=1"])];
        const left = [{ ...bindings[0], members: ["user:jo@example.com"] }];
        expect(sweep({ bindings }, asked).policy).toEqual({ bindings: left });
    });

    test("keeps the other members of a binding, and the order of all", () => {
        const bindings = [
            { role: "roles/owner", members: ["user:a@example.com"] },
            ours(window(OPEN), ["user:jo@example.com", "deleted:user:al@example.com?uid=1", "user:ed@example.com"]),
            ours(window(ENDED)),
            { role: "roles/viewer", members: ["user:b@example.com"] },
        ];
        expect(sweep({ version: 3, etag: "e", auditConfigs: [], bindings } as Policy, asked).policy).toEqual({
            version: 3,
            etag: "e",
            auditConfigs: [],
            bindings: [
                bindings[0],
                { ...bindings[1], members: ["user:jo@example.com", "user:ed@example.com"] },
                bindings[3],
            ],
        });
    });

    const member = fc.constantFrom("user:jo@example.com", "group:dba@example.com", "deleted:user:al@example.com?uid=1");
    const binding = fc.record(
        {
            role: fc.constantFrom(ROLE, "roles/viewer", "roles/owner"),
            members: fc.uniqueArray(member, { minLength: 1 }),
            condition: fc.record(
                {
                    title: fc.constantFrom("jit-guard: db", "jit-guard: x", "vpn", "jit-guard"),
                    expression: fc.constantFrom(window(ENDED), window(OPEN), window(OPEN, " || true"), "true"),
                    description: fc.string(),
                },
                { requiredKeys: ["title", "expression"] },
            ),
            later: fc.string(),
        },
        { requiredKeys: ["role", "members"] },
    );
    const policy = fc.record({
        version: fc.constant(3),
        etag: fc.constant("e"),
        auditConfigs: fc.constant([{ service: "allServices" }]),
        bindings: fc.array(binding),
    });
    const asking = fc.record({
        now: fc.constantFrom(NOW - 1, NOW, NOW + 1_000),
        known: fc.option(fc.subarray(["jit-guard: db", "jit-guard: x"]), { nil: undefined }),
        removable: fc.subarray([ROLE, "roles/viewer"]),
    });

    test("touches nothing that is not ours, or that has not ended, whatever the policy", () => {
        fc.assert(
            fc.property(policy, asking, (read, of) => {
                const { policy: written = read, findings } = sweep(read as Policy, of);
                const isOthers = ({ condition, role }: Binding) =>
                    !condition?.title?.startsWith("jit-guard: ") || !of.removable.includes(role ?? "");
                expect(written.bindings!.filter(isOthers)).toEqual(read.bindings.filter(isOthers));
                const { bindings: _, ...others } = written;
                expect(others).toEqual({ version: 3, etag: "e", auditConfigs: [{ service: "allServices" }] });
                expect(unwritable(read as Policy, written)).toBeUndefined();
                const said = findings.filter(({ removed }) => removed).flatMap(({ members }) => members).length;
                const count = (bindings: readonly Binding[]) => bindings.flatMap(({ members }) => members).length;
                expect(count(read.bindings) - count(written.bindings!)).toBe(said);
            }),
        );
    });

    test("has nothing to do a second time", () => {
        fc.assert(
            fc.property(policy, asking, (read, of) => {
                const { policy: written } = sweep(read as Policy, of);
                if (written) expect(sweep(written, of).policy).toBeUndefined();
            }),
        );
    });
});

describe("a policy is not written", () => {
    const theirs: Binding = { role: "roles/viewer", members: ["user:b@example.com"] };
    const two = ours(window(ENDED), ["user:jo@example.com", "user:ed@example.com"]);
    const read: Policy = { version: 3, etag: "e", bindings: [theirs, two, theirs] };
    test.each<[string, Policy, string]>([
        ["with a lower version", { ...read, version: 1 }, "its version is not 3, so conditions would be lost"],
        [
            "with no etag",
            { version: 3, bindings: [theirs, two, theirs] },
            "it has no etag, so a change of others would be lost",
        ],
        ["with more than it had", { ...read, auditConfigs: [] } as Policy, "something beside its bindings would change"],
        ["without a binding of others", { ...read, bindings: [theirs, two] }, "a binding of others would change"],
        ["with another order", { ...read, bindings: [two, theirs, theirs] }, "a binding of others would change"],
        ["with nothing", { ...read, bindings: [] }, "a binding of others would change"],
        ["with a binding more", { ...read, bindings: [theirs, two, theirs, theirs] }, "a binding would be added"],
        [
            "with a member more",
            { ...read, bindings: [theirs, { ...two, members: ["user:al@example.com"] }, theirs] },
            "a binding of others would change",
        ],
        [
            "with a member more beside one that was there",
            { ...read, bindings: [theirs, { ...two, members: ["user:jo@example.com", "user:al@example.com"] }, theirs] },
            "a binding of others would change",
        ],
        [
            "with another role",
            { ...read, bindings: [theirs, { ...two, role: "roles/owner" }, theirs] },
            "a binding of others would change",
        ],
    ])("%s", (_, write, why) => {
        expect(unwritable(read, write)).toBe(why);
    });

    test("when it was read with a lower version, or without an etag", () => {
        expect(unwritable({ ...read, version: 1 }, read)).toMatch(/^its version/);
        expect(unwritable({ version: 3, bindings: [] }, { version: 3, bindings: [] })).toMatch(/^it has no etag/);
    });

    test("but is without ours, and without members of ours", () => {
        expect(unwritable(read, { ...read, bindings: [theirs, theirs] })).toBeUndefined();
        const one = { ...two, members: ["user:ed@example.com"] };
        expect(unwritable(read, { ...read, bindings: [theirs, one, theirs] })).toBeUndefined();
    });
});

describe("with Resource Manager", () => {
    const NODES = ["projects/orders", "folders/1", "organizations/2"];
    const theirs = { role: "roles/owner", members: ["user:a@example.com"], later: { unknown: 1 } };
    let cloud: Google;
    let lines: Record<string, unknown>[];
    beforeEach(async () => {
        cloud = await google();
        lines = [];
        for (const node of NODES) {
            cloud.policies.set(node, {
                version: 3,
                etag: 1,
                auditConfigs: [{ service: "allServices" }],
                bindings: [theirs, ours(window(ENDED)), ours(window(OPEN)), grant("vpn", "true")],
            });
        }
    });
    afterEach(() => cloud.close());

    const sweeping = (removable = [ROLE]) =>
        run({
            nodes: NODES,
            removable,
            policies: policies({ rootUrl: cloud.url }),
            now: () => NOW,
            log: (entry) => lines.push(entry),
        });
    const after = { version: 3, etag: 2, bindings: [theirs, ours(window(OPEN)), grant("vpn", "true")] };
    const writes = () => cloud.calls.filter((call) => call.endsWith(":setIamPolicy"));

    test("takes away what ended on each node, says so, and keeps all else", async () => {
        await sweeping();
        for (const node of NODES) {
            expect(cloud.policies.get(node)).toEqual({ ...after, auditConfigs: [{ service: "allServices" }] });
        }
        expect(lines.filter(({ severity }) => severity === "WARNING")).toEqual(
            NODES.map((node) => ({
                severity: "WARNING",
                message: "expired grant removed: jit-guard: db",
                node,
                kind: "expired",
                role: ROLE,
                title: "jit-guard: db",
                members: ["user:jo@example.com"],
                until: "2026-01-15T12:00:00.000Z",
                removed: true,
            })),
        );
        expect(lines.filter(({ severity }) => severity === "INFO")).toEqual(
            NODES.map((node) => ({ severity: "INFO", message: "swept", node, found: 1, removed: 1 })),
        );
    });

    test("only reads where it may take nothing away", async () => {
        await sweeping([]);
        expect(writes()).toEqual([]);
        expect(lines[0]).toMatchObject({ message: "expired grant not removed: jit-guard: db", removed: false });
    });

    test("reads again when somebody changed the policy meanwhile, and keeps that change", async () => {
        let changes = 2;
        const added = { role: "roles/viewer", members: ["user:new@example.com"] };
        cloud.meanwhile = (call) => {
            const policy = cloud.policies.get("projects/orders")!;
            if (!call.endsWith("orders:setIamPolicy") || changes-- <= 0) return;
            policy.etag++;
            if (changes === 1) policy.bindings = [...policy.bindings!, added];
        };
        await sweeping();
        expect(cloud.policies.get("projects/orders")!.bindings).toEqual([...after.bindings, added]);
        expect(writes().filter((call) => call.includes("orders"))).toHaveLength(3);
    });

    test("gives up on a policy that never stands still, and sweeps the others", async () => {
        cloud.meanwhile = (call) => {
            if (call.includes("orders:set")) cloud.policies.get("projects/orders")!.etag++;
        };
        await expect(sweeping()).rejects.toThrow("Not swept: projects/orders.");
        expect(writes().filter((call) => call.includes("orders"))).toHaveLength(5);
        expect(cloud.policies.get("folders/1")).toMatchObject(after);
        expect(cloud.policies.get("organizations/2")).toMatchObject(after);
        expect(lines.map(({ message }) => message)).toContain("not swept");
    });

    test("says which node it cannot read, and sweeps the others", async () => {
        cloud.policies.delete("folders/1");
        await expect(sweeping()).rejects.toThrow("Not swept: folders/1.");
        expect(cloud.policies.get("organizations/2")).toMatchObject(after);
    });

    test("does not write what came back without its conditions' version", async () => {
        for (const policy of cloud.policies.values()) policy.version = 1;
        await expect(sweeping()).rejects.toThrow("Not swept");
        expect(writes()).toEqual([]);
    });

    test.each(
        [1, 2, 3, 4, 5, 6].flatMap((call) => [
            [call, "before"],
            [call, "after"],
        ]) as [number, "before" | "after"][],
    )("ends right when it is cut off at call %i, %s it is done", async (call, when) => {
        cloud.breaks = { call, when };
        await expect(sweeping()).rejects.toThrow("Not swept");
        cloud.breaks = undefined;
        await sweeping();
        for (const node of NODES) expect(cloud.policies.get(node)).toMatchObject(after);
    });
});
