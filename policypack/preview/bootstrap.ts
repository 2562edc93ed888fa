import type { Sdk } from "./program";
import { UNKNOWN_TEXT } from "./wire";

/**
 * The code that Node starts with, in the program's process; it goes on as `node <cmd/run>` would. It is text and no
 * function, because a function's own text is changed by whatever compiles, bundles or measures this pack. What it
 * changes, each in a part that stands for itself, so that an SDK of another make runs on without it:
 *
 * - The SDK's pattern of stack frames knows neither the frames nor the file names of ES modules. And where those are
 *   compiled by a loader, which has a thread of its own, nobody maps them back.
 * - An invoke that the program awaits may be answered with unknowns. The SDK hands them over as objects, which become
 *   the text "[object Object]"; a text that rules take for unknown lets such a program go on.
 * - The SDK notes a stack for every promise, of which there are four for each property, and sends a line for the debug
 *   log at every step. Both are never seen here, and cost a large program half its time.
 * - In colours, Node 20 needs half a minute and half a gigabyte to show an error whose stack touches the SDK itself.
 */
export function bootstrap(sdk: Sdk, isModule: boolean): string {
    return `(() => {
    const { builtinModules, createRequire, runMain } = require("node:module");
    const load = createRequire(${JSON.stringify(sdk.runner)});
    ${FORGET}
    process.argv.splice(1, 0, ${JSON.stringify(sdk.runner)});
    // Nobody else ends this process and what it starts when the one that started it is killed.
    const parent = process.ppid;
    setInterval(() => process.ppid === parent || process.kill(-process.pid, "SIGKILL"), 1000).unref();
    ${isModule ? MAPPING : ""}
    for (const change of [${CHANGES.join(",")}]) {
        try {
            change((path) => load(${JSON.stringify(sdk.directory)} + path));
        } catch {}
    }
    runMain();
})();`;
}

// Code that is handed over as text finds names that a program does not: the built-in modules, and those of CommonJS. And
// a process that the program forks would start with this code again.
const FORGET = `
    process.execArgv.splice(process.execArgv.indexOf("-e"), 2);
    delete process._eval;
    const builtins = builtinModules.filter((name) => name !== "process" && name !== "console");
    for (const name of [...builtins, "require", "module", "exports", "__filename", "__dirname"]) delete globalThis[name];
    // This one Node sets again when the code has run.
    process.nextTick(() => delete globalThis.module);
    Object.defineProperty(globalThis, "crypto", { configurable: true, enumerable: true, get: () => load("node:crypto").webcrypto });`;

const FRAME = /^\s*at (?:.*? \(|async )?(?:file:\/\/)?(?<file>[^<>]+?):(?<line>[0-9]+):(?<column>[0-9]+)\)?$/;

const CHANGES = [
    `(sdk) => {
        const { Resource } = sdk("/resource");
        if (Resource.framePositionRegExp) Resource.framePositionRegExp = ${String(FRAME)};
    }`,
    `(sdk) => {
        const runtime = sdk("/runtime");
        for (const form of ["invoke", "invokeSingle"]) {
            const original = runtime[form];
            runtime[form] = (...of) => original(...of).then(known);
        }
        function known(value) {
            if (typeof value !== "object" || value === null) return value;
            if (value.__pulumiUnknown && Object.keys(value).length === 1) return text(value);
            if (Array.isArray(value)) return value.map(known);
            if (Object.getPrototypeOf(value) !== Object.prototype) return value;
            return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, known(inner)]));
        }
        function text(value) {
            if (Object.getPrototypeOf(value) !== Object.prototype) return ${JSON.stringify(UNKNOWN_TEXT)};
            // The answer as a whole: no name in it is known, so any will do.
            return new Proxy({}, { get: (_, key) => (typeof key === "symbol" || key === "then" ? undefined : ${JSON.stringify(UNKNOWN_TEXT)}) });
        }
    }`,
    `(sdk) => {
        const debuggable = sdk("/runtime/debuggable");
        const original = debuggable.debuggablePromise;
        debuggable.debuggablePromise = (promise, label) => {
            const limit = Error.stackTraceLimit;
            Error.stackTraceLimit = 0;
            try {
                return original(promise, label);
            } finally {
                Error.stackTraceLimit = limit;
            }
        };
    }`,
    `(sdk) => {
        sdk("/log").debug = () => Promise.resolve();
    }`,
    `(sdk) => {
        const errors = sdk("/cmd/run/error");
        const original = errors.defaultErrorMessage;
        errors.defaultErrorMessage = (error) => (error?.stack ? load("node:util").inspect(error) : original(error));
    }`,
];

// Frames of ES modules are the ones with URLs; those of CommonJS are mapped by the SDK already.
const MAPPING = `
process.setSourceMapsEnabled(true);
const { findSourceMap } = load("node:module");
let prepare;
Object.defineProperty(Error, "prepareStackTrace", {
    configurable: true,
    get: () => prepare && ((error, trace) => mapped(prepare(error, trace))),
    set: (value) => (prepare = value),
});
function mapped(stack) {
    if (typeof stack !== "string") return stack;
    return stack.replace(/(file:\\/\\/[^\\s()]+?):(\\d+):(\\d+)/g, (frame, url, line, column) => {
        const found = findSourceMap(url)?.findEntry(line - 1, column - 1);
        return found?.originalSource ? found.originalSource + ":" + (found.originalLine + 1) + ":" + (found.originalColumn + 1) : frame;
    });
}`;
