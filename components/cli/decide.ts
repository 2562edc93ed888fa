import type { JitClient } from "../client/client";
import { type Grant, OUTCOMES, type Outcome } from "../client/grant";
import { printable, printableJson } from "../client/printable";
import { completed } from "./asking";
import { type Common, connect } from "./connect";
import { EXIT, type Io } from "./io";
import { REASON } from "./request";
import { listed } from "./show";
import { tell } from "./told";
import { type Wait, isDecided, isOver, waited } from "./waiting";

/** What is done to grants that are there. Whoever decides has done so: the exit code is 0, whatever the grant is now. */

export interface Reasoned extends Common {
    readonly reason?: string;
}

export interface Waited extends Common {
    readonly wait?: Wait;
}

export async function approveCommand(id: string, options: Common, io: Io): Promise<number> {
    return done(await connect(options, io).approve(id), options, io);
}

export async function denyCommand(id: string, options: Reasoned, io: Io): Promise<number> {
    const jit = connect(options, io);
    const { reason } = await completed({ reason: options.reason }, { reason: REASON }, io);
    return done(await jit.deny(id, reason), options, io);
}

export async function endCommand(id: string, options: Waited, io: Io): Promise<number> {
    const jit = connect(options, io);
    const grant = await waited(await jit.end(id), options.wait, jit, io, isOver);
    tell(grant, options, io);
    return options.wait !== undefined && !isOver(grant) ? EXIT.waiting : EXIT.done;
}

export interface ReviewOptions extends Reasoned {
    readonly outcome?: string;
}

const OUTCOME = {
    flag: "--outcome",
    asks: `What it was (${OUTCOMES.join(", ")})`,
    fault: (answer: string) =>
        (OUTCOMES as readonly string[]).includes(answer) ? undefined : `must be ${OUTCOMES.join(" or ")}.`,
};

export async function reviewCommand(id: string, options: ReviewOptions, io: Io): Promise<number> {
    const jit = connect(options, io);
    const given = { outcome: options.outcome, reason: options.reason };
    const { outcome, reason } = await completed(given, { outcome: OUTCOME, reason: REASON }, io);
    return done(await jit.review(id, { outcome: outcome as Outcome, reason }), options, io);
}

export async function statusCommand(id: string, options: Waited, io: Io): Promise<number> {
    const jit = connect(options, io);
    return tell(await waited(await jit.status(id), options.wait, jit, io, isDecided), options, io);
}

export interface ListOptions extends Common {
    readonly state?: readonly string[];
}

export async function listCommand({ state: wanted, ...options }: ListOptions, io: Io): Promise<number> {
    const all = await connect(options, io).list();
    const grants = all.filter(({ state }) => wanted === undefined || wanted.includes(state));
    io.stdout.write(options.json ? printableJson({ grants }) : listed(grants, io.now()));
    return EXIT.done;
}

export async function panicCommand(role: string, options: Reasoned, io: Io): Promise<number> {
    return shut(
        role,
        options,
        io,
        (jit, reason) => jit.panic(role, reason),
        "is shut: its grants end, and it gives no more",
    );
}

export async function reopenCommand(role: string, options: Reasoned, io: Io): Promise<number> {
    return shut(role, options, io, (jit, reason) => jit.reopen(role, reason), "is open again");
}

type Shutting = (jit: JitClient, reason: string) => Promise<string>;

async function shut(role: string, options: Reasoned, io: Io, shutting: Shutting, words: string): Promise<number> {
    const jit = connect(options, io);
    const { reason } = await completed({ reason: options.reason }, { reason: REASON }, io);
    const changed = await shutting(jit, reason);
    io.stdout.write(options.json ? printableJson({ role: changed }) : `${printable(role)} ${words}.\n`);
    return EXIT.done;
}

function done(grant: Grant, options: Common, io: Io): number {
    tell(grant, options, io);
    return EXIT.done;
}
