import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pulumi, realChange } from "../harness/engine";

/** What only the real engine can show of components: what becomes of what is deployed already. */

if (!pulumi) console.warn("SKIPPED: the engine tests need the `pulumi` binary on PATH.");

const DEFAULTS = join(__dirname, "..", "components", "defaults");

// The window of the time-boxed ones is still to come.
const [AT, LATER] = ["2026-01-15T12:00:00Z", "2026-01-15T13:30:00Z"];

const changes = (index?: string) => realChange(DEFAULTS, { at: AT, later: LATER, ...(index && { index }) });

test.skipIf(!pulumi)("a program that is run again an hour later changes nothing", async () => {
    const steps = await changes();
    expect(Object.values(steps)).toContain("same");
    expect(Object.entries(steps).filter(([, step]) => step !== "same")).toEqual([]);
});

test.skipIf(!pulumi)("an alias lets a component be renamed, and nothing that it made is made anew", async () => {
    const index = readFileSync(join(DEFAULTS, "index.ts"), "utf8");
    const renamed = (alias: string) =>
        index.replace("make(`${cloud}-${component}`)", "make(`new-${cloud}-${component}`" + alias + ")");
    const steps = await changes(renamed(", { aliases: [{ name: `${cloud}-${component}` }] }"));
    expect([...new Set(Object.values(steps))].sort()).toEqual(["same", "update"]);
    // Without it all would be, but for what is protected.
    await expect(changes(renamed(""))).rejects.toThrow("cannot be deleted\nbecause it is protected");
});
