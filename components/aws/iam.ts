import type { PolicyDocument, PolicyStatement } from "@pulumi/aws/iam/documents";
import type { Input } from "@pulumi/pulumi";
import { type Check, Refused } from "../arguments";
import { like } from "../checks";

/** A policy document. */
export interface Document {
    readonly Version: "2012-10-17";
    readonly Statement: readonly Statement[];
}

export interface Statement {
    readonly Sid?: string;
    readonly Effect: "Allow" | "Deny";
    readonly Principal?: "*" | Readonly<Record<string, string | readonly string[]>>;
    readonly Action: string | readonly string[];
    readonly Resource?: string | readonly string[];
    readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export function document(...statements: readonly Statement[]): Document {
    return { Version: "2012-10-17", Statement: statements };
}

/** The same where parts come later, an object and no text: a preview that does not know them yet knows the rest. */
export function unfinished(...statements: PolicyStatement[]): PolicyDocument {
    return { Version: "2012-10-17", Statement: statements };
}

/** Several ARNs, or other texts. */
export type Texts = Input<Input<string>[]>;

/** The number of the account that an ARN is of. */
export function accountOf(arn: string): string {
    return arn.split(":")[4]!;
}

/** An IAM user or role of its own ARN. */
export interface Principal {
    readonly arn: string;
    readonly kind: "user" | "role";
    readonly account: string;
}

const PRINCIPAL = /^arn:aws[a-z-]*:iam::(\d{12}):(user|role)\/[\w+=,.@/-]+$/;
const EXAMPLE = '"arn:aws:iam::123456789012:role/dba"';

/** One named user or role. What stands for many, or for whoever an account lets in, is refused. */
export const principal: Check<Principal> = (given, at) => {
    const refuse = (wrong: string) => new Refused(at, wrong, EXAMPLE, "aws-no-account-trust");
    if (typeof given !== "string") throw refuse("is no ARN of a user or a role.");
    if (given.includes("*")) throw refuse("has a wildcard: nobody could say whom it lets in.");
    if (/^(\d{12}|arn:aws[a-z-]*:iam::\d{12}:root)$/.test(given)) {
        throw refuse("is a whole account: it lets in whoever that account lets in.");
    }
    if (/:sts::\d{12}:assumed-role\//.test(given)) throw refuse("is one session of a role, which ends; name the role.");
    const [, account, kind] = PRINCIPAL.exec(given) ?? [];
    if (!account) throw refuse("is no ARN of a user or a role.");
    return { arn: given, kind: kind as Principal["kind"], account };
};

const LONGEST_TRUST = 2_048;

/** That a trust policy is no longer than AWS takes. `less` would make it shorter. */
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
export function fitting(trust: Document, at: string, less: string): void {
    const { length } = JSON.stringify(trust);
    if (length <= LONGEST_TRUST) return;
    throw new Refused(at, `makes a trust policy of ${length} characters, of which AWS takes ${LONGEST_TRUST}.`, less);
}

/** That the trust policy of these principals is. What is wrong with one of them is said elsewhere. */
export function fittingTrust(trust: (principals: readonly Principal[]) => Document): Check<void> {
    return (given, at) => {
        const isNamed = (each: unknown) => typeof each === "string" && PRINCIPAL.test(each);
        if (!Array.isArray(given) || !given.every(isNamed)) return;
        const principals = given.map((each, index) => principal(each, `${at}[${index}]`));
        fitting(trust(principals), at, "fewer principals, and a role for each of the others");
    };
}

export const policyArn = like(
    /^arn:aws[a-z-]*:iam::(aws|\d{12}):policy\/[\w+=,.@/-]+$/,
    "ARN of a managed policy",
    '"arn:aws:iam::aws:policy/ReadOnlyAccess"',
);
