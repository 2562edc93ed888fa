import { type Plugin, build } from "esbuild";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { licences, packagesIn } from "./licences";
import { PACK } from "./rule-files";

/**
 * What `pulumi` loads: one file that holds the pack, `@pulumi/policy` and the small libraries. Beside it stays what the
 * runner of a pack has loaded already, and what is rarely needed. The index of `@pulumi/pulumi` is not loaded: it pulls in
 * TypeScript and a package manager, only so that the policy SDK can make assets of what the engine sends.
 */
export const BUNDLE = join(PACK, "dist", "bundle");
const SDK = dirname(require.resolve("@pulumi/policy/package.json"));
const INSIDE = ["tinyduration", "valibot"];

export async function bundle(
    folder: string,
    entries = ["index.ts", "start.ts"].map((file) => join(PACK, file)),
): Promise<void> {
    const { metafile } = await build({
        entryPoints: entries,
        outdir: folder,
        bundle: true,
        platform: "node",
        target: "node20.20",
        format: "cjs",
        logLevel: "warning",
        metafile: true,
        absWorkingDir: dirname(PACK),
        plugins: [policySdk, beside(folder)],
    });
    writeFileSync(join(folder, "LICENSES"), licences(packagesIn(metafile, dirname(PACK))));
}

const policySdk: Plugin = {
    name: "policy-sdk",
    setup(bundler) {
        bundler.onResolve({ filter: /^@pulumi\/policy$/ }, ({ path, kind }) =>
            kind === "require-resolve" ? { path, external: true } : { path, namespace: "policy-sdk" },
        );
        bundler.onLoad({ filter: /./, namespace: "policy-sdk" }, () => ({ contents: ENTRY, resolveDir: SDK }));
        bundler.onLoad({ filter: /[\\/]@pulumi[\\/]policy[\\/]deserialize\.js$/ }, () => ({ contents: WIRE }));
        bundler.onLoad({ filter: /[\\/]@pulumi[\\/]policy[\\/]server\.js$/ }, ({ path }) => ({
            contents: readFileSync(path, "utf8") + BY_TYPE,
        }));
    },
};

// One process serves one pack, which the SDK ensures for each copy of itself. So the copy of a team's pack, where that has
// loaded one, serves ours too.
const ENTRY = `
const inside = require("./policy");
const loaded = () => require.cache[require.resolve("@pulumi/policy")]?.exports ?? inside;
for (const name of ["PolicyPack", "Secret"]) Object.defineProperty(exports, name, { get: () => loaded()[name] });
`;

// The SDK takes secrets apart and makes assets, anew for each policy. Our rules read what is on the wire, marks included,
// and never write to it: so it is read once for each message.
const WIRE = `
const read = new WeakMap();
exports.deserializeProperties = (properties) => {
    if (!read.has(properties)) read.set(properties, properties.toJavaScript());
    return read.get(properties);
};
exports.serializeProperties = async (properties) => properties;
`;

// The SDK asks every policy about every resource, and makes every resource anew for each that sees the stack. Ours say which
// types they judge; that the others are not applicable is the same for all resources of a type, so it is written once: bytes
// of a message may follow those of another of its kind.
const BY_TYPE = `
const once = (make) => {
    const made = new WeakMap();
    return (message) => {
        if (!made.has(message)) made.set(message, make(message));
        return made.get(message);
    };
};
getResourceOptions = once(getResourceOptions);
getProviderResource = once(getProviderResource);
getPropertyDependencies = once(getPropertyDependencies);

const byType = (makeRpcFun, validation, typesIn) => (pack, version, level, policies) => {
    const askers = new Map();
    const askerFor = (types) => {
        const applies = (policy) => policy[validation]?.types?.some((type) => types.has(type)) ?? true;
        const others = policies.filter((policy) => !applies(policy));
        const answer = protoutil_1.makeAnalyzeResponse([], others.reduce((list, { name }) => pushNotApplicable(list, name), []));
        return { ask: makeRpcFun(pack, version, level, policies.filter(applies)), notApplicable: answer.serializeBinary() };
    };
    return (call, callback) => {
        const types = new Set(typesIn(call.request));
        const key = [...types].sort().join();
        if (!askers.has(key)) askers.set(key, askerFor(types));
        const { ask, notApplicable } = askers.get(key);
        return ask(call, (error, answer) => {
            const bytes = answer?.serializeBinary();
            if (answer) answer.serializeBinary = () => Buffer.concat([bytes, notApplicable]);
            callback(error, answer);
        });
    };
};
makeAnalyzeRpcFun = byType(makeAnalyzeRpcFun, "validateResource", (request) => [request.getType()]);
makeAnalyzeStackRpcFun = byType(makeAnalyzeStackRpcFun, "validateStack", (request) =>
    request.getResourcesList().map((resource) => resource.getType()),
);
`;

/** All other packages, and data files, which are found from where the bundle lies. */
function beside(folder: string): Plugin {
    return {
        name: "beside",
        setup(bundler) {
            bundler.onResolve({ filter: /\.json$/ }, ({ path, resolveDir }) => ({
                path: `./${relative(folder, join(PACK, "dist", relative(PACK, join(resolveDir, path))))}`,
                external: true,
            }));
            bundler.onResolve({ filter: /^\.\/index$/ }, ({ path, importer }) =>
                importer === join(PACK, "start.ts") ? { path: `${path}.js`, external: true } : undefined,
            );
            bundler.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
                kind === "entry-point" || INSIDE.includes(path) ? undefined : { path, external: true },
            );
        },
    };
}

if (require.main === module) {
    // tsc copies only what is imported at the top of a file.
    cpSync(join(PACK, "data"), join(PACK, "dist", "data"), { recursive: true });
    void bundle(BUNDLE);
}
