import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";

/** Whether the provider's SDK has a resource of that type token, and an input of that name on it. Read from its files, not loaded. */
export function declares(token: string, input?: string): boolean {
    const [pkg, module, name] = token.split(":") as [string, string, string];
    const isProvider = pkg === "pulumi";
    // Providers that are no dependency of this project have a configuration all the same.
    if (isProvider && !input && !["aws", "gcp"].includes(name)) return true;
    const file = isProvider ? join(sdk(name), "provider.d.ts") : declarationOf(join(sdk(pkg), `${module}.d.ts`));
    if (!file || !existsSync(file)) return false;
    if (!isProvider && !readFileSync(file.replace(/\.d\.ts$/, ".js"), "utf8").includes(`'${token}'`)) return false;
    const declared = readFileSync(file, "utf8");
    // The inputs of a resource are declared in its …Args, after the class and its state.
    const args = declared.slice(declared.search(/export interface \w+Args /));
    return input === undefined || new RegExp(`^ {4}${input}\\??:`, "m").test(args);
}

/** The file of that name, whose letter case differs from the token's where the name begins with several capitals. */
function declarationOf(file: string): string | undefined {
    const found = readdirSync(dirname(file)).find((entry) => entry.toLowerCase() === basename(file).toLowerCase());
    return found && join(dirname(file), found);
}

function sdk(pkg: string): string {
    return dirname(createRequire(__filename).resolve(`@pulumi/${pkg}/package.json`));
}
