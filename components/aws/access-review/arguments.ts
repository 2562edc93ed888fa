import { type Input, Output, all } from "@pulumi/pulumi";
import { type Check, type Read, Refused } from "../../arguments";
import { duration } from "../../checks";
import type { OwnershipArgs } from "../../ownership";
import { accountOf, principal } from "../iam";
import type { Reviewed } from "./documents";

export interface ReviewedArgs {
    /** ARN of the IAM role by which the entitlement is used, in the account of the program. It is what is suspended. */
    role: Input<string>;
    /**
     * How long a review holds, in whole days, from "1d" to "180d".
     * @default "90d"
     */
    every?: Input<string>;
    /**
     * Who may take the role: ARNs of IAM users and roles, at most ten. None of them can review it.
     * @default []
     */
    holders?: Input<Input<string>[]>;
}

export interface AccessReviewArgs extends OwnershipArgs {
    /** What is reviewed, at most twenty, each under a name of yours: `role`, `every` ("90d", at most "180d"), `holders` ([]). */
    entitlements: Record<string, ReviewedArgs>;
    /** Who reviews: ARNs of IAM users and roles, at most ten; none of the entitlements' own roles and holders. */
    reviewers: Input<Input<string>[]>;
    /** Who is told of what is due, overdue, and decided: e-mail addresses and https URLs, at most ten. */
    notify: Input<string>[];
    /**
     * What becomes of an entitlement whose review is overdue: "suspend" denies its role everything, "notify" only tells.
     * @default "suspend"
     */
    onOverdue?: Input<"suspend" | "notify">;
    /**
     * How long before it is due a review is first asked for, in whole days, from "1d" to "30d".
     * @default "14d"
     */
    remindBefore?: Input<string>;
    /**
     * How long nobody can delete a review, in whole days, from "365d" to "3650d". For those that are there it cannot be shortened.
     * @default "400d"
     */
    retention?: Input<string>;
    /**
     * More tags.
     * @default {}
     */
    tags?: Input<Record<string, Input<string>>>;
}

export const every = duration({
    byDefault: "90d",
    least: "1d",
    most: "180d",
    because: "what nobody looks at for half a year has no owner",
    step: "1d",
});

export const remindBefore = duration({
    byDefault: "14d",
    least: "1d",
    most: "30d",
    because: "what is asked for so early is forgotten again",
    step: "1d",
});

export const retention = duration({
    byDefault: "400d",
    least: "365d",
    most: "3650d",
    because: "what is locked nobody can delete, whatever it turns out to hold",
    step: "1d",
});

export const onOverdue: Check<"suspend" | "notify"> = (given, at) => {
    if (given === undefined || given === "suspend" || given === "notify") return given ?? "suspend";
    throw new Refused(at, "is none of what can be done.", `${at}: "suspend", or "notify"`);
};

const ROLE = '"arn:aws:iam::123456789012:role/jit/prod-dba"';

/** A role to which a policy can be attached. */
export const role: Check<string> = (given, at) => {
    const refuse = (wrong: string) => new Refused(at, wrong, `${at}: ${ROLE}`);
    if (given === undefined) throw refuse("is missing.");
    if (typeof given !== "string" || !/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(given)) {
        throw refuse("is no ARN of a role.");
    }
    if (/:role\/aws-reserved\//.test(given)) {
        throw refuse("is a role of IAM Identity Center, which nobody else can change: review its assignments there.");
    }
    if (/:role\/aws-service-role\//.test(given)) throw refuse("is a role of a service, which nobody else can change.");
    return given;
};

// The subject of a notice has 100 characters.
const NAME = /^[a-z0-9][a-z0-9-]{0,47}$/;
const EXAMPLE = 'entitlements: { "prod-dba": { role: "arn:aws:iam::123456789012:role/jit/prod-dba" } }';

/** The names are known at once, as they name what is made; what is said of them may come later. */
export function reviewed(read: Read, given: unknown): Output<Reviewed>[] {
    const entries = Object.entries(read.plain("entitlements", given, named) ?? {});
    return entries.map(([name, { role: arn, every: often, holders }]) => {
        const at = `entitlements.${name}`;
        return all([
            read.one(`${at}.role`, arn, role),
            read.one(`${at}.every`, often, every),
            read.each(`${at}.holders`, holders, principal, {
                most: 10,
                because: "what many can use is no privilege",
                example: '"arn:aws:iam::123456789012:role/dba"',
            }),
        ]).apply(([role, every]) => ({ name, role, every }));
    });
}

const named: Check<Record<string, Partial<ReviewedArgs>>> = (given, at) => {
    const refuse = (wrong: string) => new Refused(at, wrong, EXAMPLE);
    if (given === undefined) throw refuse("is missing.");
    if (typeof given !== "object" || given === null || Output.isInstance(given) || given instanceof Promise) {
        throw refuse("is no object whose names are known before the deployment.");
    }
    const names = Object.keys(given);
    if (names.length === 0) throw refuse("has 0 of at least 1.");
    if (names.length > 20) throw new Refused(at, `has ${names.length}, more than 20.`, "at most 20, and a second review");
    const wrong = names.find((name) => !NAME.test(name));
    if (wrong !== undefined) {
        throw new Refused(
            `${at}["${wrong}"]`,
            "has a name of other than 1 to 48 lower-case letters, digits and hyphens.",
            EXAMPLE,
        );
    }
    const empty = names.find((name) => {
        const of = (given as Record<string, unknown>)[name];
        return typeof of !== "object" || of === null;
    });
    if (empty !== undefined) throw new Refused(`${at}.${empty}`, "is no object.", EXAMPLE);
    return given as Record<string, Partial<ReviewedArgs>>;
};

// The environment of a function has 4,096 bytes, of which the rest needs a quarter.
const MOST = 3_000;

/** Of { entitlements, reviewers }: that they fit each other. What is wrong by itself is said elsewhere. */
export const together: Check<void> = (given) => {
    const { entitlements, reviewers } = given as { entitlements?: unknown; reviewers?: unknown };
    const seen = new Map<string, string>();
    const entries = Object.entries(Object(entitlements) as Record<string, { role?: unknown; holders?: unknown } | null>);
    for (const [name, of] of entries) {
        const { role: arn, holders } = Object(of) as { role?: unknown; holders?: unknown };
        if (typeof arn !== "string") continue;
        const at = `entitlements.${name}.role`;
        const [other, first] = seen.entries().next().value ?? [arn, name];
        if (seen.has(arn)) {
            throw new Refused(
                at,
                `is the role of ${seen.get(arn)}, too: one would suspend what the other resumes.`,
                "each role once",
            );
        }
        if (accountOf(arn) !== accountOf(other)) {
            throw new Refused(
                at,
                `is of another account than that of ${first}.`,
                "the roles of one account, and a review in each",
            );
        }
        seen.set(arn, name);
        const using = [arn, ...(Array.isArray(holders) ? (holders as unknown[]) : [])];
        const both = Array.isArray(reviewers) ? reviewers.findIndex((reviewer) => using.includes(reviewer)) : -1;
        if (both < 0) continue;
        throw new Refused(
            `reviewers[${both}]`,
            `can use ${name}: nobody would review it but who holds it.`,
            'another user or role, such as "arn:aws:iam::123456789012:role/security"',
        );
    }
    const size = JSON.stringify(
        entries.map(([name, of]) => ({ name, role: (Object(of) as { role?: unknown }).role, every: 15_552_000 })),
    ).length;
    if (size > MOST) {
        throw new Refused(
            "entitlements",
            `have ${size} characters of names and ARNs, more than ${MOST}, which a function can take.`,
            "fewer, and a second review",
        );
    }
};
