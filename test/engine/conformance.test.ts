import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { pulumi, realPreview } from "../harness/engine";
import { NOW } from "../harness/describe-rule";
import { asEngineFindings, offlinePreview } from "../harness/offline";

/** The offline preview is only as good as this: the same programs, through the real engine, give the same findings. */

if (!pulumi) console.warn("SKIPPED: the engine tests need the `pulumi` binary on PATH.");

const ROOT = join(__dirname, "..", "..");
const COMPONENTS = [...folders("examples/components"), "test/components/defaults"];
const programs = [
    ...folders("test/preview/cases"),
    ...folders("examples/denied"),
    ...folders("examples/allowed"),
    ...COMPONENTS,
].filter((program) => !("engine" in expected(program)));

describe.skipIf(!pulumi)("the real engine finds what the offline preview finds", () => {
    test.each(programs)("%s", async (program) => {
        const env = { JIT_GUARD_NOW: NOW.toISOString() };
        const isComponent = COMPONENTS.includes(program);
        const { report } = await offlinePreview(join(ROOT, program), isComponent ? { preset: "strict" } : {});
        const real = await realPreview(join(ROOT, program), { env, ...(isComponent && { config: { all: "mandatory" } }) });
        const offline = asEngineFindings(report);
        expect(real.findings.filter(({ decided }) => decided)).toEqual(offline.filter(({ decided }) => decided));
        // Offline it is known what an unknown input was made from, so it may decide what the engine leaves open.
        const open = (of: typeof offline) => of.filter(({ decided }) => !decided);
        expect(open(real.findings)).toEqual(expect.arrayContaining(open(offline)));
        if (isComponent) expect({ failed: real.failed, errors: real.errors }).toEqual({ failed: false, errors: [] });
    });
});

function folders(of: string): readonly string[] {
    return readdirSync(join(ROOT, of), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => `${of}/${name}`);
}

/** What a case says of itself; `engine` holds the reason why the real engine cannot run it. */
function expected(program: string): object {
    const file = join(ROOT, program, "expected.json");
    return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as object) : {};
}
