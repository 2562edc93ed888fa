import type { Resource } from "../core/rule";
import { scalar } from "./aws-trust-conditions";
import { IS_PRODUCTION, type Words, environmentIn, environmentOf, first, ownEnvironment } from "./environments";
import { eachGrant } from "./gcp-iam";
import { isAdminRole, isImpersonatingRole } from "./gcp-roles";
import { tests } from "./iam-condition";
import { type Statement, statements } from "./iam-policy";
import { quote } from "./quote";
import { oidcIssuers, principals } from "./trust-policy";
import { type Unreadable, type Value, each, elements, ifKnown, inputOf, legible, text } from "./values";

/** Whom a trust into production lets in of another environment. */

interface Admitted {
    /** As it may be said in a message. */
    readonly who: string;
    readonly path: string;
}

type Program = ReadonlyMap<string, Resource>;

// Of those that an input was made from, only these are whom it lets in, or speak of them.
const IDENTITIES =
    /[:$](aws:iam\/(role:Role|user:User)|gcp:serviceaccount\/account:Account|gcp:iam\/workloadIdentityPool:WorkloadIdentityPool|pulumi:pulumi:StackReference)::(.*)$/;

/** Of the trust policy of a role. */
export function* intoRole(role: Resource, words: Words, program: Program): Generator<Admitted | Unreadable> {
    if (environmentOf(role, words) !== IS_PRODUCTION) return;
    yield* each(statements(role.inputs.get("assumeRolePolicy")), function* (statement) {
        if (!statement.allows) return;
        const { path } = statement;
        yield* each(principals(statement), function* ({ kind, who }) {
            if (kind !== "AWS") return;
            if (who.unknown) {
                if (isMadeElsewhere(role, who, words, program)) yield { who: "an identity", path };
                return;
            }
            const arn = text(who) ?? "";
            // An account has no name here.
            if (isOther(environmentIn(arn.split(":").slice(5).join(":"), words))) yield { who: quote("arn", arn), path };
        });
        for (const subject of subjectsOf(statement))
            if (isOther(environmentOfSubject(subject, words))) yield { who: quote("subject", subject), path };
    });
}

/** Of a grant to act as a service account, or all of a project; `accounts` are those of the program by their e-mail address. */
export function* intoGoogle(grant: Resource, words: Words, program: Program): Generator<Admitted | Unreadable> {
    if (environmentOfTarget(grant, words, program) !== IS_PRODUCTION) return;
    yield* eachGrant(grant.inputs, function* ({ role, members }) {
        const name = ifKnown(() => text(role)) ?? "";
        if (!isImpersonatingRole(name) && !isAdminRole(name) && name !== "roles/iam.workloadIdentityUser") return;
        yield* each(elements(members), function* (member) {
            const path = member.path;
            if (member.unknown) {
                if (isMadeElsewhere(grant, member, words, program)) yield { who: "an identity", path };
                return;
            }
            const written = text(member) ?? "";
            if (isOther(environmentOfMember(written, words))) yield { who: quote("member", written), path };
        });
    });
}

/** Whether what is not known yet was made from an identity of another environment, and from none of production. */
function isMadeElsewhere(by: Resource, value: Value, words: Words, program: Program): boolean {
    const made = (by.sources[inputOf(value)] ?? []).filter((urn) => IDENTITIES.test(urn) && urn !== by.urn);
    const found = made.map((urn) => {
        const resource = program.get(urn);
        return resource ? ownEnvironment(resource, words) : environmentIn(IDENTITIES.exec(urn)?.[3] ?? "", words);
    });
    // A document made from several says not which stands where.
    return found.length > 0 && found.every(isOther);
}

function isOther(environment: string | undefined): boolean {
    return environment !== undefined && environment !== IS_PRODUCTION;
}

/** The subjects, and the environments, of the tokens that a statement lets in, as its condition names them. */
function subjectsOf(statement: Statement): readonly string[] {
    if (oidcIssuers(statement).length === 0) return [];
    const lines = tests(statement.condition).filter(
        ({ operator, key }) => /^string(equals|equalsignorecase|like)$/.test(operator) && /:(sub|environment)$/.test(key),
    );
    return lines.flatMap(({ key, values }) =>
        values
            .filter((value) => !value.unknown)
            .map((value) => (key.endsWith(":sub") ? scalar(value) : `environment:${scalar(value)}`)),
    );
}

// Where a subject says in which environment, workspace, stack or namespace the work runs; a branch is none of these.
const PLACE = /(?:^|:)(?:environment|env|workspace|stack|system:serviceaccount):([^:]+)/;

function environmentOfSubject(subject: string, words: Words): string | undefined {
    return environmentIn(PLACE.exec(subject)?.[1] ?? "", words);
}

const POOLED = /^principal(?:Set)?:\/\/.*\/workloadIdentityPools\/([^/]+)\/(?:subject\/(.*)|attribute\.(\w+)\/(.*)|.*)$/;

function environmentOfMember(member: string, words: Words): string | undefined {
    const [pooled, pool, subject, attribute = "", value] = POOLED.exec(member) ?? [];
    if (pooled === undefined) return member.startsWith("serviceAccount:") ? environmentIn(member, words) : undefined;
    if (subject !== undefined) return environmentOfSubject(subject, words) ?? first([pool], words);
    return first([/^(env|environment|namespace|stack|workspace)$/.test(attribute) ? value : undefined, pool], words);
}

/** Where a grant holds: the service account or the project that it names, or that the program makes. */
function environmentOfTarget({ inputs, sources }: Resource, words: Words, program: Program): string | undefined {
    const input = ["serviceAccountId", "project", "folder", "orgId"].find((name) => !inputs.get(name).absent) ?? "";
    const written = legible(() => inputs.get(input));
    if (written !== undefined) return environmentIn(written, words);
    const [made, ...others] = (sources[input] ?? []).flatMap((urn) => program.get(urn) ?? []);
    return made && others.length === 0 ? environmentOf(made, words) : undefined;
}
