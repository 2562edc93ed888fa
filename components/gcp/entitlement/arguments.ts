import type { Input } from "@pulumi/pulumi";
import { type Check, Refused } from "../../arguments";
import { duration, like } from "../../checks";
import type { OwnershipArgs } from "../../ownership";
import type { RoleArgs } from "../entitlements";
import { type Member, isSame, member } from "../members";

export interface EntitlementArgs extends OwnershipArgs {
    /** Where the roles are granted: "projects/example", "folders/123456789012" or "organizations/123456789012". */
    parent: Input<string>;
    /** What a grant gives, at most ten: each a role and, if need be, a condition in Common Expression Language. */
    roles: Input<Input<RoleArgs>[]>;
    /** Who may ask, at most twenty: "group:dba@example.com", "user:…", "serviceAccount:…", "principal://…", "principalSet://…". */
    eligible: Input<Input<string>[]>;
    /** Who may say yes, at most twenty: people and groups, of whom one at least is not in `eligible`. */
    approvers: Input<Input<string>[]>;
    /** Who is told of each grant that begins: e-mail addresses, at most ten. */
    notify: Input<Input<string>[]>;
    /**
     * Who is told, beside the approvers, that somebody asks: e-mail addresses, at most ten.
     * @default []
     */
    approverEmails?: Input<Input<string>[]>;
    /**
     * The longest grant, from "30m" to "12h".
     * @default "1h"
     */
    maxDuration?: Input<string>;
    /**
     * Its name among the entitlements of `parent`: 4 to 63 lower-case letters, digits and "-".
     * @default the name of the component, and six characters that differ between stacks
     */
    entitlementId?: Input<string>;
}

const OPEN = "gcp-no-open-entitlement";
const PEERS = "gcp-no-peer-approval";

export const eligible = member('"group:dba@example.com"', OPEN);

/** One person or group. What a machine approves, nobody has looked at. */
export const approver: Check<Member> = (given, at) => {
    const found = member('"group:dba-leads@example.com"', OPEN)(given, at);
    if (found.kind === "serviceAccount" || found.name.includes("/workloadIdentityPools/")) {
        throw new Refused(at, "is a machine.", `${at}: "group:dba-leads@example.com"`, OPEN);
    }
    return found;
};

export const email = like(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, "e-mail address", '"security@example.com"');

/** How many of `eligible` and of `approvers`. */
export const members = (example: string) => ({
    least: 1,
    most: 20,
    because: "so many are a group",
    example,
    rule: OPEN,
});

export const maxDuration = duration({
    byDefault: "1h",
    least: "30m",
    most: "12h",
    because: "who needs more than a working day asks again",
    rule: "gcp-max-entitlement-duration",
});

/** Of { eligible, approvers }: that somebody else is asked. Nobody approves the own request. */
export const apart: Check<void> = (given) => {
    const { eligible, approvers } = given as { eligible?: unknown; approvers?: unknown };
    if (!isList(eligible) || !isList(approvers) || approvers.length === 0) return;
    const isEligible = (approver: string) => eligible.some((each) => isSame(each, approver));
    if (!approvers.every(isEligible)) return;
    const isAlone = eligible.length === 1 && !/^(group|principalSet):/.test(eligible[0]!);
    throw new Refused(
        "approvers",
        isAlone
            ? "is only who may ask: nobody could approve."
            : "are all among those who may ask: two accounts of one team would do.",
        'approvers: ["group:dba-leads@example.com"]',
        PEERS,
    );
};

function isList(value: unknown): value is string[] {
    return Array.isArray(value) && value.every((each) => typeof each === "string");
}
