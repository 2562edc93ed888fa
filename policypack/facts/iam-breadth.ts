import { from, until } from "./iam-condition";
import { NOBODY, leavesNameOpen, matches, matchesAll } from "./iam-pattern";
import { type Listing, type Statement, statements } from "./iam-policy";
import { quote } from "./quote";
import { Unknown, type Unreadable, type Value, each, isUnreadable, text } from "./values";

interface Grant {
    /** "all": every action, or all but some. "iam": every action of IAM. "service": every action of another service. */
    readonly breadth: "all" | "iam" | "service";
    /** What is allowed, as it may be said in a message. */
    readonly what: string;
}

/** What a statement allows on resources whose names it leaves open. */
export interface BroadGrant extends Grant {
    /** Where the statement stands. */
    readonly path: string;
    /** On which resources, as it may be said in a message. */
    readonly scope: string;
    /** In milliseconds since 1970; infinite when it does not end. */
    readonly until: number;
}

/** The broad grants in the policy of an identity that may still hold after `deadline`, in milliseconds since 1970. */
export function* broadGrants(document: Value, deadline: number): Generator<BroadGrant | Unreadable> {
    const all = statements(document);
    yield* each(all, function* (statement) {
        if (!statement.allows) return;
        const { path, actions, resources, condition } = statement;
        const scope = scopeOf(resources);
        if (!scope) return;
        for (const grant of grantsOf(actions)) {
            if (isUnreadable(grant)) {
                yield grant;
                continue;
            }
            const end = Math.min(until(condition), deniedFrom(all));
            if (end <= deadline) return;
            if (typeof scope === "string") yield { ...grant, path, scope, until: end };
            // Whichever resource it will be, nobody means every action of every service on it.
            else if (grant.breadth === "all")
                yield { ...grant, path, scope: "a resource that is not known yet", until: end };
            else throw scope;
        }
    });
}

/**
 * Whether a document may be meant to bound, and not to grant: a policy of its own that denies something besides. One that
 * allows everything and denies nothing would bound nothing.
 */
export function mayBound(type: string, document: Value): boolean {
    if (type !== "aws:iam/policy:Policy") return false;
    const denies = each([document], (of) =>
        statements(of).filter(({ allows, condition }) => !allows && from(condition) === -Infinity),
    );
    return [...denies].some((statement) => !isUnreadable(statement));
}

/** When a Deny of everything begins for good: the other way to write an end. */
function deniedFrom(all: readonly Statement[]): number {
    return all
        .filter((statement) => {
            const [blanket] = each([statement], ({ allows, actions, resources }) => [
                !allows && lists(actions, isEveryAction) && lists(resources, matchesAll),
            ]);
            return blanket === true;
        })
        .map(({ condition }) => from(condition))
        .reduce((a, b) => Math.min(a, b), Infinity);
}

function lists({ inverted, values }: Listing, isAll: (pattern: string) => boolean): boolean {
    return !inverted && values.some((value) => !value.unknown && isAll(text(value) ?? ""));
}

/** The open pattern among the resources, what hinders to tell, or nothing when all are named. */
function scopeOf({ inverted, values }: Listing): string | Unknown | undefined {
    const known = values.filter((value) => !value.unknown).map((value) => text(value) ?? "");
    if (inverted) return known.some(matchesAll) ? undefined : "every resource but those listed";
    const open = known.find(leavesNameOpen);
    if (open !== undefined) return matchesAll(open) ? "every resource" : quote("resource", open);
    const unknown = values.find((value) => value.unknown);
    return unknown && new Unknown(unknown.path);
}

/** What is granted; only the greatest where it covers all else. */
function grantsOf({ inverted, values }: Listing): readonly (Grant | Unreadable)[] {
    if (inverted) {
        const excluded = values.filter((value) => !value.unknown).map((value) => text(value) ?? "");
        return excluded.some(isEveryAction) ? [] : [{ breadth: "all", what: "every action but those listed" }];
    }
    const grants = [...each(values, (value) => grade(text(value) ?? ""))];
    const all = grants.find((grant) => !isUnreadable(grant) && grant.breadth === "all");
    return all ? [all] : grants;
}

function grade(action: string): readonly Grant[] {
    if (isEveryAction(action)) return [{ breadth: "all", what: "every action" }];
    // AWS does not tell cases apart in actions.
    if (matches(action.toLowerCase(), `iam:${NOBODY}`)) return [{ breadth: "iam", what: quote("action", action) }];
    const ofService = action.slice(action.indexOf(":") + 1);
    return matchesAll(ofService) ? [{ breadth: "service", what: quote("action", action) }] : [];
}

/** "*", and "*:*", which is the same. */
function isEveryAction(action: string): boolean {
    return matches(action, `${NOBODY}:${NOBODY}`);
}

/** What is wrong with a grant, in words. `limit` is what would be allowed, for people. */
export function described({ path, what, scope, until: end }: BroadGrant, limit: string) {
    return { message: `\`${path}\` allows ${what} on ${scope}, ${endWritten(end, limit)}.`, path, part: what };
}

/** An end that is too late, in words. */
export function endWritten(end: number, limit: string): string {
    return end === Infinity ? "without an end" : `until ${written(end)}, beyond the limit of ${limit}`;
}

function written(instant: number): string {
    return new Date(instant).toISOString().replace(".000Z", "Z");
}
