import { preparsePolicySet, preparseSchema, statefulIsAuthorized } from "@cedar-policy/cedar-wasm/nodejs";
import { type Moment, SCHEMA, WEEKDAYS } from "./policy-schema";
import { policiesIn, validatePolicies } from "./policy-text";

export interface Question {
    readonly moment: Moment;
    readonly entitlement: string;
    /** Canonical. */
    readonly requester: string;
    readonly groups: readonly string[];
    readonly isAgent: boolean;
    readonly task?: string | undefined;
    readonly ticket?: string | undefined;
    readonly reason: string;
    /** In seconds. */
    readonly duration: number;
    readonly resources: readonly string[];
    /** In milliseconds since 1970. */
    readonly now: number;
}

export interface Answer {
    readonly permits: boolean;
    readonly reasons: readonly string[];
}

/**
 * What the policies of an entitlement say. A permit is needed, and a forbid is stronger. Cedar leaves out a policy that fails,
 * and a forbid with it: one that fails refuses here.
 */
export function ask(policies: string, question: Question): Answer {
    try {
        const parsed = parse(policies);
        if (parsed === undefined) return { permits: false, reasons: ["policy-invalid"] };
        const answer = statefulIsAuthorized(call(parsed, question));
        if (answer.type === "failure") return { permits: false, reasons: ["policy-error"] };
        const { decision, diagnostics } = answer.response;
        const failed = diagnostics.errors.map(({ policyId }) => policyId);
        if (failed.length > 0) return { permits: false, reasons: ["policy-error", ...ids(failed)] };
        if (decision === "allow") return { permits: true, reasons: ids(diagnostics.reason) };
        const { length } = diagnostics.reason;
        return {
            permits: false,
            reasons: [length > 0 ? "policy-forbids" : "no-policy-permits", ...ids(diagnostics.reason)],
        };
    } catch {
        // Whatever it is, it permits nothing.
        return { permits: false, reasons: ["policy-error"] };
    }
}

function ids(policies: readonly string[]): readonly string[] {
    return [...policies].sort().map((id) => `policy:${id}`);
}

const PARSED = new Map<string, string | undefined>();
const MOST = 1_000;
let isReady = false;

/** The name of what is parsed, or undefined: there is something wrong with it. Parsing takes ten times as long as a decision. */
function parse(policies: string): string | undefined {
    if (PARSED.has(policies)) return PARSED.get(policies);
    if (!isReady) isReady = preparseSchema(SCHEMA_NAME, SCHEMA).type === "success";
    if (PARSED.size === MOST) PARSED.clear();
    const name = `policies-${PARSED.size}`;
    const isRight =
        validatePolicies(policies, []).length === 0 &&
        preparsePolicySet(name, { staticPolicies: policiesIn(policies) }).type === "success";
    PARSED.set(policies, isRight ? name : undefined);
    return isRight ? name : undefined;
}

const SCHEMA_NAME = "broker";

function call(preparsedPolicySetId: string, question: Question): Parameters<typeof statefulIsAuthorized>[0] {
    const { moment, entitlement, requester, groups, isAgent, task, ticket, reason, duration, resources, now } = question;
    const principal = { type: kindOf(requester, isAgent), id: requester.replace(/^[a-z]+:/, "") };
    const resource = { type: "Entitlement", id: entitlement };
    const parents = groups.map((id) => ({ type: "Group", id }));
    return {
        preparsedPolicySetId,
        preparsedSchemaName: SCHEMA_NAME,
        validateRequest: true,
        principal,
        action: { type: "Action", id: moment },
        resource,
        context: {
            reason,
            ...(task !== undefined && { task }),
            ...(ticket !== undefined && { ticket }),
            duration: { __extn: { fn: "duration", arg: `${duration}s` } },
            resources: [...resources],
            isAgent,
            now: { __extn: { fn: "datetime", arg: new Date(now).toISOString() } },
            time: { __extn: { fn: "duration", arg: `${((now % DAY) + DAY) % DAY}ms` } },
            weekday: { __entity: { type: "Weekday", id: WEEKDAYS[new Date(now).getUTCDay()]! } },
        },
        entities: [
            { uid: principal, attrs: {}, parents },
            { uid: resource, attrs: {}, parents: [] },
            ...parents.map((uid) => ({ uid, attrs: {}, parents: [] })),
        ],
    };
}

const DAY = 86_400_000;

function kindOf(requester: string, isAgent: boolean): "Person" | "Workload" | "Agent" {
    if (isAgent) return "Agent";
    return /^(person|user):/.test(requester) ? "Person" : "Workload";
}
