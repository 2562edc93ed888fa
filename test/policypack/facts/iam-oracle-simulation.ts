import { type Simulation, runUnsafeSimulation } from "@cloud-copilot/iam-simulate";
import { type Context, DAY_END, type Instant, type Line, type Listed, type Policy, type PolicySet } from "./iam-oracle-sets";

/** A policy as a document, for one reader. */
interface Reader {
    readonly instant: (instant: Instant, line: Line) => string | number;
    readonly action: (pattern: string) => string;
    readonly resource: (pattern: string, inverted?: boolean) => string;
}

const second = (at: number) => String(at / 1_000);
const iso = (at: number) => new Date(at).toISOString().replace(".000", "");

export const AS_WRITTEN: Reader = {
    instant: ({ at, form }) => {
        if (form === "zone") return iso(at + 3_600_000).replace("Z", "+01:00");
        if (form === "fraction") return new Date(at).toISOString();
        if (form === "minutes") return iso(at).replace(":00Z", "Z");
        if (form === "day") return iso(at).slice(0, 10);
        if (form === "seconds") return second(at);
        return form === "number" ? at / 1_000 : iso(at);
    },
    action: (pattern) => pattern,
    resource: (pattern) => pattern,
};

export function document(policy: Policy, terse = false, reader = AS_WRITTEN): object {
    const listed = (name: string, { inverted, patterns }: Listed, text: (pattern: string) => string) => {
        const texts = patterns.map((pattern) => text(pattern));
        return { [inverted ? `Not${name}` : name]: terse && texts.length === 1 ? texts[0] : texts };
    };
    const statements = policy.map(({ allows, actions, resources, lines }) => ({
        Effect: allows ? "Allow" : "Deny",
        ...listed("Action", actions, (pattern) => reader.action(pattern)),
        ...listed("Resource", resources, (pattern) => reader.resource(pattern, resources.inverted)),
        ...(lines.length > 0 && { Condition: condition(lines, reader) }),
    }));
    return { Version: "2012-10-17", Statement: terse && statements.length === 1 ? statements[0] : statements };
}

function condition(lines: readonly Line[], reader: Reader): object {
    const written: Record<string, Record<string, unknown>> = {};
    for (const line of lines) {
        const name = line.set + line.operator + (line.ifExists ? "IfExists" : "");
        // The same line twice is written in another letter case.
        const cases = [name, name.toLowerCase(), name.toUpperCase()];
        const operator = cases.find((of) => !(line.key in (written[of] ?? {})))!;
        const values = line.values.map((value) => (typeof value === "string" ? value : reader.instant(value, line)));
        (written[operator] ??= {})[line.key] = values;
    }
    return written;
}

/** A moment in which a request is made. */
export interface Moment {
    readonly at: number;
    /** When the session began; nothing for a lasting key. */
    readonly issued?: number | undefined;
}

/** What the oracle says of a set; each moment and context costs it some 0.2 ms. */
export function oracle(set: PolicySet, reader = readerFor(set)): (moment: Moment, context: Context) => boolean {
    const ask = asking(set, reader);
    return (moment, context) => runUnsafeSimulation(ask(moment, context), {}) === "Allowed";
}

/** A question to the oracle. */
export function asking(set: PolicySet, reader = readerFor(set)): (moment: Moment, context: Context) => Simulation {
    const read = (policy: Policy, index: number) => ({ name: `p${index}`, policy: document(policy, set.terse, reader) });
    const asked = {
        identityPolicies: set.identity.map(read),
        ...(set.boundary && { permissionBoundaryPolicies: [set.boundary].map(read) }),
        serviceControlPolicies: [],
        resourceControlPolicies: [],
    };
    const resource = { resource: reader.resource(set.resource), accountId: ACCOUNT };
    return ({ at, issued }, context) => {
        const present = Object.entries({
            "aws:CurrentTime": iso(at),
            "aws:EpochTime": second(at),
            "aws:TokenIssueTime": issued === undefined ? undefined : iso(issued),
            ...context,
        }).filter((entry): entry is [string, string] => entry[1] !== undefined);
        const contextVariables = Object.fromEntries(present);
        const principal = `arn:aws:iam::${ACCOUNT}:user/someone`;
        return { ...asked, request: { principal, action: set.action, resource, contextVariables } };
    };
}

const ACCOUNT = "999988887777";
/**
 * The oracle reads some things otherwise than AWS documents them, or than its checked entry does. Each is written here in
 * words that it reads as AWS does; iam-oracle.test.ts has a case for each.
 */
export function readerFor({ action, resource: asked, ...set }: PolicySet): Reader {
    const patterns = [...set.identity, ...(set.boundary ? [set.boundary] : [])]
        .flat()
        .flatMap(({ resources }) => resources.patterns);
    // It takes what stands before the first separator of a name literally, and asks for the policy of each key of KMS.
    const isOpaque = action.startsWith("kms:") || patterns.some((pattern) => /^[^/:]*[*?].*[/:]/.test(named(pattern)));
    return {
        // It compares numbers as they are: seconds with milliseconds.
        instant: ({ at, form }, { key }) => {
            const meant = form === "day" && at === DAY_END ? Date.parse(iso(at).slice(0, 10)) : at;
            return key === "aws:EpochTime" ? second(meant) : iso(meant);
        },
        // It takes "*:*" for a service of the name "*".
        action: (pattern) => pattern.replace(/^\*+:\*+$/, "*"),
        resource: (written, inverted) => {
            // It completes an ARN of few parts, but under NotResource says nothing of those that it does not fit.
            const pattern = inverted ? completed(written) : written;
            // Its unchecked entry takes "*" for any resource, where AWS asks for a policy on all resources.
            if (asked === "*") return pattern === asked ? ALL : /^\*+$/.test(pattern) ? pattern : OTHER;
            if (crosses(pattern, asked)) return isOpaque ? unseparated(asked) : asked;
            return isOpaque ? unseparated(pattern) : pattern;
        },
    };
}

const [ALL, OTHER] = ["arn:aws:all:::all", "arn:aws:other:::other"];

// "A * that is the last of a segment may match beyond the colon": the oracle keeps to the segments.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
function crosses(pattern: string, arn: string): boolean {
    if (/^\*+$/.test(pattern)) return false;
    const [parts, asked] = [completed(pattern).split(":"), arn.split(":")];
    const cut = (of: readonly string[]) => [...of.slice(0, 5), of.slice(5).join(":")];
    const inSegments = cut(parts).every((part, index) => regex(part).test(cut(asked)[index] ?? ""));
    return !inSegments && regex(pattern).test(arn);
}

function completed(pattern: string): string {
    return pattern.startsWith("arn:") ? pattern + ":*".repeat(Math.max(0, 6 - pattern.split(":").length)) : pattern;
}

function regex(pattern: string): RegExp {
    const escaped = pattern.replace(/[\\^$.+()|[\]{}]/g, "\\$&");
    return new RegExp(`^${escaped.replace(/\*/g, ".*").replace(/\?/g, ".")}$`, "s");
}

// The same name without separators, so that it is seen as a whole.
function unseparated(pattern: string): string {
    const parts = pattern.split(":");
    if (parts.length < 6) return pattern;
    return [...parts.slice(0, 5), named(pattern).replace(/\//g, "~").replace(/:/g, ";")].join(":");
}

function named(pattern: string): string {
    return pattern.split(":").slice(5).join(":");
}
