import type { Input } from "@pulumi/pulumi";
import { type Check, Refused } from "../../arguments";
import { duration, like } from "../../checks";
import { type Binding, type RoleArgs, binding } from "../entitlements";
import { type Member, isSame, member } from "../members";
import { nodeOf } from "../nodes";

export interface BreakGlassEntitlementArgs {
    /** Where the roles are granted: "projects/example", "folders/123456789012" or "organizations/123456789012". */
    parent: string;
    /**
     * The project of the alarms and of the queue of uses: one that the roles do not reach, so not that of `parent`, nor one
     * below it.
     */
    project: Input<string>;
    /** What a grant gives, at most ten: each a role and, if need be, a condition in Common Expression Language. */
    roles: Input<Input<RoleArgs>[]>;
    /** Who may take the roles: "user:…", "serviceAccount:…", "principal://…", at most five. Those of an identity provider cannot when it is down. */
    eligible: Input<Input<string>[]>;
    /** Who looks at each use: "user:…", "group:…", "serviceAccount:…", "principal://…", at most ten, and none of `eligible`. */
    reviewers: Input<Input<string>[]>;
    /** What to do with the roles, and how: an https URL that is in every alarm. It has to open when all else is down, too. */
    runbookUrl: Input<string>;
    /** Who is told of each use at once: e-mail addresses and https URLs, at most ten. */
    notify: Input<string>[];
    /**
     * Who is told as well when a use is not reviewed in time: e-mail addresses and https URLs, at most ten.
     * @default []
     */
    escalate?: Input<string>[];
    /**
     * The longest grant, from "30m" to "4h".
     * @default "1h"
     */
    maxDuration?: Input<string>;
    /**
     * How long a use may wait for its review; from "1h" to "7d".
     * @default "24h"
     */
    reviewWithin?: Input<string>;
    /**
     * Its name among the entitlements of `parent`: 4 to 63 lower-case letters, digits and "-".
     * @default the name of the component, and six characters that differ between stacks
     */
    entitlementId?: Input<string>;
    /** Who answers for it: an e-mail address or a team, such as "payments@example.com". */
    owner: Input<string>;
    /**
     * How often somebody looks whether it is still needed, and still works; at most "180d".
     * @default "30d"
     */
    review?: Input<string>;
    /**
     * More labels.
     * @default {}
     */
    labels?: Input<Record<string, Input<string>>>;
}

const OPEN = "gcp-no-open-entitlement";

/** One person or machine: of a group nobody could say how many may take the roles, nor that no reviewer is among them. */
export const holder: Check<Member> = (given, at) => {
    const found = member('"user:jo@example.com"', OPEN)(given, at);
    if (found.kind !== "group" && found.kind !== "principalSet") return found;
    throw new Refused(at, "is many: a role that many can take is an ordinary one.", `${at}: "user:jo@example.com"`, OPEN);
};

export const reviewer = member('"group:security@example.com"');

// Who has one of these takes the sink away, or changes the entitlement.
const SILENCING = /^roles\/(logging\.(admin|configWriter)|privilegedaccessmanager\.admin)$/;

/** One of `roles`: none that could silence what sees its use. */
export const unsilencing: Check<Binding> = (given, at) => {
    const found = binding(given, at);
    if (!SILENCING.test(found.role)) return found;
    throw new Refused(
        `${at}.role`,
        "could switch off what sees its own use.",
        'a role of the service that has to be repaired, such as { role: "roles/cloudsql.admin" }',
    );
};

/** Of { project, parent }: a project that the roles do not reach, as far as its name tells. */
export const project: Check<string> = (given, at) => {
    const { project, parent } = given as { project?: unknown; parent?: unknown };
    // Six characters at least; an old one has its domain before it.
    const found = like(/^[a-z][a-z0-9:.-]{5,}$/, "id of a project", '"security"')(project, at);
    const node = typeof parent === "string" ? nodeOf(parent) : undefined;
    if (node?.kind === "projects" && node.id === found) {
        throw new Refused(
            at,
            "is that of parent: who takes the roles could reach the queue of uses.",
            `another one, such as ${at}: "security"`,
        );
    }
    return found;
};

export const maxDuration = duration({
    byDefault: "1h",
    least: "30m",
    most: "4h",
    because: "what takes longer is no emergency any more",
    rule: "gcp-max-entitlement-duration",
});

export const reviewWithin = duration({
    byDefault: "24h",
    least: "1h",
    most: "7d",
    because: "of what is a week old nobody remembers why",
});

/** Of { eligible, reviewers }: that nobody is both. */
export const apart: Check<void> = (given) => {
    const { eligible, reviewers } = given as { eligible?: unknown; reviewers?: unknown };
    if (!isList(eligible) || !isList(reviewers)) return;
    const both = reviewers.findIndex((reviewer) => eligible.some((each) => isSame(each, reviewer)));
    if (both < 0) return;
    throw new Refused(
        `reviewers[${both}]`,
        "is one of eligible: nobody would look at a use but who made it.",
        'somebody else, such as "group:security@example.com"',
    );
};

function isList(value: unknown): value is string[] {
    return Array.isArray(value) && value.every((each) => typeof each === "string");
}
