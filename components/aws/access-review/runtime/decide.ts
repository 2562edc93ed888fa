/** What the program says of the entitlements. Durations are in seconds. */
export interface Settings {
    readonly entitlements: readonly Entitlement[];
    readonly remindBefore: number;
    readonly onOverdue: "suspend" | "notify";
    readonly owner: string;
}

export interface Entitlement {
    readonly name: string;
    /** ARN of the role by which it is used. */
    readonly role: string;
    readonly every: number;
}

/** A valid review. Instants are in milliseconds since 1970. */
export interface Review {
    readonly decision: "keep" | "remove";
    readonly at: number;
    /** The unique id of the reviewer, as S3 let it into the key. */
    readonly by: string;
}

export interface Evidence {
    /** Since when the entitlement is known. */
    readonly since: number;
    readonly latest?: Review | undefined;
    /** Keys of what came after the latest review, and is none. */
    readonly unusable: readonly string[];
}

/** How an entitlement stands at an instant, and so whether its role must be denied everything. */
export interface Standing {
    readonly is: "in order" | "overdue" | "removed";
    readonly due: number;
    readonly suspended: boolean;
}

export function judge({ every }: Entitlement, { since, latest }: Evidence, { onOverdue }: Settings, now: number): Standing {
    const due = (latest?.at ?? since) + every * 1_000;
    // Somebody has decided; the program's word is for when nobody has.
    if (latest?.decision === "remove") return { is: "removed", due, suspended: true };
    if (now < due) return { is: "in order", due, suspended: false };
    return { is: "overdue", due, suspended: onOverdue === "suspend" };
}

const DAY = 86_400;

/**
 * Whether to remind today of a review: so long before, a week before, and the day before. By days of the calendar, so that
 * a run that is some hours early or late reminds neither twice nor never.
 */
export function reminds({ every }: Entitlement, { remindBefore }: Settings, due: number, now: number): boolean {
    const day = (at: number) => Math.floor(at / (DAY * 1_000));
    const left = day(due) - day(now);
    const days = [remindBefore / DAY, 7, 1].filter((each) => each * DAY <= remindBefore && each * DAY < every);
    return days.includes(left);
}

export type Notice = "due" | "overdue" | "removed" | "kept" | "unusable";

/** What becomes known in a run. */
export interface Seen {
    readonly standing: Standing;
    /** The run is for a review that has just come, and not the one of each day. */
    readonly isReviewed: boolean;
    /** Its role was denied everything until now. */
    readonly isResumed: boolean;
    readonly isUnusable: boolean;
    /** See `reminds`. */
    readonly isReminder: boolean;
}

/** Who has written a review is answered at once; what must be done is said again every day until it is done. */
export function notice({ standing, isReviewed, isResumed, isUnusable, isReminder }: Seen): Notice | undefined {
    if (isReviewed && isUnusable) return "unusable";
    if (standing.is === "in order") return isReviewed || isResumed ? "kept" : isReminder ? "due" : undefined;
    return standing.is;
}

const LONGEST_REASON = 2_000;

/** The decision of a review that counts. */
export function decisionOf(text: string): Review["decision"] | undefined {
    const { decision, reason, ticket } = members(text);
    const isReasoned = typeof reason === "string" && reason.trim() !== "" && reason.length <= LONGEST_REASON;
    const hasTicket = ticket === undefined || (typeof ticket === "string" && ticket.trim() !== "");
    return (decision === "keep" || decision === "remove") && isReasoned && hasTicket ? decision : undefined;
}

function members(text: string): Readonly<Record<string, unknown>> {
    try {
        return Object(JSON.parse(text)) as Record<string, unknown>;
    } catch {
        return {};
    }
}

/** Who has written the object of that key: S3 takes keys only with the writer's own id in them. */
export function writerOf(key: string, name: string): string | undefined {
    const prefix = `reviews/${name}/`;
    if (!key.startsWith(prefix)) return undefined;
    return /^(A(?:IDA|ROA)[A-Z0-9]+(?::[\w+=,.@-]+)?)\/.+\.json$/.exec(key.slice(prefix.length))?.[1];
}
