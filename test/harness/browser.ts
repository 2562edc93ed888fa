import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, type Page, chromium } from "playwright-core";

/** The program, or undefined: not installed, and its tests are skipped. */
export const browserProgram = [process.env.CHROMIUM, "/usr/bin/chromium"].find(
    (path): path is string => path !== undefined && existsSync(path),
);

if (browserProgram === undefined) {
    console.warn("Chromium is not at /usr/bin/chromium, and CHROMIUM names none: the tests that need it are skipped.");
}

/** A page in a browser, and what it did that a report must not. */
export interface Opened {
    readonly page: Page;
    /** What the console said, and errors of scripts. */
    readonly complaints: readonly string[];
    /** Addresses that were asked for, but for the page itself and what lies within it. */
    readonly requests: readonly string[];
}

/** Opens pages from files of a folder that goes with it, as a reader does who was sent one. */
export class Reader {
    private constructor(
        readonly browser: Browser,
        readonly folder: string,
    ) {}

    static async start(): Promise<Reader> {
        const browser = await chromium.launch({ executablePath: browserProgram! });
        return new Reader(browser, mkdtempSync(join(tmpdir(), "jit-guard-page-")));
    }

    async open(written: string, options: BrowserContextOptions = {}, hash = ""): Promise<Opened> {
        const file = join(this.folder, "report.html");
        writeFileSync(file, written);
        const address = pathToFileURL(file).href;
        const page = await this.browser.newPage(options);
        const [complaints, requests]: [string[], string[]] = [[], []];
        page.on("console", (message) => complaints.push(message.text()));
        page.on("pageerror", (error) => complaints.push(error.message));
        page.on("dialog", (dialog) => {
            complaints.push(dialog.message());
            void dialog.dismiss();
        });
        page.on("request", (request) => {
            if (!request.url().startsWith(address) && !request.url().startsWith("data:")) requests.push(request.url());
        });
        await page.goto(address + hash);
        return { page, complaints, requests };
    }

    async stop(): Promise<void> {
        await this.browser.close();
        rmSync(this.folder, { recursive: true, force: true });
    }
}
