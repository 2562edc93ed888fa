import { isWildcardOnlyAction, runSimulation } from "@cloud-copilot/iam-simulate";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ACTIONS } from "../../../policypack/facts/aws-action-names";
import { targetOf } from "../../../policypack/facts/aws-targets";
import { allowance, entries } from "../../../policypack/facts/iam-effective";
import { Value } from "../../../policypack/facts/values";
import {
    type Context,
    DAY_END,
    type Instant,
    type Line,
    type Listed,
    NOON,
    type Policy,
    type PolicySet,
    type Said,
    policySets,
} from "./iam-oracle-sets";
import { AS_WRITTEN, type Moment, asking, document, oracle, readerFor } from "./iam-oracle-simulation";
import { type Aside, asides, isClock, isIssued, widened } from "./iam-oracle-widened";

/**
 * A second opinion on facts/iam-effective: @cloud-copilot/iam-simulate says whether a request is allowed at one moment,
 * the evaluator until when at the latest. Whatever the oracle allows at a moment must not end earlier (nothing is
 * missed). And without what the evaluator sets aside on purpose, the oracle must allow up to that end and not beyond it.
 */

const RUNS = Number(process.env.JIT_GUARD_ORACLE ?? 10_000);
const SEED = 20_260_115;

const HOUR = 3_600_000;
const [PAST, FUTURE] = [Date.parse("2001-01-01T00:00:00Z"), Date.parse("2199-01-01T00:00:00Z")];

type Mutation = (set: PolicySet) => PolicySet;

interface Verdict {
    readonly until: number;
    readonly fault?: string;
    readonly exact: boolean;
    readonly asides: readonly Aside[];
}

/** Our answer, and where the oracle objects to it. `mutate` changes what we are shown, and not what the oracle is. */
function judge(set: PolicySet, mutate: Mutation = (same) => same): Verdict {
    const until = ours(mutate(set));
    const found = { until, asides: asides(set), exact: false };
    const contexts = contextsOf(set);
    const allowsIn = (shown: PolicySet) => {
        const allows = oracle(shown);
        return (moment: Moment) => contexts.some((context) => allows(moment, context));
    };
    const fault = (moment: Moment, allowed: boolean) => ({
        ...found,
        fault: `ends ${shown(until)}, and is ${allowed ? "" : "not "}allowed on ${shown(moment.at)}`,
    });
    const missed = few(momentsOf(set).filter(({ at }) => at > until)).find(allowsIn(set));
    if (missed) return fault(missed, true);
    if (linesWithChoices(set) > 1) return found;
    const left = found.asides.length > 0 ? widened(set) : set;
    const allowsLeft = allowsIn(left);
    const moments = around(until, momentsOf(left));
    const other = moments.find((moment) => allowsLeft(moment) !== moment.at < until);
    return other ? fault(other, other.at > until) : { ...found, exact: true };
}

/** The last moment before and the first after, and those far off. */
function around(until: number, moments: readonly Moment[]): readonly Moment[] {
    const sorted = [...moments].sort((a, b) => a.at - b.at);
    const [before, after] = [sorted.filter(({ at }) => at < until), sorted.filter(({ at }) => at > until)];
    return [...new Set([before[0], before.at(-1), after[0], after.at(-1)])].filter((moment) => moment !== undefined);
}

function ours(set: PolicySet): number {
    const read = (policy: Policy) => {
        const written = document(policy, set.terse);
        return entries(new Value(set.terse ? JSON.stringify(written) : written, "policy"), "policy");
    };
    const rights = { identity: set.identity.flatMap(read), boundary: set.boundary && read(set.boundary) };
    return allowance(rights, { action: set.action, resource: set.resource, choices: set.choices }).until;
}

const shown = (at: number) => (Number.isFinite(at) ? new Date(at).toISOString() : String(at));

function linesOf(set: PolicySet) {
    return [...set.identity, ...(set.boundary ? [set.boundary] : [])].flat().flatMap(({ lines }) => lines);
}

// Where the sender may choose, each line is weighed for itself: two of them may ask for different choices.
function linesWithChoices(set: PolicySet): number {
    return linesOf(set).filter(({ key }) => (set.choices[key.toLowerCase()] ?? []).length > 1).length;
}

/** All that the sender may choose, for the keys that the set asks for. */
function contextsOf(set: PolicySet): readonly Context[] {
    const asked = new Set(linesOf(set).map(({ key }) => key.toLowerCase()));
    return Object.entries(set.choices)
        .filter(([key]) => asked.has(key))
        .reduce<readonly Context[]>(
            (contexts, [key, among]) => contexts.flatMap((of) => among.map((value) => ({ ...of, [key]: value }))),
            [lowerCased(set.context, Object.keys(set.choices))],
        );
}

function lowerCased(context: Context, without: readonly string[]): Context {
    const entries = Object.entries(context).map(([key, value]) => [key.toLowerCase(), value] as const);
    return Object.fromEntries(entries.filter(([key]) => !without.includes(key)));
}

/** One in each gap between the instants that the set names, and those at which alone something may hold. */
function momentsOf(set: PolicySet): readonly Moment[] {
    const lines = linesOf(set);
    const named = lines.flatMap((line) =>
        line.values.flatMap((value) => {
            if (typeof value === "string") return [];
            const own = value.form === "day" ? [value.at, value.at - 24 * HOUR + 1_000] : [value.at];
            const all = isIssued(line) ? [...own, value.at + 36 * HOUR] : own;
            return all.flatMap((at) => (line.operator.endsWith("Equals") ? [at, at + 1_000] : [at + 1_000]));
        }),
    );
    const moments = [...new Set(lines.length > 0 ? [PAST, FUTURE, ...named] : [PAST])];
    if (!lines.some(isIssued)) return moments.map((at) => ({ at }));
    return moments.flatMap((at) => [undefined, at, at - 36 * HOUR].map((issued) => ({ at, issued })));
}

const MANY = 5;

/** The oracle takes its time: of many moments, every so many. */
function few(moments: readonly Moment[]): readonly Moment[] {
    const step = Math.ceil(moments.length / MANY);
    return moments.filter((_, index) => index % step === 0);
}

function explain(set: PolicySet, fault: string): string {
    const { identity, boundary, action, resource, choices, context } = set;
    const documents = { identity: identity.map((policy) => document(policy)), boundary: boundary && document(boundary) };
    const asked = { action, resource, choices, context, ...documents };
    return `${fault}\n${JSON.stringify(asked, null, 1).replace(/(\\u0000)+/g, "NOBODY")}`;
}

test(`${RUNS} sets: nothing is missed, and each end is the right one`, () => {
    const tally = { never: 0, ends: 0, always: 0, exact: 0, plain: 0, asides: {} as Partial<Record<Aside, number>> };
    fc.assert(
        fc.property(policySets, (set) => {
            const { until, fault, exact, asides: aside } = judge(set);
            if (fault) throw new Error(explain(set, fault));
            tally[until === Infinity ? "always" : until === -Infinity ? "never" : "ends"]++;
            if (exact) tally.exact++;
            if (exact && aside.length === 0) tally.plain++;
            for (const name of aside) tally.asides[name] = (tally.asides[name] ?? 0) + 1;
        }),
        { numRuns: RUNS, seed: SEED },
    );
    if (process.env.JIT_GUARD_ORACLE) console.log(tally);
    // A test in which hardly anything is allowed, or ends, would say little.
    if (RUNS < 1_000) return;
    expect(tally.always + tally.ends).toBeGreaterThan(RUNS / 4);
    expect(tally.ends).toBeGreaterThan(RUNS / 10);
    expect(tally.exact).toBeGreaterThan(RUNS * 0.9);
    expect(tally.plain).toBeGreaterThan(RUNS / 4);
});

const [ROLE, EC2] = ["arn:aws:iam::111122223333:role/admin", "ec2.amazonaws.com"];
const AT_NOON: Instant = { at: NOON, form: "zulu" };
const LATER: Instant = { at: NOON + HOUR, form: "zulu" };

function says(lines: readonly Line[] = [], over: Partial<Said> = {}): Said {
    const everything = { inverted: false, patterns: ["*"] };
    return { allows: true, actions: everything, resources: everything, lines, ...over };
}

function line(operator: string, key: string, values: Line["values"], more: Partial<Line> = {}): Line {
    return { set: "", operator, ifExists: false, key, values, ...more };
}

function setOf(said: readonly Said[], more: Partial<PolicySet> = {}): PolicySet {
    return { identity: [said], action: "iam:passrole", resource: ROLE, choices: {}, context: {}, terse: false, ...more };
}

const over = (pattern: string, inverted = false) => says([], { resources: { inverted, patterns: [pattern] } });
const before = (...values: Line["values"]) => line("DateLessThan", "aws:CurrentTime", values);
const passedTo = (operator: string, value: string, more?: Partial<Line>) =>
    line(operator, "iam:PassedToService", [value], more);
const given = (...values: readonly (string | undefined)[]) => ({ choices: { "iam:passedtoservice": values } });

interface Difference {
    readonly set: PolicySet;
    readonly until: number;
    /** Before that end, and yet not allowed then. */
    readonly at: Moment;
}

const ASIDE: Readonly<Record<Aside, Difference>> = {
    "an Allow that has not begun yet is taken to have": {
        set: setOf([says([before(AT_NOON), line("DateGreaterThan", "aws:CurrentTime", [LATER])])]),
        until: NOON,
        at: { at: NOON - HOUR },
    },
    "a Deny that ends is taken for none": {
        set: setOf([says([before(AT_NOON)]), says([before(LATER)], { allows: false })]),
        until: NOON,
        at: { at: NOON - HOUR },
    },
    "one instant that is left out ends nothing": {
        set: setOf([says([line("DateNotEquals", "aws:CurrentTime", [AT_NOON])])]),
        until: Infinity,
        at: { at: NOON },
    },
    "an instant is allowed from its past on": {
        set: setOf([says([line("DateEquals", "aws:CurrentTime", [AT_NOON])])]),
        until: NOON,
        at: { at: NOON - HOUR },
    },
    "a day lasts to its end": {
        set: setOf([says([before({ at: DAY_END, form: "day" })])]),
        until: DAY_END,
        at: { at: NOON },
    },
    "what is no instant ends nothing": { set: setOf([says([before("tomorrow")])]), until: Infinity, at: { at: NOON } },
    "a set operator on the time ends nothing": {
        set: setOf([says([{ ...before(AT_NOON), set: "ForAllValues:" }])]),
        until: Infinity,
        at: { at: NOON + HOUR },
    },
    "a session lasts 36 hours at most, and may be renewed": {
        set: setOf([says([line("DateLessThan", "aws:TokenIssueTime", [AT_NOON])])]),
        until: NOON + 36 * HOUR,
        at: { at: NOON + 2 * HOUR, issued: NOON + HOUR },
    },
    "a key of which nothing is known says whatever opens most": {
        set: setOf([says([line("StringEquals", "aws:PrincipalTag/team", ["red"])])]),
        until: Infinity,
        at: { at: NOON },
    },
    "ForAnyValue with IfExists may hold where the key is left out": {
        set: setOf([says([passedTo("StringEquals", EC2, { set: "ForAnyValue:", ifExists: true })])], given(undefined)),
        until: Infinity,
        at: { at: NOON },
    },
    "an Arn operator with what is no ARN may hold": {
        set: setOf([says([line("ArnLike", "iam:PolicyARN", ["*"])])], { choices: { "iam:policyarn": [ROLE] } }),
        until: Infinity,
        at: { at: NOON },
    },
    "a variable may stand for whatever opens most": {
        set: setOf([says([passedTo("StringEquals", "${aws:PrincipalTag/team}")])], given(EC2)),
        until: Infinity,
        at: { at: NOON },
    },
};

describe("set aside on purpose", () => {
    test.each(Object.entries(ASIDE))("%s", (name, { set, until, at }) => {
        expect(asides(set)).toContain(name);
        expect(ours(set)).toBe(until);
        expect(at.at).toBeLessThan(until);
        const allows = oracle(set);
        expect(contextsOf(set).some((context) => allows(at, context))).toBe(false);
        expect(judge(set)).toMatchObject({ exact: true });
    });

    test("where the sender may choose, each line is weighed for itself", () => {
        const set = setOf([says([passedTo("StringEquals", EC2), passedTo("StringLike", "lambda*")])], {
            ...given(EC2, "lambda.amazonaws.com"),
        });
        expect(ours(set)).toBe(Infinity);
        expect(contextsOf(set).some((context) => oracle(set)({ at: NOON }, context))).toBe(false);
    });

    test("a variable in a Resource is taken as it is written, since nobody knows who will ask", () => {
        const set = setOf([over("arn:aws:iam::111122223333:role/${aws:username}")]);
        expect(ours(set)).toBe(-Infinity);
        expect(oracle(set)({ at: NOON }, { "aws:username": "admin" })).toBe(true);
        expect(oracle(set)({ at: NOON }, { "aws:username": "other" })).toBe(false);
    });
});

/** What the oracle says of a set as it is written, where AWS, or the evaluator for a reason, says the other thing. */
const PECULIAR: Readonly<Record<string, readonly [set: PolicySet, asWritten: boolean]>> = {
    "seconds since 1970 are compared with milliseconds": [
        setOf([says([before({ at: NOON + HOUR, form: "seconds" })])]),
        false,
    ],
    '"*:*" is no wildcard': [setOf([says([], { actions: { inverted: false, patterns: ["*:*"] } })]), false],
    "a * ends at the colon": [setOf([over("arn:aws:*:role/admin")]), false],
    // AWS calls such a pattern not valid: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
    "a wildcard before the first separator of a name is none": [setOf([over("arn:aws:iam::*:r*e/admin")]), false],
    "NotResource with an ARN of few parts concerns nothing": [setOf([over("arn:aws:s3", true)]), false],
    "an action on no resource is allowed by a policy on any": [
        setOf([over("arn:aws:iam::*:role/*")], { resource: "*" }),
        true,
    ],
    "a key of KMS asks for its own policy": [
        setOf([says()], { action: "kms:putkeypolicy", resource: "arn:aws:kms:eu-central-1:111122223333:key/x" }),
        false,
    ],
};

describe("what the oracle reads otherwise is written for it in other words", () => {
    test.each(Object.entries(PECULIAR))("%s", (_, [set, asWritten]) => {
        expect(oracle(set, AS_WRITTEN)({ at: NOON }, {})).toBe(asWritten);
        expect(oracle(set)({ at: NOON }, {})).toBe(!asWritten);
        expect(ours(set) > NOON).toBe(!asWritten);
    });

    test("for an action on no resource, its checked entry says the same", async () => {
        const actions = await Promise.all(
            ACTIONS.filter((action) => targetOf(action) === "*").map(async (action) => {
                const isBare = await isWildcardOnlyAction(...(action.split(":") as [string, string])).catch(() => false);
                return isBare ? [action] : [];
            }),
        );
        const bare = new Set(actions.flat());
        // What the request says for its own keys, the checked entry takes only where an action has them.
        const plain = (policy: Policy) => policy.map((said) => ({ ...said, lines: said.lines.filter(isClock) }));
        const sets = fc
            .sample(policySets, { numRuns: 10_000, seed: SEED })
            .filter(({ action }) => bare.has(action))
            .map((set) => ({ ...set, identity: set.identity.map(plain), boundary: set.boundary && plain(set.boundary) }));
        let compared = 0;
        for (const set of sets.slice(0, 200)) {
            const moment = { at: NOON + 30_000 };
            const reader = { ...readerFor(set), resource: AS_WRITTEN.resource };
            const result = await runSimulation(asking(set, reader)(moment, {}), {});
            if (result.resultType === "error") continue;
            compared++;
            expect(result.overallResult === "Allowed", explain(set, "checked")).toBe(oracle(set)(moment, {}));
        }
        expect(compared).toBeGreaterThan(50);
    });
});

// What the evaluator once answered otherwise than AWS.
const MENDED: Readonly<Record<string, readonly [set: PolicySet, until: number]>> = {
    "an ARN of few parts allows all that it stops before": [setOf([over("arn:aws:iam::111122223333")]), Infinity],
    "an ARN of few parts under NotResource leaves that out": [setOf([over("arn:aws:iam", true)]), -Infinity],
    "a Deny for any value of a key does not hold where the key is left out": [
        setOf(
            [says(), says([passedTo("StringNotEquals", EC2, { set: "ForAnyValue:" })], { allows: false })],
            given(undefined),
        ),
        Infinity,
    ],
    "a Deny with IfExists for any value is not certain where the key is left out": [
        setOf(
            [says(), says([passedTo("StringEquals", EC2, { set: "ForAnyValue:", ifExists: true })], { allows: false })],
            given(undefined),
        ),
        Infinity,
    ],
    "Null is true in any letter case": [setOf([says([passedTo("Null", "True")])], given(undefined)), Infinity],
    "a Deny by a text that is no ARN is not certain": [
        setOf([says(), says([line("ArnLike", "iam:PolicyARN", ["*"])], { allows: false })], {
            choices: { "iam:policyarn": [ROLE] },
        }),
        Infinity,
    ],
    "a variable in a condition may be the value": [
        setOf([says([passedTo("StringEquals", "${aws:PrincipalTag/team}")])], {
            ...given(EC2),
            context: { "aws:PrincipalTag/team": EC2 },
        }),
        Infinity,
    ],
};

describe("found by the comparison", () => {
    test.each(Object.entries(MENDED))("%s", (_, [set, until]) => {
        expect(judge(set)).toMatchObject({ until, exact: true });
    });
});

const each =
    (change: (said: Said) => readonly Said[]): Mutation =>
    (set) => ({
        ...set,
        identity: set.identity.map((policy) => policy.flatMap(change)),
        boundary: set.boundary?.flatMap(change),
    });
const eachLine = (change: (line: Line) => Line) => each((said) => [{ ...said, lines: said.lines.map(change) }]);
const listing = (part: "actions" | "resources", change: (listed: Listed) => Listed) =>
    each((said) => [{ ...said, [part]: change(said[part]) }]);

/** Evaluators with one fault each, by what they would be shown. */
const FAULTY: Readonly<Record<string, Mutation>> = {
    "ignores Deny": each((said) => (said.allows ? [said] : [])),
    "takes NotResource for Resource": listing("resources", (listed) => ({ ...listed, inverted: false })),
    "takes NotResource for all resources": listing("resources", (listed) =>
        listed.inverted ? { inverted: false, patterns: ["*"] } : listed,
    ),
    "takes NotAction for Action": listing("actions", (listed) => ({ ...listed, inverted: false })),
    "tells cases apart in actions": listing("actions", ({ inverted, patterns }) => ({
        inverted,
        patterns: patterns.filter((pattern) => pattern === pattern.toLowerCase()),
    })),
    "does not tell cases apart in resources": (set) => ({
        ...listing("resources", ({ inverted, patterns }) => ({
            inverted,
            patterns: patterns.map((pattern) => pattern.toLowerCase()),
        }))(set),
        resource: set.resource.toLowerCase(),
    }),
    "takes ? for *": listing("resources", ({ inverted, patterns }) => ({
        inverted,
        patterns: patterns.map((pattern) => pattern.replace(/\?/g, "*")),
    })),
    "reads the first pattern only": listing("resources", ({ inverted, patterns }) => ({
        inverted,
        patterns: patterns.slice(0, 1),
    })),
    "ignores the boundary": (set) => ({ ...set, boundary: undefined }),
    "ignores a Deny of the boundary": (set) => ({ ...set, boundary: set.boundary?.filter(({ allows }) => allows) }),
    "reads the first policy only": (set) => ({ ...set, identity: set.identity.slice(0, 1) }),
    "ignores conditions": each((said) => [{ ...said, lines: [] }]),
    "takes IfExists for nothing": eachLine((line) => ({ ...line, ifExists: false })),
    "takes IfExists for a line that always holds": each((said) => [
        { ...said, lines: said.lines.filter(({ ifExists }) => !ifExists) },
    ]),
    "ignores set operators": eachLine((line) => ({ ...line, set: "" })),
    "takes Like for Equals": eachLine((line) => ({ ...line, operator: line.operator.replace("Like", "Equals") })),
    "ignores Not": eachLine((line) => ({ ...line, operator: line.operator.replace("Not", "") })),
    "reads the first value only": eachLine((line) => ({ ...line, values: line.values.slice(0, 1) })),
    "reads the first line only": each((said) => [{ ...said, lines: said.lines.slice(0, 1) }]),
    "takes a start for an end": eachLine((line) => ({ ...line, operator: line.operator.replace("Greater", "Less") })),
    "ignores the zone of an instant": eachLine((line) => ({
        ...line,
        values: line.values.map((value) =>
            typeof value !== "string" && value.form === "zone" ? { at: value.at + HOUR, form: "zulu" } : value,
        ),
    })),
};

describe("an evaluator is found out that", () => {
    const sets = fc.sample(policySets, { numRuns: 3_000, seed: SEED });

    test.each(Object.entries(FAULTY))("%s", (name, mutate) => {
        const found = sets.findIndex((set) => judge(set, mutate).fault !== undefined && judge(set).fault === undefined);
        if (process.env.JIT_GUARD_ORACLE) console.log(`${name}: found by set ${found + 1}`);
        expect(found).toBeGreaterThanOrEqual(0);
    });
});
