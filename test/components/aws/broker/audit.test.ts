import { describe, expect, test } from "vitest";
import { end } from "../../../../components/aws/broker/runtime/act";
import { vend } from "../../../../components/aws/broker/runtime/vend";
import { type Sealed, flaw, keyOf } from "../../../../components/aws/broker/runtime/audit";
import { close } from "../../../../components/aws/broker/runtime/close";
import { type Entry, hashOf } from "../../../../components/aws/broker/runtime/trail";
import { active, jo, objectsOf, sure } from "./acts";
import { type Memory, memory } from "./memory";

async function told(): Promise<{ m: Memory; id: string; objects: string[] }> {
    const m = memory();
    const { id } = await active(m);
    sure(await vend(jo, { id }, m.world));
    sure(await end(jo, { id }, m.world));
    await close(id, m.world);
    return { m, id, objects: objectsOf(m, id) };
}

const entryIn = (object: string) => JSON.parse((JSON.parse(object) as Sealed).entry) as Entry;
const changed = (object: string, change: Partial<Entry>, mac = (JSON.parse(object) as Sealed).mac) =>
    JSON.stringify({ entry: JSON.stringify({ ...entryIn(object), ...change }), mac });

describe("the audit of a grant", () => {
    test("tells who did what, in order, and of each the entry before", async () => {
        const { m, id, objects } = await told();
        const entries = objects.map(entryIn);
        expect(entries.map(({ event, state, by }) => [event, state, by])).toEqual([
            ["request", "requested", "person:jo@example.com"],
            ["approve", "approved", "person:max@example.com"],
            ["activate", "activating", "broker"],
            ["scheduled", "active", "broker"],
            ["vend", "active", "person:jo@example.com"],
            ["end", "ending", "person:jo@example.com"],
            ["closed", "revoked", "broker"],
        ]);
        for (const [seq, entry] of entries.entries()) {
            expect([entry.seq, entry.of]).toEqual([seq, id]);
            if (seq > 0) expect(entry.after).toBe(hashOf((JSON.parse(objects[seq - 1]!) as Sealed).entry));
        }
        expect(await flaw(objects, m.grant(id).trail, m.world.mac)).toBeUndefined();
    });

    test("sorts as it was written, also after a thousand entries", () => {
        const keys = [9, 10, 99, 100, 1_000].map((seq) => keyOf("g-a", seq));
        expect([...keys].sort()).toEqual(keys);
        expect(keyOf("r-a", 1)).toBe("role/r-a/000001.json");
    });

    test.each<[string, (objects: string[]) => string[], string]>([
        ["the first is missing", (all) => all.slice(1), "Entry 0 is missing."],
        ["one is missing", (all) => all.filter((_, index) => index !== 3), "Entry 3 is missing."],
        ["the last is missing", (all) => all.slice(0, -1), "There are 6 entries of 7."],
        ["one is there twice", (all) => [all[0]!, ...all], "Entry 1 is missing."],
        ["two are in each other's place", ([a, b, c, ...all]) => [a!, c!, b!, ...all], "Entry 1 is missing."],
        [
            "one was changed",
            ([a, b, ...all]) => [a!, changed(b!, { by: "person:eve" }), ...all],
            "Entry 1 was not sealed by the broker.",
        ],
        [
            "one is of another chain",
            ([a, b, ...all]) => [a!, changed(b!, { after: "0" }), ...all],
            "Entry 1 does not follow the one before.",
        ],
        [
            "the last was changed",
            (all) => [...all.slice(0, -1), changed(all.at(-1)!, { at: 0 })],
            "Entry 6 was not sealed by the broker.",
        ],
    ])("is seen to be flawed where %s", async (_, change, is) => {
        const { m, id, objects } = await told();
        expect(await flaw(change(objects), m.grant(id).trail, m.world.mac)).toBe(is);
    });

    test("is seen to be flawed where somebody with the key has written another last entry", async () => {
        const { m, id, objects } = await told();
        const other = JSON.stringify({ ...entryIn(objects.at(-1)!), at: 0 });
        const forged = JSON.stringify({ entry: other, mac: await m.world.mac(other) });
        const all = [...objects.slice(0, -1), forged];
        expect(await flaw(all, m.grant(id).trail, m.world.mac)).toBe("The last entry is not the one of the record.");
        expect(await flaw(all, undefined, m.world.mac)).toBeUndefined();
    });

    test("has nothing of a credential in it", async () => {
        const { m } = await told();
        expect(JSON.stringify([[...m.objects], m.told, m.logged, [...m.grants]])).not.toMatch(
            /ASIA|secretAccessKey|sessionToken/,
        );
    });
});
