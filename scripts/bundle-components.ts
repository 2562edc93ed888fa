import { copyFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { buildSync } from "esbuild";
import { licences, packagesIn } from "./licences";

export const COMPONENTS = join(__dirname, "..", "components");

/** Each component's code for the cloud, as one file that needs nothing beside the runtime. Gives the packages that are in it. */
export function bundleComponents(outdir = join(COMPONENTS, "dist", "runtime")): readonly string[] {
    const { metafile } = buildSync({
        entryPoints: runtimes(),
        outdir,
        absWorkingDir: COMPONENTS,
        bundle: true,
        minify: true,
        platform: "node",
        target: "node22",
        format: "cjs",
        // What a user's own handler or the driver may load if it is there.
        external: ["./handler", "pg-native", "cardinal"],
        legalComments: "none",
        logLevel: "error",
        metafile: true,
    });
    for (const [from, file] of BESIDE) copyFileSync(join(dirname(require.resolve(from)), file), join(outdir, file));
    const packages = packagesIn(metafile, COMPONENTS);
    writeFileSync(join(outdir, "LICENSES"), licences(packages));
    return packages;
}

/** What packages in a bundle read from the folder in which it lies. */
const BESIDE = [["@cedar-policy/cedar-wasm/nodejs", "cedar_wasm_bg.wasm"]] as const;

/** By the name of the bundle, the entry: "aws-rotating-secret": ".../aws/rotating-secret/runtime/index.ts". */
export function runtimes(): Record<string, string> {
    const found = readdirSync(COMPONENTS, { recursive: true, encoding: "utf8" }).flatMap((file) => {
        const [, cloud, component] = /^(aws|gcp)\/([a-z-]+)\/runtime\/index\.ts$/.exec(file) ?? [];
        return cloud ? [[`${cloud}-${component}`, join(COMPONENTS, file)] as const] : [];
    });
    return Object.fromEntries(found);
}

if (require.main === module) bundleComponents();
