import { type Window, iso } from "../../checks";
import { type Document, type Principal, type Statement, document } from "../iam";

const NOW = "aws:CurrentTime";

export interface Trusted {
    readonly principals: readonly Principal[];
    readonly window: Window;
    /** For all of them, or for none; left out, for users only. */
    readonly requireMfa?: boolean | undefined;
}

/** Who may take the role: within the window, with MFA, and under a name that CloudTrail shows for the whole session. */
export function trust({ principals, window, requireMfa }: Trusted): Document {
    const statement = (kind: Principal["kind"]): Statement[] => {
        const arns = principals.filter((each) => each.kind === kind).map(({ arn }) => arn);
        if (arns.length === 0) return [];
        // A session of Identity Center or of a workload does not say whether MFA was used; its own sign-in demands it.
        const mfa = requireMfa ?? kind === "user";
        // A user may only give the user's own name.
        const named =
            kind === "user"
                ? { StringEquals: { "sts:SourceIdentity": "${aws:username}" } }
                : { StringLike: { "sts:SourceIdentity": "?*" } };
        return [
            {
                Sid: kind === "user" ? "Users" : "Roles",
                Effect: "Allow",
                Principal: { AWS: arns },
                Action: ["sts:AssumeRole", "sts:SetSourceIdentity"],
                Condition: {
                    DateGreaterThanEquals: { [NOW]: iso(window.start) },
                    DateLessThan: { [NOW]: iso(window.end) },
                    ...(mfa && { Bool: { "aws:MultiFactorAuthPresent": "true" } }),
                    ...named,
                },
            },
        ];
    };
    return document(...statement("user"), ...statement("role"));
}

/** Denies everything outside the window, so that a session that is open at its end can do nothing more. */
export function permissionWindow({ start, end }: Window): Document {
    const deny = (Sid: string, operator: string, at: number): Statement => ({
        Sid,
        Effect: "Deny",
        Action: "*",
        Resource: "*",
        Condition: { [operator]: { [NOW]: iso(at) } },
    });
    return document(deny("NotYet", "DateLessThan", start), deny("NoLonger", "DateGreaterThanEquals", end));
}
