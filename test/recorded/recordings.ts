import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { inWorkspace } from "../harness/engine";

/** What the real engine writes down of the program in `estate/`, by file name; `fixtures/` holds what it once wrote. */

export const FIXTURES = join(__dirname, "fixtures");
export const ESTATE = join(__dirname, "estate");

export async function recordings(): Promise<Readonly<Record<string, string>>> {
    return inWorkspace(ESTATE, {}, async ({ project, print, write }) => {
        const streaming = { PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" };
        const whole = { PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "false" };
        const made = {
            "plan.json": await print(["preview", "--json"], whole),
            "events.jsonl": await print(["preview", "--json"], streaming),
        };
        const log = write("update.jsonl", "");
        // The option is hidden without it.
        await print(["up", "--yes", "--skip-preview", "--event-log", log], { PULUMI_DEBUG_COMMANDS: "true" });
        const stacks = join(project, "..", "state", ".pulumi", "stacks", "estate");
        const all = {
            ...made,
            "update.jsonl": readFileSync(log, "utf8"),
            "state.json": await print(["stack", "export"]),
            "state-with-secrets.json": await print(["stack", "export", "--show-secrets"]),
            "checkpoint.json": readFileSync(join(stacks, "dev.json"), "utf8"),
            "plan-of-no-change.json": await print(["preview", "--json", "--show-sames"], whole),
            "plan-without-sames.json": await print(["preview", "--json"], whole),
            "plan-that-failed.json": await print(["preview", "--json"], { ...whole, ESTATE_FAILS: "yes" }),
            "events-that-failed.jsonl": await print(["preview", "--json"], { ...streaming, ESTATE_FAILS: "yes" }),
            "events-of-no-change.jsonl": await print(["preview", "--json"], streaming),
        };
        return Object.fromEntries(Object.entries(all).map(([file, text]) => [file, anywhere(file, text)]));
    });
}

/** Without what only says where, and on which machine, it was written. */
function anywhere(file: string, text: string): string {
    const keep = (key: string, value: unknown) =>
        key === "sourcePosition" || key === "stackTrace" || (key === "message" && typeof value === "string")
            ? undefined
            : value;
    const plain = (json: string) => JSON.parse(json, keep) as Record<string, unknown>;
    if (!basename(file).endsWith(".jsonl")) return `${JSON.stringify(plain(text), undefined, 4)}\n`;
    const lines = text
        .split("\n")
        .filter(Boolean)
        .map(plain)
        .filter(({ diagnosticEvent }) => diagnosticEvent === undefined);
    return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}
