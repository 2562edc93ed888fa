import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";

// No SDK has it: what a program exports.
const STACK = "pulumi:pulumi:Stack";

// Files that the pack judges as it does resources; their own tests say what may stand in them.
const FILES = /^jit-guard:index:(Exceptions|Baseline)$/;

/** Whether the provider's SDK has a resource of that type token, and an input of that name on it. Read from its files, not loaded. */
export function declares(token: string, input?: string): boolean {
    if (token === STACK) return input === undefined || input === "outputs";
    if (FILES.test(token)) return true;
    const [pkg, , name = ""] = token.split(":");
    const isProvider = pkg === "pulumi";
    // Providers that are no dependency of this project have a configuration all the same.
    if (isProvider && !input && !["aws", "gcp"].includes(name)) return true;
    const file = declarationOf(token);
    if (!file || !existsSync(file)) return false;
    if (!isProvider && !readFileSync(file.replace(/\.d\.ts$/, ".js"), "utf8").includes(`'${token}'`)) return false;
    return input === undefined || new RegExp(`^ {4}${input}\\??:`, "m").test(argsIn(file));
}

/** The inputs that a resource of that type must be given. */
export function required(token: string): readonly string[] {
    if (token === STACK || FILES.test(token)) return [];
    const file = declarationOf(token);
    return file ? [...argsIn(file).matchAll(/^ {4}(\w+):/gm)].map(([, name = ""]) => name) : [];
}

/** The inputs of a resource are declared in its …Args, after the class and its state. */
function argsIn(file: string): string {
    const declared = readFileSync(file, "utf8");
    return declared.slice(declared.search(/export interface \w+Args /));
}

/** The file that declares the type. Its letter case differs from the token's where the name begins with several capitals. */
function declarationOf(token: string): string | undefined {
    const [pkg = "", module = "", name = ""] = token.split(":");
    if (pkg === "pulumi") return join(sdk(name), "provider.d.ts");
    const file = join(sdk(pkg), `${module}.d.ts`);
    const found = readdirSync(dirname(file)).find((entry) => entry.toLowerCase() === basename(file).toLowerCase());
    return found && join(dirname(file), found);
}

function sdk(pkg: string): string {
    return dirname(createRequire(__filename).resolve(`@pulumi/${pkg}/package.json`));
}
