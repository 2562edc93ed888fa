import { Script } from "node:vm";
import { describe, expect, test } from "vitest";
import { html } from "../../policypack/report/html";
import { SCRIPT } from "../../policypack/report/html/script";
import { period } from "../../policypack/report/html/span";
import { verdict } from "../../policypack/report/html/verdict";
import type { Report, ReportedAccess } from "../../policypack/report/model";
import { offlinePreview } from "../harness/offline";
import { clean, failed, hostile, hostileRegister, registers, report, several } from "./fixture";

const CASES = { full: report, clean, failed, several, registers, hostile, hostileRegister };

// After a wanted change: npx vitest run test/report -u
test("writes the full report as in golden/", async () => {
    await expect(await html(report)).toMatchFileSnapshot("golden/full.html");
});

describe.each(Object.entries(CASES))("%s", (_, of) => {
    test("is the same each time", async () => {
        expect(await html(of)).toBe(await html(of));
    });

    test("lets no control character through, and ends with one line break", async () => {
        const written = await html(of);
        // eslint-disable-next-line no-control-regex -- these are what must not get through
        expect(written).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202e]|\p{Surrogate}/u);
        expect(written).toMatch(/[^\n]\n$/);
    });

    test("has one script, no style or handler in an attribute, and names no other address", async () => {
        const written = await html(of);
        expect(written.match(/<script/g)).toHaveLength(1);
        expect(written).not.toMatch(/ style="| on[a-z]+="|javascript:/);
        const addresses = [...written.matchAll(/ (?:href|src)="([^"]*)"/g)].map(([, address]) => address!);
        expect(addresses.length).toBeGreaterThan(5);
        expect(addresses.filter((address) => !/^#|^data:image\/svg/.test(address))).toEqual([]);
    });
});

test("the script is one that can be parsed, and cannot end its element", () => {
    expect(() => new Script(SCRIPT)).not.toThrow();
    expect(SCRIPT).not.toMatch(/<\/script|<!--/i);
});

test("no secret of a program is in the page", async () => {
    const { report: of } = await offlinePreview("examples/denied/plaintext-secrets");
    const written = await html(of);
    expect(of.findings.length).toBeGreaterThan(0);
    expect(written).toContain(of.findings[0]!.name);
    expect(written).not.toMatch(/not-for-production-4711|q7Zb2Lmn4Rstuvw9XkP1|4711hunter2/);
});

describe("the verdict", () => {
    const only = (...levels: readonly Report["findings"][number]["level"][]): Report => ({
        ...clean,
        findings: levels.map((level) => ({ ...report.findings[0]!, level })),
    });
    test.each([
        ["Nothing found", clean, "No rule found a fault. 5 resources were judged of 9 seen."],
        ["Blocked", only("mandatory"), "1 finding blocks the deployment. 5 resources were judged of 9 seen."],
        ["Passed, with advice", only("advisory", "advisory"), "2 findings advise. 5 resources were judged of 9 seen."],
        ["Passed", only("remediate"), "1 is put right. 5 resources were judged of 9 seen."],
        [
            "Blocked, and not judged to the end",
            several,
            "1 of 3 programs did not come to its end, and what was to follow is not judged. 1 finding blocks the deployment; 2 findings advise; 2 are excepted until a date. 9 resources were judged of 13 seen.",
        ],
        [
            "Not judged to the end",
            { ...failed, findings: [] },
            "The program did not come to its end, and what was to follow is not judged. 5 resources were judged of 9 seen.",
        ],
    ])("%s", (title, of, sentence) => {
        expect(verdict(of)).toMatchObject({ title, sentence });
    });
});

describe("the period that is drawn", () => {
    const NOW = "2026-01-15T12:00:00.000Z";
    const drawn = (...some: readonly Partial<ReportedAccess>[]) => {
        const [from, to] = period(
            some.map((one) => ({ ...report.accesses[0]!, from: NOW, ...one })),
            NOW,
        );
        return [from, to].map((at) => (at - Date.parse(NOW)) / 86_400_000);
    };

    test("holds what begins and ends, with a margin", () => {
        expect(drawn({ from: "2026-01-05T12:00:00Z", until: "2026-01-30T12:00:00Z" })).toEqual([-11, 16]);
    });

    test("reaches a year to each side at most", () => {
        expect(drawn({ from: "1999-01-01T00:00:00Z", until: "9999-01-01T00:00:00Z" })).toEqual([-365 - 29.2, 365 + 29.2]);
    });

    test("goes on after now when something never ends", () => {
        expect(drawn({ until: "never" })[1]).toBeGreaterThan(29);
        expect(drawn({ from: "2025-12-16T12:00:00Z", until: "unknown" })[1]).toBeGreaterThan(10);
    });

    test("is never empty", () => {
        const [from, to] = drawn({ until: NOW });
        expect(to! - from!).toBeGreaterThan(1);
    });
});

describe("the timeline", () => {
    const NOW = Date.parse(report.now);
    const DAY = 86_400_000;
    const way = (name: string, until: number | string, more: Partial<ReportedAccess> = {}): ReportedAccess => ({
        ...report.accesses[0]!,
        name,
        from: new Date(NOW - 100 * DAY).toISOString(),
        until: typeof until === "number" ? new Date(NOW + until).toISOString() : until,
        ...more,
    });
    const rowsOf = async (...accesses: readonly ReportedAccess[]) => {
        const written = await html({ ...clean, accesses });
        return [...written.matchAll(/<tr class="way".*?<\/tr>/gs)].map(([row]) => row);
    };

    test("says of each how it ends, what never ends first", async () => {
        const rows = await rowsOf(
            way("past", -1),
            way("soon", 1_000),
            way("open", "unknown"),
            way("late", 50 * DAY),
            way("renewed", "never", { each: 3_600 }),
            way("endless", "never"),
        );
        const said = rows.map((row) => [/<b>(\w+)/.exec(row)![1], /data-ends="(\w+)"/.exec(row)![1]]);
        expect(said).toEqual([
            ["endless", "never"],
            ["renewed", "never"],
            ["open", "unknown"],
            ["late", "ends"],
            ["soon", "ends"],
            ["past", "ended"],
        ]);
        expect(rows[1]).toContain("One value lasts 1 h at most.");
        expect(rows[0]).not.toContain("lasts");
    });

    test("an end at the instant itself has come", async () => {
        const rows = await rowsOf(way("past", 0), way("soon", 1));
        expect(rows.map((row) => /data-ends="(\w+)"/.exec(row)![1])).toEqual(["ends", "ended"]);
    });

    test("draws each from where it begins to where it ends", async () => {
        // From 100 days before to 100 days after, and 8 days of margin to each side.
        const [late, half] = await rowsOf(way("late", 100 * DAY), way("half", 0, { from: "2025-10-07T12:00:00.000Z" }));
        expect(/<rect class="ends" x="([\d.]+)%" y="5" width="([\d.]+)%"/.exec(late!)!.slice(1).map(Number)).toEqual([
            3.59, 89.82,
        ]);
        expect(Number(/width="([\d.]+)%"/.exec(half!.slice(half!.indexOf("<rect")))![1])).toBeCloseTo(44.91, 1);
    });

    test("has an arrow where something goes on, and none where it ends", async () => {
        const [endless, far, near] = await rowsOf(way("endless", "never"), way("far", 4_000 * DAY), way("near", DAY));
        expect(endless).toContain('class="never arrow"');
        expect(far).toContain('class="ends arrow"');
        expect(near).not.toContain("arrow");
    });

    test("draws what begins when it is made from now on", async () => {
        const { from: _, ...unmade } = way("unmade", 100 * DAY);
        const [row] = await rowsOf(unmade, way("other", -DAY));
        expect(row).toContain("<circle");
        expect(Number(/<rect class="ends" x="([\d.]+)%"/.exec(row!)![1])).toBeCloseTo(50, -1);
    });

    test("keeps the rest of many behind a line that counts them", async () => {
        const written = await html({ ...clean, accesses: Array.from({ length: 250 }, (_, i) => way(`way-${i}`, "never")) });
        expect(written).toContain("<summary>and 150 more</summary>");
        expect(written.match(/<tr class="way"/g)).toHaveLength(250);
    });
});

describe("exceptions", () => {
    const excuse = report.findings[3]!.excuse!;
    const excused = (daysLeft: number, line: number): Report["findings"][number] => ({
        ...report.findings[3]!,
        name: `on line ${line}`,
        excuse: {
            ...excuse,
            daysLeft,
            until: new Date(Date.parse(report.now) + daysLeft * 86_400_000).toISOString(),
            at: { ...excuse.at, line },
        },
    });

    test("stand once each, what ends first first, and what is near is said to be", async () => {
        const written = await html({ ...clean, findings: [excused(15, 1), excused(14, 2), excused(15, 1), excused(1, 3)] });
        const left = [...written.matchAll(/<p class="left"><b>(\d+)<\/b> (days? left)(.*?)<\/p>/g)];
        expect(left.map(([, days, words, rest]) => [days, words, rest!.includes("ends soon")])).toEqual([
            ["1", "day left", true],
            ["14", "days left", true],
            ["15", "days left", false],
        ]);
        expect(written).toContain("lets 2 findings through");
    });

    test("the baseline is one, however many lines it has", async () => {
        const known = (line: number) => {
            const finding = excused(30, line);
            return { ...finding, excuse: { ...finding.excuse!, kind: "baseline" as const } };
        };
        const written = await html({ ...clean, findings: [known(1), known(2), known(3)] });
        expect(written.match(/<h3>Baseline<\/h3>/g)).toHaveLength(1);
        expect(written).toContain("lets 3 findings through");
    });
});

describe("controls", () => {
    test("with a rule and without are all there, and none is said to be met", async () => {
        const written = await html(report);
        expect(written).toContain("OWASP NHI Top 10 2025 <small>2 of 10 controls with a rule</small>");
        expect(written).toContain("<b>NHI10:2025</b> Human use of a non-human identity");
        expect(written).not.toMatch(/satisf|complian/i);
    });
});
