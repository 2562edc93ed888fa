import { type Unreadable, Value, each, isRecord, list } from "../facts/values";
import { DAY, type Fields, type Term, WHO, fault, fieldFaults, legibleText, termFaults } from "./register";
import type { Finding } from "./rule";

/** The type under which the rules see a baseline: what was found when a team began, and what is known beside it. */
export const BASELINE = "jit-guard:index:Baseline";

/** Longest time from `opened` to `expires`, in days: a baseline that is renewed for ever is no end. */
export const LONGEST_BASELINE = 180;

const TERM: Term = {
    opened: "written",
    longest: LONGEST_BASELINE,
    of: "a baseline",
    ended: (_, at) => `The baseline ended at ${at}. Fix what is left, or ask for an exception for each.`,
};
const WRITE = "Run `jit-guard baseline write`, which takes out what is fixed and adds nothing";

export const HEAD: Fields = {
    owner: {
        description: "Who sees to it that it becomes shorter.",
        required: true,
        example: "owner: payments@example.com",
        ...WHO,
    },
    opened: {
        description: "The day, or instant, on which it was written.",
        required: true,
        example: 'opened: "2026-01-15"',
        ...DAY,
    },
    expires: {
        description: "The instant from which it lets nothing through; a day ends it as it begins, in UTC.",
        required: true,
        example: 'expires: "2026-04-15"',
        ...DAY,
    },
};

export const KNOWN: Fields = {
    rule: { description: "The rule.", required: true, example: "rule: aws-no-iam-access-key", json: { type: "string" } },
    resource: {
        description: "The URN of the resource.",
        required: true,
        example: 'resource: "urn:pulumi:prod::shop::aws:iam/accessKey:AccessKey::ci"',
        json: { type: "string" },
        fault: (written) => (/^urn:pulumi:/.test(written) ? undefined : "is no URN"),
    },
    path: {
        description: "The place, without its indexes.",
        required: false,
        example: "path: policy.Statement[]",
        json: { type: "string" },
    },
    part: { description: "The part.", required: false, example: 'part: "s3:*"', json: { type: "string" } },
    count: { description: "How many times.", required: true, example: "count: 1", json: { type: "integer", minimum: 1 } },
};

/** What makes two findings the same, wherever their line or their index moves. */
export function sameness(rule: string, urn: string, { path, part }: Pick<Finding, "path" | "part">): string {
    return JSON.stringify([rule, urn, path && unindexed(path), part]);
}

/** A place without its indexes, which move. */
export function unindexed(path: string): string {
    return path.replace(/\[\d+\]/g, "[]");
}

/**
 * All that is wrong with a baseline. Beside what is written, it knows the `rules` there are, and which entries, by index,
 * are found `fewer` times than they say in the programs that were judged, and how often.
 */
export function* baselineFaults(baseline: Value, now: Date): Generator<Finding | Unreadable> {
    const unreadable = legibleText(baseline.get("unreadable"));
    if (unreadable !== undefined) {
        yield fault("", `The baseline cannot be read: ${unreadable}.`);
        return;
    }
    const { findings: _, rules: __, fewer: ___, $schema: ____, ...head } = isRecord(baseline.raw) ? baseline.raw : {};
    yield* fieldFaults(new Value(head, baseline.path), HEAD, "The baseline");
    yield* termFaults(baseline, TERM, now);

    const entries = baseline.get("findings");
    if (!entries.absent && !entries.unknown && !Array.isArray(entries.raw)) {
        yield fault("findings", "`findings` is not a list. Let `jit-guard baseline write` write the file.");
        return;
    }
    const rules = baseline.get("rules").raw;
    const fewer = baseline.get("fewer").raw;
    const seen = new Set<string>();
    yield* each(list(entries).entries(), function* ([index, entry]): Generator<Finding | Unreadable> {
        yield* fieldFaults(entry, KNOWN);
        if (!isRecord(entry.raw)) return;
        const rule = legibleText(entry.get("rule"));
        if (rule !== undefined && isRecord(rules) && !Object.hasOwn(rules, rule)) {
            yield fault(
                entry.get("rule").path,
                `\`${entry.get("rule").path}\` is no rule that a baseline can hold. Remove the entry.`,
            );
        }
        const key = keyOf(entry);
        if (seen.has(key)) yield fault(entry.path, `\`${entry.path}\` says the same as one before it. Remove one of them.`);
        seen.add(key);
        const left = isRecord(fewer) ? fewer[index] : undefined;
        if (typeof left === "number") {
            const found =
                left === 0 ? "not found any more" : `found ${times(left)}, and not ${times(entry.get("count").raw)}`;
            yield fault(entry.path, `\`${entry.path}\` is ${found}. ${WRITE}.`);
        }
    });
}

/** The sameness of the finding that an entry stands for. */
export function keyOf(entry: Value): string {
    const [path, part] = [legibleText(entry.get("path")), legibleText(entry.get("part"))];
    return sameness(legibleText(entry.get("rule")) ?? "", legibleText(entry.get("resource")) ?? "", {
        ...(path !== undefined && { path }),
        ...(part !== undefined && { part }),
    });
}

function times(count: unknown): string {
    return count === 1 ? "once" : `${String(count)} times`;
}
