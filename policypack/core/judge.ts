import { Unknown, isUnreadable, secretTexts } from "../facts/values";
import { type Finding, type Outcome, type Resource, type Rule, SEVERITIES } from "./rule";

/** What a rule says of one resource: wrong, or not decidable yet. */
export interface Judgement {
    readonly kind: "violation" | "undecided";
    readonly urn: string;
    readonly message: string;
    readonly path?: string;
    readonly part?: string;
    /** What to write instead. */
    readonly remedy: string;
    /** Said of a place that could not be read, as every rule that reads it will say. */
    readonly unread?: true;
}

const REMEDY_OF_UNREADABLE = "Write the input as the provider takes it; what cannot be read is denied.";

/** All that `rule` says. Never throws: what a check cannot read is said, and a check that fails denies. */
export function* judge(
    rule: Rule,
    resources: readonly Resource[],
    options: Readonly<Record<string, unknown>>,
    now: Date,
): Generator<Judgement> {
    if (rule.judges === "resource") {
        for (const resource of resources) yield* guarded(rule, () => rule.check(resource, options, now), resource);
        return;
    }
    const ordered = [...resources].sort((a, b) => (a.urn < b.urn ? -1 : 1));
    const judged = ordered.find(({ type }) => rule.on.includes(type));
    if (judged) yield* guarded(rule, () => rule.check(ordered, options, now), judged);
}

function* guarded(rule: Rule, check: () => Iterable<Outcome>, of: Resource): Generator<Judgement> {
    try {
        for (const outcome of check()) yield toJudgement(rule, outcome, of);
    } catch (error) {
        if (isUnreadable(error)) yield toJudgement(rule, error, of);
        else {
            // Only the kind of the error: its text may hold an input.
            const kind = error instanceof Error ? error.constructor.name : typeof error;
            yield {
                kind: "violation",
                urn: of.urn,
                message: `This resource could not be judged (${kind}), so it is denied.`,
                remedy: REMEDY_OF_UNREADABLE,
            };
        }
    }
}

function toJudgement(rule: Rule, outcome: Outcome, of: Resource): Judgement {
    if ("unread" in outcome) return toJudgement(rule, outcome.unread, outcome.resource);
    if (isUnreadable(outcome)) {
        const kind = outcome instanceof Unknown ? "undecided" : "violation";
        const { message, path } = outcome;
        return { kind, urn: of.urn, message, path, remedy: REMEDY_OF_UNREADABLE, unread: true };
    }
    const about = outcome.resource ?? of;
    return { kind: "violation", urn: about.urn, ...withoutSecrets(outcome, about), remedy: rule.remedy };
}

/** Quotations that repeat a text which the program marked as secret are taken out. */
function withoutSecrets({ message, path, part }: Finding, of: Resource): Finding {
    const secrets = secretTexts(of.inputs.raw);
    const mask = (said: string) =>
        secrets.length === 0
            ? said
            : said.replace(/`([^`]+)`/g, (quoted, inner: string) =>
                  inner !== path && secrets.some((secret) => secret.includes(inner)) ? "(a secret, not shown)" : quoted,
              );
    return {
        message: mask(message),
        ...(path !== undefined && { path }),
        ...(part !== undefined && { part: mask(part) }),
    };
}

/** What is said of each of the resources, in their order. */
export function byUrn(
    resources: readonly Resource[],
    judgements: readonly Judgement[],
): ReadonlyMap<string, readonly Judgement[]> {
    const groups = new Map<string, Judgement[]>(resources.map(({ urn }) => [urn, []]));
    for (const judgement of judgements) {
        const group = groups.get(judgement.urn);
        if (group) group.push(judgement);
        else groups.set(judgement.urn, [judgement]);
    }
    return groups;
}

export type FirstSayer = (rule: Rule, urn: string, judgements: readonly Judgement[]) => readonly Judgement[];

/**
 * One cause, one finding: what several rules cannot read of one resource is said by the first of them. The policies of
 * a pack run in one order, so the first says it again whenever the resource is judged again. Rules that see the stack come
 * last, so one of them that is more severe says it too: what blocks must not be said by a rule that does not.
 */
export function firstSayer(): FirstSayer {
    const said = new Map<string, Map<string, Rule>>();
    return (rule, urn, judgements) => {
        const ofResource = said.get(urn) ?? new Map<string, Rule>();
        for (const [message, by] of ofResource) if (by === rule) ofResource.delete(message);
        const isSaid = (message: string) => {
            const by = ofResource.get(message);
            return by !== undefined && SEVERITIES.indexOf(by.severity) >= SEVERITIES.indexOf(rule.severity);
        };
        const kept = judgements.filter(({ message, unread }) => !unread || !isSaid(message));
        for (const { message, unread } of kept) if (unread) ofResource.set(message, rule);
        if (ofResource.size > 0) said.set(urn, ofResource);
        else said.delete(urn);
        return kept;
    };
}
