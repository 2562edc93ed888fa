import type { Sealed } from "../aws/broker/runtime/audit";
import type { Entry } from "../aws/broker/runtime/trail";
import type { Evidence } from "./evidence";
import { UsageError } from "./io";
import { instant, table } from "./show";
import { recordsOf } from "./verify";

/** Who had what, when, and why: of the entries of one grant. */
export interface Told {
    readonly id: string;
    readonly who: string;
    readonly what: string;
    readonly why: string;
    readonly state: string;
    readonly from?: number;
    /** When it ended. */
    readonly to?: number;
    /** When it ends, or would have, by its last extension. */
    readonly endsAt?: number;
    readonly approvedBy: readonly string[];
    /** How often credentials were given. */
    readonly credentials: number;
    readonly entries: readonly Entry[];
}

/** Those of which something was told since then, the earliest first. */
export async function toldSince(since: number, evidence: Evidence): Promise<readonly Told[]> {
    const told: Told[] = [];
    for await (const { id, keys } of recordsOf(evidence, [])) {
        if (!id.startsWith("g-")) continue;
        const entries = await Promise.all(keys.map(async (key) => entryIn(key, await evidence.get(key))));
        if (entries.at(-1)!.at >= since) told.push(toldOf(id, entries));
    }
    return told.sort((one, other) => one.entries[0]!.at - other.entries[0]!.at);
}

function entryIn(key: string, object: string): Entry {
    try {
        const entry = JSON.parse((JSON.parse(object) as Sealed).entry) as Entry | null;
        if (typeof entry?.at === "number") return entry;
    } catch {
        // Said below.
    }
    throw new UsageError(`${key} is no entry: \`jit audit verify\` says what else there is.`);
}

function toldOf(id: string, entries: readonly Entry[]): Told {
    const of = (event: string) => entries.filter((entry) => entry.event === event);
    const [asked] = of("request");
    const { entitlement, asked: wish } = (asked?.details ?? {}) as { entitlement?: string; asked?: Record<string, unknown> };
    const [reason, ticket] = [wish?.reason, wish?.ticket].map((each) => (typeof each === "string" ? each : undefined));
    const [from, to] = [of("scheduled")[0]?.at, [...of("end"), ...of("due")][0]?.at];
    const endsAt = endOf(entries);
    return {
        id,
        who: asked?.by ?? "?",
        what: entitlement ?? "?",
        why: [ticket, reason].filter((each) => each !== undefined).join(": ") || "?",
        state: entries.at(-1)!.state,
        ...(from !== undefined && { from }),
        ...(to !== undefined && { to }),
        ...(endsAt !== undefined && { endsAt }),
        approvedBy: of("approve").map(({ by }) => by),
        credentials: of("vend").length,
        entries,
    };
}

/** What was scheduled last: an end that was asked for, and not approved, is none. */
function endOf(entries: readonly Entry[]): number | undefined {
    let [asked, end]: [unknown, unknown] = [undefined, undefined];
    for (const { event, details } of entries) {
        if (event === "activate" || event === "extend") asked = details.endsAt;
        else if (event === "scheduled") end = asked;
    }
    return typeof end === "number" ? end : undefined;
}

export function drawn(told: readonly Told[]): string {
    if (told.length === 0) return "Nothing was asked for in that time.\n";
    const rows = told.map(({ id, who, what, why, state, from, to, approvedBy, credentials }) => [
        from === undefined ? "-" : instant(from),
        to === undefined ? "-" : instant(to),
        who,
        what,
        state,
        approvedBy.join(", ") || "-",
        String(credentials),
        id,
        why,
    ]);
    return table([["FROM", "TO", "WHO", "WHAT", "STATE", "APPROVED BY", "CREDENTIALS", "GRANT", "WHY"], ...rows]);
}
