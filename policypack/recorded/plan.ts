import { isRecord } from "../facts/values";
import { Failed } from "../preview/failed";
import type { SeenResource, Unseen } from "../preview/outcome";
import { EVENTS } from "./events";
import type { Format } from "./format";
import { isJudged, staysItself } from "./operations";
import { resourceOf, stored } from "./resource";
import { readOnly } from "./state";

/** What `pulumi preview --json` writes: PreviewDigest of pkg/display/json.go. */
export const PLAN: Format = {
    kind: "plan",
    known: /^(steps|changeSummary|diagnostics)$/,
    paths: ["steps.*", "changeSummary", "diagnostics.*"],
    command: "pulumi preview --json --show-sames > plan.json",
    lines: false,

    reader({ resource, unseen, failed }) {
        const count = { steps: 0, same: 0 };
        let summary: Readonly<Record<string, unknown>> | undefined;
        let hasFailed = false;
        const step = (value: Readonly<Record<string, unknown>>) => {
            const where = `Step ${++count.steps}`;
            const { op, urn, newState, oldState } = value;
            if (typeof op !== "string" || typeof urn !== "string") {
                throw new Failed("project", `${where} is not a step as Pulumi writes one: it has no operation or no URN.`);
            }
            if (op === "same") count.same++;
            if (!isRecord(newState)) return;
            const after = stored(newState, where);
            if (after.external === true) return readOnly(after, unseen);
            if (!isJudged(op)) return;
            const seen = resourceOf(after, staysItself(op) && isRecord(oldState) ? stored(oldState, where) : undefined);
            resource(seen);
            if (seen.kind === "stack") unseen(outputsOf(seen));
        };
        return {
            take({ path, value }) {
                if (!isRecord(value)) throw new Failed("project", `\`${path}\` is not as Pulumi writes it.`);
                if (path === "changeSummary") summary = value;
                else if (path === "diagnostics.*") hasFailed ||= value.severity === "error";
                else step(value);
            },
            end() {
                if (count.steps === 0 && !summary && !hasFailed) throw new Failed("project", "It is not a plan of Pulumi.");
                const all = typeof summary?.same === "number" ? summary.same : 0;
                if (all > count.same) unseen(unchanged(all - count.same));
                if (hasFailed) {
                    failed(`The preview that wrote it failed, so it may lack resources. To write it again: ${PLAN.command}`);
                }
            },
        };
    },
};

// The engine writes each step before the program has said what it exports.
function outputsOf({ type, urn }: SeenResource): Unseen {
    const message = `What the stack exports is not in a plan, so it was not judged; the events of a preview have it: ${EVENTS.command}`;
    return { kind: "outputs", what: type, message, urn };
}

function unchanged(left: number): Unseen {
    const message = `Resources that do not change are not in this plan, so they were not judged, and what belongs to them may be said to be missing. To write it with them: ${PLAN.command}`;
    return { kind: "unchanged", what: `${left} resources`, message };
}
