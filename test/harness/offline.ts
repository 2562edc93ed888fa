import { excuses } from "../../policypack/core/excuses";
import { plan } from "../../policypack/core/settings";
import { preview } from "../../policypack/preview";
import { assess } from "../../policypack/preview/assess";
import type { Outcome } from "../../policypack/preview/outcome";
import type { Report, ReportedFinding } from "../../policypack/report/model";
import { rules } from "../../policypack/rules";
import { type EngineFinding, byPlace } from "./engine";
import { NOW } from "./describe-rule";

/** What the pack says of a program in the offline preview. */
export async function offlinePreview(
    program: string,
    settings: Parameters<typeof plan>[1] = {},
): Promise<{ outcome: Outcome; report: Report }> {
    const outcome = await preview({ directory: program });
    const plans = plan(rules, settings, "test");
    return {
        outcome,
        report: assess(outcome, plans, { now: NOW, undecided: "advise", excuses: excuses({}, [], NOW) }, { root: program }),
    };
}

/** The findings in the form of the real engine's, where what is undecided is an advisory. */
export function asEngineFindings({ findings, undecided }: Report): readonly EngineFinding[] {
    return [
        ...findings.map((finding) => inEngine(finding, finding.level, true)),
        ...undecided.map((note) => inEngine(note, "advisory", false)),
    ].sort(byPlace);
}

function inEngine({ rule, urn, message }: ReportedFinding, level: string, decided: boolean): EngineFinding {
    return { rule: rule.name, urn, level, decided, message };
}
