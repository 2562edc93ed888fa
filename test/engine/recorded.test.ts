import { createReadStream, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { format, resolveConfig } from "prettier";
import { beforeAll, describe, expect, test } from "vitest";
import { pulumi } from "../harness/engine";
import { type Seen, judged, seenIn } from "../recorded/judged";
import { FIXTURES, recordings } from "../recorded/recordings";

/** What the real engine writes down today is what the fixtures say that it writes. JIT_GUARD_RECORD=1 writes them anew. */

if (!pulumi) console.warn("SKIPPED: the engine tests need the `pulumi` binary on PATH.");

const FILES = [
    "state.json",
    "state-with-secrets.json",
    "checkpoint.json",
    "plan.json",
    "plan-of-no-change.json",
    "plan-without-sames.json",
    "events.jsonl",
    "events-of-no-change.jsonl",
    "update.jsonl",
    "plan-that-failed.json",
    "events-that-failed.jsonl",
];

describe.skipIf(!pulumi)("what the real engine writes down", () => {
    let written: Readonly<Record<string, string>>;

    beforeAll(async () => {
        written = await recordings();
        if (process.env.JIT_GUARD_RECORD) for (const file of FILES) await record(file, written[file]!);
    }, 300_000);

    test.each(FILES)("%s is read and judged as the fixture is", async (file) => {
        const fresh = await seenIn(Readable.from([written[file]!]));
        const fixture = await seenIn(createReadStream(join(FIXTURES, file)));
        expect(inOrder(fresh)).toEqual(inOrder(fixture));
        expect(lasting(fresh)).toEqual(lasting(fixture));
        expect(judged(fresh.resources)).toEqual(judged(fixture.resources));
    });

    test("no fixture is missing here", () => {
        expect(Object.keys(written).sort()).toEqual([...FILES].sort());
    });
});

// The engine does several things at a time, so each time in another order.
function inOrder({ recorded }: Seen) {
    return { ...recorded, unseen: [...recorded.unseen].sort((a, b) => (a.kind < b.kind ? -1 : 1)) };
}

// When something was made is another time each time.
function lasting({ resources }: Seen) {
    return resources
        .map(({ created: _, inputs, ...rest }) => ({ ...rest, inputs: inputs.raw }))
        .sort((a, b) => (a.urn < b.urn ? -1 : 1));
}

async function record(file: string, text: string): Promise<void> {
    const path = join(FIXTURES, file);
    const options = await resolveConfig(path);
    writeFileSync(path, file.endsWith(".json") ? await format(text, { ...options, parser: "json" }) : text);
    expect(readFileSync(path, "utf8")).not.toMatch(/\/(work|home|Users)\//);
}
