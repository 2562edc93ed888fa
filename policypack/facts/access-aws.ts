import type { Resource } from "../core/rule";
import { NO_END, type Family, type Way, ending, lasts, madeAt, nameBy, since, some } from "./access-reading";
import { administratorNamed } from "./aws-managed-policies";
import { GRANTING, JOINED, type Principal as Holder, principalsOf } from "./aws-principals";
import { isoDuration } from "./duration";
import { statements } from "./iam-policy";
import { type Span, both, isEmpty, permissionSpan, trustSpan } from "./iam-span";
import { quote } from "./quote";
import { type Principal, isForAnyone, principals } from "./trust-policy";
import { each, legible, number, readable, text } from "./values";
import { listed, named } from "./words";

/** Roles, users and permission sets of AWS: open while they may be taken and may do something. */

const ROLE = "aws:iam/role:Role";
const USER = "aws:iam/user:User";
const SET = "aws:ssoadmin/permissionSet:PermissionSet";
const ASSIGNMENT = "aws:ssoadmin/accountAssignment:AccountAssignment";
// Of a role and of a permission set alike.
const DEFAULT_SESSION = 3_600;
const PERMISSIONS = "permission window";

export const awsPrincipals: Family = {
    types: [ROLE, USER, SET, ASSIGNMENT],
    beside: [...GRANTING, ...JOINED].filter((type) => ![ROLE, USER, SET].includes(type)),
    read(resources) {
        const holders = new Map<string, Holder>();
        for (const holder of principalsOf(resources)) if (holder.resource) holders.set(holder.resource.urn, holder);
        return (resource) => {
            if (resource.type === ASSIGNMENT) return assignment(resource, holders);
            const holder = holders.get(resource.urn);
            if (!holder) return [];
            return resource.type === ROLE ? role(resource, holder) : holding(resource, holder);
        };
    },
};

function* role(resource: Resource, holder: Holder): Generator<Way> {
    const { inputs, name } = resource;
    const trust = trustSpan(inputs.get("assumeRolePolicy"));
    const permissions = permissionSpan(holder);
    if (!trust) return;
    const open = both(trust, permissions);
    if (isEmpty(open)) return;
    const who = some(readable(each([resource], admittedTo)));
    yield {
        kind: "role",
        what: `role ${named(name, "of the program")}${powers(holder)}${who && ` for ${who}`}`,
        ...since(madeAt(inputs, "createDate"), open.from),
        ...ending(open.until, endedBy(trust, permissions)),
        ...lasts(() => number(inputs.get("maxSessionDuration")) ?? DEFAULT_SESSION),
    };
}

/** What ends first. The end of the permissions is the harder one: no open session outlives it. */
function endedBy(trust: Span, permissions: Span): string {
    if (trust.until === permissions.until) return "trust and permission window";
    if (typeof trust.until !== "number") return PERMISSIONS;
    const isFirst = typeof permissions.until !== "number" || trust.until < permissions.until;
    return isFirst ? "trust window; an open session goes on" : PERMISSIONS;
}

/** A user, or a permission set wherever it is assigned. */
function* holding({ type, name, inputs }: Resource, holder: Holder): Generator<Way> {
    const open = permissionSpan(holder);
    if (isEmpty(open)) return;
    const shown = named(name, "of the program");
    const isUser = type === USER;
    yield {
        kind: "role",
        what: isUser
            ? `IAM user ${shown}${powers(holder)}`
            : `permission set ${shown}${powers(holder)}, wherever it is assigned`,
        ...since(isUser ? undefined : madeAt(inputs, "createdDate"), open.from),
        ...ending(open.until, PERMISSIONS),
        ...(!isUser && sessions(inputs)),
    };
}

function* assignment(resource: Resource, holders: ReadonlyMap<string, Holder>): Generator<Way> {
    const { inputs, sources } = resource;
    const [made = ""] = sources.permissionSetArn ?? [];
    const holder = holders.get(made);
    const open = holder && permissionSpan(holder);
    if (open && isEmpty(open)) return;
    const set = nameBy(resource, inputs.get("permissionSetArn"));
    const account = legible(() => inputs.get("targetId"));
    const kind = legible(() => inputs.get("principalType"))?.toUpperCase();
    const whom = kind === "USER" ? "user" : kind === "GROUP" ? "group" : "somebody";
    const name = sources.principalId?.length === 1 ? nameBy(resource, inputs.get("principalId")) : undefined;
    yield {
        kind: "grant",
        what: [
            holder && set ? `permission set ${set}${powers(holder)}` : "a permission set",
            account === undefined ? "in an account" : `in account ${quote("account", account)}`,
            whom === "somebody" ? `for ${whom}` : name ? `for the ${whom} ${name}` : `for a ${whom}`,
        ].join(" "),
        ...since(open?.from),
        ...ending(open?.until ?? Infinity, PERMISSIONS, holder ? NO_END : "the assignment stands until it is taken away"),
        ...(holder?.resource && sessions(holder.resource.inputs)),
    };
}

function sessions(inputs: Resource["inputs"]): Pick<Way, "each"> {
    return lasts(() => isoDuration(inputs.get("sessionDuration")) ?? DEFAULT_SESSION);
}

/** " with `AdministratorAccess`", when AWS manages a policy that makes its holder an administrator. */
function powers({ held, groups }: Holder): string {
    const all = [...held, ...groups.flatMap((group) => group.held)].flatMap(({ managed }) => managed ?? []);
    const names = [...new Set(all)].filter((name) => administratorNamed(name));
    return names.length > 0 ? ` with ${listed(names.map((name) => `\`${name}\``))}` : "";
}

/** Whom the trust of a role lets in, in words. */
function* admittedTo({ inputs }: Resource) {
    yield* each(statements(inputs.get("assumeRolePolicy")), (statement) =>
        each(statement.allows ? principals(statement) : [], (principal) => [worded(principal)]),
    );
}

function worded(principal: Principal): string {
    const { kind, who } = principal;
    if (isForAnyone(principal)) return "anyone";
    if (who.unknown) return kind === "Federated" ? "an identity provider not known yet" : "somebody not known yet";
    const written = text(who) ?? "";
    if (kind === "Service") return quote("service", written);
    if (kind === "CanonicalUser") return "a canonical user";
    if (kind === "Federated" && !written.startsWith("arn:")) return quote("issuer", written);
    return quote(/^\d{12}$/.test(written) ? "account" : "arn", written);
}
