import { flaw, type Sealed } from "../aws/broker/runtime/audit";
import type { Entry, Trail } from "../aws/broker/runtime/trail";
import type { Evidence } from "./evidence";

export interface Verified {
    readonly entries: number;
    readonly records: number;
    readonly refusals: number;
    readonly flaws: readonly Flaw[];
}

export interface Flaw {
    /** What it is in: "grant/g-…", or the name of an object. */
    readonly in: string;
    readonly is: string;
}

const OBJECT = /^(?:grant|role)\/([gr]-[a-z2-7]{26})\/\d{6}\.json$/;

/** Whether of what was done nothing is missing, changed or added. */
export async function verified(evidence: Evidence): Promise<Verified> {
    const flaws: Flaw[] = [];
    let [entries, records, refusals] = [0, 0, 0];
    const left = new Set(await evidence.records?.open());
    for await (const { id, keys } of recordsOf(evidence, flaws)) {
        left.delete(id);
        records++;
        entries += keys.length;
        const is = await flawOf(id, keys, evidence);
        if (is !== undefined) flaws.push({ in: keys[0]!.replace(/\/\d+\.json$/, ""), is });
    }
    for (const id of left) {
        // What was decided a moment ago may not be told of yet.
        const trail = await evidence.records!.trail(id);
        if (trail && trail.unsaid.length < trail.length) flaws.push({ in: `grant/${id}`, is: "All entries are missing." });
    }
    for await (const key of evidence.keys("refused/")) {
        refusals++;
        if (!(await isSealed(await evidence.get(key), evidence)))
            flaws.push({ in: key, is: "It was not sealed by the broker." });
    }
    return { entries, records, refusals, flaws };
}

/** One after the other, as they come. */
export async function* recordsOf(
    evidence: Pick<Evidence, "keys">,
    flaws: Flaw[],
): AsyncGenerator<{ readonly id: string; readonly keys: readonly string[] }> {
    for (const prefix of ["grant/", "role/"]) {
        let [id, keys]: [string, string[]] = ["", []];
        for await (const key of evidence.keys(prefix)) {
            const [, of] = OBJECT.exec(key) ?? [];
            if (of === undefined) {
                flaws.push({ in: key, is: "The broker gives no such name." });
                continue;
            }
            if (of !== id && keys.length > 0) yield { id, keys };
            if (of !== id) [id, keys] = [of, []];
            keys.push(key);
        }
        if (keys.length > 0) yield { id, keys };
    }
}

async function flawOf(id: string, keys: readonly string[], evidence: Evidence): Promise<string | undefined> {
    const objects = await Promise.all(keys.map((key) => evidence.get(key)));
    const sealed = new Map<string, string>();
    for (const [index, object] of objects.entries()) {
        const read = sealedIn(object);
        if (!read) return `Entry ${index} is none.`;
        if (read.of !== id) return `Entry ${index} is of ${read.of}.`;
        sealed.set(read.entry, read.mac);
    }
    // A code is compared with the one that the key would give: here, the key says whether it would.
    const mac = async (text: string) => {
        const code = sealed.get(text) ?? "";
        return (await evidence.isSealed(text, code)) ? code : "";
    };
    const trail = await evidence.records?.trail(id);
    if (evidence.records && !trail) return "The table has no such record.";
    return flaw(objects, trail && toldOf(trail, objects.length), mac);
}

/** What the chain must be by now: what is decided stands in the table first, and is told of a moment later. */
function toldOf(trail: Trail, told: number): Pick<Trail, "length" | "head"> {
    const next = trail.unsaid[told - (trail.length - trail.unsaid.length)];
    return next === undefined ? trail : { length: told, head: (JSON.parse(next) as Entry).after };
}

interface Read extends Sealed {
    readonly of: string;
}

function sealedIn(object: string): Read | undefined {
    const { entry, mac } = membersOf(object);
    if (typeof entry !== "string" || typeof mac !== "string") return undefined;
    const { of, seq, after } = membersOf(entry);
    const isEntry = typeof of === "string" && Number.isInteger(seq) && typeof after === "string";
    return isEntry ? { entry, mac, of } : undefined;
}

async function isSealed(object: string, evidence: Evidence): Promise<boolean> {
    const { entry, mac } = membersOf(object);
    return typeof entry === "string" && typeof mac === "string" && mac !== "" && evidence.isSealed(entry, mac);
}

/** Of whatever it is: of what is no object, none. */
function membersOf(text: string): Readonly<Record<string, unknown>> {
    try {
        return { ...(JSON.parse(text) as object | null) };
    } catch {
        return {};
    }
}
