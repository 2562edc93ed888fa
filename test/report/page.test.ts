import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { html } from "../../policypack/report/html";
import type { Report } from "../../policypack/report/model";
import { Reader, browserProgram } from "../harness/browser";
import { HOSTILE, clean, hostile, hostileRegister, report, several } from "./fixture";

const CONTRAST = readFileSync(join(__dirname, "contrast.js"), "utf8");

const many: Report = {
    ...several,
    findings: Array.from({ length: 2_000 }, (_, index) => ({
        ...report.findings[index % report.findings.length]!,
        name: `resource-${index}`,
        program: ["shop/dev", "billing/prod"][index % 2]!,
        fingerprint: `${index}`.padStart(32, "0"),
    })),
    accesses: Array.from({ length: 1_000 }, (_, index) => ({
        ...report.accesses[index % report.accesses.length]!,
        name: `way-${index}`,
    })),
};
const one: Report = { ...clean, findings: report.findings.slice(0, 1), accesses: report.accesses.slice(0, 1) };
/** Nothing in it has a place where a line would break. */
const LONG = "x".repeat(300);
const unbroken: Report = {
    ...several,
    programs: several.programs.map((program) => ({ ...program, project: LONG, file: LONG, failure: LONG })),
    findings: report.findings.map((finding) => ({
        ...finding,
        ...{ name: LONG, type: LONG, message: LONG, path: `${LONG}y`, part: `${LONG}z`, program: `${LONG}/dev` },
        source: { file: LONG, line: 1, column: 1 },
        ...(finding.excuse && { excuse: { ...finding.excuse, owner: LONG, ticket: LONG, reason: LONG } }),
    })),
    undecided: report.undecided.map((finding) => ({ ...finding, name: LONG, message: LONG })),
    unseen: report.unseen.map((gap) => ({ ...gap, kind: LONG, what: LONG, message: LONG })),
    accesses: report.accesses.map((access) => ({ ...access, name: LONG, what: LONG, because: LONG, program: LONG })),
};
const SIZES = {
    "0 findings": clean,
    "1 finding": one,
    "2,000 findings": many,
    full: report,
    hostile,
    hostileRegister,
    unbroken,
};

describe.skipIf(browserProgram === undefined)("the page in a browser", () => {
    let reader: Reader;
    beforeAll(async () => {
        reader = await Reader.start();
    });
    afterAll(async () => {
        await reader.stop();
    });

    const open = async (of: Report, options: Parameters<Reader["open"]>[1] = {}, hash?: string) =>
        reader.open(await html(of), { viewport: { width: 1_280, height: 900 }, ...options }, hash);

    describe.each([1_280, 390])("%i px wide", (width) => {
        describe.each(["light", "dark"] as const)("%s", (colorScheme) => {
            test.each(Object.entries(SIZES))("%s: fits, can be read, asks nobody and does not complain", async (_, of) => {
                const { page, complaints, requests } = await open(of, { viewport: { width, height: 900 }, colorScheme });
                const { checked, faults } = await page.evaluate<{ checked: number; faults: string[] }>(CONTRAST);
                expect(faults).toEqual([]);
                expect(checked).toBeGreaterThan(100);
                // All that was closed is open by now.
                expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
                expect(complaints).toEqual([]);
                expect(requests).toEqual([]);
                await page.close();
            });
        });
    });

    const shown = (page: Page, item = ".item:visible") => page.locator(`#findings-list ${item}`).count();
    const said = (page: Page, list = "findings") => page.locator(`form[data-of=${list}] output`).textContent();

    test("filters are worked by the keyboard alone, and say what they show", async () => {
        const { page } = await open(report);
        await page.keyboard.press("Tab");
        expect(await page.evaluate("document.activeElement.textContent")).toBe("To the findings");
        await page.keyboard.press("Enter");
        // The browser follows a link in its own time.
        await expect.poll(() => page.evaluate("location.hash")).toBe("#findings");
        await page.keyboard.press("Tab");
        expect(await page.evaluate("document.activeElement.value")).toBe("critical");
        await page.keyboard.press("Space");
        expect(await said(page)).toBe("2 of 5 findings shown");
        expect(await shown(page)).toBe(2);

        for (let count = 0; count < 10; count++) {
            if ((await page.evaluate("document.activeElement.type")) === "search") break;
            await page.keyboard.press("Tab");
        }
        await page.keyboard.type("partner");
        await page.keyboard.press("Enter");
        expect(await said(page)).toBe("1 of 5 findings shown");
        expect(new URL(page.url()).hash).toBe("#severity=critical&text=partner");

        for (let count = 0; count < 5; count++) {
            if ((await page.evaluate("document.activeElement.type")) === "reset") break;
            await page.keyboard.press("Tab");
        }
        await page.keyboard.press("Enter");
        await expect.poll(() => page.evaluate("location.hash")).toBe("");
        expect(await said(page)).toBe("5 findings");
        expect(await shown(page)).toBe(5);
        await page.close();
    });

    test("boxes of one kind widen, those of several kinds narrow, and groups without a match go", async () => {
        const { page } = await open(report);
        await page.getByLabel("advisory 2").check();
        expect(await said(page)).toBe("2 of 5 findings shown");
        await page.getByLabel("blocking 1").check();
        expect(await said(page)).toBe("3 of 5 findings shown");
        await page.getByLabel("low 2").check();
        expect(await said(page)).toBe("2 of 5 findings shown");
        expect(await page.locator(".rule:visible h3").allTextContents()).toEqual(["aws-max-test-session"]);
        expect(await page.locator(".rule:visible [data-shown]").textContent()).toBe("2 shown");
        await page.close();
    });

    test("by rule and by program", async () => {
        const { page } = await open(many);
        await page.locator("select[name=rule]").selectOption("aws-no-test-key");
        expect(await said(page)).toBe("800 of 2000 findings shown");
        await page.locator("select[name=program]").selectOption("billing/prod");
        expect(await said(page)).toBe("400 of 2000 findings shown");
        await page.close();
    });

    test("a search wants every word, in any case, of the resource, the rule or the message", async () => {
        const { page } = await open(report);
        const search = page.locator("input[name=text]");
        for (const [words, count] of [
            ["CI never", 1],
            ["aws-no-test-key", 2],
            ["never nobody-says-this", 0],
            ["infra/index.ts:20", 1],
            ["  ", 5],
        ] as const) {
            await search.fill(words);
            expect([words, await shown(page)]).toEqual([words, count]);
        }
        await page.close();
    });

    test("groups that a filter opened close with it, as all at once would be slow to draw", async () => {
        const { page } = await open(many);
        const opened = () => page.locator("#findings-list details[open]").count();
        expect(await opened()).toBe(0);
        await page.locator("input[name=text]").fill("resource-100");
        expect(await opened()).toBe(3);
        await page.locator("input[name=text]").fill("resource-");
        expect(await opened()).toBe(0);
        await page.locator(".rule summary").first().click();
        await page.locator("input[name=text]").fill("resource-100");
        await page.locator("input[name=text]").fill("");
        expect(await opened()).toBe(1);
        await page.close();
    });

    test("a linked filter is restored, with its groups open", async () => {
        const hash = "#severity=critical&severity=low&effect=blocking&program=billing%2Fprod&text=resource-1005";
        const { page, complaints } = await open(many, {}, hash);
        expect(await said(page)).toBe("1 of 2000 findings shown");
        expect(await page.locator("input[value=critical]").isChecked()).toBe(true);
        expect(await page.locator("input[value=medium]").isChecked()).toBe(false);
        expect(await page.locator("input[name=text]").inputValue()).toBe("resource-1005");
        expect(await shown(page)).toBe(1);
        expect(complaints).toEqual([]);
        await page.close();
    });

    test.each(["#severity=none&rule=%3Cimg%20src%3Dx%3E&other=1", "#=", "#%", "#a=%E0%A4%A"])(
        "a hash of somebody else's making does no harm: %s",
        async (hash) => {
            const { page, complaints } = await open(report, {}, hash);
            expect(await shown(page)).toBe(5);
            expect(complaints).toEqual([]);
            await page.close();
        },
    );

    test("a link to a finding opens it, also where a filter hides it", async () => {
        const id = `f-${"7".padStart(32, "0")}`;
        const { page } = await open(many, {}, `#${id}`);
        expect(await page.locator(`#${id}`).isVisible()).toBe(true);
        await page.locator("input[name=text]").fill("resource-9");
        expect(await page.locator(`#${id}`).isVisible()).toBe(false);
        await page.evaluate(`location.hash = "${id}"`);
        await expect.poll(() => page.evaluate(`document.getElementById("${id}").checkVisibility()`)).toBe(true);
        await page.close();
    });

    test("a count at the head leads to what it counts", async () => {
        const { page } = await open(report);
        await page.locator(".counts a", { hasText: "blocking" }).click();
        await expect.poll(() => page.evaluate("document.activeElement.id")).toBe("findings");
        expect(await said(page)).toBe("1 of 5 findings shown");
        await page.locator(".counts a", { hasText: "never end" }).click();
        await expect.poll(() => page.evaluate("document.activeElement.id")).toBe("access");
        expect(await said(page, "access")).toBe("3 of 5 ways in shown");
        expect(await said(page)).toBe("5 findings");
        await page.close();
    });

    test("the timeline is narrowed by its own filter", async () => {
        const { page } = await open(many);
        await page.getByLabel("not known 200").check();
        await page.locator("input[name=way]").fill("way-998");
        expect(await said(page, "access")).toBe("0 of 1000 ways in shown");
        await page.locator("input[name=way]").fill("way-999");
        expect(await said(page, "access")).toBe("1 of 1000 ways in shown");
        expect(await page.locator("tr.way:visible b").allTextContents()).toEqual(["way-999", "end not known"]);
        await page.close();
    });

    test("each bar lies within the chart, and has a name", async () => {
        const { page } = await open(report);
        const bars = await page.evaluate<{ in: boolean; title: string }[]>(`
            [...document.querySelectorAll(".way")].map((row) => {
                const cell = row.querySelector(".chart").getBoundingClientRect();
                const bar = row.querySelector("rect, line.renewed").getBoundingClientRect();
                return { in: bar.left >= cell.left && bar.right <= cell.right && bar.width > 0, title: row.querySelector("title").textContent };
            })`);
        expect(bars.map((bar) => bar.in)).toEqual([true, true, true, true, true]);
        expect(bars[0]!.title).toBe("ci: never ends");
        await page.close();
    });

    test("what a hostile program is called is text", async () => {
        const { page, complaints } = await open(hostile);
        expect(await page.evaluate(`document.querySelectorAll("main script, main img, main a[href^=http]").length`)).toBe(0);
        expect(await page.locator("#findings-list .item b").first().textContent()).toContain("<script>alert('x')</script>");
        await page.locator("input[name=text]").fill(HOSTILE.slice(10, 40));
        await page.locator("button[data-open=true]").first().click();
        expect(complaints).toEqual([]);
        await page.close();
    });

    test("what a page is not allowed to do is refused", async () => {
        const { page } = await open(report);
        const refused = await page.evaluate<string>(`new Promise((resolve) => {
            addEventListener("securitypolicyviolation", ({ violatedDirective }) => resolve(violatedDirective));
            setTimeout(() => resolve("nothing"), 5_000);
            document.body.append(Object.assign(document.createElement("img"), { src: "https://example.com/a.png" }));
        })`);
        expect(refused).toBe("img-src");
        await page.close();
    });

    test("without JavaScript everything is there, and no filter that would do nothing", async () => {
        const { page } = await open(report, { javaScriptEnabled: false });
        expect(await page.locator("form.filter:visible").count()).toBe(0);
        expect(await shown(page)).toBe(5);
        expect(await page.locator("tr.way:visible").count()).toBe(5);
        await page.locator(".exception summary").first().click();
        expect(await page.locator(".through").first().isVisible()).toBe(true);
        await page.close();
    });

    test("what is closed is printed too, in dark ink on white", async () => {
        const { page } = await open(many, { colorScheme: "dark" });
        const isOpen = () => page.evaluate("document.querySelectorAll('details:not([open])').length === 0");
        expect(await isOpen()).toBe(false);
        await page.evaluate("dispatchEvent(new Event('beforeprint'))");
        expect(await isOpen()).toBe(true);
        await page.emulateMedia({ media: "print", colorScheme: "dark" });
        expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
        await page.evaluate("dispatchEvent(new Event('afterprint'))");
        expect(await isOpen()).toBe(false);
        await page.close();
    });

    test("zoomed by a reader with poor sight it still fits", async () => {
        // WCAG 1.4.10: 1,280 px at 400 % are 320.
        const { page } = await open(report, { viewport: { width: 320, height: 256 } });
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(320);
        await page.close();
    });
});
