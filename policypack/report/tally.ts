import type { Report, ReportedFinding } from "./model";

/** The counts of every headline. */
export interface Tally {
    readonly blocking: number;
    readonly advisory: number;
    /** Let through by an exception or the baseline. */
    readonly excused: number;
    /** Put right by the level "remediate". */
    readonly remediated: number;
    readonly undecided: number;
    readonly unseen: number;
    readonly seen: number;
    readonly judged: number;
    /** Programs that did not come to their end. */
    readonly failed: number;
}

export function tally({ programs, findings, undecided, unseen }: Report): Tally {
    const of = (wanted: ReportedFinding["level"]) =>
        findings.filter(({ level, excuse }) => !excuse && level === wanted).length;
    return {
        blocking: of("mandatory"),
        advisory: of("advisory"),
        excused: findings.filter(({ excuse }) => excuse).length,
        remediated: of("remediate"),
        undecided: undecided.length,
        unseen: unseen.length,
        seen: programs.reduce((sum, { resources }) => sum + resources.seen, 0),
        judged: programs.reduce((sum, { resources }) => sum + resources.judged, 0),
        failed: programs.filter(({ failure }) => failure !== undefined).length,
    };
}
