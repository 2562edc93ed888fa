/* eslint-disable @typescript-eslint/no-require-imports */
import type * as components from "./index";

// Node reads from the text of a module which names may be imported from it.
// eslint-disable-next-line @typescript-eslint/no-unsafe-member-access
exports.aws = exports.gcp = undefined;

Object.defineProperties(exports, {
    aws: { enumerable: true, get: () => require("./aws") as typeof components.aws },
    gcp: { enumerable: true, get: () => require("./gcp") as typeof components.gcp },
});
