import type { Excuse } from "../core/excuses";
import type { Rule } from "../core/rule";
import { coverage } from "./coverage";
import type { Report, ReportedAccess, ReportedFinding, Source } from "./model";
import { printableJson } from "./printable";
import { tally } from "./tally";

/** Changes when a reader of the last one would misread this one. */
export const SCHEMA_VERSION = 2;

/** For programs: the whole report. Keys stand in one order, so that two reports can be compared as text. */
export function json(report: Report): string {
    const { tool, now, programs, rules, findings, undecided, unseen, accesses } = report;
    const written = {
        schemaVersion: SCHEMA_VERSION,
        tool: { name: tool.name, version: tool.version },
        now,
        complete: programs.every(({ failure }) => failure === undefined),
        summary: tally(report),
        programs: programs.map(({ project, stack, file, resources, failure }) => ({
            project,
            stack,
            file,
            complete: failure === undefined,
            failure,
            seen: resources.seen,
            judged: resources.judged,
        })),
        findings: findings.map(ofFinding),
        undecided: undecided.map(ofFinding),
        unseen: unseen.map(({ program, kind, what, message, urn, source }) => ({
            program,
            kind,
            what,
            message,
            urn,
            source: ofSource(source),
        })),
        accesses: accesses.map(ofAccess),
        coverage: coverage(report),
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
    const { rule, level, program, excuse, urn, type, name, message, path, part, remedy, source, assumed, fingerprint } =
        finding;
    return {
        rule: rule.name,
        severity: rule.severity,
        level,
        program,
        excuse: excuse && ofExcuse(excuse),
        message,
        remedy,
        resource: { urn, type, name },
        path,
        part,
        source: ofSource(source),
        assumed,
        fingerprint,
    };
}

function ofExcuse({ kind, until, daysLeft, owner, approver, ticket, reason, breakGlass, at }: Excuse) {
    return { kind, until, daysLeft, owner, approver, ticket, reason, breakGlass, at: ofSource(at) };
}

function ofAccess({ program, kind, what, urn, type, name, from, until, because, each, source }: ReportedAccess) {
    return { program, kind, what, resource: { urn, type, name }, from, until, because, each, source: ofSource(source) };
}

function ofSource(source: Source | undefined) {
    return source && { file: source.file, line: source.line, column: source.column };
}
