import { isRecord } from "../facts/values";
import { Failed } from "../preview/failed";
import type { Unseen } from "../preview/outcome";
import { typeOf } from "../preview/urn";
import type { Format, Say } from "./format";
import { type Stored, resourceOf, stored } from "./resource";

// UntypedDeployment and VersionedCheckpoint of sdk/go/common/apitype/core.go.
const DEPLOYMENT = "deployment";
const CHECKPOINT = "checkpoint.latest";
const VERSIONS: readonly unknown[] = [3, 4];

/** What `pulumi stack export` writes, or a backend that keeps its checkpoints in files. */
export const STATE: Format = {
    kind: "state",
    known: /^(deployment|checkpoint)$/,
    paths: ["version", ...[DEPLOYMENT, CHECKPOINT].flatMap((at) => [`${at}.resources.*`, `${at}.pending_operations.*`])],
    command: "pulumi stack export --file state.json",
    lines: false,

    reader({ resource, unseen }) {
        let count = 0;
        let version: unknown;
        return {
            take({ path, value }) {
                if (path === "version") {
                    version = value;
                    checkVersion(version);
                } else if (path.endsWith(".resources.*")) {
                    const one = stored(value, `Resource ${++count}`);
                    if (one.external === true) readOnly(one, unseen);
                    else if (one.delete === true) unseen(doomed(one));
                    // Deleted already, and not made again yet.
                    else if (one.pendingReplacement !== true) resource(resourceOf(one));
                } else if (isRecord(value)) {
                    unseen(pending(stored(value.resource, "The resource of a pending operation"), value.type));
                }
            },
            end: () => checkVersion(version),
        };
    },
};

function checkVersion(version: unknown): void {
    if (VERSIONS.includes(version)) return;
    const shown = typeof version === "number" ? `of version ${version}` : "of no version";
    throw new Failed(
        "project",
        `The state is ${shown}; versions 3 and 4 are read. A current \`pulumi stack export\` writes one of them.`,
    );
}

/** Says of what a program reads that it was not judged; of another stack there is nothing to judge. */
export function readOnly({ urn }: Stored, unseen: Say["unseen"]): void {
    const type = typeOf(urn);
    if (type === "pulumi:pulumi:StackReference") return;
    unseen({
        kind: "read",
        what: type,
        message: `This \`${type}\` is only read by the program, not made, so it was not judged; check it where it is made.`,
        urn,
    });
}

function doomed({ urn }: Stored): Unseen {
    const type = typeOf(urn);
    return {
        kind: "pending-deletion",
        what: type,
        message: `This \`${type}\` was replaced but still exists and works until it is deleted, and was not judged; \`pulumi up\` deletes it.`,
        urn,
    };
}

function pending({ urn }: Stored, operation: unknown): Unseen {
    const type = typeOf(urn);
    const what = typeof operation === "string" && /^[a-z]{1,20}$/.test(operation) ? operation : "changing";
    return {
        kind: "pending-operation",
        what: type,
        message: `An update was interrupted while it was ${what} this \`${type}\`, so whether it exists is not known; \`pulumi refresh\` finds out.`,
        urn,
    };
}
