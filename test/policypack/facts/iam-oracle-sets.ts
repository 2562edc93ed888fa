import fc from "fast-check";
import { ACTIONS } from "../../../policypack/facts/aws-action-names";
import { targetOf } from "../../../policypack/facts/aws-targets";
import { NOBODY } from "../../../policypack/facts/iam-pattern";

/** Sets of policies and a request to them, as parts, so that they can be written out for more than one reader. */

export interface Instant {
    readonly at: number;
    readonly form: "zulu" | "zone" | "fraction" | "minutes" | "day" | "seconds" | "number";
}

export interface Line {
    readonly set: "" | "ForAnyValue:" | "ForAllValues:";
    readonly operator: string;
    readonly ifExists: boolean;
    readonly key: string;
    readonly values: readonly (Instant | string)[];
}

export interface Listed {
    readonly inverted: boolean;
    readonly patterns: readonly string[];
}

export interface Said {
    readonly allows: boolean;
    readonly actions: Listed;
    readonly resources: Listed;
    readonly lines: readonly Line[];
}

export type Policy = readonly Said[];
export type Context = Readonly<Record<string, string | undefined>>;

export interface PolicySet {
    readonly identity: readonly Policy[];
    readonly boundary?: Policy | undefined;
    readonly action: string;
    readonly resource: string;
    /** For keys in lower case, as the evaluator takes them. */
    readonly choices: Readonly<Record<string, readonly (string | undefined)[]>>;
    /** What the request says for the keys of which the evaluator is told nothing. */
    readonly context: Context;
    /** Written as JSON text, and without lists of one. */
    readonly terse: boolean;
}

const MINUTE = 60_000;
export const NOON = Date.parse("2026-01-15T12:00:00Z");
export const DAY_END = Date.parse("2026-01-15T23:59:59Z");
const INSTANTS = [NOON, NOON + MINUTE, NOON + 2 * MINUTE, NOON + 60 * MINUTE, NOON + 24 * 60 * MINUTE];

const [PARTITIONS, REGIONS] = [
    ["aws", "aws-cn", "aws-us-gov"],
    ["eu-central-1", "us-east-1"],
];
const ACCOUNTS = ["111122223333", "444455556666"];
const NAMES = ["admin", "app-1", "team/x", "App-1", NOBODY];

const SERVICES = ["ec2.amazonaws.com", "lambda.amazonaws.com", "EC2.amazonaws.com"];
const MANAGED = [
    "arn:aws:iam::aws:policy/AdministratorAccess",
    "arn:aws:iam::111122223333:policy/limits",
    "arn:aws-cn:iam::aws:policy/ReadOnlyAccess",
];
const NAMED: Readonly<Record<string, { readonly values: readonly string[]; readonly patterns: readonly string[] }>> = {
    "iam:PassedToService": {
        values: SERVICES,
        patterns: [
            ...SERVICES,
            "*",
            "*.amazonaws.com",
            "ec2*",
            "?c2.amazonaws.com",
            "s3.amazonaws.com",
            "${aws:PrincipalTag/team}",
        ],
    },
    "iam:PolicyARN": {
        values: MANAGED,
        patterns: [
            ...MANAGED,
            "*",
            "arn:*:iam::aws:policy/*",
            "arn:aws:iam::*:policy/limits",
            "arn:aws:iam::aws:policy/Read*",
        ],
    },
    "iam:PermissionsBoundary": {
        values: MANAGED,
        patterns: [...MANAGED, "*", "arn:*:iam::*:policy/lim?ts", "arn:aws:iam::444455556666:policy/*"],
    },
};

const some = <T>(from: fc.Arbitrary<T>, maxLength: number) => fc.array(from, { minLength: 1, maxLength });
// Three are tried, but most sets are small: what the oracle costs grows with them.
const fewest = <T>(from: fc.Arbitrary<T>) => weighted([3, some(from, 1)], [2, some(from, 2)], [1, some(from, 3)]);
const oneIn = (times: number) => fc.nat(times - 1).map((drawn) => drawn === 0);
const weighted = <T>(...table: readonly (readonly [weight: number, of: fc.Arbitrary<T> | T])[]): fc.Arbitrary<T> =>
    fc.oneof(...table.map(([weight, of]) => ({ weight, arbitrary: of instanceof fc.Arbitrary ? of : fc.constant(of) })));

// Actions

const written = (action: string) =>
    weighted<(text: string) => string>(
        [3, (text: string) => text],
        [1, (text: string) => text.toUpperCase()],
        [2, (text: string) => text.replace(/:./, (sign) => sign.toUpperCase())],
        [2, (text: string) => text.replace(/[a-m]/g, (sign) => sign.toUpperCase())],
    ).map((recase) => recase(action));

function actionPattern(action: string): fc.Arbitrary<string> {
    const [service = "", name = ""] = action.split(":");
    const at = fc.nat(name.length - 1);
    return weighted<string>(
        [7, action],
        [2, "*"],
        [1, fc.constantFrom("**", "*:*")],
        [5, `${service}:*`],
        [2, at.map((cut) => `${service}:${name.slice(0, cut)}*`)],
        [2, at.map((cut) => `${service}:*${name.slice(cut)}`)],
        [2, at.map((cut) => `${service}:${name.slice(0, cut)}?${name.slice(cut + 1)}`)],
        [1, fc.tuple(at, at).map(([a, b]) => `${service}:*${name.slice(Math.min(a, b), Math.max(a, b) + 1)}*`)],
        [1, `${service}:${name}?`],
        [1, `${service}:?*${name.slice(1)}`],
        [2, fc.constantFrom(...ACTIONS)],
        [1, fc.constantFrom("s3:Get*", "iam:GetUser", "ec2:Describe*", "sts:*")],
    ).chain(written);
}

// Resources

const arnOf = (target: string) =>
    fc
        .record({
            partition: weighted([4, "aws"], [1, fc.constantFrom(...PARTITIONS)]),
            region: fc.constantFrom(...REGIONS),
            account: fc.constantFrom(...ACCOUNTS),
            name: fc.constantFrom(...NAMES),
        })
        .map((parts) => target.replace(/\{(\w+)\}/g, (_, part: keyof typeof parts) => parts[part]));

function resourcePattern(arn: string): fc.Arbitrary<string> {
    const others = fc.constantFrom(...ACTIONS).chain((action) => arnOf(targetOf(action)));
    const shaped = weighted<string>([9, arn], [1, others]).chain((of) => {
        if (!of.startsWith("arn:")) return fc.constant("*");
        const [, partition = "", service = "", region = "", account = "", ...rest] = of.split(":");
        return fc
            .tuple(
                part(partition, PARTITIONS, ["*", "aws*", "a?s"]),
                part(service, ["s3", "lambda"], ["*"]),
                part(region, REGIONS, ["*", "eu-*", "??-*-1"]),
                part(account, ACCOUNTS, ["*", "1111*", "????????????"]),
                named(rest.join(":")),
            )
            .map((parts) => ["arn", ...parts].join(":"));
    });
    const short = fc.tuple(shaped, fc.integer({ min: 2, max: 5 }), fc.boolean()).map(([of, parts, open]) => {
        const kept = of.split(":").slice(0, parts).join(":");
        return of === "*" ? of : `${kept}${open ? "*" : ""}`;
    });
    return weighted<string>([5, arn], [5, "*"], [1, "**"], [1, "arn:*"], [12, shaped], [3, short]);
}

function part(own: string, others: readonly string[], open: readonly string[]): fc.Arbitrary<string> {
    return weighted<string>([12, own], [1, fc.constantFrom(...others)], [3, fc.constantFrom(...open)], [1, "*"]);
}

function named(own: string): fc.Arbitrary<string> {
    const at = fc.nat(Math.max(0, own.length - 1));
    return weighted<string>(
        [5, own],
        [2, "*"],
        [3, at.map((cut) => `${own.slice(0, cut)}*`)],
        [1, own.replace(/[^:/]*$/, "*")],
        [2, at.map((cut) => `*${own.slice(cut)}`)],
        [2, at.map((cut) => `${own.slice(0, cut)}?${own.slice(cut + 1)}`)],
        [2, fc.tuple(at, at).map(([a, b]) => `${own.slice(0, Math.min(a, b))}*${own.slice(Math.max(a, b))}`)],
        [1, `${own}*`],
        [1, own.toUpperCase()],
        [1, `${own}?`],
    );
}

// Conditions

const instants = (forms: readonly Instant["form"][]) =>
    fc.tuple(fc.constantFrom(...INSTANTS), fc.constantFrom(...forms)).map(([at, form]): Instant => {
        return form === "day" ? { at: DAY_END, form } : { at, form };
    });
const DATES = ["zulu", "zulu", "zone", "fraction", "minutes", "day", "seconds", "number"] as const;
// Mostly what ends an Allow and what begins a Deny.
const comparison = (allows: boolean) => {
    const [usual, other] = allows ? ["LessThan", "GreaterThan"] : ["GreaterThan", "LessThan"];
    return weighted<string>(
        [8, usual],
        [4, `${usual}Equals`],
        [1, other],
        [1, `${other}Equals`],
        [1, "Equals"],
        [1, "NotEquals"],
    );
};
const setOperator = weighted<Line["set"]>([6, ""], [1, "ForAnyValue:"], [1, "ForAllValues:"]);

const clock = (allows: boolean): fc.Arbitrary<Line> =>
    fc.record({
        set: weighted<Line["set"]>([20, ""], [1, setOperator]),
        operator: comparison(allows).map((how) => `Date${how}`),
        ifExists: oneIn(5),
        key: weighted<string>([5, "aws:CurrentTime"], [1, "AWS:currenttime"], [1, "aws:EpochTime"]),
        values: some(weighted<Instant | string>([40, instants(DATES)], [1, "tomorrow"]), 2),
    });

const seconds = (allows: boolean): fc.Arbitrary<Line> =>
    fc.record({
        set: fc.constant<Line["set"]>(""),
        operator: comparison(allows).map((how) => `Numeric${how}`),
        ifExists: oneIn(5),
        key: fc.constant("aws:EpochTime"),
        values: some(instants(["seconds", "number"]), 2),
    });

const issued = (allows: boolean): fc.Arbitrary<Line> =>
    fc.record({
        set: fc.constant<Line["set"]>(""),
        operator: comparison(allows).map((how) => `Date${how}`),
        ifExists: oneIn(4),
        key: fc.constant("aws:TokenIssueTime"),
        values: some(instants(["zulu"]), 2),
    });

const chosen: fc.Arbitrary<Line> = fc.constantFrom(...Object.keys(NAMED)).chain((key) => {
    const kinds = key === "iam:PassedToService" ? ["String"] : ["String", "Arn"];
    const compared = fc.tuple(fc.constantFrom(...kinds), fc.constantFrom("", "", "Not"));
    const operator = compared.chain(([kind, not]) =>
        fc.constantFrom("Equals", "Like", ...(kind === "String" ? ["EqualsIgnoreCase"] : [])).map((how) => kind + not + how),
    );
    const values = fc.constantFrom(...NAMED[key]!.patterns);
    return weighted<Line>(
        [8, fc.record({ set: setOperator, operator, ifExists: oneIn(3), key: fc.constant(key), values: some(values, 2) })],
        [
            1,
            fc.record({
                set: fc.constant<Line["set"]>(""),
                operator: fc.constant("Null"),
                ifExists: fc.constant(false),
                key: fc.constant(key),
                values: fc.constantFrom(["true"], ["false"], ["True"], ["true", "false"]),
            }),
        ],
    );
});

const unforeseen: fc.Arbitrary<Line> = fc.record({
    set: fc.constant<Line["set"]>(""),
    operator: fc.constantFrom("StringEquals", "StringNotLike", "StringLike"),
    ifExists: oneIn(3),
    key: fc.constant("aws:PrincipalTag/team"),
    values: some(fc.constantFrom("red", "ec2*", "*"), 2),
});

// A name twice in one object would be one line.
const lines = (allows: boolean): fc.Arbitrary<readonly Line[]> => {
    const kinds = [clock(allows), seconds(allows), issued(allows), chosen, unforeseen] as const;
    const line = weighted<Line>([12, kinds[0]], [2, kinds[1]], [1, kinds[2]], [8, kinds[3]], [1, kinds[4]]);
    const selector = ({ set, operator, ifExists, key }: Line) => `${set}${operator}${ifExists} ${key}`.toLowerCase();
    return fc.uniqueArray(line, { minLength: 1, maxLength: 3, selector });
};

// Sets

const listed = (pattern: fc.Arbitrary<string>): fc.Arbitrary<Listed> =>
    fc.record({ inverted: oneIn(9), patterns: fewest(pattern) });

const said = (action: string, arn: string, denies: number): fc.Arbitrary<Said> =>
    oneIn(denies).chain((drawn) =>
        fc.record({
            allows: fc.constant(!drawn),
            actions: listed(actionPattern(action)),
            resources: listed(resourcePattern(arn)),
            lines: drawn ? weighted([1, []], [3, lines(false)]) : weighted([1, []], [1, lines(true)]),
        }),
    );

const request = fc
    .constantFrom(...ACTIONS)
    .chain((action) => arnOf(targetOf(action)).map((resource) => ({ action, resource })));

const choices = fc.record(
    Object.fromEntries(
        Object.entries(NAMED).map(([key, { values }]) => {
            const value = weighted<string | undefined>([3, fc.constantFrom(...values)], [1, undefined]);
            const among = weighted([3, some(value, 1)], [1, fc.uniqueArray(value, { minLength: 2, maxLength: 3 })]);
            return [key.toLowerCase(), weighted<readonly (string | undefined)[] | undefined>([8, among], [1, undefined])];
        }),
    ),
);

export const policySets: fc.Arbitrary<PolicySet> = request.chain(({ action, resource }) =>
    fc.record({
        action: fc.constant(action),
        resource: fc.constant(resource),
        identity: fewest(fewest(said(action, resource, 5))),
        boundary: fc.option(some(said(action, resource, 8), 2), { freq: 3, nil: undefined }),
        choices: choices.map(
            (of) => Object.fromEntries(Object.entries(of).filter(([, among]) => among)) as PolicySet["choices"],
        ),
        terse: fc.boolean(),
        context: fc.record({
            "aws:PrincipalTag/team": fc.constantFrom("red", "ec2.amazonaws.com", undefined),
            ...Object.fromEntries(
                Object.entries(NAMED).map(([key, { values }]) => [key, fc.constantFrom(undefined, ...values)]),
            ),
        }),
    }),
);
