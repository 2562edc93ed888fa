/** Where a program runs. */
export interface Program {
    readonly project: string;
    readonly stack: string;
}

/** The program of a URN, or of a pattern of them as far as it says. */
export function programOf(urn: string): Program {
    const [prefix = "", project = ""] = urn.split("::");
    return { stack: prefix.slice("urn:pulumi:".length), project };
}

/** Whether a URN is of one of the programs. */
export function isOf(urn: string, programs: readonly Program[]): boolean {
    const { project, stack } = programOf(urn);
    return programs.some((program) => program.stack === stack && program.project === project);
}
