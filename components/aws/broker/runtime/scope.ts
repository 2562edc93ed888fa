import type { Task } from "./grant";
import type { Entitlement } from "./policy";

/** What a task may do, and on what: actions and resources as a policy takes them. */
export interface Scope {
    readonly actions: readonly string[];
    readonly resources: readonly string[];
}

/**
 * The scopes, of the resources that are asked for only; undefined where one of these is in none of them, or there is none. A
 * scope that covers none of them is left out, also where its actions know no resource but "*", unless that is asked for, too.
 */
export function narrowed(scopes: readonly Scope[], asked: readonly string[] | undefined): readonly Scope[] | undefined {
    if (asked === undefined) return scopes;
    const once = [...new Set(asked)];
    const isInScope = (resource: string) => scopes.some(({ resources }) => isCovered(resource, resources));
    if (once.length === 0 || !once.every(isInScope)) return undefined;
    return scopes
        .map(({ actions, resources }) => ({ actions, resources: once.filter((each) => isCovered(each, resources)) }))
        .filter(({ resources }) => resources.length > 0);
}

/** Whether one of the patterns covers all that is asked for, which may be a pattern itself. */
export function isCovered(asked: string, patterns: readonly string[]): boolean {
    return ASKABLE.test(asked) && patterns.some((pattern) => covers(pattern, asked));
}

// No variable, whose value nobody knows yet, and only characters that STS takes in a policy.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
const ASKABLE = /^(?=.{1,1024}$)[\x20-\x23\x25-\x7e\xa0-\xff]+$/;

// In an ARN a wildcard ends with its part. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
function covers(pattern: string, asked: string): boolean {
    if (pattern === "*") return true;
    const [wide, narrow] = [parts(pattern), parts(asked)];
    return wide.length === 6 && narrow.length === 6 && wide.every((part, index) => fits(part, narrow[index]!));
}

function parts(arn: string): readonly string[] {
    const all = arn.split(":");
    return all.length < 6 ? all : [...all.slice(0, 5), all.slice(5).join(":")];
}

/** Whether `*` of the pattern stands for what is there, and `?` for one character that is no `*`. In time of one by the other. */
function fits(pattern: string, text: string): boolean {
    let [at, next, star, resume] = [0, 0, -1, 0];
    while (next < text.length) {
        if (pattern[at] === "*") {
            star = at++;
            resume = next;
        } else if (pattern[at] === text[next] || (pattern[at] === "?" && text[next] !== "*")) {
            at++;
            next++;
        } else if (star >= 0) {
            at = star + 1;
            next = ++resume;
        } else {
            return false;
        }
    }
    while (pattern[at] === "*") at++;
    return at === pattern.length;
}

/** What is to be done after a grant of the entitlement. */
export function tasksOf({ onEnd = {}, roleArn }: Entitlement): readonly Omit<Task, "isDone">[] {
    const { rotate = [], call = [], terminateSessions } = onEnd;
    return [
        ...(terminateSessions ? [{ does: "terminate-sessions" as const, target: roleArn }] : []),
        ...rotate.map((target) => ({ does: "rotate" as const, target })),
        ...call.map((target) => ({ does: "call" as const, target })),
    ];
}

/** Whether two things say the same, in whatever order their members are. */
export function isSame(one: unknown, other: unknown): boolean {
    return sorted(one) === sorted(other);
}

function sorted(of: unknown): string {
    return JSON.stringify(of, (_, value: unknown) =>
        value !== null && typeof value === "object" && !Array.isArray(value)
            ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
            : value,
    );
}
