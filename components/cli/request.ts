import { type Duration, seconds } from "../client/duration";
import { completed } from "./asking";
import { type Common, connect } from "./connect";
import { EXIT, type Io } from "./io";
import { tell } from "./told";
import { type Wait, isExtended, waited } from "./waiting";

export interface RequestOptions extends Common {
    readonly duration?: string;
    readonly reason?: string;
    readonly task?: string;
    readonly ticket?: string;
    readonly resource?: readonly string[];
    readonly token?: string;
    readonly wait?: Wait;
}

export const REASON = { flag: "--reason", asks: "Why" };
const DURATION = {
    flag: "--duration",
    asks: "How long",
    byDefault: "1h",
    fault: (answer: string) => (seconds(answer) === undefined ? 'must be a duration such as "15m" or "1h".' : undefined),
};

export async function requestCommand(entitlement: string, options: RequestOptions, io: Io): Promise<number> {
    const { task, ticket, resource: resources, token, wait } = options;
    const jit = connect(options, io);
    const given = { reason: options.reason, duration: options.duration };
    const { reason, duration } = await completed(given, { reason: REASON, duration: DURATION }, io);
    const grant = await jit.request({
        entitlement,
        reason,
        duration: duration as Duration,
        ...(task !== undefined && { task }),
        ...(ticket !== undefined && { ticket }),
        ...(resources && { resources }),
        ...(token !== undefined && { token }),
    });
    return tell(await waited(grant, wait, jit, io), options, io);
}

export interface ExtendOptions extends Common {
    readonly duration?: string;
    readonly reason?: string;
    readonly wait?: Wait;
}

export async function extendCommand(id: string, options: ExtendOptions, io: Io): Promise<number> {
    const jit = connect(options, io);
    const given = { reason: options.reason, duration: options.duration };
    const { reason, duration } = await completed(given, { duration: DURATION, reason: REASON }, io);
    const asked = await jit.extend(id, { duration: duration as Duration, reason });
    const wanted = asked.extension?.endsAt ?? asked.endsAt!;
    const grant = await waited(asked, options.wait, jit, io, isExtended);
    const code = tell(grant, options, io);
    if (grant.state !== "active") return code;
    if (grant.extension) return EXIT.waiting;
    return grant.endsAt! >= wanted ? EXIT.done : EXIT.denied;
}
