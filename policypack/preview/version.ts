import { createRequire } from "node:module";
import { dirname } from "node:path";

// Found by name, as the sources and their compiled form lie at different depths.
const NAME = "@jit-guard/policypack/package.json";

/** The version of this package. */
export function version(): string {
    return (createRequire(__filename)(NAME) as { version: string }).version;
}

/** Where this package lies, with the files that it ships beside its code. */
export function packageFolder(): string {
    return dirname(createRequire(__filename).resolve(NAME));
}
