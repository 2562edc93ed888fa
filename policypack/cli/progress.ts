import { counted } from "../report/printable";
import type { Io } from "./io";

const BETWEEN_WRITES = 100;

/** One line on a terminal, written over and over; nothing elsewhere. */
export function progress({ stderr, env }: Io, quiet: boolean): { seen(): void; end(): void } {
    if (quiet || stderr.isTTY !== true || env.TERM === "dumb") return { seen: () => {}, end: () => {} };
    let count = 0;
    let last = 0;
    const write = () => stderr.write(`\r\u001b[KRunning the program: ${counted(count, "resource")}`);
    write();
    return {
        seen() {
            count++;
            if (Date.now() - last < BETWEEN_WRITES) return;
            last = Date.now();
            write();
        },
        end: () => void stderr.write("\r\u001b[K"),
    };
}
