import type { Metafile } from "esbuild";
import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";

const ROOT = join(__dirname, "..");

/** The packages that are in a bundle: their folders. The bundle was made with the root, or a folder of it, as `absWorkingDir`. */
export function packagesIn({ inputs }: Metafile, workingDir: string): readonly string[] {
    const packages = Object.keys(inputs).map((file) => /^(?:.*:)?(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]);
    return [...new Set(packages.filter((path) => path !== undefined))].map((path) => join(workingDir, path)).sort();
}

/** What their licences ask to be handed on with the bundle. */
export function licences(packages: readonly string[]): string {
    return packages
        .map((folder) => {
            const name = relative(join(ROOT, "node_modules"), folder);
            const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
            // Some of a family have the text in the repository only, and name the licence.
            const text = file ? readFileSync(join(folder, file), "utf8").trim() : `Licence: ${licenceOf(folder)}`;
            return `${name}\n\n${text}\n`;
        })
        .join(`\n${"-".repeat(80)}\n\n`);
}

/** As its package.json names it: "MIT". */
export function licenceOf(folder: string): string {
    const { license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { license?: string };
    if (!license) throw new Error(`${folder} names no licence.`);
    return license;
}
