import { resolve } from "node:path";
import { LONGEST, isBreakGlass } from "../core/exceptions";
import { excuses, judgesRegisters } from "../core/excuses";
import { judge } from "../core/judge";
import { type RegisterFile, readRegister } from "../core/register-file";
import { dayOf, daysLeft, legibleText } from "../core/register";
import { Value, isRecord, list } from "../facts/values";
import { printable, printableJson } from "../report/printable";
import { rules } from "../rules";
import { EXIT, type Exit, type Io, UsageError } from "./io";
import { nowOf } from "./judging";
import { table } from "./table";

export interface RegisterCommandOptions {
    readonly exceptions?: string;
    readonly now?: string;
}

export interface ListOptions extends RegisterCommandOptions {
    readonly format: "text" | "json" | "ics";
}

/** An entry of the register, as far as it can be read. */
export interface Listed {
    readonly rule: string;
    readonly resource: string;
    readonly part?: string;
    readonly owner: string;
    readonly approver: string;
    readonly ticket: string;
    readonly reason: string;
    readonly opened?: string;
    readonly expires?: string;
    /** Whole days from now to its end, the last one begun counted; none or fewer when it has ended. */
    readonly daysLeft?: number;
    readonly breakGlass: boolean;
    /** When its use is to have been reviewed, where that is not done. */
    readonly reviewDue?: string;
    readonly line: number;
    /** What is wrong with it. */
    readonly faults: readonly string[];
}

/** `jit-guard exceptions list`: all of them, what ends first first. */
export async function listCommand(options: ListOptions, io: Io): Promise<Exit> {
    const now = nowOf(options, io);
    const { register, listed } = read(options, io, now);
    await write(listed, options.format, register, now, io);
    return EXIT.clean;
}

/** `jit-guard exceptions expiring`: those that end, or are to be reviewed, within a time; those that are over, too. */
export async function expiringCommand(within: number, options: ListOptions, io: Io): Promise<Exit> {
    const now = nowOf(options, io);
    const { register, listed } = read(options, io, now);
    const latest = now.getTime() + within * 1_000;
    const isDue = (at: string | undefined) => at !== undefined && Date.parse(at) <= latest;
    await write(
        listed.filter(({ expires, reviewDue }) => isDue(expires) || isDue(reviewDue)),
        options.format,
        register,
        now,
        io,
    );
    return EXIT.clean;
}

/** `jit-guard exceptions check`: what is wrong with the register, whatever the programs are. */
export function checkExceptions(options: RegisterCommandOptions, io: Io): Exit {
    const now = nowOf(options, io);
    const { register, faults, listed } = read(options, io, now);
    for (const { line, column, message } of faults) {
        io.stdout.write(`${printable(register.file)}:${line}:${column}: ${printable(message)}\n`);
    }
    const [wrong, all] = [listed.filter(({ faults: of }) => of.length > 0).length, listed.length];
    const sum =
        faults.length === 0
            ? `${all} in force or to be reviewed`
            : `${faults.length} faults, in ${wrong} of ${all} exceptions`;
    io.stdout.write(`${printable(register.file)}: ${sum}.\n`);
    return faults.length === 0 ? EXIT.clean : EXIT.violations;
}

/** The file that `--exceptions` or JIT_GUARD_EXCEPTIONS names. */
export function fileOf({ exceptions }: RegisterCommandOptions, { env }: Io): string {
    const file = exceptions ?? env.JIT_GUARD_EXCEPTIONS;
    if (!file) throw new UsageError("Which register? Write --exceptions FILE, or set JIT_GUARD_EXCEPTIONS.");
    return file;
}

function read(options: RegisterCommandOptions, io: Io, now: Date) {
    const file = fileOf(options, io);
    let register: RegisterFile;
    try {
        register = readRegister(resolve(io.cwd(), file), file);
    } catch (error) {
        throw new UsageError(`${file} cannot be read: ${(error as Error).message}.`);
    }
    const faults = faultsOf(register, now);
    const entries = Array.isArray(register.document.exceptions)
        ? list(new Value(register.document.exceptions, "exceptions"))
        : [];
    const listed = entries.filter(({ raw }) => isRecord(raw)).map((entry) => listedOf(entry, register, faults, now));
    return { register, faults, listed: [...listed].sort((a, b) => ((a.expires ?? "") < (b.expires ?? "") ? -1 : 1)) };
}

/** What the pack says of a register by itself: the same rule, no program. */
export function faultsOf(register: RegisterFile, now: Date) {
    const registers = excuses({ exceptions: register }, rules, now);
    return registers.resources([]).flatMap((resource) =>
        rules
            .filter((rule) => judgesRegisters(rule) && rule.on.includes(resource.type))
            .flatMap((rule) => [...judge(rule, [resource], {}, now)])
            .map(({ path = "", message }) => ({ path, message, ...register.place(path) })),
    );
}

function listedOf(entry: Value, register: RegisterFile, faults: ReturnType<typeof faultsOf>, now: Date): Listed {
    const said = (key: string) => legibleText(entry.get(key)) ?? "";
    const [opened, expires] = [dayOf(entry.get("opened")), dayOf(entry.get("expires"))];
    const breakGlass = isBreakGlass(entry);
    const review = isRecord(entry.get("review").raw) ? entry.get("review") : undefined;
    const due = breakGlass && review && !legibleText(review.get("outcome")) ? dayOf(review.get("due")) : undefined;
    const part = legibleText(entry.get("part"));
    const iso = (at: number) => new Date(at).toISOString();
    return {
        rule: said("rule"),
        resource: [said("resource"), said("type")].filter(Boolean).join(" "),
        ...(part !== undefined && { part }),
        owner: said("owner"),
        approver: said("approver"),
        ticket: said("ticket"),
        reason: said("reason"),
        ...(opened !== undefined && { opened: iso(opened) }),
        ...(expires !== undefined && { expires: iso(expires), daysLeft: daysLeft(expires, now) }),
        breakGlass,
        ...(due !== undefined && { reviewDue: iso(due) }),
        line: register.place(entry.path).line,
        faults: faults
            .filter(({ path }) => path === entry.path || path.startsWith(`${entry.path}.`))
            .map(({ message }) => message),
    };
}

async function write(listed: readonly Listed[], format: ListOptions["format"], register: RegisterFile, now: Date, io: Io) {
    if (format === "json") return void io.stdout.write(printableJson(listed));
    if (format === "ics") {
        const { calendar } = await import("./calendar.js");
        return void io.stdout.write(await calendar(listed, register.file, now));
    }
    if (listed.length === 0) return void io.stdout.write("No exceptions.\n");
    const rows = listed.map((one) => [
        one.rule,
        one.resource + (one.part === undefined ? "" : ` (${one.part})`),
        one.expires === undefined ? "?" : one.expires.replace(/T00:00:00\.000Z$/, ""),
        left(one),
        one.ticket,
        one.owner,
    ]);
    io.stdout.write(
        table([["RULE", "RESOURCE", "ENDS", "LEFT", "TICKET", "OWNER"], ...rows.map((row) => row.map(printable))]),
    );
}

function left({ daysLeft, reviewDue, faults, expires }: Listed): string {
    if (reviewDue !== undefined && (daysLeft ?? 0) <= 0) return `review due ${reviewDue.slice(0, 10)}`;
    if (faults.length > 0 && (expires === undefined || (daysLeft ?? 0) > 0)) return "at fault";
    return (daysLeft ?? 0) > 0 ? `${daysLeft} d` : "ended";
}

/** The latest end that an exception of the rule may have. */
export function longestOf(rule: string, breakGlass: boolean): number {
    const severity = rules.find(({ name }) => name === rule)?.severity ?? "low";
    return LONGEST[breakGlass ? "breakGlass" : severity];
}
