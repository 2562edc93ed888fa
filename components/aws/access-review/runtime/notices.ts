import type { Entitlement, Evidence, Notice, Settings, Standing } from "./decide";

export interface Told {
    readonly entitlement: Entitlement;
    readonly evidence: Evidence;
    readonly standing: Standing;
    readonly settings: Settings;
    readonly bucket: string;
    /** The role is not known to be as it ought to be: suspended, or not. */
    readonly isStuck: boolean;
}

/** What is read by those who are told. The subject is ASCII and at most 100 characters long, as SNS wants it. */
export function wording(notice: Notice, told: Told): { subject: string; message: string } {
    const { entitlement, settings } = told;
    const { subject, first, isAsked } = WORDS[notice](told);
    return {
        subject: `Access review: ${entitlement.name} ${subject}`,
        message: [
            first,
            "",
            `Entitlement: ${entitlement.name}`,
            `Role: ${entitlement.role}`,
            `Owner: ${settings.owner}`,
            ...(isAsked ? ["", ...howTo(told)] : []),
        ].join("\n"),
    };
}

interface Words {
    readonly subject: string;
    readonly first: string;
    readonly isAsked: boolean;
}

const WORDS: Readonly<Record<Notice, (told: Told) => Words>> = {
    due: ({ standing, settings }) => ({
        subject: "is due",
        first:
            `Its review is due at ${instant(standing.due)}. ` +
            (settings.onOverdue === "suspend"
                ? "Without one its role can do nothing from then on."
                : "Without one it is overdue from then on, and goes on working."),
        isAsked: true,
    }),
    overdue: ({ standing, isStuck }) => ({
        subject: `is overdue${standing.suspended ? `, ${isStuck ? "NOT " : ""}suspended` : ""}`,
        first: `Its review is overdue since ${instant(standing.due)}. ${state(standing, isStuck)}`,
        isAsked: true,
    }),
    removed: ({ evidence, standing, isStuck }) => ({
        subject: isStuck ? "is to be removed, NOT suspended" : "is to be removed, suspended",
        first:
            `Reviewer ${evidence.latest!.by} has decided at ${instant(evidence.latest!.at)} that it is not needed any more. ` +
            `${state(standing, isStuck)} Take it out of the program.`,
        isAsked: false,
    }),
    kept: ({ evidence, standing, isStuck }) => ({
        subject: isStuck ? "is kept, STILL suspended" : "is kept",
        first:
            `${evidence.latest ? `Reviewer ${evidence.latest.by} has kept it at ${instant(evidence.latest.at)}. ` : ""}` +
            `${isStuck ? "Its suspension could NOT be ended: see the log of the function. " : ""}` +
            `Its next review is due at ${instant(standing.due)}.`,
        isAsked: false,
    }),
    unusable: ({ evidence, standing, isStuck }) => ({
        subject: "was not reviewed",
        first: [
            `This is no review, and changes nothing: ${evidence.unusable.join(", ")}.`,
            `The review is due at ${instant(standing.due)}.`,
            ...(standing.is === "in order" ? [] : [state(standing, isStuck)]),
        ].join(" "),
        isAsked: true,
    }),
};

function state({ suspended }: Standing, isStuck: boolean): string {
    if (!suspended) return "Its role goes on working, as the program says.";
    return isStuck
        ? "Its role could NOT be suspended: see the log of the function."
        : "Its role is suspended: it can do nothing.";
}

function howTo({ entitlement, bucket }: Told): string[] {
    return [
        "To review it, write why it is kept, or is to be removed, and put that into the bucket under your own id:",
        "",
        `echo '{"decision": "keep", "reason": "..."}' > review.json`,
        `aws s3api put-object --bucket ${bucket} --body review.json --checksum-algorithm SHA256 \\`,
        `  --key "reviews/${entitlement.name}/$(aws sts get-caller-identity --query UserId --output text)/$(date -u +%Y%m%dT%H%M%SZ).json"`,
    ];
}

function instant(at: number): string {
    return new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
}
