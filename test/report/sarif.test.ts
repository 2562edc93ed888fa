import { readFileSync } from "node:fs";
import Ajv from "ajv-draft-04";
import addFormats from "ajv-formats";
import type { Log } from "sarif";
import { expect, test } from "vitest";
import type { Report } from "../../policypack/report/model";
import { sarif } from "../../policypack/report/sarif";
import { clean, failed, hostile, hostileRegister, registers, report, several } from "./fixture";

const schema = "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json";
// The schema has a pattern that is no Unicode regular expression.
const ajv = new Ajv({ strict: false, unicodeRegExp: false, allErrors: true });
addFormats(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(schema, "utf8")) as object);

function valid(of: Report) {
    const log = JSON.parse(sarif(of)) as Log;
    validate(log);
    expect(validate.errors ?? []).toEqual([]);
    return log.runs;
}

test.each(Object.entries({ report, clean, failed, several, registers, hostile, hostileRegister }))(
    "%s is valid",
    (_, of) => {
        valid(of);
    },
);

test("would not be valid with a wrong level", () => {
    expect(validate(JSON.parse(sarif(report).replace('"level": "error"', '"level": "fatal"')))).toBe(false);
});

test("refers from each result to its rule", () => {
    for (const { results, tool } of valid(registers)) {
        for (const { ruleId, ruleIndex } of results!) expect(tool.driver.rules![ruleIndex!]!.id).toBe(ruleId);
    }
});

test("gives each result a place in the repository, as GitHub drops one without", () => {
    const { source: _, ...placeless } = report.findings[0]!;
    const [run] = valid({ ...report, findings: [...report.findings.slice(0, 3), placeless] });
    const places = run!.results!.map(({ locations }) => locations![0]!.physicalLocation!.artifactLocation!.uri);
    expect(places).toEqual([
        "infra/index.ts",
        "infra/my%20roles/deploy.ts",
        "infra/my%20roles/deploy.ts",
        "infra/Pulumi.yaml",
    ]);
});

test("says when a program failed", () => {
    expect(valid(report)[0]!.invocations![0]!.executionSuccessful).toBe(true);
    const [invocation] = valid(failed)[0]!.invocations!;
    expect(invocation!.executionSuccessful).toBe(false);
    expect(invocation!.toolExecutionNotifications![0]!.level).toBe("error");
});

test("has a run and a category for each program", () => {
    const runs = valid(several);
    expect(runs.map(({ automationDetails }) => automationDetails!.id)).toEqual([
        "jit-guard/shop/dev/",
        "jit-guard/billing/prod/",
        "jit-guard/mail/prod/",
    ]);
    expect(runs.map(({ results }) => results!.length)).toEqual([5, 0, 0]);
    expect(runs.map(({ invocations }) => invocations![0]!.executionSuccessful)).toEqual([true, true, false]);
});

test("suppresses what an exception or the baseline lets through, and nothing else", () => {
    const suppressed = valid(report)[0]!.results!.map(({ suppressions }) => suppressions);
    expect(suppressed).toEqual([
        undefined,
        undefined,
        undefined,
        [
            {
                kind: "external",
                status: "accepted",
                justification:
                    "Excepted until 2026-02-14 (30 d left; SEC-1234, payments@example.com); approved by security@example.com; " +
                    "The partner's SFTP server takes nothing but a key until it is replaced.",
                properties: {
                    register: "exception",
                    until: "2026-02-14T00:00:00.000Z",
                    owner: "payments@example.com",
                    approver: "security@example.com",
                    ticket: "SEC-1234",
                    at: "guard/exceptions.yaml:3:5",
                },
            },
        ],
        [
            {
                kind: "external",
                status: "accepted",
                justification: "In the baseline until 2026-03-31T08:30:00.000Z (75 d left; platform@example.com)",
                properties: {
                    register: "baseline",
                    until: "2026-03-31T08:30:00.000Z",
                    owner: "platform@example.com",
                    at: "guard/baseline.json:9:9",
                },
            },
        ],
    ]);
});

test("shows what is wrong with a register in the register, or names it where it lies outside of the repository", () => {
    const [first, ...others] = valid(registers);
    const own = first!.results!.slice(-3).map(({ locations, message }) => {
        const { artifactLocation, region } = locations![0]!.physicalLocation!;
        return `${artifactLocation!.uri}:${region!.startLine} ${message.text!.split("\n")[0]}`;
    });
    expect(own).toEqual([
        "guard/exceptions.yaml:14 `exceptions[1]` ended at 2026-01-01T00:00:00.000Z. Remove it, or ask anew.",
        "guard/exceptions.yaml:25 `exceptions[2].approver` is the owner. Let another allow it.",
        "infra/Pulumi.yaml:1 In ../baseline.json: `findings[0]` is not found any more.",
    ]);
    expect(others.flatMap(({ results }) => results)).toEqual([]);
});
