import { type Grant, type State } from "../client/grant";
import { JitError, NotAuthorised, NotReached, Refused, Unusable } from "../client/errors";
import { printable, printableJson } from "../client/printable";
import { EXIT, EXIT_OF, type Io, UsageError } from "./io";
import { shown } from "./show";

/** Says how a grant is; gives the exit code of its state. */
export function tell(grant: Grant, { json }: { readonly json?: true }, io: Io): number {
    io.stdout.write(json ? printableJson(grant) : shown(grant, io.now()));
    return EXIT_OF[grant.state];
}

/** There is no access by this grant, or not yet. */
export class NotActive extends Error {
    override readonly name = "NotActive";

    constructor(readonly grant: Grant) {
        super(`${grant.id} ${IS[grant.state].replace("<id>", grant.id)}`);
    }
}

const IS: Readonly<Record<State, string>> = {
    requested: "waits for approval: an approver runs `jit approve <id>`. With --wait this command waits.",
    approved: "is approved and about to become active. Try again in a moment.",
    activating: "is about to become active. Try again in a moment.",
    active: "gives no credentials at this moment. Try again.",
    ending: "is being ended. Ask anew with `jit request`.",
    ended: "has ended. Ask anew with `jit request`.",
    revoked: "was ended early. Ask anew with `jit request`.",
    denied: "was denied. `jit status <id>` shows more; ask anew with `jit request`.",
    expired: "was not approved in time. Ask anew with `jit request`.",
    failed: "could not be made active. Ask anew with `jit request`, or tell the owner of the broker.",
};

/** Says what went wrong, to people on standard error and to programs on standard output; gives the exit code. */
export function tellError(error: unknown, json: boolean, io: Io): number {
    const code = exitOf(error);
    const message = wordsOf(error, io);
    if (!json) {
        io.stderr.write(`${message}\n`);
        return code;
    }
    const { code: refused, reasons, field } = error instanceof Refused ? error : {};
    const name = error instanceof NotActive ? error.grant.state : kindOf(error);
    const all = {
        error: refused ?? name,
        message,
        exit: code,
        ...(reasons?.length && { reasons }),
        ...(field && { field }),
    };
    io.stdout.write(printableJson(all));
    return code;
}

function exitOf(error: unknown): number {
    if (error instanceof NotActive) return error.grant.state === "active" ? EXIT.notReached : EXIT_OF[error.grant.state];
    if (error instanceof UsageError || error instanceof Unusable) return EXIT.usage;
    if (error instanceof NotReached) return EXIT.notReached;
    if (error instanceof Refused || error instanceof NotAuthorised || isOfAws(error)) return EXIT.refused;
    return EXIT.broken;
}

function kindOf(error: unknown): string {
    if (error instanceof UsageError || error instanceof Unusable) return "usage";
    if (error instanceof NotReached) return "not-reached";
    return error instanceof NotAuthorised || isOfAws(error) ? "not-authorised" : "broken";
}

/** What a service of AWS says no with. */
function isOfAws(error: unknown): error is Error {
    return error instanceof Error && "$metadata" in error;
}

function wordsOf(error: unknown, { env }: Io): string {
    if (env.JIT_DEBUG && error instanceof Error) return error.stack ?? error.message;
    const message = printable(error instanceof Error ? error.message : String(error));
    if (error instanceof JitError || error instanceof UsageError || error instanceof NotActive) return message;
    if (isOfAws(error)) return `AWS refuses: ${printable(error.name)}. ${message}`;
    return `jit failed, which it should not: ${message} (JIT_DEBUG=1 shows where.)`;
}
