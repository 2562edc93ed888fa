import { createInterface } from "node:readline/promises";
import { printable } from "../client/printable";
import { type Io, UsageError } from "./io";

/** What a command needs to be told, and how it asks for it. */
export interface Question {
    readonly flag: string;
    readonly asks: string;
    /** What an answer is when nothing is written. */
    readonly byDefault?: string;
    /** What is wrong with an answer, as an end of "That …". */
    readonly fault?: (answer: string) => string | undefined;
}

/** The answers, given or asked for. Where nobody can answer, all that is missing is an error. */
export async function completed<Of extends string>(
    given: Readonly<Record<NoInfer<Of>, string | undefined>>,
    questions: Readonly<Record<Of, Question>>,
    io: Io,
): Promise<Record<Of, string>> {
    const all = Object.entries<Question>(questions) as [Of, Question][];
    const answers: Partial<Record<Of, string>> = {};
    for (const [name, { flag, fault }] of all) {
        const answer = given[name];
        const wrong = answer === undefined ? undefined : faultOf(answer, fault);
        if (wrong !== undefined) throw new UsageError(`${flag} ${wrong}`);
        if (answer !== undefined) answers[name] = answer;
    }
    const missing = all.filter(([name]) => answers[name] === undefined);
    if (missing.length === 0) return answers as Record<Of, string>;
    if (io.stdin?.isTTY !== true) {
        const flags = missing.map(([, { flag }]) => flag).join(", ");
        throw new UsageError(`Missing: ${flags}. Write them, or run this in a terminal, where it asks.`);
    }
    const terminal = createInterface({ input: io.stdin });
    const closed = new Promise<never>((_, reject) => {
        terminal.once("close", () => reject(new UsageError("Nothing was asked for: an answer is missing.")));
    });
    closed.catch(() => {});
    try {
        for (const [name, question] of missing) {
            answers[name] = await ask(question, () => Promise.race([terminal.question(""), closed]), io);
        }
    } finally {
        terminal.close();
    }
    return answers as Record<Of, string>;
}

async function ask({ asks, byDefault, fault }: Question, answered: () => Promise<string>, io: Io): Promise<string> {
    for (;;) {
        io.stderr.write(`${asks}${byDefault ? ` [${byDefault}]` : ""}: `);
        const answer = (await answered()).trim() || (byDefault ?? "");
        const wrong = faultOf(answer, fault);
        if (wrong === undefined) return answer;
        io.stderr.write(`That ${wrong}\n`);
    }
}

function faultOf(answer: string, fault: Question["fault"]): string | undefined {
    if (answer.trim() === "") return "must not be empty.";
    // The broker takes nothing that moves the cursor or turns the direction of a line.
    if (printable(answer) !== answer) return "must be one line without control characters.";
    return fault?.(answer);
}
