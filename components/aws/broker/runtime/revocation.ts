import { second } from "./instants";

/**
 * Inline policies of a role by which sessions end early. One is written for each grant, so that nothing is read, changed and
 * written back, and of 10,240 characters that a role has there is room for more than fifty.
 */

// The characters of a source identity. No wildcard and no variable: it would deny the sessions of others.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
const GRANT = /^[\w+=,.@-]{2,64}$/;

export function revocationName(grantId: string): string {
    return `jit-revoke-${checked(grantId)}`;
}

/** Denies every session of the grant everything, those that are taken by it later included. */
export function revocation(grantId: string): string {
    return deny({ StringEquals: { "aws:SourceIdentity": checked(grantId) } });
}

/** Denies everything to all sessions of the role that were made before an instant, in milliseconds since 1970. */
export function panic(instant: number): string {
    // Of a session it is known to the second when it was made: rather one too many than one too few.
    return deny({ DateLessThan: { "aws:TokenIssueTime": second(Math.ceil(instant / 1_000) * 1_000) } });
}

function deny(Condition: object): string {
    return JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Deny", Action: "*", Resource: "*", Condition }],
    });
}

function checked(grantId: string): string {
    if (!GRANT.test(grantId)) throw new Error("This is no id of a grant.");
    return grantId;
}
