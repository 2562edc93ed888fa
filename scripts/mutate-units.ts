import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import ts from "typescript";
import { componentFolders } from "./component-md";

/**
 * Moves each number and each duration of the components by one unit, one at a time, and runs the tests of that component:
 * `npm run mutate-units -- [part of a path …]`. What no test notices is listed. Stryker, of `npm run mutate`, changes
 * comparisons and conditions, and leaves numbers alone.
 */

const ROOT = join(__dirname, "..");
const FILES =
    /^components\/(?:[a-z]+\/)?(?:[a-z-]+\.ts$|[a-z-]+\/(?:arguments|documents|runtime\/(?:decide|plan|sweep|form))\.ts$|broker\/runtime\/)/;
/** Random tests stop at the first fault: fewer runs of them find what moves a number, and another test mostly finds it first. */
const FEWER = { JIT_GUARD_INTERLEAVINGS: "500", JIT_GUARD_FUZZ_CALLS: "10000" };

const COMPONENTS = componentFolders();

interface Mutant {
    readonly file: string;
    readonly start: number;
    readonly end: number;
    readonly was: string;
    readonly is: string;
}

function mutantsOf(file: string): Mutant[] {
    const source = ts.createSourceFile(file, readFileSync(join(ROOT, file), "utf8"), ts.ScriptTarget.ES2022, true);
    const found: Mutant[] = [];
    const visit = (node: ts.Node): void => {
        const [, number, unit] = ts.isStringLiteral(node) ? (/^(\d+)([mhd])$/.exec(node.text) ?? []) : [];
        // Types are gone when it runs.
        const isFixed = ts.isElementAccessExpression(node.parent) || ts.isLiteralTypeNode(node.parent);
        const at = { file, start: node.getStart(), end: node.getEnd(), was: node.getText() };
        for (const by of [-1, 1]) {
            if (number) found.push({ ...at, is: `"${Number(number) + by}${unit}"` });
            else if (ts.isNumericLiteral(node) && !isFixed) found.push({ ...at, is: `${Number(node.text) + by}` });
            // How often something may come in a regular expression: "{1,48}".
            else if (ts.isRegularExpressionLiteral(node)) {
                for (const { index, 0: digits } of at.was.matchAll(/(?<=\{(?:\d+,)?)\d+(?=[,}])/g)) {
                    const [before, after] = [at.was.slice(0, index), at.was.slice(index + digits.length)];
                    if (Number(digits) + by >= 0) found.push({ ...at, is: `${before}${Number(digits) + by}${after}` });
                }
            }
        }
        ts.forEachChild(node, visit);
    };
    ts.forEachChild(source, visit);
    return found;
}

/** The tests of a component; of what components share its own, or those of the components that import it. */
function testsOf(file: string): string[] {
    const [, cloud = "", name] = /^components\/(?:(aws|gcp)\/)?([a-z-]+)/.exec(file) ?? [];
    const own = join("test", "components", cloud, name!);
    if (file.includes("/broker/runtime/")) return [`${own}/`];
    if (file.split("/").length > 3 || existsSync(join(ROOT, `${own}.test.ts`))) return [own];
    const path = join("components", cloud, name!);
    const importing = COMPONENTS.filter((folder) =>
        ["index.ts", "arguments.ts"]
            .map((each) => join("components", folder, each))
            .filter((each) => existsSync(join(ROOT, each)))
            .some((each) =>
                [...readFileSync(join(ROOT, each), "utf8").matchAll(/from "(\.[^"]+)"/g)].some(
                    ([, from]) => join(dirname(each), from!) === path,
                ),
            ),
    );
    return importing.map((folder) => join("test", "components", `${folder}.test.ts`));
}

function said(mutant: Mutant): Mutant {
    const { file, start, was, is } = mutant;
    const line = readFileSync(join(ROOT, file), "utf8").slice(0, start).split("\n").length;
    console.log(`Not noticed: ${file}:${line} ${was} -> ${is}`);
    return mutant;
}

function main(parts: readonly string[]): void {
    const files = readdirSync(join(ROOT, "components"), { recursive: true, encoding: "utf8" })
        .map((file) => `components/${file}`)
        .filter((file) => FILES.test(file) && !/\/(dist|node_modules)\//.test(file))
        .filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)))
        .sort();
    const copy = mkdtempSync(join(tmpdir(), "jit-guard-mutate-"));
    try {
        for (const each of ["components", "examples", "policypack", "scripts", "test", "package.json", "tsconfig.json"]) {
            cpSync(join(ROOT, each), join(copy, each), {
                recursive: true,
                filter: (from) => !/node_modules|\.work/.test(from),
            });
        }
        cpSync(join(ROOT, "vitest.config.mts"), join(copy, "vitest.config.mts"));
        symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
        const nested = join(ROOT, "components", "node_modules");
        if (existsSync(nested)) symlinkSync(nested, join(copy, "components", "node_modules"));
        const tried = (file: string) =>
            spawnSync(
                "npx",
                [
                    "vitest",
                    "run",
                    "--bail=1",
                    "--no-isolate",
                    "--maxWorkers=1",
                    "--exclude=**/*{bundle,database,moto,package}*",
                    ...testsOf(file),
                ],
                {
                    cwd: copy,
                    encoding: "utf8",
                    env: { ...process.env, ...FEWER },
                    timeout: 300_000,
                },
            );
        const survivors: Mutant[] = [];
        let count = 0;
        for (const file of files) {
            const mutants = mutantsOf(file);
            if (mutants.length === 0) continue;
            const { status, stdout } = tried(file);
            if (status !== 0) throw new Error(`The tests of ${file} fail without a mutation:\n${stdout}`);
            const text = readFileSync(join(ROOT, file), "utf8");
            for (const mutant of mutants) {
                writeFileSync(join(copy, file), text.slice(0, mutant.start) + mutant.is + text.slice(mutant.end));
                // At once, as the whole takes long and may be cut off.
                if (tried(file).status === 0) survivors.push(said(mutant));
                count++;
            }
            writeFileSync(join(copy, file), text);
            console.log(`${file}: ${mutants.length} mutants`);
        }
        console.log(`${count - survivors.length} of ${count} noticed.`);
        process.exitCode = survivors.length === 0 ? 0 : 1;
    } finally {
        rmSync(copy, { recursive: true, force: true });
    }
}

main(process.argv.slice(2));
