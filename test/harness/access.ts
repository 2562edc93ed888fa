import { type Simulation, runSimulation } from "@cloud-copilot/iam-simulate";
import { describe, expect, test } from "vitest";
import { ACTIONS } from "../../policypack/facts/aws-action-names";
import { tests, until } from "../../policypack/facts/iam-condition";
import { allowance, entries } from "../../policypack/facts/iam-effective";
import { type Statement, statements } from "../../policypack/facts/iam-policy";
import { admits, principals } from "../../policypack/facts/trust-policy";
import { Value } from "../../policypack/facts/values";

/**
 * What documents mean, asked of two evaluators: the facts of the policy pack, and @cloud-copilot/iam-simulate. A row that
 * the two do not answer alike, or otherwise than it says, fails.
 */

/** All that bears on one role or resource. */
export interface Documents {
    /** Who may take the role, or what a resource says of its callers. */
    readonly trust?: object;
    readonly identity?: readonly object[];
    readonly boundary?: object;
    /** The policy that the session was made with. */
    readonly session?: object;
}

export interface Row {
    /** "2026-01-16T08:00:00Z" */
    readonly at: string;
    /** Of the trust where it begins with "sts:", else of the policies. */
    readonly action: string;
    readonly resource?: string;
    /** ARN of the caller: a user, a role, or the provider that a token comes from. */
    readonly by?: string;
    /** What the request says beside the time, by key; a key that is not here is not in the request. */
    readonly context?: Readonly<Record<string, string>>;
    readonly is: "allowed" | "denied";
}

const ROLE = "arn:aws:iam::123456789012:role/jit/role";
const SESSION = "arn:aws:sts::123456789012:assumed-role/role/session";

/** One test a row, under its title. */
export function describeAccess(
    title: string,
    documents: () => Documents | Promise<Documents>,
    rows: Readonly<Record<string, Row>>,
): void {
    describe(title, () => {
        test.each(Object.entries(rows))("%s", async (_, row) => {
            const asked = await documents();
            const verdicts = { facts: factsSay(asked, row), oracle: await oracleSays(asked, row) };
            // The facts know the actions that rules ask for, and no others.
            const facts = isKnown(row) ? row.is : undefined;
            expect(verdicts).toEqual({ facts, oracle: row.is });
        });
    });
}

function isKnown({ action }: Row): boolean {
    return action.startsWith("sts:") || ACTIONS.includes(action.toLowerCase());
}

export function factsSay(documents: Documents, row: Row): Row["is"] | undefined {
    if (!isKnown(row)) return undefined;
    return isTrust(documents, row) ? trustSays(documents.trust!, row) : policiesSay(documents, row);
}

function isTrust({ trust }: Documents, { action }: Row): boolean {
    return trust !== undefined && action.startsWith("sts:");
}

function trustSays(trust: object, row: Row): Row["is"] {
    const applies = statements(filledIn(trust, row)).filter(
        (statement) =>
            admits(statement, row.action.toLowerCase()) &&
            principals(statement).some(({ kind, who }) => kind === "anyone" || who.known() === row.by) &&
            until(statement.condition, choices(statement, row)) === Infinity,
    );
    return applies.length > 0 && applies.every(({ allows }) => allows) ? "allowed" : "denied";
}

function policiesSay({ identity = [], boundary, session }: Documents, row: Row): Row["is"] {
    const read = (of: object) => {
        const value = filledIn(of, row);
        return entries(value, statements(value));
    };
    const all = [...identity, ...(boundary ? [boundary] : []), ...(session ? [session] : [])];
    const asked = all.flatMap((of) => statements(filledIn(of, row)));
    const rights = { identity: identity.flatMap(read), boundary: boundary && read(boundary) };
    const request = {
        action: row.action.toLowerCase(),
        resource: row.resource ?? "*",
        choices: Object.assign({}, ...asked.map((statement) => choices(statement, row))) as Record<
            string,
            readonly string[]
        >,
    };
    const limits = [rights, ...(session ? [{ identity: read(session) }] : [])];
    return limits.every((each) => allowance(each, request).until === Infinity) ? "allowed" : "denied";
}

/** The document with what its variables stand for in this request. */
function filledIn(written: object, { context = {} }: Row): Value {
    const text = JSON.stringify(written).replace(/\$\{([^}]+)\}/g, (variable, key: string) => context[key] ?? variable);
    return new Value(JSON.parse(text), "");
}

/** The request says one thing for each key, or nothing. */
function choices({ condition }: Statement, { at, context = {} }: Row): Record<string, readonly (string | undefined)[]> {
    const said = new Map(
        Object.entries({ ...context, "aws:CurrentTime": at }).map(([key, value]) => [key.toLowerCase(), value]),
    );
    return Object.fromEntries(tests(condition).map(({ key }) => [key, [said.get(key)]]));
}

export async function oracleSays(documents: Documents, row: Row): Promise<Row["is"]> {
    const { trust, identity = [], boundary, session } = claimsAsTags(documents);
    const { at, action, resource = ROLE, context = {}, by } = claimsAsTags(row);
    const named = (policy: object, index: number) => ({ name: `p${index}`, policy });
    const ofTrust = isTrust(documents, row);
    const everything = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
    const simulation: Simulation = {
        request: {
            principal: by ?? SESSION,
            action,
            resource: { resource: ofTrust ? ROLE : resource, accountId: "123456789012" },
            contextVariables: { "aws:CurrentTime": at, "aws:EpochTime": String(Date.parse(at) / 1_000), ...context },
        },
        // Whoever asks for a role of another account needs its own account's word too.
        identityPolicies: ofTrust ? [named(everything, 0)] : identity.map(named),
        ...(boundary && !ofTrust && { permissionBoundaryPolicies: [named(boundary, 0)] }),
        ...(session && !ofTrust && { sessionPolicy: session }),
        ...(ofTrust && { resourcePolicy: trust }),
        serviceControlPolicies: [],
        resourceControlPolicies: [],
    };
    const result = await runSimulation(simulation, {});
    if (result.resultType === "error") throw new Error(JSON.stringify(result.errors));
    const ignored = result.resultType === "single" ? (result.result.ignoredContextKeys ?? []) : ["all"];
    if (ignored.length > 0) throw new Error(`The oracle does not look at ${ignored.join(", ")}.`);
    return result.overallResult === "Allowed" ? "allowed" : "denied";
}

/** It leaves out what it does not know, and of the claims of an issuer it knows none; a tag of the caller may say anything. */
function claimsAsTags<Of extends object>(of: Of): Of {
    const text = JSON.stringify(of).replace(
        /"([\w.-]+\.[\w.-]+(?:\/[\w./-]*)?):([a-z_]+)":/g,
        (_, issuer: string, claim: string) => {
            return `"aws:PrincipalTag/${issuer.replace(/\W/g, "_")}.${claim}":`;
        },
    );
    return JSON.parse(text) as Of;
}
