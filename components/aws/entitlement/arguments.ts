import { type Input, Output, all } from "@pulumi/pulumi";
import { type Check, type Read, Refused } from "../../arguments";
import { duration, like, list, required, written } from "../../checks";
import type { OwnershipArgs } from "../../ownership";
import { type BrokerLike, type BrokerReference, withoutGroups } from "../broker/arguments";
import { PATH } from "../broker/documents";
import { isEnough } from "../broker/runtime/approvals";
import { LONGEST, type Scope, sessionPolicySize } from "../broker/runtime/session-policy";
import { validatePolicies } from "../broker/runtime/policy";
import { identity, isGroup } from "../identities";

export interface EntitlementArgs extends OwnershipArgs {
    /** Who gives it: a `Broker`, or `{ reference }` of one in another program. */
    broker: BrokerLike;
    /** ARN of a `JitRole`. */
    role: Input<string>;
    /**
     * Who may ask, at most fifty: "person:" and a user name or "group:" and an id of IAM Identity Center, and ARNs of IAM users
     * and roles. Roles count as agents.
     */
    eligible: Input<Input<string>[]>;
    /**
     * Who must approve: `{ approvers, required }`, a list of at most three such where several have to, each by others; or
     * `{ required: 0, reason }`.
     */
    approval: ApprovalArgs | ApprovalArgs[];
    /** What a session may do of what the role may: at most ten of `{ actions, resources }`. */
    scope: ScopeArgs | ScopeArgs[];
    /**
     * The longest grant, from "5m" to "12h". Its sessions are renewed meanwhile.
     * @default "1h"
     */
    maxDuration?: Input<string>;
    /**
     * How long a grant is for which no duration is asked for.
     * @default "1h", or `maxDuration` where that is shorter
     */
    defaultDuration?: Input<string>;
    /**
     * The longest grant of a workload or an AI agent, from "5m" to "1h".
     * @default "15m", or `maxDuration` where that is shorter
     */
    agentMaxDuration?: Input<string>;
    /**
     * Whether a request names a task.
     * @default false
     */
    requireTask?: boolean;
    /**
     * Whether a request names a ticket; or patterns, one of which it has: `["INC-*", "CHG-*"]`.
     * @default false
     */
    requireTicket?: boolean | string[];
    /**
     * Cedar policies for Action::"request", "approve" and "vend". They can only take away of what is said here.
     * @default none
     */
    policy?: Input<string>;
    /**
     * What is done when a grant is over: `{ rotate }`, ARNs of secrets; `{ call }`, ARNs of topics; `{ terminateSessions }` of
     * Systems Manager.
     * @default {}
     */
    onEnd?: OnEndArgs;
    /**
     * For the hour when all else fails: each grant is reviewed by `reviewers` within "24h", at most "7d", and until then there
     * is no next one: `{ reviewers, reviewWithin }`.
     * @default none
     */
    breakGlass?: BreakGlassArgs;
}

export interface ApprovalArgs {
    /**
     * As `eligible`, at most twenty. Nobody approves what they have asked for.
     * @default []
     */
    approvers?: Input<Input<string>[]>;
    /**
     * How many of them, at most five.
     * @default 1
     */
    required?: number;
    /** Why nobody has to approve, where `required` is 0. */
    reason?: Input<string>;
}

export interface ScopeArgs {
    /** Actions: "rds:*". */
    actions: Input<Input<string>[]>;
    /** ARNs, or patterns of them. */
    resources: Input<Input<string>[]>;
}

export interface OnEndArgs {
    /**
     * ARNs of secrets, at most ten, that are rotated.
     * @default []
     */
    rotate?: Input<string>[];
    /**
     * ARNs of topics, at most ten, that are told of the grant.
     * @default []
     */
    call?: Input<string>[];
    /**
     * Whether sessions of Systems Manager are closed.
     * @default false
     */
    terminateSessions?: boolean;
}

export interface BreakGlassArgs {
    /** As `eligible`, at most ten. Nobody reviews their own grant. */
    reviewers: Input<Input<string>[]>;
    /**
     * How long a review may take, from "1h" to "7d".
     * @default "24h"
     */
    reviewWithin?: Input<string>;
}

export const name: Check<string> = (given, at) => {
    if (typeof given === "string" && /^[a-zA-Z0-9][\w.-]{0,63}$/.test(given)) return given;
    throw new Refused(at, "is other than 1 to 64 letters, digits, dots, hyphens and underscores.", '"prod-dba"');
};

export const role: Check<string> = (given, at) => {
    const example = '"arn:aws:iam::123456789012:role/jit/prod-dba"';
    const found = like(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/, "ARN of a role", example)(given, at);
    if (found.includes(`:role${PATH}`)) return found;
    throw new Refused(at, "is not the role of a JitRole, and the broker gives sessions of no other.", `${at}: ${example}`);
};

const WHO = {
    least: 1,
    because: "who may is said by groups where they are many",
    example: '"group:9067f1b2c3-11111111-2222-3333-4444-555555555555"',
};
export const eligible = (read: Read, given: unknown) => read.each("eligible", given, identity, { ...WHO, most: 50 });

const maxDuration = duration({
    byDefault: "1h",
    least: "5m",
    most: "12h",
    because: "what takes longer than a day of work is asked for again",
});
const agentMaxDuration = duration({
    byDefault: "15m",
    least: "5m",
    most: "1h",
    because: "an agent asks again as easily as it goes on",
});

/** In seconds. */
export function durations(read: Read, args: Partial<EntitlementArgs>) {
    const { maxDuration: most } = args;
    const within = (own: Check<number>, usual: number): Check<number> => {
        return (both, at) => {
            const { given, most } = both as { given: unknown; most: unknown };
            const longest = accepted(() => maxDuration(most, "maxDuration")) ?? Infinity;
            if (given === undefined) return Math.min(usual, longest);
            const asked = own(given, at);
            if (asked > longest) throw new Refused(at, "is longer than maxDuration.", `${at}: "${written(longest)}"`);
            return asked;
        };
    };
    return {
        maxDuration: read.one("maxDuration", most, maxDuration),
        defaultDuration: read.one("defaultDuration", { given: args.defaultDuration, most }, within(maxDuration, 3_600)),
        agentMaxDuration: read.one(
            "agentMaxDuration",
            { given: args.agentMaxDuration, most },
            within(agentMaxDuration, 900),
        ),
    };
}

function accepted<Out>(check: () => Out): Out | undefined {
    try {
        return check();
    } catch (error) {
        if (error instanceof Refused) return undefined;
        throw error;
    }
}

const LEVEL = '{ approvers: ["group:9067f1b2c3-11111111-2222-3333-4444-555555555555"], required: 1 }';

/** Levels: who approves, and how many of them. None, where somebody has said why. */
export function approval(read: Read, given: unknown) {
    const levels = read.plain("approval", given, objects(3, LEVEL)) ?? [];
    const isOnly = levels.length === 1;
    const found = levels.map(([at, level]) => {
        const { approvers, required, reason } = level as { approvers?: unknown; required?: unknown; reason?: unknown };
        const count = read.plain(`${at}.required`, required, isOnly ? requiredOrNone : requiredOne);
        // That is said already.
        if (count === undefined) return { approvers: undefined, count: 0 };
        if (count === 0) {
            read.plain(`${at}.approvers`, approvers, nobody);
            const why = text('"agents read the catalogue, which is public"');
            return { approvers: undefined, count, reason: read.one(`${at}.reason`, reason, why) };
        }
        return { approvers: read.each(`${at}.approvers`, approvers, identity, { ...WHO, most: 20 }), count };
    });
    const asked = found.filter(({ count }) => count !== 0);
    return {
        approvers: all(asked.map(({ approvers }) => approvers!)),
        required: asked.map(({ count }) => count),
        reason: found.find(({ count }) => count === 0)?.reason,
    };
}

const whole =
    (least: number): Check<number> =>
    (given = 1, at) => {
        if (Number.isInteger(given) && (given as number) >= least && (given as number) <= 5) return given as number;
        throw new Refused(at, `is no whole number from ${least} to 5.`, `${at}: 1`);
    };
const requiredOrNone = whole(0);
const requiredOne = whole(1);

const nobody: Check<void> = (given, at) => {
    if (given === undefined || (Array.isArray(given) && given.length === 0)) return;
    throw new Refused(at, "are there, and none of them has to approve.", "either approvers or required: 0");
};

const text = (example: string): Check<string> => {
    const present = required(example);
    return (given, at) => {
        const found = present(given, at);
        if (found.trim().length >= 10 && found.length <= 500) return found;
        throw new Refused(at, "is no reason of 10 to 500 characters.", `${at}: ${example}`);
    };
};

/** One object, or a list of some, as [path, object]. How many there are is known before the deployment. */
function objects(most: number, example: string): Check<readonly (readonly [string, object])[]> {
    return (given, at) => {
        const refuse = (wrong: string) => new Refused(at, wrong, `${at}: ${example}`);
        if (given === undefined) throw refuse("is missing.");
        const isObject = (of: unknown): of is object =>
            typeof of === "object" && of !== null && !Output.isInstance(of) && !(of instanceof Promise);
        if (isObject(given) && !Array.isArray(given)) return [[at, given]];
        const found = list(1, most, example)(given, at);
        return found.map((each, index) => {
            const path = `${at}[${index}]`;
            if (!isObject(each) || Array.isArray(each)) throw new Refused(path, "is no object.", `${path}: ${example}`);
            return [path, each] as const;
        });
    };
}

const GROUP_MEMBERS = 5;

/** Of { eligible, approval }: that somebody could approve what another asks for. What is wrong by itself is said elsewhere. */
export const approvable: Check<void> = (given, at) => {
    const { eligible, approval } = given as { eligible?: unknown; approval?: unknown };
    const who = (of: unknown) =>
        (Array.isArray(of) ? of : []).flatMap((each: unknown) => accepted(() => identity(each, "")) ?? []);
    const levels = (Array.isArray(approval) ? approval : [approval]).map((level: unknown) => {
        const { approvers, required = 1 } = Object(level) as { approvers?: unknown; required?: unknown };
        return { approvers: who(approvers), required: accepted(() => requiredOrNone(required, "")) };
    });
    if (levels.some(({ approvers, required }) => required !== 0 && !(required && approvers.length > 0))) return;
    const may = who(eligible);
    // Of a group nobody knows who is in it: enough of them, and others than who asks.
    const named = new Set(levels.flatMap(({ approvers }) => approvers));
    const approvals = (requester: string) =>
        [...named]
            .filter((each) => each !== requester)
            .flatMap((by) => {
                const of = {
                    at: 0,
                    levels: levels.flatMap(({ approvers }, index) => (approvers.includes(by) ? [index] : [])),
                };
                return Array.from({ length: isGroup(by) ? GROUP_MEMBERS * levels.length : 1 }, (_, index) => ({
                    ...of,
                    by: `${by}${index}`,
                }));
            });
    const required = levels.map(({ required = 0 }) => required);
    if (may.length === 0 || may.some((each) => isEnough(approvals(isGroup(each) ? "" : each), required))) return;
    throw new Refused(
        at,
        "could never be given: nobody approves what they have asked for, or twice.",
        "more approvers, or a group",
    );
};

const SCOPE = '{ actions: ["rds:*"], resources: ["arn:aws:rds:eu-west-1:123456789012:db:orders"] }';
const action = like(/^(\*|[a-z0-9-]{1,64}:[\w*?]{1,128})$/i, "action", '"rds:*"');
const resource = like(
    /^(\*|arn:aws[a-z-]*:[\x21\x23\x25-\x5b\x5d-\x7e]{1,1000})$/,
    "ARN or pattern of ARNs",
    '"arn:aws:rds:eu-west-1:123456789012:db:orders"',
);

export function scope(read: Read, given: unknown): Output<Scope[]> {
    const scopes = (read.plain("scope", given, objects(10, SCOPE)) ?? []).map(([at, of]) => {
        const { actions, resources } = of as { actions?: unknown; resources?: unknown };
        const many = { least: 1, most: 50, because: "a session policy has 2,048 characters" };
        return all([
            read.each(`${at}.actions`, actions, action, { ...many, example: '"rds:*"' }),
            read.each(`${at}.resources`, resources, resource, {
                ...many,
                example: '"arn:aws:rds:eu-west-1:123456789012:db:orders"',
            }),
        ]).apply(([actions, resources]): Scope => ({ actions, resources }));
    });
    return all([all(scopes), read.one("scope", given, fitting)]).apply(([found]) => found as Scope[]);
}

/** That the policy of a session for the whole scope is no longer than STS takes. */
const fitting: Check<void> = (given, at) => {
    const texts = (of: unknown): of is string[] => Array.isArray(of) && of.every((each) => typeof each === "string");
    const scopes = (Array.isArray(given) ? given : [given]).flatMap((each: unknown): Scope[] => {
        const { actions, resources } = Object(each) as { actions?: unknown; resources?: unknown };
        return texts(actions) && texts(resources) ? [{ actions, resources }] : [];
    });
    const size = sessionPolicySize(scopes);
    if (size <= LONGEST) return;
    throw new Refused(
        at,
        `makes a session policy of ${size} characters, of which STS takes ${LONGEST}.`,
        "patterns in place of lists, or several entitlements",
    );
};

export interface Tasks {
    readonly rotate: readonly Output<string>[];
    readonly call: readonly Output<string>[];
    readonly terminateSessions: boolean;
}

const secretArn = like(
    /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]{1,519}$/,
    "ARN of a secret",
    '"arn:aws:secretsmanager:eu-west-1:123456789012:secret:orders-1a2b3c"',
);
const topicArn = like(
    /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/,
    "ARN of a topic",
    '"arn:aws:sns:eu-west-1:123456789012:ended"',
);

export function onEnd(read: Read, given: Partial<OnEndArgs> = {}): Tasks {
    const each = (at: string, of: unknown, arn: Check<string>, example: string) =>
        (read.plain(at, of, list(0, 10, example)) ?? []).map((one, index) => read.one(`${at}[${index}]`, one, arn));
    return {
        rotate: each("onEnd.rotate", given.rotate, secretArn, "secret.arn"),
        call: each("onEnd.call", given.call, topicArn, "topic.arn"),
        terminateSessions: read.plain("onEnd.terminateSessions", given.terminateSessions, flag) ?? false,
    };
}

const flag: Check<boolean> = (given = false, at) => {
    if (typeof given === "boolean") return given;
    throw new Refused(at, "is neither true nor false before the deployment.", `${at}: true`);
};

const reviewWithin = duration({
    byDefault: "24h",
    least: "1h",
    most: "7d",
    because: "after a week nobody remembers what it was for",
});

export function breakGlass(read: Read, given: Partial<BreakGlassArgs> | undefined) {
    if (given === undefined) return undefined;
    return all([
        read.each("breakGlass.reviewers", given.reviewers, identity, { ...WHO, most: 10 }),
        read.one("breakGlass.reviewWithin", given.reviewWithin, reviewWithin),
    ]).apply(([reviewers, reviewWithin]) => ({ reviewers, reviewWithin }));
}

/** That somebody else than the only one who may ask can review it. Of { eligible, reviewers }. */
export const reviewable: Check<void> = (given, at) => {
    const [eligible, reviewers] = given as [unknown, unknown];
    const who = (of: unknown) =>
        (Array.isArray(of) ? of : []).flatMap((each: unknown) => accepted(() => identity(each, "")) ?? []);
    const [may, look] = [who(eligible), who(reviewers)];
    if (may.length !== 1 || look.length === 0 || isGroup(may[0]!) || look.some((each) => each !== may[0])) return;
    throw new Refused(
        `${at}[0]`,
        "is the only one who may ask: nobody reviews their own grant.",
        "another reviewer, or a group",
    );
};

/** That groups are named only where the broker has a directory. Of { broker, list }. */
export const known: Check<void> = (given, at) => {
    const { broker, list: named } = given as { broker?: BrokerReference; list?: unknown };
    if (broker?.hasGroups === false) withoutGroups(named, at);
};

export const ticket: Check<boolean | readonly string[]> = (given = false, at) => {
    if (typeof given === "boolean") return given;
    const pattern = like(/^[\w*.#/:-]{1,64}$/, "pattern of tickets", '"INC-*"');
    return list(1, 10, '"INC-*"')(given, at).map((each, index) => pattern(each, `${at}[${index}]`));
};

export const task = flag;

export interface Demands {
    readonly task: boolean;
    readonly ticket: boolean | readonly string[];
}

/** The policies of the entitlement: those that are written, and one for each thing that a request has to name. */
export function policies({ task, ticket }: Demands): Check<string | undefined> {
    const ask = (id: string, what: string) => `@id("${id}")\nforbid (principal, action, resource) unless { ${what} };`;
    const like = Array.isArray(ticket) ? ` && (${ticket.map((each) => `context.ticket like "${each}"`).join(" || ")})` : "";
    const demands = [
        ...(task ? [ask("require-task", "context has task")] : []),
        ...(ticket === false ? [] : [ask("require-ticket", `context has ticket${like}`)]),
    ];
    return (given, at) => {
        if (given === undefined && demands.length === 0) return undefined;
        if (given !== undefined && typeof given !== "string") throw new Refused(at, "is no text.", `${at}: ${CEDAR}`);
        const text = [given ?? PERMIT, ...demands].join("\n");
        const faults = validatePolicies(text);
        if (faults.length === 0) return text;
        const told = faults
            .slice(0, MOST_FAULTS)
            .map(({ line, column, message }) => `line ${line}, column ${column}: ${message}`);
        throw new Refused(at, `does not hold. In ${told.join(" In ")}`, `${at}: ${CEDAR}`);
    };
}

const MOST_FAULTS = 5;
const PERMIT = '@id("entitled")\npermit (principal, action, resource);';
const CEDAR = "'permit (principal, action, resource) when { context.duration <= duration(\"1h\") };'";
