import type { Excuse } from "../core/excuses";
import type { Rule } from "../core/rule";
import type { Level } from "../core/settings";
import type { Access } from "../facts/access";

/** All that a report says, whatever its format. Made once; each format is one pure function of it. */
export interface Report {
    readonly tool: { readonly name: "jit-guard"; readonly version: string };
    /** The instant that ends were judged against, RFC 3339. */
    readonly now: string;
    /** What was judged, in the order in which it was named. */
    readonly programs: readonly ReportedProgram[];
    /** The rules that ran, by name. */
    readonly rules: readonly Rule[];
    /** Most severe first, then by place. Those that an exception lets through are among them. */
    readonly findings: readonly ReportedFinding[];
    /** What could not be decided before the deployment. */
    readonly undecided: readonly ReportedFinding[];
    /** What the preview could not look into: remote components, unanswered invokes, reads. */
    readonly unseen: readonly ReportedGap[];
    /** Every way in that was declared, and for how long it is open. */
    readonly accesses: readonly ReportedAccess[];
}

/** A program, or what an engine wrote down of one. */
export interface ReportedProgram {
    readonly project: string;
    readonly stack: string;
    /** Pulumi.yaml, or the file that was read, as in `Source.file`: what a finding points to whose own place is not known. */
    readonly file?: string;
    /** How many resources were seen, and how many of them a rule looks at. */
    readonly resources: { readonly seen: number; readonly judged: number };
    /** Set when it did not come to its end. What was found before stands in the report. */
    readonly failure?: string;
}

export interface ReportedFinding {
    readonly rule: Rule;
    /** What it does to a deployment, unless it is excused. "remediate": it is put right, and blocks nothing. */
    readonly level: Exclude<Level, "disabled">;
    /** Of which program, as "project/stack"; empty where a register itself is at fault. */
    readonly program: string;
    /** Set when an exception or the baseline lets it through. */
    readonly excuse?: Excuse;
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    readonly message: string;
    readonly path?: string;
    readonly part?: string;
    /** What to write instead: the rule's remedy, or another where the resource could not be read. */
    readonly remedy: string;
    /** Where the program declares the resource. */
    readonly source?: Source;
    /** Rests on a value that the preview made up. */
    readonly assumed: boolean;
    /** The same in each run as long as the fault is the same, wherever the line moves. */
    readonly fingerprint: string;
}

export interface Source {
    /** Relative to the root of the repository, with "/"; a path that leaves it is left out altogether. */
    readonly file: string;
    /** From 1. */
    readonly line: number;
    /** From 1. */
    readonly column: number;
}

export interface ReportedAccess extends Omit<Access, "from" | "until"> {
    /** Of which program, as "project/stack". */
    readonly program: string;
    readonly type: string;
    readonly name: string;
    /** RFC 3339. Absent: since it is made. */
    readonly from?: string;
    /** RFC 3339, or "never" where nothing ends it, or "unknown". */
    readonly until: string;
    readonly source?: Source;
}

export interface ReportedGap {
    /** Of which program, as "project/stack". */
    readonly program: string;
    readonly kind: string;
    readonly what: string;
    readonly message: string;
    readonly urn?: string;
    readonly source?: Source;
}
