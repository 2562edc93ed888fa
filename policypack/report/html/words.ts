import type { Report, ReportedFinding, Source } from "../model";
import { type Markup, code, markup } from "./markup";

/** What a finding does to the deployment, in the word that the page shows and filters by. */
export type Effect = "blocking" | "advisory" | "remediated" | "excepted";

const EFFECTS = { mandatory: "blocking", advisory: "advisory", remediate: "remediated" } as const;

export function effectOf({ level, excuse }: ReportedFinding): Effect {
    return excuse ? "excepted" : EFFECTS[level];
}

/** "2026-02-01 18:00 UTC"; the day alone where it is midnight. Undefined for what is no instant. */
export function moment(written: string): string | undefined {
    const at = new Date(written);
    if (Number.isNaN(at.getTime())) return undefined;
    const [day = "", time = ""] = at.toISOString().split("T");
    if (time === "00:00:00.000Z") return day;
    return `${day} ${time.slice(0, time.startsWith(":00", 5) ? 5 : 8)} UTC`;
}

/** Where the program declares it; the program's own file where that is not known. */
export function place({ program, source }: { program: string; source?: Source }, { programs }: Report): Markup {
    if (source) return code(`${source.file}:${source.line}`);
    const file = programs.find(({ project, stack }) => `${project}/${stack}` === program)?.file;
    return file === undefined ? markup`` : code(file);
}

/** What each finding is linked by: the same as long as the fault is the same. */
export function anchors(findings: readonly ReportedFinding[]): ReadonlyMap<ReportedFinding, string> {
    const counts = new Map<string, number>();
    return new Map(
        findings.map((finding) => {
            const count = (counts.get(finding.fingerprint) ?? 0) + 1;
            counts.set(finding.fingerprint, count);
            return [finding, `f-${finding.fingerprint}${count > 1 ? `-${count}` : ""}`];
        }),
    );
}

/** Values by a key, in the order in which the keys come first. */
export function groupBy<T>(all: readonly T[], key: (one: T) => string): ReadonlyMap<string, readonly T[]> {
    const groups = new Map<string, T[]>();
    for (const one of all) {
        const group = groups.get(key(one));
        if (group) group.push(one);
        else groups.set(key(one), [one]);
    }
    return groups;
}
