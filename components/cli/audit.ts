import { seconds } from "../client/duration";
import { printable, printableJson } from "../client/printable";
import { type Evidence, type Place, evidenceIn } from "./evidence";
import { EXIT, type Io, UsageError } from "./io";
import { drawn, toldSince } from "./report";
import { verified } from "./verify";

export interface AuditOptions {
    readonly bucket?: string;
    readonly key?: string;
    readonly table?: string;
    readonly region?: string;
    readonly profile?: string;
    readonly json?: true;
}

export async function verifyCommand({ json, ...options }: AuditOptions, io: Io): Promise<number> {
    if (!options.key) throw new UsageError("Which key seals the audit? Write --key ARN, or set JIT_AUDIT_KEY.");
    const evidence = await evidenceOf(options, io);
    const found = await verified(evidence);
    const { entries, records, refusals, flaws } = found;
    if (records + refusals + flaws.length === 0)
        throw new UsageError("There is no entry at all: is this the bucket of the audit?");
    if (json) {
        io.stdout.write(printableJson({ ...found, isWhole: flaws.length === 0 }));
    } else {
        for (const { in: where, is } of flaws) io.stdout.write(`${printable(where)}: ${printable(is)}\n`);
        const all = `Entries: ${entries}, of grants and roles: ${records}, refusals: ${refusals}.`;
        const none = "None is changed or added, and none between is missing.";
        io.stdout.write(`${all} ${flaws.length > 0 ? `Not verified: ${flaws.length}.` : none}\n`);
        if (!evidence.records)
            io.stderr.write("Whether the last entries of each are there, only the table knows: --table names it.\n");
    }
    return flaws.length > 0 ? EXIT.flawed : EXIT.done;
}

export interface ReportOptions extends AuditOptions {
    readonly since: string;
}

export async function reportCommand({ json, since, ...options }: ReportOptions, io: Io): Promise<number> {
    const lasting = seconds(since);
    if (lasting === undefined) throw new UsageError('--since must be a duration such as "30d".');
    const told = await toldSince(io.now() - lasting * 1_000, await evidenceOf(options, io));
    io.stdout.write(json ? printableJson({ grants: told }) : drawn(told));
    return EXIT.done;
}

async function evidenceOf({ bucket, ...place }: Omit<AuditOptions, "json">, io: Io): Promise<Evidence> {
    if (!bucket) throw new UsageError("In which bucket is the audit? Write --bucket NAME, or set JIT_AUDIT_BUCKET.");
    return (io.evidence ?? evidenceIn)({ bucket, ...place } satisfies Place, io);
}
