import {
    type InferOutput,
    array,
    boolean,
    getDotPath,
    literal,
    object,
    optional,
    safeParse,
    string,
    unknown,
} from "valibot";
import { nameOf } from "./by-program";
import { SCHEMA_VERSION } from "./json";
import type { Report, ReportedFinding } from "./model";

const FINDING = object({
    rule: string(),
    program: string(),
    excuse: optional(unknown()),
    message: string(),
    resource: object({ urn: string(), type: string(), name: string() }),
    fingerprint: string(),
});
const BASE = object({
    tool: object({ name: literal("jit-guard") }),
    now: string(),
    programs: array(object({ project: string(), stack: string(), complete: boolean() })),
    findings: array(FINDING),
});

/** What a comparison needs of a report that was written as JSON before. */
export type BaseReport = InferOutput<typeof BASE>;
export type BaseFinding = BaseReport["findings"][number];

/** A base that nothing can be compared with. */
export class BaseReportError extends Error {
    override readonly name = "BaseReportError";
}

/** What became of the findings of the base. Each finding of the report is in one of the first three. */
export interface Diff {
    /** Stands now, and did not before: it was not there, or it was excused. */
    readonly fresh: readonly ReportedFinding[];
    /** Excused now, and was not before. */
    readonly newlyExcused: readonly ReportedFinding[];
    /** As before. */
    readonly same: readonly ReportedFinding[];
    readonly fixed: readonly BaseFinding[];
    /** Not found, which says nothing: its rule did not run, or could not decide, or its program did not come to its end. */
    readonly unjudged: readonly BaseFinding[];
}

const GIVE = "Give the file that `--out json=FILE` wrote for the base branch";

/** From the text of a report in JSON. Throws BaseReportError. */
export function readBase(text: string): BaseReport {
    const written = parsed(text);
    const version = (written as { schemaVersion?: unknown } | null)?.schemaVersion;
    if (typeof version !== "number") throw new BaseReportError(`The base is no report of jit-guard. ${GIVE}.`);
    if (version !== SCHEMA_VERSION) {
        const asked = `The base has \`schemaVersion\` ${version}, and ${SCHEMA_VERSION} is what can be compared`;
        throw new BaseReportError(`${asked}. Write it with this version of jit-guard.`);
    }
    const { success, output, issues } = safeParse(BASE, written);
    if (success) return output;
    const at = getDotPath(issues[0]) ?? "";
    throw new BaseReportError(
        `The base is no report of jit-guard: \`${at}\` in it is missing, or not of its kind. ${GIVE}.`,
    );
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text.replace(/^\ufeff/, ""));
    } catch {
        // The parser's own words show a piece of the file, whatever it is.
        throw new BaseReportError(`The base is not JSON. ${GIVE}.`);
    }
}

/** Programs of the base that the report is not about are left out: a pull request may judge some of many. */
export function diff(report: Report, base: BaseReport): Diff {
    const before = new Map(base.findings.map((finding) => [finding.fingerprint, finding]));
    const changes = report.findings.map((finding) => {
        const was = before.get(finding.fingerprint);
        const [isExcused, wasExcused] = [finding.excuse !== undefined, was?.excuse !== undefined];
        const change = was && isExcused === wasExcused ? "same" : isExcused ? "newlyExcused" : "fresh";
        return { finding, change };
    });
    const of = (wanted: string) => changes.filter(({ change }) => change === wanted).map(({ finding }) => finding);

    const now = new Set(report.findings.map(({ fingerprint }) => fingerprint));
    const judged = new Set(["", ...report.programs.map(nameOf)]);
    const gone = base.findings.filter(({ program, fingerprint }) => judged.has(program) && !now.has(fingerprint));
    const isSilent = silence(report);
    return {
        fresh: of("fresh"),
        newlyExcused: of("newlyExcused"),
        same: of("same"),
        fixed: gone.filter((finding) => !isSilent(finding)),
        unjudged: gone.filter(isSilent),
    };
}

/** Whether the report would not say it, were a finding of the base still there. */
function silence({ rules, programs, undecided }: Report): (finding: BaseFinding) => boolean {
    const ran = new Set<string>(rules.map(({ name }) => name));
    const failed = new Set(programs.filter(({ failure }) => failure !== undefined).map(nameOf));
    const open = new Set(undecided.map(({ rule, urn }) => JSON.stringify([rule.name, urn])));
    return ({ rule, program, resource }) =>
        !ran.has(rule) || failed.has(program) || open.has(JSON.stringify([rule, resource.urn]));
}
