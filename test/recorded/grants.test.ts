import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ReportedAccess } from "../../policypack/report/model";
import { HOUR, T0 } from "../components/aws/broker/grants";
import { folder, run as guard } from "../cli/io";
import { evidenceOf } from "../components/cli/evidence";
import { run as jit } from "../components/cli/io";
import { type Broker, JO, MAX, broker } from "../components/client/broker";
import { seenIn } from "./judged";

/** What a broker gave, in the timeline of the pack's report: the command `jit` writes it, and the pack reads it. */

let there: Broker;
beforeEach(async () => {
    there = await broker();
    there.time = () => there.m.time;
});
afterEach(() => there.stop());

const iso = (at: number) => new Date(at).toISOString();
async function grants(): Promise<string> {
    const { code, out } = await jit(there, ["report", "--bucket", "b", "--json"], JO, {
        evidence: () => Promise.resolve(evidenceOf(there.m)),
    });
    expect(code).toBe(0);
    return out;
}
async function asked(reason: string): Promise<string> {
    const { out } = await jit(there, ["request", "dba-prod", "--duration", "1h", "--reason", reason, "--json"]);
    return (JSON.parse(out) as { id: string }).id;
}
const accesses = async (): Promise<readonly ReportedAccess[]> =>
    (await seenIn(Readable.from([await grants()]))).recorded.accesses;

describe("a grant of the broker", () => {
    test("is open from when it is active until its end", async () => {
        const id = await asked("fix db");
        expect(await accesses()).toEqual([]);
        await jit(there, ["approve", id], MAX);
        expect(await accesses()).toEqual([
            {
                urn: id,
                program: "jit/grants",
                type: "jit-guard:aws:Grant",
                name: id,
                kind: "session",
                what: "`dba-prod` for `person:jo@example.com`: `fix db`",
                from: iso(T0),
                until: iso(T0 + HOUR),
                because: "approved by `person:max@example.com`, active",
            },
        ]);
    });

    test("is open for longer when an extension is approved, and not when one is asked for", async () => {
        const id = await asked("fix db");
        await jit(there, ["approve", id], MAX);
        await jit(there, ["extend", id, "--duration", "30m", "--reason", "not done"]);
        expect((await accesses())[0]!.until).toBe(iso(T0 + HOUR));
        await jit(there, ["approve", id], MAX);
        expect((await accesses())[0]!.until).toBe(iso(T0 + 1.5 * HOUR));
    });

    test("ends when somebody ends it", async () => {
        const id = await asked("fix db");
        await jit(there, ["approve", id], MAX);
        there.m.time += HOUR / 2;
        await jit(there, ["end", id]);
        expect(await accesses()).toMatchObject([{ until: iso(T0 + HOUR / 2) }]);
    });

    test("cannot end the quotation of what was said of it", async () => {
        const id = await asked("fix `db`");
        await jit(there, ["approve", id], MAX);
        expect((await accesses())[0]!.what).toBe("`dba-prod` for `person:jo@example.com`: `fix 'db'`");
    });
});

test("stands in the page beside what programs declare", async () => {
    const id = await asked("<b>fix</b> db");
    await jit(there, ["approve", id], MAX);
    const cwd = folder({ "grants.json": await grants() });
    const { code, out } = await guard(["check", "grants.json", "--format", "html", "--now", iso(T0 + 60_000)], { cwd });
    expect(code).toBe(0);
    expect(out).toContain("Sessions");
    expect(out).toContain(id);
    expect(out).toMatch(/&lt;b(>|&gt;)fix/);
    expect(out).not.toContain("<b>fix");
    expect(out).toContain("Of 1 way in, 1 ends.");
});

test.each([
    ["a text", ["x"]],
    ["one without an id", [{ who: "a", what: "b", why: "c", state: "active", approvedBy: [] }]],
    ["one of an older form", [{ id: "g-a", who: "a", what: "b", why: "c", state: "active" }]],
])("%s is refused with its place", async (_, given) => {
    await expect(seenIn(Readable.from([JSON.stringify({ grants: given })]))).rejects.toThrow(
        "The input: Grant 1 is not a grant as `jit report --json` writes one. To write the grants again: jit report --json > grants.json",
    );
});

test("of which there is none is none", async () => {
    expect((await seenIn(Readable.from(['{"grants":[]}']))).recorded).toMatchObject({ accesses: [], kind: "grants" });
});
