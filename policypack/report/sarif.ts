import type { Invocation, Location, Log, Notification, ReportingDescriptor, Result } from "sarif";
import type { Rule, Severity } from "../core/rule";
import type { Report, ReportedFinding, Source } from "./model";
import { printableJson } from "./printable";

// GitHub reads "critical" over 9.0, "high" from 7.0, "medium" from 4.0.
const SCORE: Record<Severity, string> = { critical: "9.5", high: "8.0", medium: "5.5", low: "3.0" };

/** SARIF 2.1.0, as GitHub code scanning takes it. */
export function sarif(report: Report): string {
    const index = new Map(report.rules.map(({ name }, position) => [name, position]));
    const log: Log = {
        $schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [
            {
                tool: {
                    driver: {
                        name: report.tool.name,
                        version: report.tool.version,
                        semanticVersion: report.tool.version,
                        rules: report.rules.map(descriptor),
                    },
                },
                // GitHub's category of an upload: the stacks of one repository do not overwrite one another.
                automationDetails: { id: `jit-guard/${report.project}/${report.stack}/` },
                columnKind: "utf16CodeUnits",
                invocations: [invocation(report, index)],
                results: report.findings.map((finding) => result(finding, index, report.projectFile)),
            },
        ],
    };
    return printableJson(log);
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

function result(finding: ReportedFinding, index: ReadonlyMap<string, number>, projectFile?: string): Result {
    const { rule, level, message, path, part, remedy, assumed, fingerprint } = finding;
    return {
        ruleId: rule.name,
        ruleIndex: index.get(rule.name) ?? -1,
        level: level === "mandatory" ? "error" : level === "remediate" || rule.severity === "low" ? "note" : "warning",
        message: { text: `${message}\nFix: ${remedy}` },
        locations: [location(finding, projectFile)],
        partialFingerprints: { "jitGuard/v1": fingerprint },
        properties: {
            enforcementLevel: level,
            ...(path !== undefined && { path }),
            ...(part !== undefined && { part }),
            ...(assumed && { assumed }),
        },
    };
}

function location(at: { urn?: string; name?: string; source?: Source }, projectFile?: string): Location {
    const physicalLocation = at.source
        ? {
              artifactLocation: { uri: uri(at.source.file) },
              region: { startLine: at.source.line, startColumn: at.source.column, endLine: at.source.line },
          }
        : // Without a place GitHub drops a result.
          projectFile !== undefined && { artifactLocation: { uri: uri(projectFile) }, region: { startLine: 1 } };
    return {
        ...(physicalLocation && { physicalLocation }),
        ...(at.urn !== undefined && {
            logicalLocations: [
                { ...(at.name !== undefined && { name: at.name }), fullyQualifiedName: at.urn, kind: "resource" },
            ],
        }),
    };
}

function invocation(report: Report, index: ReadonlyMap<string, number>): Invocation {
    const { failure, undecided, unseen, projectFile } = report;
    const notifications: Notification[] = [
        ...(failure === undefined ? [] : [notification("program-failed", "error", failure)]),
        ...undecided.map((finding) => ({
            ...notification("not-decided", "note", finding.message),
            locations: [location(finding, projectFile)],
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

function notification(id: string, level: Notification.level, said: string): Notification {
    return { descriptor: { id }, level, message: { text: said } };
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
