import type { Report } from "./model";

/** The counts of every headline. */
export interface Tally {
    readonly blocking: number;
    readonly advisory: number;
    readonly undecided: number;
    readonly unseen: number;
}

export function tally({ findings, undecided, unseen }: Report): Tally {
    const blocking = findings.filter(({ level }) => level === "mandatory").length;
    return {
        blocking,
        advisory: findings.length - blocking,
        undecided: undecided.length,
        unseen: unseen.length,
    };
}
