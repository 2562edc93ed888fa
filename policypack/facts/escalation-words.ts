import type { Finding } from "../core/rule";
import type { Held, Principal } from "./aws-principals";
import type { Escalating } from "./escalating-principals";
import type { Escalation } from "./escalation";
import { endWritten } from "./iam-breadth";
import type { Entry } from "./iam-effective";
import { listed, named, otherWays } from "./words";

/**
 * A finding for each document that gives a way by itself, once, however many hold it; for a principal to which only
 * several documents together give one, a finding on the principal. Each names the shortest way.
 */
export function* reported(all: readonly Escalating[], what: string, limit: string): Generator<Finding> {
    const said = new Set<string>();
    for (const { principal, ways } of all) {
        const alone = byDocument(ways);
        for (const [document, [way, ...others]] of alone) {
            const [first] = way.by;
            if (said.has(document) || !first) continue;
            said.add(document);
            const { managed, on } = first.origin;
            const path = managed === undefined && { path: first.path };
            yield {
                message: ofDocument(first, what, way) + ending(way, others, limit),
                ...path,
                part: way.path.id,
                resource: on,
            };
        }
        const [way, ...others] = ways;
        const on = principal.resource ?? way.by[0]?.origin.on;
        if (alone.size > 0 || !on) continue;
        const message = ofPrincipal(principal, on.urn, what, way) + ending(way, others, limit);
        yield { message, part: way.path.id, resource: on };
    }
}

/** The ways that one document gives by itself, the shortest first. */
function byDocument(
    ways: readonly Escalation<Held>[],
): ReadonlyMap<string, readonly [Escalation<Held>, ...Escalation<Held>[]]> {
    const found = new Map<string, [Escalation<Held>, ...Escalation<Held>[]]>();
    for (const way of ways) {
        const [document, ...others] = new Set(way.by.map(({ origin }) => placeOf(origin)));
        if (document === undefined || others.length > 0) continue;
        const before = found.get(document);
        if (before) before.push(way);
        else found.set(document, [way]);
    }
    return found;
}

function ending({ path, until }: Escalation<Held>, others: readonly unknown[], limit: string): string {
    const id = path.actions.includes(path.id) ? [] : [`path ${path.id}`];
    const noted = [...id, otherWays(others.length)].filter(Boolean).join(", ");
    return `${noted && ` (${noted})`}, ${endWritten(until, limit)}.`;
}

function ofDocument({ origin, path }: Entry<Held>, what: string, { path: { actions } }: Escalation<Held>): string {
    const where = origin.managed === undefined ? path : origin.managed;
    return `\`${where}\` lets its holder ${what}: it allows ${listed(actions.map(quoted))}`;
}

function ofPrincipal({ kind, resource }: Principal, on: string, what: string, { path, by }: Escalation<Held>): string {
    const who = resource ? `This ${kind}` : `The ${kind} that this is attached to`;
    const sources = new Map<string, string[]>();
    path.actions.forEach((action, index) => {
        const source = sourceOf(by[index], on);
        sources.set(source, [...(sources.get(source) ?? []), quoted(action)]);
    });
    const parts = [...sources].map(([source, actions]) => listed(actions) + source);
    return `${who} can ${what}: it is allowed ${parts.join(", and ")}`;
}

/** Which policy gives an action, for who reads the finding on another resource. */
function sourceOf(entry: Entry<Held> | undefined, on: string): string {
    if (!entry) return "";
    const { managed, on: resource } = entry.origin;
    if (managed !== undefined) return ` by \`${managed}\``;
    return resource.urn === on
        ? ` by \`${entry.path}\``
        : ` by \`${entry.path}\` of ${named(resource.name, "another policy")}`;
}

function placeOf({ on, managed, document }: Held): string {
    return JSON.stringify([on.urn, managed, document.path]);
}

function quoted(action: string): string {
    return `\`${action}\``;
}
