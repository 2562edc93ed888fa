import { isRecord } from "../facts/values";
import { Failed } from "../preview/failed";
import type { Format } from "./format";

/** What grants stand under in a report: they are of no program. */
export const PROGRAM = { project: "jit", stack: "grants" };

/** What `jit report --json` writes: who had what of a broker, when and why. */
export const GRANTS: Format = {
    kind: "grants",
    known: /^grants$/,
    paths: ["grants.*"],
    command: "jit report --json > grants.json",
    lines: false,

    reader({ access }) {
        let count = 0;
        return {
            take({ value }) {
                const where = `Grant ${++count}`;
                const { id, who, what, why, state, approvedBy } = isRecord(value) ? value : {};
                const texts = [id, who, what, why, state];
                if (!isRecord(value) || !texts.every((each) => typeof each === "string") || !Array.isArray(approvedBy)) {
                    throw new Failed("project", `${where} is not a grant as \`jit report --json\` writes one.`);
                }
                const [from, to, endsAt] = [value.from, value.to, value.endsAt].map(instant);
                // Nobody could use what was denied, or waits.
                if (from === undefined) return;
                const by = approvedBy.filter((each) => typeof each === "string").map(quoted);
                access({
                    urn: String(id),
                    program: `${PROGRAM.project}/${PROGRAM.stack}`,
                    type: "jit-guard:aws:Grant",
                    name: String(id),
                    kind: "session",
                    what: `${quoted(what)} for ${quoted(who)}: ${quoted(why)}`,
                    from,
                    until: to ?? endsAt ?? "unknown",
                    because: `${by.length > 0 ? `approved by ${by.join(", ")}` : "approved by nobody"}, ${String(state)}`,
                });
            },
            end() {},
        };
    },
};

function instant(given: unknown): string | undefined {
    return typeof given === "number" && Math.abs(given) <= 8.64e15 ? new Date(given).toISOString() : undefined;
}

/** In the marks of a quotation, which nobody's words can end. */
function quoted(text: unknown): string {
    return `\`${String(text).replaceAll("`", "'")}\``;
}
