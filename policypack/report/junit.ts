import builder, { type TestSuite } from "junit-report-builder";
import type { Report, ReportedFinding, Source } from "./model";
import * as words from "./printable";

/**
 * JUnit XML: one suite for the program, one case for each finding and one for each rule without. A blocking finding
 * fails its case; another passes and says so in its output, as CI would stop at a failure; what could not be
 * decided or seen is skipped; a program that did not come to its end is an error.
 */
export function junit(report: Report): string {
    const { project, stack, rules, findings, undecided, unseen, failure } = report;
    const made = builder.newBuilder();
    const suite = made
        .testSuite()
        .name(printable(`jit-guard ${project}/${stack}`))
        .timestamp(new Date(report.now));

    for (const finding of findings) {
        const testCase = ofFinding(suite, finding);
        if (finding.level === "mandatory") {
            testCase.failure(printable(finding.message), finding.rule.severity).stacktrace(details(finding));
        } else testCase.standardOutput(`${finding.level === "advisory" ? "Advisory" : "Remediated"}: ${details(finding)}`);
    }
    for (const finding of undecided) {
        ofFinding(suite, finding)
            .skipped()
            .standardOutput(`Not decided before the deployment: ${details(finding)}`);
    }
    const saidOf = new Set([...findings, ...undecided].map(({ rule }) => rule.name));
    for (const { name } of rules) if (!saidOf.has(name)) suite.testCase().className(name).name(name);

    for (const { kind, what, message, source } of unseen) {
        const testCase = suite
            .testCase()
            .className("not seen")
            .name(printable(`${kind}: ${what}`));
        testCase.skipped().standardOutput([printable(message), ...at(source)].join("\n"));
        if (source) testCase.file(printable(source.file));
    }
    if (failure !== undefined) {
        const lines = failure.trimEnd().split("\n").map(printable);
        suite.testCase().className("program").name("comes to its end").error(lines[0], "failure", lines.join("\n"));
    }
    return made.build().replace(/\n*$/, "\n");
}

function ofFinding(suite: TestSuite, { rule, name, type, path, part, source }: ReportedFinding) {
    // CI takes two cases of one name for one case.
    const title = [
        `${rule.name}: ${name} (${type})`,
        ...(path === undefined ? [] : [path]),
        ...(part === undefined ? [] : [part]),
    ];
    const testCase = suite
        .testCase()
        .className(rule.name)
        .name(printable(title.join(" ")));
    if (source) testCase.file(printable(source.file));
    for (const control of rule.controls) testCase.property("control", control);
    return testCase;
}

/** The builder ends a CDATA section at the second "]]>" of a text. */
function printable(text: string): string {
    return words.printable(text).replaceAll("]]>", "]] >");
}

function details({ urn, message, path, part, remedy, source, assumed }: ReportedFinding): string {
    return [
        printable(message),
        ...at(source),
        `resource: ${printable(urn)}`,
        ...(path === undefined ? [] : [`path: ${printable(part === undefined ? path : `${path}: ${part}`)}`]),
        ...(assumed ? ["rests on a value that the preview made up"] : []),
        `Fix: ${printable(remedy)}`,
    ].join("\n");
}

function at(source: Source | undefined): readonly string[] {
    return source ? [`at: ${printable(source.file)}:${source.line}:${source.column}`] : [];
}
