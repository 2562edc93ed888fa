import type { Sdk } from "./program";
import { UNKNOWN_TEXT } from "./wire";

/**
 * The code that Node starts with, in the program's process; it goes on as `node <cmd/run>` would. It is text and no
 * function, because a function's own text is changed by whatever compiles, bundles or measures this pack. Two things in
 * the SDK are changed before the program is loaded:
 *
 * - the pattern that reads stack frames knows neither the frames nor the file names of ES modules;
 * - an invoke that the program awaits may be answered with unknowns, which the SDK would turn into the text
 *   "[object Object]" and which have no methods; such a program goes on with a text that rules take for unknown.
 */
export function bootstrap(sdk: Sdk): string {
    const [runner, directory, unknownText] = [sdk.runner, sdk.directory, UNKNOWN_TEXT].map((text) => JSON.stringify(text));
    return `
// A process that the program forks would otherwise start with this code again.
process.execArgv.splice(process.execArgv.indexOf("-e"), 2);
process.argv.splice(1, 0, ${runner});
try {
    const { Resource } = require(${directory} + "/resource");
    if (Resource.framePositionRegExp) Resource.framePositionRegExp = ${FRAME};
    const runtime = require(${directory} + "/runtime");
    for (const form of ["invoke", "invokeSingle"]) {
        const original = runtime[form];
        runtime[form] = (...of) => original(...of).then(known);
    }
} catch {
    // Another layout of the SDK: it runs as it is.
}
require("node:module").runMain();
function known(value) {
    if (typeof value !== "object" || value === null) return value;
    if (value.__pulumiUnknown) return ${unknownText};
    if (Array.isArray(value)) return value.map(known);
    if (Object.getPrototypeOf(value) !== Object.prototype) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, known(inner)]));
}`;
}

const FRAME = String(/^\s*at (?:.*? \(|async )?(?:file:\/\/)?(?<file>[^<>]+?):(?<line>[0-9]+):(?<column>[0-9]+)\)?$/);
