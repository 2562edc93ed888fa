import type { Input } from "@pulumi/pulumi";
import { type Check, type Count, Refused } from "../arguments";
import { like } from "../checks";
import { type Node, nameOf } from "./nodes";
import { role } from "./roles";

/** What both kinds of entitlement of Privileged Access Manager have in common. */

/** A role that a grant gives. */
export interface RoleArgs {
    role: Input<string>;
    /** When it counts, and for what, in Common Expression Language; left out, always and for all. */
    condition?: Input<string>;
}

/** As an entitlement takes it. */
export interface Binding {
    readonly role: string;
    readonly conditionExpression?: string;
}

const EXAMPLE = '"roles/cloudsql.admin"';

/** One of `roles`. */
export const binding: Check<Binding> = (given, at) => {
    if (typeof given !== "object" || given === null) {
        throw new Refused(at, "is no role with its condition.", `{ role: ${EXAMPLE} }`);
    }
    const { role: name, condition } = given as { role?: unknown; condition?: unknown };
    const found = role(EXAMPLE)(name, `${at}.role`);
    if (condition === undefined) return { role: found };
    const line = `"resource.name.startsWith('projects/example/instances/shop')"`;
    const expression = like(/\S/, "condition", line)(condition, `${at}.condition`);
    // In brackets: what is joined to it, such as the end of a grant, is joined to all of it.
    return { role: found, conditionExpression: `(${expression})` };
};

/** How many of `roles`. */
export const BINDINGS: Count = {
    least: 1,
    most: 10,
    because: "each grant writes as many bindings into the policy of its parent, whose size is limited",
    example: `{ role: ${EXAMPLE} }`,
};

export const entitlementId = like(
    /^[a-z][a-z0-9-]{3,62}$/,
    'id of an entitlement: 4 to 63 lower-case letters, digits and "-", a letter first',
    '"db-admin"',
);

const SERVICE = "cloudresourcemanager.googleapis.com";
const TYPES = { projects: "Project", folders: "Folder", organizations: "Organization" } as const;

/** The node whose policy a grant is written into, as an entitlement takes it. */
export function resource(node: Node): { resource: string; resourceType: string } {
    return { resource: `//${SERVICE}/${nameOf(node)}`, resourceType: `${SERVICE}/${TYPES[node.kind]}` };
}

/** What asks for a grant that is as long as it may be, but for the reason. */
// https://cloud.google.com/sdk/gcloud/reference/pam/grants/create
export function requestCommand(node: Node, id: string, seconds: number): string {
    const path = `${nameOf(node)}/locations/global/entitlements/${id}`;
    return `gcloud pam grants create --entitlement=${path} --requested-duration=${seconds}s --justification="…"`;
}
