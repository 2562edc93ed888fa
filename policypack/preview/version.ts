import { createRequire } from "node:module";

/** The version of this package. Found by name, as the sources and their compiled form lie at different depths. */
export function version(): string {
    return (createRequire(__filename)("@jit-guard/policypack/package.json") as { version: string }).version;
}
