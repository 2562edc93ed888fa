import type { Io } from "./io";

const BETWEEN_WRITES = 100;

/** One line on a terminal, written over and over with what `words` say by then; nothing elsewhere. */
export function progress({ stderr, env }: Io, quiet: boolean, words: () => string): { tick(): void; end(): void } {
    if (quiet || stderr.isTTY !== true || env.TERM === "dumb") return { tick: () => {}, end: () => {} };
    let last = Date.now();
    const write = () => stderr.write(`\r\u001b[K${words()}`);
    write();
    return {
        tick() {
            if (Date.now() - last < BETWEEN_WRITES) return;
            last = Date.now();
            write();
        },
        end: () => void stderr.write("\r\u001b[K"),
    };
}
