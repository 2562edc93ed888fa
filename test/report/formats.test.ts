import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { json } from "../../policypack/report/json";
import { junit } from "../../policypack/report/junit";
import { markdown } from "../../policypack/report/markdown";
import type { Report, ReportedFinding } from "../../policypack/report/model";
import { oscal } from "../../policypack/report/oscal";
import { sarif } from "../../policypack/report/sarif";
import { text } from "../../policypack/report/text";
import { HOSTILE, clean, failed, hostile, hostileRegister, registers, report, several } from "./fixture";

const FORMATS: Record<string, (report: Report) => string> = { text, json, sarif, junit, markdown, oscal };
const EXTENSION: Record<string, string> = {
    text: "txt",
    json: "json",
    sarif: "sarif",
    junit: "xml",
    markdown: "md",
    oscal: "oscal.json",
};
const CASES = { full: report, clean, failed, several, registers };
const ODD = { hostile, hostileRegister };

/** Reports of one to four programs, some of one name, whose findings are of these, of none or of another. */
const anyReport: fc.Arbitrary<Report> = fc
    .tuple(
        fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 4 }),
        fc.array(fc.tuple(fc.constantFrom("a/dev", "b/dev", "c/dev", "", "gone/dev"), fc.nat(4), fc.boolean()), {
            maxLength: 12,
        }),
    )
    .map(([projects, found]) => ({
        ...report,
        programs: projects.map((project) => ({ project, stack: "dev", resources: { seen: 2, judged: 1 } })),
        findings: found.map(([program, of, isSame], index): ReportedFinding => ({
            ...report.findings[of]!,
            program,
            message: `Fault ${index}.`,
            fingerprint: isSame ? "same" : String(index),
        })),
    }));

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
        for (const of of Object.values({ ...CASES, ...ODD })) expect(format(of)).toMatch(/[^\n]\n$/);
    });

    test.each(Object.entries(ODD))("lets no control character of the %s report through", (_, of) => {
        // eslint-disable-next-line no-control-regex -- these are what must not get through
        expect(format(of)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028]|\p{Surrogate}/u);
    });

    test("has every finding of every program, in whatever order, and says when each excuse ends", () => {
        fc.assert(
            fc.property(anyReport, (of) => {
                const written = format(of);
                for (const { message, excuse } of of.findings) {
                    expect(written).toContain(message);
                    if (excuse) expect(written).toContain(excuse.until.slice(0, 10));
                }
            }),
            { numRuns: 50 },
        );
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

    test("says of several programs which one a finding is of, and sums up each", () => {
        const lines = text(registers).split("\n");
        expect(lines).toContain("ci  aws:iam/accessKey:AccessKey  in shop/dev");
        expect(lines.slice(-7)).toEqual([
            "shop/dev: 1 blocking, 2 advisory, 2 excepted over 5 resources judged of 9 seen; 1 not decided; 2 not seen.",
            "billing/prod: No findings over 4 resources judged of 4 seen.",
            "mail/prod: No findings over 0 resources judged of 0 seen; not run to the end.",
            "Registers: 3 blocking, 0 advisory.",
            "",
            "3 programs: 4 blocking, 2 advisory, 2 excepted over 9 resources judged of 13 seen; 1 not decided; 2 not seen; 1 not run to the end.",
            "",
        ]);
    });

    test("shows each place of a register that is at fault, and no type of ours", () => {
        const written = text(registers);
        expect(written).toContain(
            "guard/exceptions.yaml  register\n  ✖ medium    any-require-test-owner\n      guard/exceptions.yaml:14:14\n",
        );
        expect(written).toContain("      guard/exceptions.yaml:25:15\n");
        expect(written).not.toContain("jit-guard:index:");
    });
});

describe("json", () => {
    test("reads back as it was", () => {
        const written = JSON.parse(json(hostile)) as { findings: { message: string }[]; complete: boolean };
        expect(written.findings[0]?.message).toBe(HOSTILE);
        expect(written.complete).toBe(false);
    });

    test("writes the keys of an access and of an excuse in one order, however they were made", () => {
        const turned = <T extends object>(of: T) => Object.fromEntries(Object.entries(of).reverse()) as T;
        const other = {
            ...report,
            accesses: report.accesses.map(turned),
            findings: report.findings.map((one) => ({ ...one, ...(one.excuse && { excuse: turned(one.excuse) }) })),
        };
        expect(json(other)).toBe(json(report));
    });
});
