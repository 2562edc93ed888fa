import { isRecord } from "../facts/values";
import { Failed } from "../preview/failed";
import type { SeenResource, Unseen } from "../preview/outcome";
import type { Format } from "./format";
import { isJudged, staysItself } from "./operations";
import { resourceOf, stored } from "./resource";
import { readOnly } from "./state";

/** What a preview writes as it goes, or any command with --event-log: EngineEvent of sdk/go/common/apitype/events.go. */
export const EVENTS: Format = {
    kind: "events",
    known: /^([a-zA-Z]+Event|sequence)$/,
    paths: [
        "resourcePreEvent.metadata",
        "resOutputsEvent.metadata",
        "preludeEvent",
        "summaryEvent",
        "diagnosticEvent.severity",
    ],
    command: "PULUMI_ENABLE_STREAMING_JSON_PREVIEW=true pulumi preview --json > events.jsonl",
    lines: true,

    reader({ resource, unseen, failed }) {
        const count = { events: 0, preludes: 0, ends: 0, errors: 0 };
        let stack: SeenResource | undefined;
        let lacksSources = false;
        const step = ({ op, new: after, old: before }: Readonly<Record<string, unknown>>, isAhead: boolean) => {
            const where = `The resource of step ${++count.events}`;
            if (!isRecord(after)) return;
            const now = stored(after, where);
            if (now.external === true) return isAhead ? readOnly(now, unseen) : undefined;
            if (!isJudged(op)) return;
            const seen = resourceOf(now, staysItself(op) && isRecord(before) ? stored(before, where) : undefined);
            // What a program exports, it says last of all.
            if (seen.kind === "stack") stack = seen;
            else if (isAhead) {
                lacksSources ||= seen.kind === "custom";
                resource(seen);
            }
        };
        return {
            take({ path, value }) {
                if (path === "diagnosticEvent.severity") {
                    if (value === "error") count.errors++;
                    return;
                }
                if (!isRecord(value)) throw new Failed("project", `\`${path}\` is not as Pulumi writes it.`);
                if (path === "preludeEvent" && ++count.preludes > 1) {
                    throw new Failed("project", "There is more than one run in it; give each a file of its own.");
                }
                if (path === "summaryEvent") {
                    count.ends++;
                    if (typeof value.result === "string" && value.result !== "succeeded") count.errors++;
                }
                if (path.endsWith(".metadata")) step(value, path === "resourcePreEvent.metadata");
            },
            end() {
                if (stack) resource(stack);
                if (lacksSources) unseen(origins());
                const why =
                    count.ends === 0 ? "They end before the run that wrote them did" : "The run that wrote them failed";
                if (count.ends === 0 || count.errors > 0) {
                    failed(`${why}, so they may lack resources. To write them again: ${EVENTS.command}`);
                }
            },
        };
    },
};

function origins(): Unseen {
    return {
        kind: "sources",
        what: "propertyDependencies",
        message:
            "Events do not say which resources an input is made from, so what belongs together may be overlooked, or be said to be missing; a plan and a state do: pulumi preview --json --show-sames > plan.json",
    };
}
