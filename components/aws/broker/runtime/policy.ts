import { isAmong } from "./approvals";
import { ask } from "./policy-cedar";
import type { Moment } from "./policy-schema";
import { type Scope, narrowed } from "./scope";
import { LONGEST, sessionPolicySize } from "./session-policy";

export type { Moment };
export { type Fault, validatePolicies } from "./policy-text";

/** Who may be given what, and on whose word. Durations are in seconds. */
export interface Entitlement {
    readonly name: string;
    readonly roleArn: string;
    readonly maxDuration: number;
    readonly defaultDuration: number;
    readonly agentMaxDuration: number;
    /** Canonical identities, and "group:<id>". */
    readonly eligible: readonly string[];
    /** Levels, each of canonical identities and "group:<id>". */
    readonly approvers: readonly (readonly string[])[];
    /** How many of each level. */
    readonly required: readonly number[];
    readonly scopes: readonly Scope[];
    readonly breakGlass?: { readonly reviewWithin: number; readonly reviewers: readonly string[] };
    /** In Cedar. */
    readonly policies?: string;
    readonly onEnd?: {
        readonly rotate?: readonly string[];
        readonly terminateSessions?: boolean;
        readonly call?: readonly string[];
    };
}

export interface Asked {
    /** Canonical. */
    readonly requester: string;
    /** Ids. */
    readonly groups: readonly string[];
    readonly isAgent: boolean;
    readonly task?: string;
    readonly ticket?: string;
    readonly reason: string;
    /** In seconds. */
    readonly duration: number;
    readonly resources?: readonly string[];
}

export interface Approver {
    readonly identity: string;
    readonly groups: readonly string[];
}

export interface Decision {
    readonly allowed: boolean;
    /** Machine codes, and ids of the policies that decided: "policy:office-hours". */
    readonly reasons: readonly string[];
}

/**
 * Whether a grant may be asked for, approved, or used. What holds for every entitlement comes first; its own policies can only
 * take more away. `now` is in milliseconds since 1970.
 */
export function decide(moment: Moment, entitlement: Entitlement, asked: Asked, now: number, approver?: Approver): Decision {
    // Whoever has no business with it is told nothing more of it.
    const stranger = moment === "approve" ? notAnApprover(entitlement, asked, approver) : undefined;
    const outsider = stranger ?? (isAmong(entitlement.eligible, asked.requester, asked.groups) ? undefined : "not-eligible");
    if (outsider !== undefined) return { allowed: false, reasons: [outsider] };
    const demands = [...durations(entitlement, asked), ...scope(entitlement, asked)];
    if (demands.length > 0) return { allowed: false, reasons: demands };
    if (entitlement.policies === undefined) return { allowed: true, reasons: [] };
    const { permits, reasons } = ask(entitlement.policies, {
        ...asked,
        moment,
        entitlement: entitlement.name,
        resources: asked.resources ?? [],
        now,
    });
    return { allowed: permits, reasons };
}

function notAnApprover({ approvers }: Entitlement, { requester }: Asked, approver?: Approver): string | undefined {
    if (!approver) return "no-approver";
    const { identity, groups } = approver;
    if (sameCaller(identity) === sameCaller(requester)) return "self-approval";
    return approvers.some((level) => isAmong(level, identity, groups)) ? undefined : "not-an-approver";
}

function durations({ maxDuration, agentMaxDuration }: Entitlement, { duration, isAgent }: Asked): readonly string[] {
    // A limit that is no number is none that a duration is within.
    return [
        ...(Number.isSafeInteger(duration) && duration > 0 ? [] : ["no-duration"]),
        ...(duration <= maxDuration ? [] : ["too-long"]),
        ...(!isAgent || duration <= agentMaxDuration ? [] : ["too-long-for-an-agent"]),
    ];
}

function scope({ scopes }: Entitlement, { resources }: Asked): readonly string[] {
    const asked = narrowed(scopes, resources);
    if (!asked) return ["not-in-scope"];
    return sessionPolicySize(asked) > LONGEST ? ["scope-too-large"] : [];
}

/**
 * One text for all spellings of a caller, and for what may be one: addresses with a tag, sessions of a role. Two callers may
 * count as one by it, so that it says who may not, and never who may.
 */
function sameCaller(identity: string): string {
    const folded = identity.normalize("NFKC").trim().toUpperCase().toLowerCase();
    const [, account, path] = /^(?:role:)?arn:[^:]*:(?:sts|iam)::(\d*):(?:assumed-role|role)\/(.+)$/.exec(folded) ?? [];
    if (path === undefined) return folded.replace(/\+[^@]*(?=@|$)/, "");
    const [first = "", ...rest] = path.split("/");
    const isSession = folded.includes(":assumed-role/");
    if (first.startsWith("awsreservedsso_")) return sameCaller(`person:${rest.join("/")}`);
    return `role:${account}/${isSession ? first : (rest.at(-1) ?? first)}`;
}
