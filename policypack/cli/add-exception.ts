import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { Document, Scalar, isSeq, parseDocument } from "yaml";
import { EXCEPTION, LONGEST_REVIEW } from "../core/exceptions";
import { nearest } from "../core/nearest";
import { parseRegister } from "../core/register-file";
import { DAYS, day } from "../core/register";
import { printable } from "../report/printable";
import { rules } from "../rules";
import { type RegisterCommandOptions, faultsOf, fileOf, longestOf } from "./exceptions";
import { EXIT, type Exit, type Io, UsageError } from "./io";
import { nowOf } from "./judging";

export interface AddOptions extends RegisterCommandOptions {
    readonly rule?: string;
    readonly resource?: string;
    readonly type?: string;
    readonly part?: string;
    readonly owner?: string;
    readonly approver?: string;
    readonly ticket?: string;
    readonly reason?: string;
    readonly expires?: string;
    readonly breakGlass?: true;
    readonly reviewDue?: string;
}

const ASKED = ["rule", "resource", "owner", "approver", "ticket", "reason", "expires"] as const;
const HEAD = ` yaml-language-server: $schema=./node_modules/@jit-guard/policypack/exceptions.schema.json
 Exceptions to the rules of jit-guard. Each is owned, approved by another, and ends.`;

/** `jit-guard exceptions add`: writes an entry that is whole; asks for what is missing where somebody can answer. */
export async function addCommand(options: AddOptions, io: Io): Promise<Exit> {
    const now = nowOf(options, io);
    const file = fileOf(options, io);
    const path = resolve(io.cwd(), file);
    const entry = entryOf(await completed(options, now, io), now);

    const before = existsSync(path) ? readFileSync(path, "utf8") : "";
    const document = before.trim() === "" ? new Document({ exceptions: [] }) : parseDocument(before);
    const [broken] = document.errors;
    if (broken) throw new UsageError(`${file} is no YAML, so nothing was added: ${broken.message}`);
    if (before.trim() === "") document.commentBefore = HEAD;
    if (!isSeq(document.get("exceptions"))) document.set("exceptions", document.createNode([]));
    const entries = document.get("exceptions");
    if (isSeq(entries)) entries.flow = false;
    document.addIn(["exceptions"], document.createNode(entry));
    const written = document.toString({ lineWidth: 0 });

    refuseFaults(written, path, file, now);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, written);
    io.stdout.write(`${printable(file)}: added, until ${String(entry.expires.value)}.\n`);
    return EXIT.clean;
}

/** Throws UsageError where the entry at the end has a fault. */
function refuseFaults(written: string, path: string, file: string, now: Date): void {
    const register = parseRegister(written, path, file);
    const last = `exceptions[${(register.document.exceptions as readonly unknown[]).length - 1}]`;
    const faults = faultsOf(register, now).filter(({ path: at }) => at.startsWith(last));
    if (faults.length === 0) return;
    const said = faults.map(({ message }) => message.replaceAll(`${last}.`, "").replaceAll(last, "it"));
    throw new UsageError(`Nothing was added. ${said.join(" ")}`);
}

async function completed(options: AddOptions, now: Date, io: Io): Promise<AddOptions> {
    const missing = ASKED.filter((key) => !options[key] && !(key === "resource" && options.type));
    const [first] = missing;
    if (first === undefined) return options;
    if (io.stdin?.isTTY !== true) {
        const flags = missing.map((key) => `--${key}`).join(", ");
        throw new UsageError(`Missing: ${flags}. Write them, or run this in a terminal, where it asks.`);
    }
    const terminal = createInterface({ input: io.stdin, output: io.stderr as unknown as NodeJS.WritableStream });
    const answers: Record<string, string> = {};
    try {
        for (const key of missing) {
            const so = { ...options, ...answers };
            const byDefault = key === "expires" ? latest(so, now) : undefined;
            answers[key] = await ask(key, byDefault, (question) => terminal.question(question), io);
        }
    } finally {
        terminal.close();
    }
    return { ...options, ...answers };
}

async function ask(
    key: (typeof ASKED)[number],
    byDefault: string | undefined,
    question: (text: string) => Promise<string>,
    io: Io,
): Promise<string> {
    const { description, example, fault } = EXCEPTION[key]!;
    for (;;) {
        const hint =
            byDefault === undefined
                ? ` (such as ${example.slice(key.length + 2).replace(/^"|"$/g, "")})`
                : ` [${byDefault}]`;
        const answer = (await question(`${description}${hint}\n${key}: `)).trim() || byDefault;
        const wrong = answer === undefined ? "is required" : key === "rule" ? ruleFault(answer) : fault?.(answer);
        if (wrong === undefined) return answer!;
        io.stderr.write(`That ${wrong.replace(/\??$/, (end) => end || ".")}\n`);
    }
}

function ruleFault(name: string): string | undefined {
    if (rules.some((rule) => rule.name === name)) return undefined;
    return `is no rule; did you mean ${nearest(
        name,
        rules.map((rule) => rule.name),
    ).join(", ")}?`;
}

/** The latest day that is allowed. */
function latest({ rule = "", breakGlass }: AddOptions, now: Date): string {
    return dayAfter(now.getTime(), longestOf(rule, breakGlass === true));
}

function entryOf(options: AddOptions, now: Date) {
    const { rule, resource, type, part, owner, approver, ticket, reason, breakGlass } = options;
    const expires = options.expires ?? latest(options, now);
    const due = options.reviewDue ?? dayAfter(day(expires) ?? now.getTime(), LONGEST_REVIEW / 2);
    return {
        rule,
        ...(resource !== undefined && { resource }),
        ...(type !== undefined && { type }),
        ...(part !== undefined && { part }),
        owner,
        approver,
        ticket,
        reason,
        opened: quoted(breakGlass ? now.toISOString().replace(/\.\d+Z$/, "Z") : now.toISOString().slice(0, 10)),
        expires: quoted(expires),
        ...(breakGlass && { breakGlass, review: { due: quoted(due) } }),
    };
}

function dayAfter(at: number, days: number): string {
    // A day begins before now, so this is never more than is allowed.
    return new Date(at + days * DAYS).toISOString().slice(0, 10);
}

/** Other readers of YAML make of a bare date what they like. */
function quoted(text: string): Scalar<string> {
    const scalar = new Scalar(text);
    scalar.type = Scalar.QUOTE_DOUBLE;
    return scalar;
}
