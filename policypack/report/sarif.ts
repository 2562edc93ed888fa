import type { Invocation, Location, Log, Notification, ReportingDescriptor, Result, Run, Suppression } from "sarif";
import { excused } from "../core/excused";
import type { Excuse } from "../core/excuses";
import type { Rule, Severity } from "../core/rule";
import { type Part, byProgram } from "./by-program";
import type { Report, ReportedFinding, ReportedProgram, Source } from "./model";
import { printableJson } from "./printable";

// GitHub reads "critical" over 9.0, "high" from 7.0, "medium" from 4.0.
const SCORE: Record<Severity, string> = { critical: "9.5", high: "8.0", medium: "5.5", low: "3.0" };

/** SARIF 2.1.0, as GitHub code scanning takes it: a run for each program. */
export function sarif(report: Report): string {
    const { programs, rest } = byProgram(report);
    const log: Log = {
        $schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        // The first has what is wrong with the registers too: GitHub keeps what a run said that does not come any more.
        runs: programs.map(({ program, ...part }, position) =>
            run(report, program, position === 0 ? both(part, rest) : part),
        ),
    };
    return printableJson(log);
}

function both(one: Part, other: Part): Part {
    return {
        findings: [...one.findings, ...other.findings],
        undecided: [...one.undecided, ...other.undecided],
        unseen: [...one.unseen, ...other.unseen],
    };
}

function run(report: Report, program: ReportedProgram, part: Part): Run {
    const index = new Map(report.rules.map(({ name }, position) => [name, position]));
    return {
        tool: {
            driver: {
                name: report.tool.name,
                version: report.tool.version,
                semanticVersion: report.tool.version,
                rules: report.rules.map(descriptor),
            },
        },
        // GitHub's category of an upload: the stacks of one repository do not overwrite one another.
        automationDetails: { id: `jit-guard/${program.project}/${program.stack}/` },
        columnKind: "utf16CodeUnits",
        invocations: [invocation(program, part, index)],
        results: part.findings.map((finding) => result(finding, index, program.file)),
    };
}

function descriptor(rule: Rule): ReportingDescriptor {
    const { name, severity, description, rationale, remedy, controls } = rule;
    return {
        id: name,
        name,
        shortDescription: { text: description },
        fullDescription: { text: rationale },
        help: {
            text: `${rationale}\n\nFix: ${remedy}`,
            markdown: `${rationale}\n\n**Fix:** ${remedy}\n\n**Supports:** ${controls.join(", ")}`,
        },
        defaultConfiguration: { level: severity === "low" ? "note" : "error" },
        properties: {
            tags: ["security", ...controls],
            precision: "very-high",
            "security-severity": SCORE[severity],
        },
    };
}

function result(finding: ReportedFinding, index: ReadonlyMap<string, number>, file?: string): Result {
    const { rule, level, excuse, path, part, remedy, assumed, fingerprint } = finding;
    return {
        ruleId: rule.name,
        ruleIndex: index.get(rule.name) ?? -1,
        level: level === "mandatory" ? "error" : level === "remediate" || rule.severity === "low" ? "note" : "warning",
        message: { text: `${said(finding)}\nFix: ${remedy}` },
        locations: [location(finding, file)],
        partialFingerprints: { "jitGuard/v1": fingerprint },
        ...(excuse && { suppressions: [suppression(excuse)] }),
        properties: {
            enforcementLevel: level,
            ...(path !== undefined && { path }),
            ...(part !== undefined && { part }),
            ...(assumed && { assumed }),
        },
    };
}

/** Without a place of its own, what is wrong with a register stands at the program's file, and must name the register. */
function said({ program, source, name, message }: ReportedFinding): string {
    return program === "" && !source ? `In ${name}: ${message}` : message;
}

function suppression(excuse: Excuse): Suppression {
    const { kind, until, owner, approver, ticket, reason, breakGlass, at } = excuse;
    return {
        kind: "external",
        status: "accepted",
        justification: [
            excused(excuse),
            ...(approver === undefined ? [] : [`approved by ${approver}`]),
            ...(reason === undefined ? [] : [reason]),
        ].join("; "),
        properties: {
            register: kind,
            until,
            owner,
            ...(approver !== undefined && { approver }),
            ...(ticket !== undefined && { ticket }),
            ...(breakGlass && { breakGlass }),
            at: `${at.file}:${at.line}:${at.column}`,
        },
    };
}

function location(at: { program: string; urn?: string; name?: string; source?: Source }, file?: string): Location {
    const physicalLocation = at.source
        ? {
              artifactLocation: { uri: uri(at.source.file) },
              region: { startLine: at.source.line, startColumn: at.source.column, endLine: at.source.line },
          }
        : // Without a place GitHub drops a result.
          file !== undefined && { artifactLocation: { uri: uri(file) }, region: { startLine: 1 } };
    return {
        ...(physicalLocation && { physicalLocation }),
        ...(at.urn !== undefined && {
            logicalLocations: [
                {
                    ...(at.name !== undefined && { name: at.name }),
                    fullyQualifiedName: at.urn,
                    kind: at.program === "" ? "register" : "resource",
                },
            ],
        }),
    };
}

function invocation(
    { failure, file }: ReportedProgram,
    { undecided, unseen }: Part,
    index: ReadonlyMap<string, number>,
): Invocation {
    const notifications: Notification[] = [
        ...(failure === undefined ? [] : [notification("program-failed", "error", failure)]),
        ...undecided.map((finding) => ({
            ...notification("not-decided", "note", said(finding)),
            locations: [location(finding, file)],
            associatedRule: { id: finding.rule.name, index: index.get(finding.rule.name) ?? -1 },
        })),
        ...unseen.map((gap) => ({
            ...notification(`not-seen/${gap.kind}`, "warning", `${gap.what}: ${gap.message}`),
            ...((gap.urn !== undefined || gap.source) && { locations: [location(gap)] }),
        })),
    ];
    return {
        executionSuccessful: failure === undefined,
        ...(notifications.length > 0 && { toolExecutionNotifications: notifications }),
    };
}

function notification(id: string, level: Notification.level, text: string): Notification {
    return { descriptor: { id }, level, message: { text } };
}

/** Relative to the root of the repository, which is what GitHub takes a relative address for. */
function uri(path: string): string {
    // Half a character has no address.
    return path
        .replace(/\p{Surrogate}/gu, "\ufffd")
        .split("/")
        .map(encodeURIComponent)
        .join("/");
}
