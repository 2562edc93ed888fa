import { JitClient } from "../client/client";
import { seconds } from "../client/duration";
import { type Io, UsageError } from "./io";

/** What every command takes. */
export interface Common {
    readonly broker?: string;
    readonly region?: string;
    readonly profile?: string;
    readonly timeout: string;
    readonly json?: true;
}

export function connect({ broker: named, region, profile, timeout }: Common, io: Io): JitClient {
    const broker = named ?? io.env.JIT_BROKER_URL;
    if (!broker) throw new UsageError("Which broker? Write --broker URL, or set JIT_BROKER_URL.");
    const where = region ?? io.env.AWS_REGION ?? io.env.AWS_DEFAULT_REGION;
    const { credentials: of, fetch, now } = io;
    return new JitClient({
        broker,
        ...(where && { region: where }),
        credentials: of(profile ?? io.env.JIT_PROFILE),
        timeout: within(timeout),
        fetch,
        now,
    });
}

function within(timeout: string): number {
    const [, count] = /^([1-9]\d{0,2})s$/.exec(timeout) ?? [];
    const lasting = count ? Number(count) : (seconds(timeout) ?? 0);
    if (lasting < 1 || lasting > 900) throw new UsageError('--timeout must be a duration up to "15m", such as "30s".');
    return lasting * 1_000;
}
