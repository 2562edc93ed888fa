import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PackProcess } from "../test/harness/pack-process";
import { writeState } from "../test/recorded/generate";
import { brokerRows } from "./broker";
import { credentialsRow } from "./credentials";
import { measureProgram } from "./program";
import { roleStack, sampleStack } from "./sample";
import { type Cost, measureState } from "./state";
import { ROUNDS, type Row, inTurn, median, row } from "./turns";

/** One table of ratios. What is compared is measured in turn, in one run, on one machine. */

const ROOT = join(__dirname, "..");
const OURS = join(ROOT, "policypack");
async function main(): Promise<void> {
    const bare = barePack();
    try {
        const rows = [
            await startRow(bare),
            ...(await resourceRows(bare)),
            await credentialsRow(),
            ...(await programRows()),
            ...(await stateRows()),
            ...(await brokerRows()),
        ];
        console.log(`Node ${process.version}, ${ROUNDS} rounds each in turn, medians.\n`);
        console.log("| What | Ours | Against | Ratio |\n| --- | --- | --- | --- |");
        for (const { what, ours, against, ratio } of rows)
            console.log(`| ${what} | ${ours} | ${against} | ${ratio.toFixed(2)} |`);
    } finally {
        rmSync(bare, { recursive: true, force: true });
    }
}

async function startRow(bare: string): Promise<Row> {
    const [ours, against] = await inTurn(
        () => startTime(OURS),
        () => startTime(bare),
    );
    return row("Start of the pack / a pack of one empty policy", ours, against, "ms");
}

async function resourceRows(bare: string): Promise<readonly Row[]> {
    const packs = { ours: await PackProcess.start(OURS), bare: await PackProcess.start(bare) };
    try {
        const [few, many] = [sampleStack(1_000), sampleStack(10_000)];
        const perResource = async (pack: PackProcess, stack: typeof few) =>
            ((await pack.judge(stack)) * 1_000) / stack.length;
        // Once before counting: the first thousand calls are compiled as they run.
        for (const pack of Object.values(packs)) await pack.judge(few);
        const [ours1, bare1] = await inTurn(
            () => perResource(packs.ours, few),
            () => perResource(packs.bare, few),
        );
        const [ours10, bare10] = await inTurn(
            () => perResource(packs.ours, many),
            () => perResource(packs.bare, many),
            3,
        );
        const memory = [packs.ours.peakMemory(), packs.bare.peakMemory()] as const;
        const [documents, without] = await inTurn(
            () => perResource(packs.ours, roleStack(10_000, true)),
            () => perResource(packs.ours, roleStack(10_000, false)),
            3,
        );
        return [
            row("Cost per resource at 1,000 resources / the same bare pack", ours1, bare1, "µs"),
            row("Cost per resource at 10,000 resources / the same bare pack", ours10, bare10, "µs"),
            row(
                "Growth of that cost from 1,000 to 10,000 resources / of the bare pack's",
                (ours10 / ours1) * 100,
                (bare10 / bare1) * 100,
                "%",
            ),
            row(
                "10,000 resources, 2,000 of them roles with policy documents / without the documents",
                documents,
                without,
                "µs",
            ),
            ...(memory[0] && memory[1]
                ? [row("Peak memory of the pack after all that / of the bare pack", memory[0], memory[1], "MiB")]
                : []),
        ];
    } finally {
        for (const pack of Object.values(packs)) await pack.stop();
    }
}

async function programRows(): Promise<readonly Row[]> {
    const program = join(ROOT, "examples", "denied", "data-team-admin");
    const [preview, alone] = await inTurn(
        () => measureProgram(program, "preview"),
        () => measureProgram(program, "mocks"),
    );
    return [row("Offline preview of examples/denied/data-team-admin / the program alone, with mocks", preview, alone, "ms")];
}

async function stateRows(): Promise<readonly Row[]> {
    const folder = mkdtempSync(join(tmpdir(), "bench-state-"));
    try {
        const of = async (resources: number) => {
            const file = join(folder, `${resources}.json`);
            await writeState(file, resources);
            return file;
        };
        const [few, many] = [await of(5_000), await of(50_000)];
        const costs: Record<string, Cost[]> = { few: [], many: [], fewParsed: [], parse: [] };
        const measure = (name: string, file: string, how: "check" | "parse") => {
            const cost = measureState(file, how);
            costs[name]!.push(cost);
            return cost.time;
        };
        const perResource = 1_000 / 50_000;
        const [check, parse] = await inTurn(
            () => measure("many", many, "check") * perResource,
            () => measure("parse", many, "parse") * perResource,
            3,
        );
        measure("few", few, "check");
        measure("fewParsed", few, "parse");
        const memory = (name: string) => median(costs[name]!.map((cost) => cost.memory));
        return [
            row("A state of 50,000 resources, judged, per resource / only parsed as a whole", check, parse, "µs"),
            row("Peak memory of judging it / of only parsing it as a whole", memory("many"), memory("parse"), "MiB"),
            row(
                "Memory that each further resource of it takes / takes there",
                ((memory("many") - memory("few")) * 1_048_576) / 45_000,
                ((memory("parse") - memory("fewParsed")) * 1_048_576) / 45_000,
                "bytes",
            ),
        ];
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

async function startTime(folder: string): Promise<number> {
    const pack = await PackProcess.start(folder);
    await pack.stop();
    return pack.started;
}

/** A pack with one policy that looks at nothing: the least that a CrossGuard pack can cost. Beside ours, for the same packages. */
function barePack(): string {
    const folder = mkdtempSync(join(ROOT, "bench", "bare-pack-"));
    writeFileSync(join(folder, "package.json"), '{ "name": "bare-pack", "version": "0.0.1" }\n');
    writeFileSync(
        join(folder, "index.js"),
        `const { PolicyPack } = require("@pulumi/policy");
new PolicyPack("bare-pack", { policies: [{ name: "nothing", description: "Nothing.", validateResource() {} }] });
`,
    );
    return folder;
}

void main();
