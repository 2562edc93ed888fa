import { until } from "./iam-condition";
import { leavesNameOpen, matchesAll, matchesAllAfter } from "./iam-pattern";
import { type Listing, type Statement, statements } from "./iam-policy";
import { quote } from "./quote";
import { Unknown, type Unreadable, type Value, each, text } from "./values";

/** What a statement allows on resources whose names it leaves open. */
export interface BroadGrant {
    /** "all": every action, or all but some. "iam": every action of IAM. "service": every action of another service. */
    readonly breadth: "all" | "iam" | "service";
    readonly path: string;
    /** What is allowed, as it may be said in a message. */
    readonly what: string;
    readonly scope: string;
    /** In milliseconds since 1970; infinite when it does not end. */
    readonly until: number;
}

/** The broad grants of an identity's policy that may still hold after `deadline`. */
export function* broadGrants(document: Value, deadline: number): Generator<BroadGrant | Unreadable> {
    yield* each(statements(document), function* (statement) {
        if (!statement.allows) return;
        const { actions, resources } = statement;
        const scope = scopeOf(resources);
        if (!scope) return;
        yield* each(worst(actions), function* (action) {
            const grant = grantOf(action);
            if (!grant) return;
            // Whatever the resource turns out to be, nobody means every action of every service.
            if (typeof scope !== "string" && grant.breadth !== "all") throw scope;
            const end = until(statement.condition);
            if (end <= deadline) return;
            yield { ...grant, path: statement.path, scope: typeof scope === "string" ? scope : UNKNOWN_SCOPE, until: end };
        });
    });
}

/** What is wrong with a grant, as a finding. `limit` in seconds. */
export function standing({ path, what, scope, until: end }: BroadGrant, limit: string) {
    const ending =
        end === Infinity ? "without an end" : `until ${new Date(end).toISOString().replace(".000Z", "Z")}; the limit is ${limit}`;
    return { message: `\`${path}\` allows ${what} on ${scope}, ${ending}.`, path, part: what };
}

const UNKNOWN_SCOPE = "a resource that is not known yet";

/** The resources, if a name among them is open; what hinders to tell, if one is not known; undefined if all are named. */
function scopeOf({ inverted, values }: Listing): string | Unknown | undefined {
    const known = values.filter((value) => !value.unknown).map((value) => text(value) ?? "");
    if (inverted) return known.some(matchesAll) ? undefined : "every resource but those listed";
    const open = known.find(leavesNameOpen);
    if (open !== undefined) return matchesAll(open) ? "every resource" : quote("resource", open);
    const unknown = values.find((value) => value.unknown);
    return unknown && new Unknown(unknown.path);
}

type Action = { readonly excluded: readonly string[] } | Value;

/** The actions of a statement that need a verdict: where one covers the others, only that. */
function worst({ inverted, values }: Listing): readonly Action[] {
    const known = values.filter((value) => !value.unknown);
    if (inverted) return [{ excluded: known.map((value) => text(value) ?? "") }];
    const every = known.find((value) => covers("all", value));
    return every ? [every] : values;
}
