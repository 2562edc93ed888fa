import type { Instant, Line, Policy, PolicySet, Said } from "./iam-oracle-sets";

/**
 * The evaluator answers "until when at the latest", so there are things that it sets aside on purpose. Each has a name
 * here, says what becomes of a statement, and has a case of its own in iam-oracle.test.ts.
 */
export const SET_ASIDE = {
    "an Allow that has not begun yet is taken to have": ({ allows }: Said, line: Line) =>
        allows && isClock(line) && /GreaterThan/.test(line.operator),
    "a Deny that ends is taken for none": ({ allows }: Said, line: Line) =>
        !allows && isClock(line) && /LessThan|Date(Not)?Equals|Numeric(Not)?Equals/.test(line.operator),
    "one instant that is left out ends nothing": ({ allows }: Said, line: Line) =>
        allows && isClock(line) && /NotEquals/.test(line.operator),
    "an instant is allowed from its past on": ({ allows }: Said, line: Line) =>
        allows && isClock(line) && /(Date|Numeric)Equals/.test(line.operator),
    "a day lasts to its end": (_: Said, { values }: Line) =>
        values.some((value) => typeof value !== "string" && value.form === "day"),
    "what is no instant ends nothing": (_: Said, line: Line) => isClock(line) && !line.values.every(isInstant),
    "a set operator on the time ends nothing": (_: Said, line: Line) => isClock(line) && line.set !== "",
    "a session lasts 36 hours at most, and may be renewed": (_: Said, line: Line) => isIssued(line),
    "a key of which nothing is known says whatever opens most": (_: Said, line: Line, { choices }: PolicySet) =>
        !isClock(line) && !isIssued(line) && !choices[line.key.toLowerCase()],
    "ForAnyValue with IfExists may hold where the key is left out": (_: Said, line: Line, { choices }: PolicySet) =>
        isForAnyValueOfNone(line, choices),
    "an Arn operator with what is no ARN may hold": (_: Said, line: Line, { choices }: PolicySet) =>
        isOfNoArn(line, choices),
    "a variable may stand for whatever opens most": (_: Said, line: Line) => isVariable(line),
} satisfies Record<string, (said: Said, line: Line, set: PolicySet) => boolean>;

export type Aside = keyof typeof SET_ASIDE;

/** What of a set is set aside. */
export function asides(set: PolicySet): readonly Aside[] {
    const said = [...set.identity, ...(set.boundary ? [set.boundary] : [])].flat();
    return (Object.keys(SET_ASIDE) as Aside[]).filter((name) =>
        said.some((one) => one.lines.some((line) => SET_ASIDE[name](one, line, set))),
    );
}

/** The set that is left when all of that is set aside. What it allows must end when the evaluator says. */
export function widened(set: PolicySet): PolicySet {
    const of = (policy: Policy) => policy.flatMap((said) => (said.allows ? [allowed(said, set)] : denied(said, set)));
    return { ...set, identity: set.identity.map(of), ...(set.boundary && { boundary: of(set.boundary) }) };
}

function allowed(said: Said, set: PolicySet): Said {
    const lines = said.lines.flatMap((line): readonly Line[] => {
        if (!isClock(line) && !isIssued(line)) return isWeighed(line, set.choices) ? [line] : [];
        if (!line.values.every(isInstant) || line.set || !/LessThan|(Date|Numeric)Equals/.test(line.operator)) return [];
        if (isIssued(line) && line.ifExists) return [];
        const later = isIssued(line) ? 36 * 3_600_000 : 0;
        const values = line.values.map((value): Instant | string =>
            typeof value === "string" ? value : { at: value.at + later, form: "zulu" },
        );
        const key = isIssued(line) ? "aws:CurrentTime" : line.key;
        return [{ ...line, key, values, operator: line.operator.replace(/^(Date|Numeric)Equals/, "$1LessThanEquals") }];
    });
    return { ...said, lines };
}

function denied(said: Said, set: PolicySet): readonly Said[] {
    const isCertain = said.lines.every((line) =>
        isClock(line)
            ? !line.set && line.values.every(isInstant) && /GreaterThan/.test(line.operator)
            : isWeighed(line, set.choices),
    );
    const toEnd = (value: Instant | string): Instant | string =>
        typeof value === "string" ? value : { ...value, form: "zulu" };
    const lines = said.lines.map((line) => ({ ...line, values: line.values.map(toEnd) }));
    return isCertain ? [{ ...said, lines }] : [];
}

function isWeighed(line: Line, choices: PolicySet["choices"]): boolean {
    const among = choices[line.key.toLowerCase()];
    const isGiven = among?.some((value) => value !== undefined);
    return (
        among !== undefined &&
        !isForAnyValueOfNone(line, choices) &&
        !isOfNoArn(line, choices) &&
        !(isGiven && isVariable(line))
    );
}

function isVariable({ values }: Line): boolean {
    return values.some((value) => typeof value === "string" && value.includes("${"));
}

function isForAnyValueOfNone({ set, ifExists, key }: Line, choices: PolicySet["choices"]): boolean {
    return set === "ForAnyValue:" && ifExists && (choices[key.toLowerCase()] ?? []).includes(undefined);
}

function isOfNoArn({ operator, key, values }: Line, choices: PolicySet["choices"]): boolean {
    const isGiven = (choices[key.toLowerCase()] ?? []).some((value) => value !== undefined);
    return (
        isGiven &&
        operator.startsWith("Arn") &&
        values.some((value) => typeof value === "string" && value.split(":").length < 6)
    );
}

export function isClock({ key }: Line): boolean {
    return /^aws:(currenttime|epochtime)$/i.test(key);
}

export function isIssued({ key }: Line): boolean {
    return key === "aws:TokenIssueTime";
}

function isInstant(value: Instant | string): value is Instant {
    return typeof value !== "string";
}
