import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { writeState } from "./generate";
import { judged, seenIn } from "./judged";

const folder = mkdtempSync(join(tmpdir(), "recorded-memory-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const MEBIBYTE = 1024 * 1024;

async function stateOf(resources: number): Promise<string> {
    const file = join(folder, `${resources}.json`);
    await writeState(file, resources);
    return file;
}

function measured(file: string, input?: Buffer): { count: number; peak: number } {
    const script = join(__dirname, "peak-heap.ts");
    const argv = ["--expose-gc", "-r", "ts-node/register/transpile-only", script, file];
    return JSON.parse(execFileSync(process.execPath, argv, { encoding: "utf8", input })) as { count: number; peak: number };
}

test("ten times the resources take no more memory", { timeout: 300_000 }, async () => {
    const [few, many] = [await stateOf(5_000), await stateOf(50_000)];
    expect(statSync(many).size).toBeGreaterThan(100_000_000);
    const [small, large] = [measured(few), measured(many)];
    expect([small.count, large.count]).toEqual([5_000, 50_000]);
    // Below that it is the machinery and not what is read; held as a whole it is ten times as much, and 50 MiB.
    const floor = Math.max(small.peak, 2 * MEBIBYTE);
    expect(large.peak / floor).toBeLessThan(2);
});

test("standard input is read as a file is", async () => {
    expect(measured("-", readFileSync(await stateOf(500))).count).toBe(500);
});

test("what is generated is a state that rules have something to say of", async () => {
    const { recorded, resources } = await seenIn(await stateOf(23));
    expect(recorded).toEqual({ project: "estate", stack: "production", kind: "state", unseen: [], accesses: [] });
    expect(resources).toHaveLength(23);
    const rules = judged(resources).map((said) => said.split(": ")[1]);
    expect(rules).toEqual(
        expect.arrayContaining(["aws-no-iam-access-key", "gcp-no-service-account-key", "aws-no-plaintext-credential"]),
    );
});
