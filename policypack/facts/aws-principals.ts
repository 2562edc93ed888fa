import type { Resource } from "../core/rule";
import { attachedPolicies, eachDocument, isOwnPolicy } from "./aws-identity-policies";
import { managedDocument, managedName } from "./aws-managed-documents";
import { statements } from "./iam-policy";
import { type Unreadable, type Value, each, elements, inputOf, legible, readable, text } from "./values";

/** Joins what a program says of one principal: its policies, however attached, its groups and its boundary. */

export type Kind = "role" | "user" | "group" | "permission set" | "policy";

/** A policy document that a principal holds, or is bounded by. */
export interface Held {
    readonly document: Value;
    /** The resource to which a finding about it belongs: the one that writes it, or attaches it when AWS does. */
    readonly on: Resource;
    /** The name of the AWS managed policy, when it is one. */
    readonly managed?: string;
}

export interface Principal {
    readonly kind: Kind;
    /** Undefined while the cloud has not chosen it. */
    readonly name?: string | undefined;
    /** Undefined for a principal that the program only attaches policies to. */
    readonly resource?: Resource;
    readonly held: Held[];
    /** Set when it holds policies too that are neither of AWS nor of the program, or not known yet. */
    elsewhere?: true;
    /** What bounds it; "elsewhere" when that is no policy of AWS or of the program. */
    boundary?: readonly Held[] | "elsewhere";
    /** Users: the groups that they are in. */
    readonly groups: Principal[];
}

const PRINCIPALS: Readonly<Record<string, Kind>> = {
    "aws:iam/role:Role": "role",
    "aws:iam/user:User": "user",
    "aws:iam/group:Group": "group",
    "aws:ssoadmin/permissionSet:PermissionSet": "permission set",
};
const POLICY = "aws:iam/policy:Policy";

/** Where a resource says whose policy it is: the input that names the principal, by its kind. */
const HOLDERS: Readonly<Record<string, Partial<Readonly<Record<Kind, string>>>>> = {
    "aws:iam/groupPolicy:GroupPolicy": { group: "group" },
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": { group: "group" },
    "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive": { group: "groupName" },
    "aws:iam/policyAttachment:PolicyAttachment": { role: "roles", user: "users", group: "groups" },
    "aws:iam/rolePolicy:RolePolicy": { role: "role" },
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": { role: "role" },
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": { role: "roleName" },
    "aws:iam/userPolicy:UserPolicy": { user: "user" },
    "aws:iam/userPolicyAttachment:UserPolicyAttachment": { user: "user" },
    "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive": { user: "userName" },
    "aws:ssoadmin/customerManagedPolicyAttachment:CustomerManagedPolicyAttachment": { "permission set": "permissionSetArn" },
    "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment": { "permission set": "permissionSetArn" },
    "aws:ssoadmin/managedPolicyAttachmentsExclusive:ManagedPolicyAttachmentsExclusive": {
        "permission set": "permissionSetArn",
    },
    "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": { "permission set": "permissionSetArn" },
    "aws:ssoadmin/permissionsBoundaryAttachment:PermissionsBoundaryAttachment": { "permission set": "permissionSetArn" },
};
const BOUNDARY_OF_SET = "aws:ssoadmin/permissionsBoundaryAttachment:PermissionsBoundaryAttachment";
const CUSTOMER_OF_SET = "aws:ssoadmin/customerManagedPolicyAttachment:CustomerManagedPolicyAttachment";
const MEMBERS: Readonly<Record<string, readonly [user: string, group: string]>> = {
    "aws:iam/groupMembership:GroupMembership": ["users", "group"],
    "aws:iam/userGroupMembership:UserGroupMembership": ["user", "groups"],
};

/** Types of what writes or attaches policies; and of all else that the join must see. */
export const GRANTING = [POLICY, "aws:iam/role:Role", ...Object.keys(HOLDERS)].filter(
    (type) => type !== BOUNDARY_OF_SET,
) as [string, ...string[]];
export const JOINED = [BOUNDARY_OF_SET, ...Object.keys(PRINCIPALS), ...Object.keys(MEMBERS)].filter(
    (type) => !GRANTING.includes(type),
);

/** The resources whose documents give somebody rights: all but the policies that only bound. */
export function grants(resources: readonly Resource[]): ReadonlySet<Resource> {
    const policies = policiesOf(resources);
    const granting = new Set(principalsOf(resources).flatMap(({ held }) => held.map(({ on }) => on)));
    const bounding = resources.flatMap((resource) => {
        const named = boundaryOf(resource);
        return named ? found(resource, named, "policy", policies) : [];
    });
    const only = new Set(bounding.filter((policy) => typeof policy !== "string" && !granting.has(policy)));
    return new Set(resources.filter((resource) => !only.has(resource)));
}

/** What cannot be read of who may do what, by resource: documents and ARNs of policies. */
export function unreadable({ type, inputs, sources }: Resource): Iterable<Unreadable> {
    const documents = eachDocument({ type, inputs }, (document) =>
        each(statements(document), ({ allows, actions, resources }) => (allows && actions && resources ? [] : [])),
    );
    const attached = each(attachedPolicies({ type, inputs }), (arn) => {
        if (!arn.unknown || !isOwnPolicy(sources[inputOf(arn)])) text(arn);
        return [];
    });
    return [...documents, ...attached];
}

/** By URN, and by kind and name. */
type Index<T> = Map<string, T>;

/** The principals of a program. A policy that is attached to none, and bounds none, stands for whoever it will be attached to. */
export function principalsOf(resources: readonly Resource[]): readonly Principal[] {
    const principals = index(
        resources,
        (type) => PRINCIPALS[type],
        (resource, kind, name): Principal => {
            return { kind, name, resource, held: [], groups: [] };
        },
    );
    const policies = policiesOf(resources);
    const used = new Set<Resource>();
    const documents = (on: Resource, named: Named): readonly (Held | "elsewhere")[] =>
        policiesNamed(on, named, policies).flatMap((policy) => {
            if (typeof policy !== "object" || !("urn" in policy)) return [policy];
            used.add(policy);
            return written(policy);
        });

    for (const resource of resources) {
        const itself = principals.get(resource.urn);
        const holders = itself ? [itself] : holdersOf(resource, principals);
        const boundary = boundaryOf(resource);
        for (const holder of holders) {
            if (boundary) {
                const bounding = documents(resource, boundary);
                const known = bounding.filter((held) => held !== "elsewhere");
                holder.boundary = known.length === bounding.length ? known : "elsewhere";
            } else {
                holder.held.push(...written(resource));
                for (const named of attachedBy(resource)) {
                    const attached = documents(resource, named);
                    holder.held.push(...attached.filter((held) => held !== "elsewhere"));
                    if (attached.includes("elsewhere")) holder.elsewhere = true;
                }
            }
        }
        joinGroups(resource, principals);
    }
    const unattached = [...new Set(policies.values())].filter((policy) => !used.has(policy));
    return [
        ...new Set(principals.values()),
        ...unattached.map((policy): Principal => ({ kind: "policy", resource: policy, held: written(policy), groups: [] })),
    ];
}

function policiesOf(resources: readonly Resource[]): Index<Resource> {
    return index(
        resources,
        (type) => (type === POLICY ? "policy" : undefined),
        (resource) => resource,
    );
}

function index<T>(
    resources: readonly Resource[],
    kindOf: (type: string) => Kind | undefined,
    make: (resource: Resource, kind: Kind, name: string | undefined) => T,
): Index<T> {
    const made: Index<T> = new Map();
    for (const resource of resources) {
        const kind = kindOf(resource.type);
        if (!kind) continue;
        const name = legible(() => resource.inputs.get("name"));
        const thing = make(resource, kind, name);
        made.set(resource.urn, thing);
        if (name !== undefined) made.set(`${kind} ${name}`, thing);
    }
    return made;
}

/** An input, and the values in it that name something. */
interface Named {
    readonly input: string;
    readonly values: readonly Value[];
}

/** What an input names among the things of the program: by what it was made from, or else by what it says. */
function found<T>({ sources }: Resource, { input, values }: Named, kind: Kind, among: Index<T>): readonly (T | string)[] {
    const made = (sources[input] ?? []).flatMap((urn) => among.get(urn) ?? []);
    const said = values.flatMap((value) => {
        const read = legible(() => value);
        return read === undefined ? [] : [among.get(`${kind} ${nameIn(read)}`) ?? read];
    });
    return [...new Set([...made, ...said])];
}

function holdersOf(resource: Resource, principals: Index<Principal>): readonly Principal[] {
    return Object.entries(HOLDERS[resource.type] ?? {}).flatMap(([kind, input]) =>
        principalsIn(resource, input, kind as Kind, principals),
    );
}

/** The principals that an input names; those that are not of the program are made. */
function principalsIn(resource: Resource, input: string, kind: Kind, principals: Index<Principal>): readonly Principal[] {
    const values = legibles(() => elements(resource.inputs.get(input)));
    return found(resource, { input, values }, kind, principals).map((one) => {
        if (typeof one !== "string") return one;
        const name = nameIn(one);
        const made: Principal = { kind, name, held: [], groups: [] };
        principals.set(`${kind} ${name}`, made);
        return made;
    });
}

function joinGroups(resource: Resource, principals: Index<Principal>): void {
    const members = MEMBERS[resource.type];
    if (!members) return;
    const [users, groups] = members;
    for (const user of principalsIn(resource, users, "user", principals))
        user.groups.push(...principalsIn(resource, groups, "group", principals));
}

function policiesNamed(on: Resource, named: Named, policies: Index<Resource>): readonly (Resource | Held | "elsewhere")[] {
    const all = found(on, named, "policy", policies).map((one) => {
        if (typeof one !== "string") return one;
        const managed = managedName(one);
        const document = managed === undefined ? undefined : managedDocument(managed);
        return document && managed !== undefined ? { document, on, managed } : "elsewhere";
    });
    return all.length > 0 ? all : ["elsewhere"];
}

function attachedBy(resource: Resource): readonly Named[] {
    const input = "customerManagedPolicyReference";
    if (resource.type === CUSTOMER_OF_SET) {
        return [{ input, values: legibles(() => [resource.inputs.get(input).get("name")]) }];
    }
    const values = legibles(() => attachedPolicies(resource));
    return values[0] ? [{ input: inputOf(values[0]), values }] : [];
}

function boundaryOf({ type, inputs }: Resource): Named | undefined {
    const input = "permissionsBoundary";
    const [boundary] = legibles(() => [inputs.get(input)]);
    if (!boundary || boundary.absent) return undefined;
    if (type !== BOUNDARY_OF_SET) return { input, values: [boundary] };
    const managed = legibles(() => [boundary.get("managedPolicyArn")]);
    return { input, values: [...managed, ...legibles(() => [boundary.get("customerManagedPolicyReference").get("name")])] };
}

function written(resource: Resource): Held[] {
    const read = each([resource], (of) => eachDocument(of, (document) => (document.absent ? [] : [document])));
    return readable(read).map((document) => ({ document, on: resource }));
}

/** The name in an ARN of IAM, which may have a path before it; any other text is a name itself. */
function nameIn(written: string): string {
    return /^arn:[^:]*:iam::[^:]*:\w+\/(?:.*\/)?([^/]+)$/.exec(written)?.[1] ?? written;
}

// What cannot be read joins nothing; the rules that judge one resource say so.
function legibles(read: () => readonly Value[]): readonly Value[] {
    return readable(each([read], (of) => of()));
}
