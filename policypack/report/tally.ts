import type { Report, ReportedFinding } from "./model";

/** The counts of every headline. */
export interface Tally {
    readonly blocking: number;
    readonly advisory: number;
    /** Put right by the level "remediate". */
    readonly remediated: number;
    readonly undecided: number;
    readonly unseen: number;
}

export function tally({ findings, undecided, unseen }: Report): Tally {
    const of = (wanted: ReportedFinding["level"]) => findings.filter(({ level }) => level === wanted).length;
    return {
        blocking: of("mandatory"),
        advisory: of("advisory"),
        remediated: of("remediate"),
        undecided: undecided.length,
        unseen: unseen.length,
    };
}
