import { NOBODY, matches } from "../facts/iam-pattern";
import type { Value } from "../facts/values";
import { DAY, type Fields, WHO, legibleText } from "./register";
import type { Severity } from "./rule";

/** The type under which the rules see a register of exceptions: `{ exceptions: [...] }`, and what is known beside it. */
export const EXCEPTIONS = "jit-guard:index:Exceptions";

/** Longest time from `opened` to `expires`, in days. No setting raises it: who needs more time asks again. */
export const LONGEST: Readonly<Record<Severity | "breakGlass", number>> = {
    critical: 30,
    high: 60,
    medium: 90,
    low: 90,
    breakGlass: 7,
};
/** Days after its end by which the use of a break-glass exception has been reviewed. */
export const LONGEST_REVIEW = 14;

const PLACEHOLDER = /^\W*(n\/?a|none|no|null|nil|todo|tbd|tba|fixme|x+|-+|\?+|test|ticket|reason)?\W*$/i;
const SHORTEST_REASON = 15;

export const EXCEPTION: Fields = {
    rule: {
        description: "The rule that may be broken.",
        required: true,
        example: "rule: aws-no-iam-access-key",
        json: { type: "string" },
    },
    resource: {
        description: "The URN of the resource that may break it; `*` is any run of characters. This or `type` is required.",
        required: false,
        example: 'resource: "urn:pulumi:prod::shop::aws:iam/accessKey:AccessKey::partner"',
        json: { type: "string" },
        fault: (written) =>
            !/^(\*|urn:)/.test(written) ? "is no URN" : isOpen(written) ? "names every resource" : undefined,
    },
    type: {
        description: "The type token of the resources that may break it.",
        required: false,
        example: 'type: "aws:iam/accessKey:AccessKey"',
        json: { type: "string" },
        fault: (written) => (/^[\w-]+:[\w/.-]*:[\w.-]+$/.test(written) ? undefined : "is no type token"),
    },
    part: {
        description: "Only this place or part of what the rule finds, as in its report; `*` is any run of characters.",
        required: false,
        example: 'part: "policy.Statement[1]"',
        json: { type: "string" },
    },
    owner: {
        description: "Who needs it, and ends the need.",
        required: true,
        example: "owner: payments@example.com",
        ...WHO,
    },
    approver: {
        description: "Who allowed it: another than the owner.",
        required: true,
        example: "approver: security@example.com",
        ...WHO,
    },
    ticket: {
        description: "Where it was asked for and decided.",
        required: true,
        example: "ticket: SEC-1234",
        json: { type: "string", minLength: 2 },
        fault: (written) => (PLACEHOLDER.test(written) || /\s/.test(written.trim()) ? "names no ticket" : undefined),
    },
    reason: {
        description: `Why it cannot be done as the rule demands, in ${SHORTEST_REASON} characters or more.`,
        required: true,
        example: "reason: The partner's SFTP server takes nothing but a key until it is replaced.",
        json: { type: "string", minLength: SHORTEST_REASON },
        fault: (written) =>
            written.trim().length < SHORTEST_REASON || PLACEHOLDER.test(written) ? "gives no reason" : undefined,
    },
    opened: {
        description: "The day, or instant, from which it holds.",
        required: true,
        example: 'opened: "2026-01-15"',
        ...DAY,
    },
    expires: {
        description: "The instant at which it ends; a day ends it as it begins, in UTC.",
        required: true,
        example: 'expires: "2026-02-14"',
        ...DAY,
    },
    breakGlass: {
        description: "Whether it was taken in an emergency: at most 7 days, and its use is reviewed.",
        required: false,
        example: "breakGlass: true",
        json: { type: "boolean" },
    },
    review: {
        description: "The review of a break-glass exception.",
        required: false,
        example: 'review: { due: "2026-01-29" }',
        json: { type: "object" },
    },
};

export const REVIEW: Fields = {
    due: {
        description: `The day, or instant, before which its use has been reviewed; at most ${LONGEST_REVIEW} days after its end.`,
        required: true,
        example: 'due: "2026-01-29"',
        ...DAY,
    },
    by: {
        description: "Who reviewed it: another than the owner.",
        required: false,
        example: "by: security@example.com",
        ...WHO,
    },
    outcome: {
        description: "What the review found.",
        required: false,
        example: "outcome: One key was made, used for the import and removed.",
        json: { type: "string", minLength: SHORTEST_REASON },
        fault: EXCEPTION.reason!.fault!,
    },
};

export function isBreakGlass(entry: Value): boolean {
    return entry.get("breakGlass").raw === true;
}

/** Whether the entry names the resource by one of its URNs, and its type. */
export function names(entry: Value, { urns, type }: { urns: readonly string[]; type: string }): boolean {
    const [resource, ofType] = [legibleText(entry.get("resource")), legibleText(entry.get("type"))];
    if (resource === undefined && ofType === undefined) return false;
    return (
        (ofType === undefined || ofType === type) && (resource === undefined || urns.some((urn) => matches(resource, urn)))
    );
}

/** Leaves the type and the name of the resource open, whatever it says of stack and project. */
function isOpen(pattern: string): boolean {
    const [stack = "", project = "x"] = pattern.replace(/^\*+/, "urn:pulumi:*").split("::");
    return matches(pattern, `${stack}::${project}::${NOBODY}::${NOBODY}`.replaceAll("*", "x"));
}
