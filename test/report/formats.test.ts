import { readFileSync } from "node:fs";
import Ajv from "ajv-draft-04";
import addFormats from "ajv-formats";
import type { Log } from "sarif";
import { describe, expect, test } from "vitest";
import { json } from "../../policypack/report/json";
import { junit } from "../../policypack/report/junit";
import { markdown } from "../../policypack/report/markdown";
import type { Report } from "../../policypack/report/model";
import { sarif } from "../../policypack/report/sarif";
import { text } from "../../policypack/report/text";
import { HOSTILE, clean, failed, hostile, huge, report } from "./fixture";
import { assertWellFormed } from "./xml";

const FORMATS: Record<string, (report: Report) => string> = { text, json, sarif, junit, markdown };
const EXTENSION: Record<string, string> = { text: "txt", json: "json", sarif: "sarif", junit: "xml", markdown: "md" };
const CASES = { full: report, clean, failed };

describe.each(Object.keys(FORMATS))("%s", (name) => {
    const format = FORMATS[name]!;

    // After a wanted change: npx vitest run test/report -u
    test.each(Object.entries(CASES))("writes the %s report as in golden/", async (title, of) => {
        await expect(format(of)).toMatchFileSnapshot(`golden/${title}.${EXTENSION[name]}`);
    });

    test("is the same each time", () => {
        expect(format(report)).toBe(format(report));
    });

    test("ends with one line break", () => {
        for (const of of [...Object.values(CASES), hostile]) expect(format(of)).toMatch(/[^\n]\n$/);
    });

    test("lets no control character through", () => {
        // eslint-disable-next-line no-control-regex -- these are what must not get through
        expect(format(hostile)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028]|\p{Surrogate}/u);
    });
});

describe("text", () => {
    test("names the fix once for a rule and a resource", () => {
        expect(text(report).match(/Fix: Set/g)).toHaveLength(1);
    });

    test("has colours only when asked, and the same words with them", () => {
        const coloured = text(report, { colour: true });
        expect(text(report)).not.toContain("\u001b");
        expect(coloured).toContain("\u001b[");
        // eslint-disable-next-line no-control-regex -- the escapes that colours are made of
        expect(coloured.replace(/\u001b\[\d+m/g, "")).toBe(text(report));
    });

    test("shortens what nobody would read", () => {
        expect(text(hostile)).toContain("… (9000 more characters)");
    });

    test("is one line when there is nothing to say", () => {
        expect(text(clean)).toBe("shop/dev: No findings over 5 resources judged of 9 seen.\n");
    });
});

describe("json", () => {
    test("reads back as it was", () => {
        const written = JSON.parse(json(hostile)) as { findings: { message: string }[]; complete: boolean };
        expect(written.findings[0]?.message).toBe(HOSTILE);
        expect(written.complete).toBe(false);
    });
});

describe("sarif", () => {
    const schema = "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json";
    // The schema has a pattern that is no Unicode regular expression.
    const ajv = new Ajv({ strict: false, unicodeRegExp: false, allErrors: true });
    addFormats(ajv);
    const validate = ajv.compile(JSON.parse(readFileSync(schema, "utf8")) as object);
    const valid = (of: Report) => {
        const log = JSON.parse(sarif(of)) as Log;
        validate(log);
        expect(validate.errors ?? []).toEqual([]);
        return log.runs[0]!;
    };

    test.each(Object.entries({ ...CASES, hostile }))("of the %s report is valid", (_, of) => {
        valid(of);
    });

    test("would not be valid with a wrong level", () => {
        expect(validate(JSON.parse(sarif(report).replace('"level": "error"', '"level": "fatal"')))).toBe(false);
    });

    test("refers from each result to its rule", () => {
        const run = valid(report);
        for (const { ruleId, ruleIndex } of run.results!) expect(run.tool.driver.rules![ruleIndex!]!.id).toBe(ruleId);
    });

    test("gives each result a place in the repository, as GitHub drops one without", () => {
        const { source: _, ...placeless } = report.findings[0]!;
        const run = valid({ ...report, findings: [...report.findings, placeless] });
        const places = run.results!.map(({ locations }) => locations![0]!.physicalLocation!.artifactLocation!.uri);
        expect(places).toEqual([
            "infra/index.ts",
            "infra/my%20roles/deploy.ts",
            "infra/my%20roles/deploy.ts",
            "infra/Pulumi.yaml",
        ]);
    });

    test("says when the program failed", () => {
        expect(valid(report).invocations![0]!.executionSuccessful).toBe(true);
        const [invocation] = valid(failed).invocations!;
        expect(invocation!.executionSuccessful).toBe(false);
        expect(invocation!.toolExecutionNotifications![0]!.level).toBe("error");
    });
});

describe("junit", () => {
    test.each(Object.entries({ ...CASES, hostile }))("of the %s report is well-formed", (_, of) => {
        assertWellFormed(junit(of));
    });

    test("fails for what blocks, and only for that", () => {
        expect(junit(report)).toContain('failures="1" errors="0" skipped="3"');
        expect(junit(clean)).toContain('tests="3" failures="0" errors="0" skipped="0"');
        expect(junit(failed)).toContain('errors="1"');
    });
});

describe("markdown", () => {
    test("keeps to the length of a comment, and says what it left out", () => {
        const written = markdown(huge);
        expect(written.length).toBeLessThanOrEqual(65_536);
        expect(written.length).toBeGreaterThan(60_000);
        const shown = written.split("\n").filter((line) => /^\| [❌⚠]/u.test(line)).length;
        expect(written).toContain(`**${5_000 - shown} more findings not shown here**`);
    });

    test("keeps each finding in its row, whatever it says", () => {
        const rows = markdown(hostile)
            .split("\n")
            .filter((line) => line.startsWith("| "));
        expect(rows).toHaveLength(2 + hostile.findings.length);
        for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(7);
    });

    test("makes no element, link or mention of a text", () => {
        expect(markdown(hostile)).not.toMatch(/<script|[^\\]\[link|@everyone|https:\/\//);
    });
});
