import builder, { type TestSuite } from "junit-report-builder";
import { excused } from "../core/excused";
import { type Part, byProgram } from "./by-program";
import type { Report, ReportedFinding, Source } from "./model";
import * as words from "./printable";

/**
 * JUnit XML, as the Jenkins plugin for it demands: one suite for each program, and one for the registers where something
 * is wrong with them. A case for each finding and one for each rule without. A blocking finding fails its case; one that
 * is excused is skipped; another passes and says so in its output, as CI would stop at a failure; what could not be
 * decided or seen is skipped; a program that did not come to its end is an error.
 */
export function junit(report: Report): string {
    const made = builder.newBuilder();
    const { programs, rest } = byProgram(report);
    for (const { program, name, ...part } of programs) {
        const suite = suiteOf(made, name, report);
        write(suite, part);
        const saidOf = new Set([...part.findings, ...part.undecided].map(({ rule }) => rule.name));
        for (const rule of report.rules) if (!saidOf.has(rule.name)) suite.testCase().className(rule.name).name(rule.name);
        if (program.failure === undefined) continue;
        const lines = program.failure.trimEnd().split("\n").map(printable);
        suite.testCase().className("program").name("comes to its end").error(lines[0], "failure", lines.join("\n"));
    }
    if (rest.findings.length + rest.undecided.length + rest.unseen.length > 0) {
        write(suiteOf(made, "registers", report), rest);
    }
    // The count of all that is skipped is an attribute of a suite, and of nothing above.
    const xml = made.build().replace(/(<testsuites [^>]*?) skipped="\d+"/, "$1");
    return xml.replace(/\n*$/, "\n");
}

function suiteOf(made: ReturnType<typeof builder.newBuilder>, name: string, { now }: Report): TestSuite {
    return made
        .testSuite()
        .name(printable(`jit-guard ${name}`))
        .timestamp(new Date(now));
}

function write(suite: TestSuite, { findings, undecided, unseen }: Part): void {
    const unique = uniqueNames();
    for (const finding of findings) {
        const testCase = suite
            .testCase()
            .className(finding.rule.name)
            .name(unique(title(finding)));
        if (finding.excuse) {
            testCase.skipped().standardOutput(`${printable(excused(finding.excuse))}: ${details(finding)}`);
        } else if (finding.level === "mandatory") {
            testCase.failure(printable(finding.message), finding.rule.severity).stacktrace(details(finding));
        } else testCase.standardOutput(`${finding.level === "advisory" ? "Advisory" : "Remediated"}: ${details(finding)}`);
    }
    for (const finding of undecided) {
        suite
            .testCase()
            .className(finding.rule.name)
            .name(unique(title(finding)))
            .skipped()
            .standardOutput(`Not decided before the deployment: ${details(finding)}`);
    }
    for (const { kind, what, message, source } of unseen) {
        suite
            .testCase()
            .className("not seen")
            .name(unique(`${kind}: ${what}`))
            .skipped()
            .standardOutput([printable(message), ...at(source)].join("\n"));
    }
}

/** CI takes two cases of one name for one case. */
function uniqueNames(): (name: string) => string {
    const counts = new Map<string, number>();
    return (name) => {
        const count = (counts.get(name) ?? 0) + 1;
        counts.set(name, count);
        return printable(count === 1 ? name : `${name} (${count})`);
    };
}

function title({ rule, program, name, type, path, part }: ReportedFinding): string {
    const of = program === "" ? name : `${name} (${type})`;
    return [`${rule.name}: ${of}`, ...(path === undefined ? [] : [path]), ...(part === undefined ? [] : [part])].join(" ");
}

/** The builder ends a CDATA section at the second "]]>" of a text. */
function printable(text: string): string {
    return words.printable(text).replaceAll("]]>", "]] >");
}

function details({ rule, urn, program, name, message, path, part, remedy, source, assumed }: ReportedFinding): string {
    return [
        printable(message),
        ...at(source),
        program === "" ? `register: ${printable(name)}` : `resource: ${printable(urn)}`,
        ...(path === undefined ? [] : [`path: ${printable(part === undefined ? path : `${path}: ${part}`)}`]),
        ...(assumed ? ["rests on a value that the preview made up"] : []),
        `Fix: ${printable(remedy)}`,
        `Supports: ${rule.controls.join(", ")}`,
    ].join("\n");
}

function at(source: Source | undefined): readonly string[] {
    return source ? [`at: ${printable(source.file)}:${source.line}:${source.column}`] : [];
}
