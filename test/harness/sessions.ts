/** Sessions that STS gave, and whether one of them can do anything: of documents that deny everything, as AWS reads them. */

export interface Session {
    readonly role: string;
    /** Its source identity. */
    readonly id: string;
    readonly policy: string;
    readonly issuedAt: number;
    readonly expiration: number;
}

interface Document {
    readonly Statement: readonly {
        readonly Effect: string;
        readonly Condition?: Conditions;
    }[];
}
type Conditions = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The policies are those of its role, by name; undefined: there is no such role. */
export function isUsable(session: Session, policies: ReadonlyMap<string, string> | undefined, at: number): boolean {
    if (at >= session.expiration || !policies) return false;
    return ![session.policy, ...policies.values()].some((text) =>
        (JSON.parse(text) as Document).Statement.some(
            ({ Effect, Condition }) => Effect === "Deny" && Condition !== undefined && isMet(Condition, session, at),
        ),
    );
}

function isMet(condition: Conditions, session: Session, at: number): boolean {
    const has: Readonly<Record<string, string>> = {
        "aws:CurrentTime": String(at),
        "aws:SourceIdentity": session.id,
        // It is known to the second.
        "aws:TokenIssueTime": String(Math.floor(session.issuedAt / 1_000) * 1_000),
    };
    return Object.entries(condition).every(([operator, keys]) =>
        Object.entries(keys).every(([key, value]) => {
            if (!(key in has)) throw new Error(`What is ${key}?`);
            if (operator === "StringEquals") return has[key] === value;
            if (operator === "DateGreaterThanEquals") return Number(has[key]) >= Date.parse(value);
            if (operator === "DateLessThan") return Number(has[key]) < Date.parse(value);
            throw new Error(`What is ${operator}?`);
        }),
    );
}
