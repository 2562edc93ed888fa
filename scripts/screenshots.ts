import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { Reader } from "../test/harness/browser";

/** Writes the pictures of the report in docs/, from what the command says of the examples. Needs a built pack and Chromium. */

const ROOT = join(__dirname, "..");
const DOCS = join(ROOT, "docs");
const WHAT = ["examples/denied/*", "examples/components/landing-zone"];
// The instant is fixed, or the same picture would show something else tomorrow.
const NOW = "2026-01-15T12:00:00Z";

const PICTURES = [
    { name: "report", width: 1_280, height: 1_180, colorScheme: "light", show: async () => {} },
    { name: "report-timeline-dark", width: 1_280, height: 1_540, colorScheme: "dark", show: timeline },
    { name: "report-phone", width: 390, height: 844, colorScheme: "light", show: async () => {} },
] as const;

async function timeline(page: Page): Promise<void> {
    for (const kind of ["key", "secret"]) await page.locator(`input[name=kind][value=${kind}]`).check();
    await page.evaluate(`document.querySelector("#access").scrollIntoView()`);
}

function report(): string {
    const folder = mkdtempSync(join(tmpdir(), "jit-guard-"));
    const file = join(folder, "report.html");
    try {
        const args = ["check", ...WHAT, "-q", "--exceptions", "docs/exceptions.yaml", "--out", file];
        const { stderr, error } = spawnSync(process.execPath, [join(ROOT, "policypack", "bin", "jit-guard.js"), ...args], {
            cwd: ROOT,
            encoding: "utf8",
            env: { ...process.env, JIT_GUARD_NOW: NOW },
        });
        if (error || stderr !== "") throw new Error(`jit-guard ${args.join(" ")} failed: ${error?.message ?? stderr}`);
        return readFileSync(file, "utf8");
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

/** With no more colours than it needs, where the program for that is installed. */
function small(picture: Buffer): Buffer {
    const { stdout, error, status } = spawnSync("pngquant", ["--strip", "64", "-"], { input: picture, maxBuffer: 1 << 26 });
    if (error || status !== 0) console.warn("pngquant is not installed, or failed: the picture is larger than it need be.");
    return error || status !== 0 ? picture : stdout;
}

async function main(): Promise<void> {
    const written = report();
    const reader = await Reader.start();
    try {
        for (const { name, width, height, colorScheme, show } of PICTURES) {
            const { page } = await reader.open(written, { viewport: { width, height }, colorScheme });
            await show(page);
            const file = join(DOCS, `${name}.png`);
            writeFileSync(file, small(await page.screenshot()));
            console.log(`${file}: ${Math.round(statSync(file).size / 1_000)} kB`);
            await page.close();
        }
    } finally {
        await reader.stop();
    }
}

void main();
