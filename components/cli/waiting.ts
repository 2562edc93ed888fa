import type { JitClient } from "../client/client";
import { seconds } from "../client/duration";
import { type Grant, isPending } from "../client/grant";
import { type Io, UsageError } from "./io";
import { left } from "./show";

/** Of --wait: true, or how long, in milliseconds. */
export type Wait = true | number;

const WAITS_FOR: Readonly<Partial<Record<Grant["state"], string>>> = {
    requested: "waits for approval",
    approved: "is approved and becomes active",
    activating: "becomes active",
    ending: "is being ended",
};

/** Waits until nobody is waited for any more. On a terminal one line says for how long; elsewhere, each change. */
export async function waited(
    grant: Grant,
    wait: Wait | undefined,
    jit: JitClient,
    io: Io,
    isDone = isDecided,
): Promise<Grant> {
    if (wait === undefined || isDone(grant)) return grant;
    const { stderr, env, now, every } = io;
    const isLive = stderr.isTTY === true && env.TERM !== "dumb";
    const since = now();
    let last: string | undefined;
    const seen = (at: Grant) => {
        const words = `${at.id} ${WAITS_FOR[at.state] ?? `is ${at.state}`}`;
        if (isLive) stderr.write(`\r\u001b[K${words}, ${left(now(), since)} so far …`);
        else if (words !== last) stderr.write(`${words}.\n`);
        last = words;
    };
    seen(grant);
    try {
        return await jit.wait(grant.id, isDone, { every, seen, ...(wait !== true && { timeout: wait }) });
    } finally {
        if (isLive) stderr.write("\r\u001b[K");
    }
}

export function isDecided(grant: Grant): boolean {
    return !isPending(grant);
}

export function isOver({ state }: Grant): boolean {
    return !["requested", "approved", "activating", "active", "ending"].includes(state);
}

export function isExtended({ state, extension }: Grant): boolean {
    return state !== "active" || extension === undefined;
}

export function waitOf(wait: string): number {
    const read = seconds(wait);
    if (read === undefined) throw new UsageError('--wait must be a duration such as "30m", or stand alone.');
    return read * 1_000;
}
