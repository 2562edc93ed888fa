import type { Policies } from "./policies";
import { type Asked, type Finding, sweep, unwritable } from "./sweep";

export interface Sweep extends Omit<Asked, "now"> {
    readonly nodes: readonly string[];
    readonly policies: Policies;
    readonly now: () => number;
    readonly log: (entry: Record<string, unknown>) => void;
}

// Each time the policy is read anew; after that the message comes again.
const TRIES = 5;

/** Sweeps each node, and then fails if one could not be swept, so that the message comes again. */
export async function run(asked: Sweep): Promise<void> {
    const { nodes, log } = asked;
    const failed: string[] = [];
    for (const node of nodes) {
        try {
            const findings = await swept(node, asked);
            for (const finding of findings) {
                const { kind, title, removed } = finding;
                const done = removed ? "removed" : "not removed";
                log({ severity: "WARNING", message: `${kind} grant ${done}: ${title}`, node, ...finding });
            }
            const removed = findings.filter((finding) => finding.removed).length;
            log({ severity: "INFO", message: "swept", node, found: findings.length, removed });
        } catch (error) {
            failed.push(node);
            log({ severity: "ERROR", message: "not swept", node, error: (error as Error).message });
        }
    }
    if (failed.length > 0) throw new Error(`Not swept: ${failed.join(", ")}.`);
}

async function swept(node: string, { policies, known, removable, now }: Sweep): Promise<readonly Finding[]> {
    for (let attempt = 0; attempt < TRIES; attempt++) {
        const read = await policies.read(node);
        const { findings, policy } = sweep(read, { now: now(), known, removable });
        if (!policy) return findings;
        const why = unwritable(read, policy);
        if (why) throw new Error(`The policy is not written: ${why}.`);
        if (await policies.write(node, policy)) return findings;
    }
    throw new Error(`The policy changed ${TRIES} times while it was swept.`);
}
