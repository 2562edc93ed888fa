import { close, closeRole, due } from "./close";
import type { World } from "./world";

/** What ends things: a schedule, or the stream of the table, which tells what has changed there. */
export type Signal = { readonly grant?: unknown; readonly end?: unknown } | { readonly Records: readonly StreamRecord[] };

export interface StreamRecord {
    readonly dynamodb?: {
        readonly SequenceNumber?: string;
        readonly Keys?: { readonly pk?: { readonly S?: string } };
    };
}

export interface Failures {
    readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

const ID = /^g-[a-z2-7]{26}$/;

/**
 * Ends what the signal says. A signal of another version of the broker is good enough if the grant can be read from it: a
 * schedule may be older than the function that it calls.
 */
export async function ended(signal: Signal, world: World): Promise<Failures | void> {
    if (typeof signal === "object" && signal !== null && "Records" in signal) return streamed(signal.Records, world);
    const { grant, end } = (typeof signal === "object" && signal !== null ? signal : { grant: signal }) as {
        grant?: unknown;
        end?: unknown;
    };
    if (typeof grant !== "string" || !ID.test(grant)) throw new Error("The signal names no grant.");
    return due(grant, typeof end === "number" && Number.isFinite(end) ? end : undefined, world);
}

/** One that fails keeps no other from its end. */
async function streamed(records: readonly StreamRecord[], world: World): Promise<Failures> {
    const failed: { itemIdentifier: string }[] = [];
    for (const { dynamodb } of records) {
        const id = dynamodb?.Keys?.pk?.S ?? "";
        try {
            if (id.startsWith("r-")) await closeRole(id, world);
            else if (ID.test(id)) await close(id, world);
        } catch (error) {
            const { name, message } = error as Error;
            world.log("ERROR", "not ended", { id, error: name === "Error" ? message : name });
            failed.push({ itemIdentifier: dynamodb?.SequenceNumber ?? "" });
        }
    }
    return { batchItemFailures: failed };
}
