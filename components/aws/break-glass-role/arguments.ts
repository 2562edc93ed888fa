import type { PolicyDocument } from "@pulumi/aws/iam/documents";
import type { Input } from "@pulumi/pulumi";
import { type Check, Refused } from "../../arguments";
import { duration, like, list } from "../../checks";
import type { AcceptedRisk, Persistence } from "../boundary";

export interface BreakGlassRoleArgs {
    /** Who may take the role: ARNs of IAM users and roles, at most five. Those of an identity provider cannot when it is down. */
    principals: Input<Input<string>[]>;
    /** Who looks at each use: ARNs of IAM users and roles, at most ten, and none of `principals`. */
    reviewers: Input<Input<string>[]>;
    /** What to do with the role, and how: an https URL that is in every alarm. It has to open when all else is down, too. */
    runbookUrl: Input<string>;
    /** Who is told of each use at once: e-mail addresses and https URLs, at most ten. */
    notify: Input<string>[];
    /** In whose endpoints of STS the role can be taken; each gets an alarm and a queue of its own, as an outage may take one. At most five. */
    regions: string[];
    /**
     * Who is told as well when a use is not reviewed in time, or could not be told of: e-mail addresses and https URLs,
     * at most ten.
     * @default []
     */
    escalate?: Input<string>[];
    /**
     * The longest session, from "1h", which is the least that AWS takes for a role, to "4h".
     * @default "1h"
     */
    maxDuration?: Input<string>;
    /**
     * How long a use may wait for its review, in whole hours; at most "7d".
     * @default "24h"
     */
    reviewWithin?: Input<string>;
    /**
     * Whether roles, too, must show MFA, as IAM users always must. Sessions of IAM Identity Center cannot.
     * @default false
     */
    requireMfa?: Input<boolean>;
    /**
     * ARNs of managed policies, each under a name of yours.
     * @default {}
     */
    policies?: Record<string, Input<string>>;
    /**
     * Policy documents, each under a name of yours.
     * @default {}
     */
    inlinePolicies?: Record<string, Input<string | PolicyDocument>>;
    /**
     * ARN of a boundary of your own, in place of the one that keeps sessions from outliving their end.
     * @default a boundary that the component makes
     */
    permissionsBoundary?: Input<string>;
    /**
     * What the boundary is not to deny, group by group: "assume-role", "pass-role", "change-iam", "change-access",
     * "issue-credentials", "change-code", "enter-machines".
     * @default []
     */
    allowPersistence?: Persistence[];
    /** Why, and until when, an administrator may have `allowPersistence`. */
    acceptRisk?: AcceptedRisk;
    /** Who answers for it: an e-mail address or a team, such as "payments@example.com". */
    owner: Input<string>;
    /**
     * How often somebody looks whether it is still needed, and still works; at most "180d".
     * @default "30d"
     */
    review?: Input<string>;
    /**
     * More tags.
     * @default {}
     */
    tags?: Input<Record<string, Input<string>>>;
}

const SESSION = duration({
    byDefault: "1h",
    least: "1m",
    most: "4h",
    because: "what takes longer is no emergency any more",
    rule: "aws-max-session-duration",
});

export const maxDuration: Check<number> = (given, at) => {
    const seconds = SESSION(given, at);
    if (seconds >= 3_600) return seconds;
    throw new Refused(
        at,
        "is shorter than 1h, the least that AWS takes for the sessions of a role.",
        `${at}: "1h", and ask for less with --duration-seconds`,
    );
};

export const reviewWithin = duration({
    byDefault: "24h",
    least: "1h",
    most: "7d",
    because: "CloudWatch looks back no further",
    step: "1h",
});

export const regions: Check<readonly string[]> = (given, at) => {
    const found = list(1, 5, '"eu-west-1"')(given, at);
    const region = like(/^[a-z]{2}(-[a-z]+)+-\d$/, "region", '"eu-west-1"');
    found.forEach((value, index) => region(value, `${at}[${index}]`));
    const twice = found.findIndex((value, index) => found.indexOf(value) < index);
    if (twice >= 0) throw new Refused(`${at}[${twice}]`, "is there already.", "each region once");
    return found as readonly string[];
};

/** Of { principals, reviewers }: that nobody is both. */
export const apart: Check<void> = (given) => {
    const { principals, reviewers } = given as { principals?: unknown; reviewers?: unknown };
    if (!Array.isArray(principals) || !Array.isArray(reviewers)) return;
    const both = reviewers.findIndex((reviewer) => principals.includes(reviewer));
    if (both < 0) return;
    throw new Refused(
        `reviewers[${both}]`,
        "is one of principals: nobody would look at a use but who made it.",
        'another user or role, such as "arn:aws:iam::123456789012:role/security"',
    );
};
