import { written } from "../client/duration";
import type { Grant } from "../client/grant";
import { printable } from "../client/printable";

/** All about a grant, for people. */
export function shown(grant: Grant, now: number): string {
    const { id, state, asked, extension, end, review } = grant;
    const approvals = grant.approvals.map(({ by, at }) => `${by}, ${instant(at)}`);
    const rows: readonly (readonly [string, string | undefined])[] = [
        ["entitlement", grant.entitlement],
        ["role", grant.role],
        ["requester", `${grant.requester}${grant.isAgent ? " (a workload)" : ""}`],
        ["reason", asked.reason],
        ["task", asked.task],
        ["ticket", asked.ticket],
        ["resources", asked.resources?.join(", ")],
        ["asked for", `${written(asked.duration)}, ${instant(grant.requestedAt)}`],
        ["decide by", state === "requested" ? due(grant.deadline, now) : undefined],
        ["approved by", approvals.length > 0 ? approvals.join("; ") : undefined],
        ["ends", grant.endsAt !== undefined && !end ? due(grant.endsAt, now) : undefined],
        [
            "extension",
            extension && `to ${due(extension.endsAt, now)}, ${extension.isApproved ? "approved" : "waits for approval"}`,
        ],
        ["ended", end && `${instant(end.at)} by ${end.by} (${end.why})`],
        ["surely gone", grant.goneBy === undefined ? undefined : due(grant.goneBy, now)],
        [
            "review",
            review &&
                (review.outcome ? `${review.outcome}, by ${review.by ?? "?"}` : `${review.is}, by ${instant(review.due)}`),
        ],
        ["next", next(grant)],
    ];
    const lines = rows
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => `  ${name.padEnd(12)} ${printable(value!)}`);
    return `${[`${id}  ${state}`, ...lines].join("\n")}\n`;
}

function next({ id, state, review, end, extension }: Grant): string | undefined {
    if (state === "requested") return `an approver runs: jit approve ${id}`;
    if (state === "active" && extension?.isApproved === false) return `an approver runs: jit approve ${id}`;
    if (state === "active") return `jit exec ${id} -- <command>`;
    if (end && review && review.is !== "done") return `a reviewer runs: jit review ${id}`;
    return undefined;
}

/** One line for each grant. */
export function listed(grants: readonly Grant[], now: number): string {
    if (grants.length === 0) return "There is none.\n";
    const rows = grants.map((grant) => [
        grant.id,
        grant.state,
        grant.entitlement,
        grant.requester,
        when(grant, now),
        shortened(printable(grant.asked.reason), 60),
    ]);
    return table([["ID", "STATE", "ENTITLEMENT", "REQUESTER", "WHEN", "REASON"], ...rows]);
}

function when(grant: Grant, now: number): string {
    if (grant.state === "requested") return `decide within ${left(grant.deadline, now)}`;
    if (grant.review && grant.end && grant.review.is !== "done") return `review ${grant.review.is}`;
    if (grant.end) return instant(grant.end.at);
    return grant.endsAt === undefined ? instant(grant.requestedAt) : `ends in ${left(grant.endsAt, now)}`;
}

export function table(rows: readonly (readonly string[])[]): string {
    const clean = rows.map((row) => row.map(printable));
    const widths = clean[0]!.map((_, column) => Math.max(...clean.map((row) => row[column]!.length)));
    return clean
        .map(
            (row) =>
                `${row
                    .map((cell, column) => cell.padEnd(widths[column]!))
                    .join("  ")
                    .trimEnd()}\n`,
        )
        .join("");
}

export function instant(at: number): string {
    return new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
}

function due(at: number, now: number): string {
    return at > now ? `${instant(at)}, in ${left(at, now)}` : instant(at);
}

/** "2 h 5 min": rounded down, so that nobody counts on time that is not there. */
export function left(at: number, now: number): string {
    const minutes = Math.max(0, Math.floor((at - now) / 60_000));
    if (minutes === 0) return "less than 1 min";
    const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
    return [...(hours > 0 ? [`${hours} h`] : []), ...(rest > 0 ? [`${rest} min`] : [])].join(" ");
}

function shortened(text: string, limit: number): string {
    const characters = [...text];
    return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join("")}…`;
}
