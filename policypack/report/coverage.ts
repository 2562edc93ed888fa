import { FRAMEWORKS, type Control, type Framework } from "../core/controls";
import type { Report, ReportedFinding } from "./model";

/** What the rules say on one control. They support it; whether it is satisfied is for an assessor to say. */
export interface Covered {
    readonly framework: Framework;
    readonly control: Control;
    readonly title: string;
    /** Those that ran and support it, by name. None: nothing here says anything on the control. */
    readonly rules: readonly string[];
    readonly blocking: number;
    readonly advisory: number;
    readonly excused: number;
    readonly undecided: number;
}

/** Every control of every framework, in the order of the framework, with a rule or without. */
export function coverage({ rules, findings, undecided }: Report): readonly Covered[] {
    return Object.entries(FRAMEWORKS).flatMap(([framework, controls]) =>
        Object.entries(controls).map(([written, title]) => {
            const control = written as Control;
            const supports = ({ rule }: Pick<ReportedFinding, "rule">) => rule.controls.includes(control);
            const found = findings.filter(supports);
            const standing = found.filter(({ excuse }) => !excuse);
            return {
                framework: framework as Framework,
                control,
                title,
                rules: rules.filter((rule) => supports({ rule })).map(({ name }) => name),
                blocking: standing.filter(({ level }) => level === "mandatory").length,
                advisory: standing.filter(({ level }) => level === "advisory").length,
                excused: found.length - standing.length,
                undecided: undecided.filter(supports).length,
            };
        }),
    );
}
