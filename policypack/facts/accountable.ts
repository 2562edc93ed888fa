import type { Resource } from "../core/rule";
import { GRANTING, JOINED, principalsOf } from "./aws-principals";
import { HOSTING } from "./aws-role-services";
import { googleDuration, timestamp } from "./duration";
import { escalating, isAdministrator } from "./escalating-principals";
import { escalators } from "./gcp-escalation";
import { JOINED as GCP_JOINED, holdersIn } from "./gcp-holders";
import { ON_CONTAINERS } from "./gcp-iam-types";
import { isAdminRole } from "./gcp-roles";
import { standingUntil } from "./gcp-standing";
import { PROVIDERS, nounOf } from "./ownership";
import { each, legible, readable } from "./values";

/** For what somebody must answer: who could do harm for long, and what lets in whoever has it. */

const USER = "aws:iam/user:User";
const PARAMETER = "aws:ssm/parameter:Parameter";
const ACCOUNT = "gcp:serviceaccount/account:Account";
const PRIVILEGED = ["aws:iam/role:Role", "aws:ssoadmin/permissionSet:PermissionSet", ACCOUNT];
const SECRETS = [
    "aws:secretsmanager/secret:Secret",
    "gcp:secretmanager/regionalSecret:RegionalSecret",
    "gcp:secretmanager/secret:Secret",
];
/** What a service account is given that works for whoever has it: the input that names the account. */
const KEYS: Readonly<Record<string, string>> = {
    "gcp:serviceaccount/key:Key": "serviceAccountId",
    "gcp:storage/hmacKey:HmacKey": "serviceAccountEmail",
};

export const ACCOUNTABLE = [USER, PARAMETER, ...PRIVILEGED, ...SECRETS] as unknown as [string, ...string[]];
/** All else that must be seen to tell. */
export const AROUND: readonly string[] = [
    ...new Set([...GRANTING, ...JOINED, ...HOSTING, ...ON_CONTAINERS, ...GCP_JOINED, ...Object.keys(KEYS), ...PROVIDERS]),
].filter((type) => !ACCOUNTABLE.includes(type));

/**
 * What a resource is, "privileged role", if somebody must answer for it `ahead` seconds from now; nothing for any other,
 * and for what will have ended by then.
 */
export function accountable(resources: readonly Resource[], now: Date, ahead = 0): (of: Resource) => string | undefined {
    const deadline = now.getTime() + ahead * 1_000;
    const keyed = new Set(resources.flatMap(({ type, sources }) => sources[KEYS[type] ?? ""] ?? []));
    let privileged: ReadonlySet<Resource> | undefined;
    return (of) => {
        const noun = nounOf(of);
        if (of.type === USER) return noun;
        if (of.type === PARAMETER)
            return legible(() => of.inputs.get("type")) === "SecureString" ? `secret ${noun}` : undefined;
        if (SECRETS.includes(of.type)) return lasts(of, deadline, ahead) ? noun : undefined;
        if (isForEmergencies(of)) return `break-glass ${noun}`;
        if (keyed.has(of.urn)) return `${noun} with a key`;
        privileged ??= new Set([...ofAws(resources, deadline), ...ofGoogle(resources, deadline)]);
        return privileged.has(of) ? `privileged ${noun}` : undefined;
    };
}

/** Whether a secret is still there at the deadline. One whose end cannot be read is. */
function lasts({ inputs }: Resource, deadline: number, ahead: number): boolean {
    const [at = Infinity] = readable(each([inputs], (of) => [timestamp(of.get("expireTime")) ?? Infinity]));
    const [life = Infinity] = readable(each([inputs], (of) => [googleDuration(of.get("ttl")) ?? Infinity]));
    return at > deadline && life > ahead;
}

function isForEmergencies({ name, inputs }: Resource): boolean {
    const said = ["name", "namePrefix", "path", "description", "displayName"].map((input) =>
        legible(() => inputs.get(input)),
    );
    return [name, ...said].some((one) => /break[ _-]?glass|fire[ _-]?call\b/i.test(one ?? ""));
}

function ofAws(resources: readonly Resource[], deadline: number): readonly Resource[] {
    const administrators = principalsOf(resources).filter((principal) => isAdministrator(principal, deadline));
    return [...administrators, ...escalating(resources, deadline).map(({ principal }) => principal)].flatMap(
        ({ resource }) => resource ?? [],
    );
}

function ofGoogle(resources: readonly Resource[], deadline: number): readonly Resource[] {
    const seen = resources.filter(({ type }) => ON_CONTAINERS.includes(type) || GCP_JOINED.includes(type));
    const administrators = holdersIn(seen).filter(({ holds }) =>
        holds.some(
            ({ role = "", grant }) =>
                isAdminRole(role) &&
                readable(each([grant], (of) => [standingUntil(of, 0, deadline)])).some((until) => until !== undefined),
        ),
    );
    const holders = [...administrators, ...escalators(seen, 0, deadline).map(({ holder }) => holder)];
    return holders.flatMap(({ made }) => made ?? []);
}
