import type { Report, ReportedProgram } from "./model";

/** What was found, undecided and unseen of one program, or of none. */
export type Part = Pick<Report, "findings" | "undecided" | "unseen">;

export interface ByProgram {
    readonly programs: readonly (Part & { readonly program: ReportedProgram; readonly name: string })[];
    /** What is of none of the programs: what is wrong with a register. */
    readonly rest: Part;
}

/** A report, taken apart. Each thing in it stands in one part, also where two programs have one name. */
export function byProgram({ programs, findings, undecided, unseen }: Report): ByProgram {
    const names = programs.map(nameOf);
    const partOf = (position: number): Part => {
        const isOf = ({ program }: { readonly program: string }) => names.indexOf(program) === position;
        return { findings: findings.filter(isOf), undecided: undecided.filter(isOf), unseen: unseen.filter(isOf) };
    };
    return {
        programs: programs.map((program, position) => ({ program, name: names[position]!, ...partOf(position) })),
        rest: partOf(-1),
    };
}

/** As findings name their program. */
export function nameOf({ project, stack }: ReportedProgram): string {
    return `${project}/${stack}`;
}
