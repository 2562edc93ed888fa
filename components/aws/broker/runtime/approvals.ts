import type { Entitlement } from "./policy";

export interface Approval {
    /** Canonical. */
    readonly by: string;
    readonly at: number;
    /** At which levels it may count. It counts at one of them. */
    readonly levels: readonly number[];
}

/** The levels at which somebody may approve. */
export function levelsOf({ approvers }: Entitlement, identity: string, groups: readonly string[]): readonly number[] {
    return approvers.flatMap((level, index) => (isAmong(level, identity, groups) ? [index] : []));
}

/** Whether a list of canonical identities and "group:<id>" names somebody. */
export function isAmong(list: readonly string[], identity: string, groups: readonly string[]): boolean {
    return list.some((each) =>
        each.startsWith("group:") ? groups.includes(each.slice(6)) : each.toLowerCase() === identity.toLowerCase(),
    );
}

/**
 * Whether there are approvals enough for each level, each by somebody else. A person of two levels counts where it is needed,
 * so that it never matters who was first.
 */
export function isEnough(approvals: readonly Approval[], required: readonly number[]): boolean {
    const seats = required.flatMap((count, level) => Array.from({ length: count }, () => level));
    const taken = new Map<number, number>();
    const isSeated = (approval: number, tried: Set<number>): boolean =>
        seats.some((level, seat) => {
            if (tried.has(seat) || !approvals[approval]!.levels.includes(level)) return false;
            tried.add(seat);
            const other = taken.get(seat);
            if (other !== undefined && !isSeated(other, tried)) return false;
            taken.set(seat, approval);
            return true;
        });
    approvals.forEach((_, approval) => isSeated(approval, new Set()));
    return taken.size === seats.length;
}
