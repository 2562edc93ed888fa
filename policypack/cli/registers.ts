import { resolve } from "node:path";
import type { Registers } from "../core/excuses";
import { registersOf } from "../core/settings";
import type { Io } from "./io";

export interface RegisterOptions {
    readonly exceptions?: string;
    readonly baseline?: string;
}

/** The registers of a command, from the folder in which it runs. Throws SettingsError. */
export function registersFor({ exceptions, baseline }: RegisterOptions, io: Io): Registers {
    const named = { exceptions: exceptions ?? io.env.JIT_GUARD_EXCEPTIONS, baseline: baseline ?? io.env.JIT_GUARD_BASELINE };
    return registersOf(named, "the command line", (file) => resolve(io.cwd(), file));
}
