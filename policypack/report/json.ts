import type { Rule } from "../core/rule";
import type { Report, ReportedFinding } from "./model";
import { printableJson } from "./printable";
import { tally } from "./tally";

/** Changes when a reader of the last one would misread this one. */
const SCHEMA_VERSION = 1;

/** For programs: the whole report. Keys stand in one order, so that two reports can be compared as text. */
export function json(report: Report): string {
    const { tool, project, stack, projectFile, now, resources, rules, findings, undecided, unseen, failure } = report;
    const written = {
        schemaVersion: SCHEMA_VERSION,
        tool: { name: tool.name, version: tool.version },
        project,
        stack,
        projectFile,
        now,
        complete: failure === undefined,
        failure,
        summary: { ...tally(report), seen: resources.seen, judged: resources.judged },
        findings: findings.map(ofFinding),
        undecided: undecided.map(ofFinding),
        unseen: unseen.map(({ kind, what, message, urn, source }) => ({ kind, what, message, urn, source })),
        rules: rules.map(ofRule),
    };
    return printableJson(written);
}

/** What is known of a rule without running it. */
export function ofRule({ name, severity, description, rationale, remedy, controls, replaces, on, options }: Rule) {
    return {
        name,
        severity,
        description,
        rationale,
        remedy,
        controls,
        replaces,
        types: on,
        options: Object.fromEntries(
            Object.entries(options).map(([key, option]) => [
                key,
                { description: option.description, default: option.default, accepts: option.accepts },
            ]),
        ),
    };
}

function ofFinding(finding: ReportedFinding) {
    const { rule, level, urn, type, name, message, path, part, remedy, source, assumed, fingerprint } = finding;
    return {
        rule: rule.name,
        severity: rule.severity,
        level,
        message,
        remedy,
        resource: { urn, type, name },
        path,
        part,
        source: source && { file: source.file, line: source.line, column: source.column },
        assumed,
        fingerprint,
    };
}
