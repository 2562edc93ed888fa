import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Sealed } from "../../../components/aws/broker/runtime/audit";
import type { Entry } from "../../../components/aws/broker/runtime/trail";
import type { Evidence } from "../../../components/cli/evidence";
import type { Flaw } from "../../../components/cli/verify";
import { HOUR, ROLE, T0 } from "../aws/broker/grants";
import { type Memory } from "../aws/broker/memory";
import { type Broker, JO, MAX, SEC, broker } from "../client/broker";
import { evidenceOf } from "./evidence";
import { run } from "./io";

let there: Broker;
let m: Memory;
let id = "";
beforeEach(async () => {
    there = await broker();
    ({ m } = there);
    there.time = () => m.time;
    const asked = await run(there, [
        "request",
        "dba-prod",
        "--duration",
        "1h",
        "--reason",
        "fix db",
        "--ticket",
        "INC-1",
        "--json",
    ]);
    ({ id } = JSON.parse(asked.out) as { id: string });
    await run(there, ["approve", id]);
    m.time += 60_000;
    await run(there, ["approve", id], MAX);
    await run(there, ["credentials", id]);
    m.time += 60_000;
    await run(there, ["end", id]);
    await run(there, ["panic", ROLE, "--reason", "drill"], SEC);
});
afterEach(() => there.stop());

const evidence = (withTable: boolean): Evidence => ({
    ...evidenceOf(m),
    ...(withTable && {
        records: {
            trail: async (of) => (await (of.startsWith("r-") ? m.world.store.roleOf(of) : m.world.store.grant(of)))?.trail,
            open: async () => (await m.world.store.unsettled()).map((grant) => grant.id),
        },
    }),
});
const AUDIT = ["--bucket", "b", "--key", "k"];
const audit = (argv: readonly string[], table = true) =>
    run(there, argv, JO, { evidence: () => Promise.resolve(evidence(table)) });
const flaws = async (table = true) => {
    const { code, out } = await audit(["audit", "verify", ...AUDIT, "--json"], table);
    const found = JSON.parse(out) as { flaws: readonly Flaw[]; isWhole: boolean };
    expect([code, found.isWhole]).toEqual(found.flaws.length > 0 ? [5, false] : [0, true]);
    return found.flaws;
};
const key = (seq: number, of = id) => `grant/${of}/00000${seq}.json`;
const entry = (seq: number) => JSON.parse((JSON.parse(m.objects.get(key(seq))!) as Sealed).entry) as Entry;
const count = () => [...m.objects.keys()].filter((each) => each.startsWith(`grant/${id}/`)).length;
/** As somebody could who has the key. */
const sealed = (text: string) =>
    JSON.stringify({ entry: text, mac: createHmac("sha256", "key").update(text).digest("base64") });

describe("audit verify", () => {
    test("says that all is there, of how much, and what only the table could tell", async () => {
        const entries = count() + 1;
        expect(await audit(["audit", "verify", ...AUDIT])).toEqual({
            code: 0,
            out: `Entries: ${entries}, of grants and roles: 2, refusals: 1. None is changed or added, and none between is missing.\n`,
            err: "",
        });
        expect((await audit(["audit", "verify", ...AUDIT], false)).err).toBe(
            "Whether the last entries of each are there, only the table knows: --table names it.\n",
        );
    });

    test("sees one that is missing, at the end only by the table", async () => {
        const last = count() - 1;
        m.objects.delete(key(last));
        expect(await flaws(false)).toEqual([]);
        expect(await flaws()).toEqual([{ in: `grant/${id}`, is: `There are ${last} entries of ${last + 1}.` }]);
        m.objects.delete(key(1));
        expect(await flaws(false)).toEqual([{ in: `grant/${id}`, is: "Entry 1 is missing." }]);
        for (let seq = 0; seq < last; seq++) m.objects.delete(key(seq));
        expect(await flaws()).toEqual([{ in: `grant/${id}`, is: "All entries are missing." }]);
    });

    test("sees one that is changed, with the key and without", async () => {
        const changed = JSON.stringify({ ...entry(0), by: "person:kim@example.com" });
        const { mac } = JSON.parse(m.objects.get(key(0))!) as Sealed;
        m.objects.set(key(0), JSON.stringify({ entry: changed, mac }));
        expect(await flaws()).toEqual([{ in: `grant/${id}`, is: "Entry 0 was not sealed by the broker." }]);
        m.objects.set(key(0), sealed(changed));
        expect(await flaws(false)).toEqual([{ in: `grant/${id}`, is: "Entry 1 does not follow the one before." }]);
    });

    test("sees what was put there by others", async () => {
        m.objects.set("grant/readme.txt", "");
        m.objects.set(key(count()), sealed(JSON.stringify({ ...entry(0), seq: count() })));
        expect(await flaws()).toEqual([
            { in: "grant/readme.txt", is: "The broker gives no such name." },
            { in: `grant/${id}`, is: `Entry ${count() - 1} does not follow the one before.` },
        ]);
    });

    test("sees a record that is put in the place of another", async () => {
        const other = "g-bbbbbbbbbbbbbbbbbbbbbbbbbb";
        for (let seq = 0, all = count(); seq < all; seq++) m.objects.set(key(seq, other), m.objects.get(key(seq))!);
        for (const table of [true, false]) {
            expect(await flaws(table)).toEqual([{ in: `grant/${other}`, is: `Entry 0 is of ${id}.` }]);
        }
        m.grants.delete(id);
        expect(await flaws()).toContainEqual({ in: `grant/${id}`, is: "The table has no such record." });
    });

    test.each(["", "{", "null", '{"entry":1,"mac":"x"}', '{"entry":"{}","mac":"x"}', '{"entry":"null","mac":"x"}', "{}"])(
        "sees that %j is none",
        async (object) => {
            m.objects.set(key(1), object);
            expect(await flaws()).toEqual([{ in: `grant/${id}`, is: "Entry 1 is none." }]);
            const [refused] = [...m.objects.keys()].filter((each) => each.startsWith("refused/"));
            m.objects.set(refused!, object);
            expect(await flaws()).toContainEqual({ in: refused, is: "It was not sealed by the broker." });
        },
    );

    test("is patient with what is decided and not told of yet", async () => {
        const last = count() - 1;
        const text = (JSON.parse(m.objects.get(key(last))!) as Sealed).entry;
        const grant = m.grant(id);
        m.grants.set(id, JSON.stringify({ ...grant, trail: { ...grant.trail, unsaid: [text] } }));
        expect(await flaws()).toEqual([]);
        m.objects.delete(key(last));
        expect(await flaws()).toEqual([]);
        m.objects.delete(key(last - 1));
        expect(await flaws()).toEqual([{ in: `grant/${id}`, is: `There are ${last - 1} entries of ${last + 1}.` }]);
    });

    test("must be told where", async () => {
        expect((await audit(["audit", "verify", "--key", "k"])).err).toContain("--bucket");
        expect((await audit(["audit", "verify", "--bucket", "b"])).err).toContain("--key");
        expect((await audit(["report"])).code).toBe(2);
        expect((await audit(["report", "--bucket", "b", "--since", "1"])).err).toContain("--since must be a duration");
    });
});

describe("report", () => {
    test("says who had what, when and why", async () => {
        const { code, out } = await audit(["report", "--bucket", "b"]);
        expect(code).toBe(0);
        expect(out.split("\n").map((line) => line.split(/ {2,}/))).toEqual([
            ["FROM", "TO", "WHO", "WHAT", "STATE", "APPROVED BY", "CREDENTIALS", "GRANT", "WHY"],
            [
                "2026-01-15T12:01:00Z",
                "2026-01-15T12:02:00Z",
                "person:jo@example.com",
                "dba-prod",
                "revoked",
                "person:max@example.com",
                "1",
                id,
                "INC-1: fix db",
            ],
            [""],
        ]);
    });

    test("of what is no entry is none", async () => {
        for (const object of ["", "null", '{"entry":"null"}', '{"entry":"{}"}']) {
            m.objects.set(key(1), object);
            const { code, err } = await audit(["report", "--bucket", "b"]);
            expect([code, err]).toEqual([2, `${key(1)} is no entry: \`jit audit verify\` says what else there is.\n`]);
        }
    });

    test("gives programs all that was told, of the time that is asked for", async () => {
        const { out } = await audit(["report", "--bucket", "b", "--json", "--since", "1h"]);
        const { grants } = JSON.parse(out) as { grants: readonly { entries: readonly Entry[]; from: number }[] };
        expect(grants[0]!.from).toBe(T0 + 60_000);
        expect(grants[0]!.entries.map(({ event }) => event)).toEqual([
            "request",
            "approve",
            "activate",
            "scheduled",
            "vend",
            "end",
            "closed",
        ]);
        m.time += 2 * HOUR;
        expect((await audit(["report", "--bucket", "b", "--since", "1h"])).out).toBe(
            "Nothing was asked for in that time.\n",
        );
    });
});
