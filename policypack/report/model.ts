import type { Rule } from "../core/rule";
import type { Level } from "../core/settings";

/** All that a report says, whatever its format. Made once; each format is one pure function of it. */
export interface Report {
    readonly tool: { readonly name: "jit-guard"; readonly version: string };
    readonly project: string;
    readonly stack: string;
    /** Pulumi.yaml, as in `Source.file`: what a finding points to whose own place is not known. */
    readonly projectFile?: string;
    /** The instant that ends were judged against, RFC 3339. */
    readonly now: string;
    /** How many resources were seen, and how many of them a rule looks at. */
    readonly resources: { readonly seen: number; readonly judged: number };
    /** The rules that ran, by name. */
    readonly rules: readonly Rule[];
    /** Most severe first, then by place. */
    readonly findings: readonly ReportedFinding[];
    /** What could not be decided before the deployment. */
    readonly undecided: readonly ReportedFinding[];
    /** What the preview could not look into: remote components, unanswered invokes, reads. */
    readonly unseen: readonly ReportedGap[];
    /** Set when the program did not come to its end. What was found before stands in the report. */
    readonly failure?: string;
}

export interface ReportedFinding {
    readonly rule: Rule;
    /** What it does to a deployment. "remediate": it is put right, and blocks nothing. */
    readonly level: Exclude<Level, "disabled">;
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

export interface ReportedGap {
    readonly kind: string;
    readonly what: string;
    readonly message: string;
    readonly urn?: string;
    readonly source?: Source;
}
