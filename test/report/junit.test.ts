import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { validateXML } from "xmllint-wasm";
import { junit } from "../../policypack/report/junit";
import type { Report } from "../../policypack/report/model";
import { clean, failed, hostile, hostileRegister, registers, report, several } from "./fixture";

const schema = { fileName: "junit-10.xsd", contents: readFileSync("test/report/schemas/junit-10.xsd", "utf8") };

async function faults(contents: string): Promise<readonly string[]> {
    const { errors } = await validateXML({ xml: { fileName: "report.xml", contents }, schema });
    return errors.map(({ message }) => message);
}

test.each(Object.entries({ report, clean, failed, several, registers, hostile, hostileRegister }))(
    "%s is valid",
    async (_, of) => {
        expect(await faults(junit(of))).toEqual([]);
    },
);

test.each([
    ["an attribute that there is not", "<failure ", '<failure line="1" '],
    ["an element that there is not", "<skipped/>", "<ignored/>"],
    ["a bare <", "Fix: ", "Fix: ]]><"],
    ["an element that is not closed", "</testcase>", ""],
])("would not be valid with %s", async (_, from, to) => {
    const written = junit(report);
    expect(written).toContain(from);
    expect(await faults(written.replace(from, to))).not.toEqual([]);
});

test("fails for what blocks, and only for that", () => {
    expect(junit(report)).toContain('tests="8" failures="1" errors="0" skipped="5"');
    expect(junit(clean)).toContain('tests="3" failures="0" errors="0" skipped="0"');
    expect(junit(failed)).toContain('errors="1"');
});

test("has a suite for each program, and one for the registers only where something is wrong with them", () => {
    const suites = (of: Report) => [...junit(of).matchAll(/<testsuite name="([^"]*)"/g)].map(([, name]) => name);
    const programs = ["jit-guard shop/dev", "jit-guard billing/prod", "jit-guard mail/prod"];
    expect(suites(several)).toEqual(programs);
    expect(suites(registers)).toEqual([...programs, "jit-guard registers"]);
});

test("gives no two cases of a suite one name, as CI takes them for one", () => {
    const twice = { ...report, findings: [...report.findings, ...report.findings], undecided: report.findings };
    const names = [...junit(twice).matchAll(/<testcase [^>]*name="([^"]*)"[^>]*>/g)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(15);
    expect(new Set(names).size).toBe(names.length);
});
