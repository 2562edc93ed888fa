import type { Resource } from "../core/rule";
import { type Grant, eachGrant, isCustomRoleUrn, roleOf } from "./gcp-iam";
import { permissionsOf } from "./gcp-role-catalogue";
import { isCustomRole } from "./gcp-roles";
import { placesOf } from "./gcp-scopes";
import { type Unreadable, type Value, each, elements, inputOf, legible, list, readable, text } from "./values";

/** Joins what a program grants to one member: its roles, where they hold, and what custom roles carry. */

/** One role that a member holds. */
export interface Holding {
    readonly grant: Grant;
    readonly on: Resource;
    /** As it is written; undefined while it is not known. */
    readonly role?: string | undefined;
    /** The custom role of the program, when it is one. */
    readonly custom?: Resource;
    /** Where it holds: "projects/example", or the URN of what is not named yet. Empty where that is not known. */
    readonly scopes: readonly string[];
}

export interface Holder {
    /** Its name in a policy, or the name of the resource that makes it. */
    readonly name: string;
    readonly made?: Resource;
    readonly holds: readonly Holding[];
}

const ACCOUNT = "gcp:serviceaccount/account:Account";
const PROJECT = "gcp:organizations/project:Project";
const FOLDER = "gcp:organizations/folder:Folder";

/** Types of custom roles; and of all else that the join must see. */
export const CUSTOM_ROLES = [
    "gcp:organizations/iAMCustomRole:IAMCustomRole",
    "gcp:projects/iAMCustomRole:IAMCustomRole",
] as const;
export const JOINED: readonly string[] = [...CUSTOM_ROLES, ACCOUNT, PROJECT, FOLDER];

/** Every member of the grants of a program, with what it holds. A group, a domain and a pool are members of their own. */
export function holdersIn(resources: readonly Resource[]): readonly Holder[] {
    const accounts = named(
        resources.filter(({ type }) => type === ACCOUNT),
        ({ inputs }) => {
            const [id, project] = [legible(() => inputs.get("accountId")), legible(() => inputs.get("project"))];
            return id && project && `serviceAccount:${id}@${project}.iam.gserviceaccount.com`;
        },
    );
    const roles = customRoles(resources);
    const byKey = new Map<string, Holding[]>();
    for (const on of resources.filter(isGranting)) {
        for (const grant of grantsOf(on)) {
            const holding = holdingOf(on, grant, roles);
            for (const key of keysOf(on, grant, accounts)) byKey.set(key, [...(byKey.get(key) ?? []), holding]);
        }
    }
    const made = new Map(resources.map((resource) => [resource.urn, resource]));
    return [...byKey].map(([key, holds]) => {
        const resource = made.get(key);
        return { name: resource?.name ?? key, ...(resource && { made: resource }), holds };
    });
}

/** The permissions that a role of the program's or of Google's carries; none for one that is neither, or is disabled. */
export function permissionsHeld({ role, custom }: Holding): ReadonlySet<string> {
    if (!custom) return permissionsOf(role ?? "") ?? new Set();
    if (legible(() => custom.inputs.get("stage"))?.toUpperCase() === "DISABLED") return new Set();
    const all = readable(each([custom], ({ inputs }) => elements(inputs.get("permissions"))));
    return new Set(all.flatMap((permission) => legible(() => permission) ?? []));
}

/** What cannot be read of what a custom role carries, or of how long somebody has it. */
export function unreadable(resource: Resource): Iterable<Unreadable> {
    const read = (value: Value) => (text(value) === undefined ? [] : []);
    if (isCustomRoleType(resource.type)) return each<Value, never>(list(resource.inputs.get("permissions")), read);
    if (!isGranting(resource)) return [];
    return each<Grant, never>(grantsOf(resource), (grant) => {
        const [role] = each([grant], (of) => [roleOf(resource, of)]);
        const isCustom = role === undefined || (typeof role === "string" && isCustomRole(role));
        return isCustom ? read(grant.condition.get("expression")) : [];
    });
}

function isCustomRoleType(type: string): boolean {
    return CUSTOM_ROLES.some((custom) => custom === type);
}

/** Of what somebody holds: where it holds, and all that is above, as far as the program says. */
export function placesIn(resources: readonly Resource[]): (holding: Holding) => readonly string[] {
    const above = new Map<string, readonly string[]>();
    for (const resource of resources) {
        if (resource.type !== PROJECT && resource.type !== FOLDER) continue;
        const parents = placesOf(resource);
        const id = resource.type === PROJECT ? legible(() => resource.inputs.get("projectId")) : undefined;
        for (const key of [resource.urn, ...(id ? [`projects/${id}`] : [])])
            above.set(key, [...(above.get(key) ?? []), ...parents]);
    }
    return ({ scopes }) => {
        const found = new Set<string>();
        const left = [...scopes];
        for (let next = left.pop(); next !== undefined; next = left.pop()) {
            if (found.has(next)) continue;
            found.add(next);
            left.push(...(above.get(next) ?? []));
        }
        return [...found];
    };
}

function holdingOf(on: Resource, grant: Grant, roles: (on: Resource, grant: Grant) => Resource | undefined): Holding {
    const custom = roles(on, grant);
    return { grant, on, role: legible(() => grant.role), ...(custom && { custom }), scopes: placesOf(on) };
}

/** By URN, and by the name that policies use. Two of one name cannot both be made; the first counts. */
function named(
    resources: readonly Resource[],
    nameOf: (resource: Resource) => string | undefined,
): ReadonlyMap<string, Resource> {
    const found = new Map<string, Resource>();
    for (const resource of resources) {
        found.set(resource.urn, resource);
        const name = nameOf(resource);
        if (name && !found.has(name)) found.set(name, resource);
    }
    return found;
}

/** The members of a grant: accounts of the program by their URN, all others by their name. */
function keysOf(on: Resource, { members }: Grant, accounts: ReadonlyMap<string, Resource>): readonly string[] {
    const values = members.absent ? [] : readable(each([members], elements));
    const input = inputOf(members);
    // What a whole policy was made from says nothing of one place in it.
    const made = input === "policyData" ? [] : (on.sources[input] ?? []).filter((urn) => accounts.has(urn));
    if (input === "member" && made.length === 1) return made;
    const names = values.flatMap((value) => legible(() => value) ?? []).map((name) => accounts.get(name)?.urn ?? name);
    return [...new Set([...names, ...(values.some(({ unknown }) => unknown) ? made : [])])];
}

/** The custom role of the program that a grant names: by what it was made from, or else by its name. */
function customRoles(resources: readonly Resource[]): (on: Resource, grant: Grant) => Resource | undefined {
    const all = named(
        resources.filter(({ type }) => isCustomRoleType(type)),
        ({ inputs }) => {
            const [id, project, organization] = ["roleId", "project", "orgId"].map((input) =>
                legible(() => inputs.get(input)),
            );
            const parent = project === undefined ? `organizations/${organization}` : `projects/${project}`;
            return id && (project ?? organization) && `${parent}/roles/${id}`;
        },
    );
    return ({ sources }, { role }) => {
        const name = legible(() => role) ?? "";
        const made = inputOf(role) === "policyData" ? [] : (sources[inputOf(role)] ?? []);
        return all.get(name) ?? all.get(made.find(isCustomRoleUrn) ?? "");
    };
}

// What is unreadable as a whole is said by the rules that judge one resource.
function grantsOf(resource: Resource): readonly Grant[] {
    return readable(each([resource], ({ inputs }) => eachGrant(inputs, (grant) => [grant])));
}

function isGranting({ type }: Resource): boolean {
    return !JOINED.includes(type);
}
